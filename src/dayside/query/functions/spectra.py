"""Spectra of series in time: power spectral density, wavelets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dayside.model import Bins
from dayside.model.dataset import Scale
from dayside.model.errors import BadFormula
from dayside.model.series import Values
from dayside.model.time import NS, Ticks
from dayside.query import units
from dayside.query.axes import GridAxis
from dayside.query.functions.arguments import MOST_WEIGHED, Arguments
from dayside.query.functions.declare import function, unit
from dayside.query.functions.grids import joined, window_reach
from dayside.query.kinds import Kind
from dayside.query.sampling import cadence_of
from dayside.query.terms import Term
from dayside.science.series import spectra

GROUP = "Spectra of series in time"

MOST_FREQUENCIES = 65_536
PER_OCTAVE = 8


@function(
    "psd(x, window, every=, averaged=)",
    "Power spectral density, square of the unit of x per Hz, of windows about times a step apart "
    "(every=, half a window unless said): mean taken away, Hann window, one-sided; averaged= "
    "makes it the mean of so many parts that overlap by half. Unknown where a window has a gap.",
    GROUP,
    example='psd(mag.B.x, "10 min", every="1 min")',
    source="scipy.signal.welch; Welch (1967), IEEE Trans. Audio Electroacoust. 15, 70",
)
def psd(call: Arguments) -> Term:
    """Return spectra of segments."""
    x, width = call.scalar("x"), call.duration("window")
    call.series("x")
    cadence, longest = cadence_of(x.axis), call.longest_step_ns(x.axis)
    averaged = round(call.constant("averaged", 1.0))
    samples = spectra.part_length(width, cadence, max(averaged, 1))
    if not 1 <= averaged <= width // cadence or samples < 4 or samples > 2 * MOST_FREQUENCIES:
        raise BadFormula(
            f"{call.said}: a spectrum is of 4 to {2 * MOST_FREQUENCIES} samples; averaged "
            f"{averaged} times, the window gives {samples}."
        )
    axis = GridAxis(call.duration("every") if call.has("every") else max(width // 2, 1))
    frequency = np.fft.rfftfreq(samples, cadence / NS)

    def kernel(times: Ticks, values: Sequence[Values], grid: Ticks) -> Values:
        return spectra.power_spectral_density(
            times, values[0], grid - width // 2, width, cadence, longest, averaged
        )[1]

    reach = joined(window_reach(width), longest + 1)
    kind = _spectrum(x.kind, frequency)
    return call.gridded((x,), (width, averaged, longest), kernel, kind, axis, reach)


@function(
    "wavelet(x, low, high, every=, per_octave=)",
    "Power of Morlet wavelets, square of the unit of x per Hz, at frequencies (or periods) from "
    "low to high, per_octave= (8) to the octave, at times a step apart (every=, the shortest "
    "period unless said). Unknown where a wavelet reaches over a gap.",
    GROUP,
    example='wavelet(mag.B.x, "2 mHz", "100 mHz", every="1 min")',
    source="Torrence & Compo (1998), BAMS 79, 61, with ω₀ = 6, times 2 dt",
)
def wavelet(call: Arguments) -> Term:
    """Return the power of wavelets."""
    x = call.scalar("x")
    call.series("x")
    low, high = call.frequency("low"), call.frequency("high")
    cadence, longest = cadence_of(x.axis), call.longest_step_ns(x.axis)
    per_octave = round(call.constant("per_octave", PER_OCTAVE))
    if not low < high < NS / cadence / 2 or not 1 <= per_octave <= 64:
        raise BadFormula(
            f"{call.said}: frequencies rise and are below half the sampling frequency, "
            f"{NS / cadence / 2:g} Hz; per_octave is from 1 to 64."
        )
    call.refuse_wide(round(NS / low), cadence, MOST_WEIGHED)
    axis = GridAxis(call.duration("every") if call.has("every") else round(NS / high))
    frequency = spectra.wavelet_frequencies(low, high, per_octave)
    scale = float(spectra.scale_s(frequency[:1])[0])
    # Steps that count as one cadence are up to half as long again.
    reach = round(spectra.WAVELET_REACH * scale * NS * 1.5) + 2 * cadence + longest

    def kernel(times: Ticks, values: Sequence[Values], grid: Ticks) -> Values:
        return spectra.wavelet_power(times, values[0], grid, frequency, cadence, longest)

    kind = _spectrum(x.kind, frequency)
    options = (low, high, per_octave, longest)
    return call.gridded((x,), options, kernel, kind, axis, (reach, reach))


def _spectrum(of: Kind, frequency_hz: Values) -> Kind:
    """Return the kind of a power per Hz at frequencies."""
    squared = units.power(of.unit, 2)
    scale: Scale = "log" if frequency_hz[0] > 0 else "linear"
    bins = Bins("frequency", "Hz", tuple(frequency_hz.tolist()), scale=scale)
    return Kind(
        unit=units.product(squared, unit("Hz"), -1), shape=(len(frequency_hz),), bins=(bins,)
    )
