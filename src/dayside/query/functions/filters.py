"""Filters: smoothing, trends and spikes taken away, bands of frequencies."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dayside.model.errors import BadFormula
from dayside.model.series import Values
from dayside.model.time import NS, Ticks
from dayside.query import units
from dayside.query.functions.arguments import MOST_WEIGHED, Arguments
from dayside.query.functions.declare import Function, function
from dayside.query.functions.grids import window_reach
from dayside.query.sampling import cadence_of
from dayside.query.terms import Term
from dayside.science.series import bandpass, filters

GROUP = "Filters"

SHAPES = ("boxcar", "gaussian")
_FWHM = 2 * math.sqrt(2 * math.log(2))
FACTOR = 3.0


@function(
    "smooth(x, window, shape=)",
    "x averaged over a window about each sample that is no gap: with equal weights, or, "
    'shape="gaussian", those of a Gaussian as wide as the window at half its height.',
    GROUP,
    example='smooth(mag.B, "1 min")',
    source="scipy.ndimage.uniform_filter1d, gaussian_filter1d",
    aliases=("boxcar", "smooth_"),
)
def smooth(call: Arguments) -> Term:
    """Return a smoothed series."""
    x, width = call.series("x"), call.duration("window")
    kind = x.kind.as_number(x.kind.unit)
    if call.has("shape") and call.text("shape", SHAPES) == "gaussian":
        sigma = max(round(width / _FWHM), 1)
        call.refuse_wide(width, cadence_of(x.axis), MOST_WEIGHED)
        reach = math.ceil(filters.GAUSSIAN_REACH * sigma) + 1

        def bell(times: Ticks, values: Sequence[Values]) -> Values:
            return filters.gaussian(times, values[0], sigma)

        return call.local((x,), ("gaussian", sigma), bell, kind, (reach, reach))

    def box(times: Ticks, values: Sequence[Values]) -> Values:
        return filters.boxcar(times, values[0], width)

    return call.local((x,), ("boxcar", width), box, kind, window_reach(width))


@function(
    "detrend(x, window)",
    "x less its mean over a window about each sample.",
    GROUP,
    example='detrend(mag.B, "20 min")',
    source="scipy.ndimage.uniform_filter1d",
)
def detrend(call: Arguments) -> Term:
    """Return a series without its trend."""
    x, width = call.series("x"), call.duration("window")

    def kernel(times: Ticks, values: Sequence[Values]) -> Values:
        return filters.detrend(times, values[0], width)

    return call.local((x,), (width,), kernel, x.kind.as_number(x.kind.unit), window_reach(width))


@function(
    "despike(x, window, factor=)",
    "x with gaps in the place of spikes: samples further than factor (3) standard deviations "
    "from the median of the window, as told by the median of such distances. A window that is a "
    "bare number is one of so many samples.",
    GROUP,
    example='despike(mag.B, "1 min", 5)',
    source="Hampel filter; Pearson (2002), IEEE Trans. Control Syst. Technol. 10, 55",
)
def despike(call: Arguments) -> Term:
    """Return a series without spikes."""
    x = call.series("x")
    bare = units.factor(call.given["window"].kind.unit, units.unit_of("")) is not None
    if bare and call.given["window"].kind.what == "number":
        samples = call.constant("window")
        if not 1 <= samples <= MOST_WEIGHED:
            raise call.wrong("window", f"a length of time, or 1 to {MOST_WEIGHED:,} samples")
        width = round(samples * cadence_of(x.axis))
    else:
        width = call.duration("window")
    call.refuse_wide(width, cadence_of(x.axis), MOST_WEIGHED)
    factor = call.constant("factor", FACTOR)

    def kernel(times: Ticks, values: Sequence[Values]) -> Values:
        return filters.despike(times, values[0], width, factor)

    kind = x.kind.as_number(x.kind.unit)
    return call.local((x,), (width, factor), kernel, kind, window_reach(width))


def _band(name: str, edges: Sequence[str], summary: str) -> Function:
    """Return a filter with edges of those names."""

    @function(
        f"{name}(x, {', '.join(edges)})",
        f"{summary}; edges are frequencies or periods. A Kaiser-windowed sinc without shift of "
        "phase: half the amplitude passes at an edge, a thousandth half as far beyond; within "
        "its length of a gap nothing is known.",
        GROUP,
        example=f"{name}(mag.B, {', '.join(_EXAMPLE[edge] for edge in edges)})",
        source="scipy.signal.firwin",
    )
    def build(call: Arguments) -> Term:
        x = call.series("x")
        cadence = cadence_of(x.axis)
        low, high = (call.frequency(e) if e in edges else None for e in ("low", "high"))
        _refuse_band(call, low, high, cadence)
        longest = call.longest_step_ns(x.axis)
        lowest = min(edge for edge in (low, high) if edge is not None)
        # Before the filter is computed: its length grows with the longest period.
        call.refuse_wide(round(NS / lowest), cadence, MOST_WEIGHED)
        # Steps that count as one cadence are up to half as long again.
        reach = bandpass.half_taps(low, high, cadence) * cadence * 3 // 2 + longest

        def kernel(times: Ticks, values: Sequence[Values]) -> Values:
            return bandpass.bandpass(times, values[0], low, high, cadence, longest)

        kind = x.kind.as_number(x.kind.unit)
        return call.local((x,), (low, high, longest), kernel, kind, (reach, reach + 1))

    return build


_EXAMPLE = {"low": '"10 mHz"', "high": '"100 mHz"'}


def _refuse_band(call: Arguments, low: float | None, high: float | None, cadence_ns: int) -> None:
    fastest = NS / cadence_ns / 2
    highest = max(edge for edge in (low, high) if edge is not None)
    if highest >= fastest:
        raise BadFormula(
            f"{call.said}: {highest:g} Hz is not below half the sampling frequency, {fastest:g} Hz."
        )
    if low is not None and high is not None and low >= high:
        raise BadFormula(f"{call.said}: {low:g} Hz is not below {high:g} Hz.")


band = _band("bandpass", ("low", "high"), "The part of x in a band of frequencies")
lowpass = _band("lowpass", ("high",), "The part of x at frequencies below an edge")
highpass = _band("highpass", ("low",), "The part of x at frequencies above an edge")
