"""Spectra of a series in time: power spectral density in segments, and Morlet wavelets.

Both give power per hertz, so that white noise has the same level in either. A segment that
holds a gap, and a wavelet that reaches over one, tell nothing.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.series.calculus import NS_PER_S
from dayside.science.series.runs import Regular, regular

Array = NDArray[Any]

OMEGA0 = 6.0
"""Oscillations (rad) in the width of a Morlet wavelet: the usual choice."""
WAVELET_REACH = 4.0
"""Scales to either side at which a wavelet is cut off: there it is down to 3e-4."""


def power_spectral_density(
    time_ns: Array,
    values: Array,
    start_ns: Array,
    width_ns: int,
    cadence_ns: int,
    longest_step_ns: int,
    averaged: int = 1,
) -> tuple[Array, Array]:
    """Return the power spectral density in segments ``[start, start + width)``.

    Of each segment the mean is taken away and a Hann window laid over it; the density is
    one-sided (Welch 1967, IEEE Trans. Audio Electroacoust. 15, 70): what
    ``scipy.signal.welch(x, fs, nperseg=…)`` returns.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Increasing.
    values : ndarray, shape (n,)
        NaN is a missing sample; put in on straight lines where there is no gap.
    start_ns : ndarray of int64, shape (m,)
        Where segments start.
    width_ns : int
        Of a segment.
    cadence_ns : int
        Of the samples.
    longest_step_ns : int
        Step that is no gap yet.
    averaged : int
        Parts, each overlapping the next by half, whose spectra are averaged in a segment.

    Returns
    -------
    frequency_hz : ndarray of float64, shape (k,)
    density : ndarray of float64, shape (m, k)
        Square of the unit of `values` per Hz.

    Examples
    --------
    >>> time_ns = np.arange(64) * 1_000_000_000
    >>> wave = np.sin(2 * np.pi * 0.25 * time_ns / 1e9)
    >>> frequency_hz, density = power_spectral_density(
    ...     time_ns, wave, np.array([0]), 64_000_000_000, 1_000_000_000, 5_000_000_000
    ... )
    >>> float(frequency_hz[density[0].argmax()]), round(float(density.sum() / 64), 3)
    (0.25, 0.5)
    """
    part = part_length(width_ns, cadence_ns, averaged)
    hop = part - part // 2
    found = regular(time_ns, values, cadence_ns, longest_step_ns)
    rate = NS_PER_S / cadence_ns
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(part) / part)
    scale = 1.0 / (rate * (window * window).sum())
    density = np.full((len(start_ns), part // 2 + 1), np.nan)
    needed = part + hop * (averaged - 1)
    for segment, first in enumerate(_whole(found, start_ns, needed, cadence_ns)):
        if first < 0:
            continue
        begins = first + hop * np.arange(averaged)[:, np.newaxis]
        rows = found.values[begins + np.arange(part)]
        rows = (rows - rows.mean(axis=1, keepdims=True)) * window
        density[segment] = (np.abs(np.fft.rfft(rows)) ** 2).mean(axis=0) * scale
    # The negative frequencies; zero, and half the sampling frequency, have none.
    density[:, 1 : (part + 1) // 2] *= 2.0
    return np.fft.rfftfreq(part, 1 / rate), density


def part_length(width_ns: int, cadence_ns: int, averaged: int = 1) -> int:
    """Return how many samples each averaged part of a segment has.

    Examples
    --------
    >>> part_length(64, 1), part_length(64, 1, averaged=3)
    (64, 32)
    """
    return 2 * (width_ns // cadence_ns) // (averaged + 1)


def _whole(found: Regular, start_ns: Array, needed: int, cadence_ns: int) -> list[int]:
    """Return the row each segment begins with; -1 where it is not all in one run."""
    first = np.searchsorted(found.time_ns, start_ns)
    last = first + needed - 1
    inside = last < len(found.run)
    begin, end = np.where(inside, first, 0), np.where(inside, last, 0)
    if len(found.run) == 0:
        return [-1] * len(start_ns)
    near = found.time_ns[begin] - start_ns < 1.5 * cadence_ns
    return list(np.where(inside & near & (found.run[begin] == found.run[end]), first, -1).tolist())


def wavelet_frequencies(low_hz: float, high_hz: float, per_octave: int = 8) -> Array:
    """Return frequencies evenly spaced in their logarithm, from the low to the high.

    Examples
    --------
    >>> wavelet_frequencies(1.0, 4.0, 2).round(3).tolist()
    [1.0, 1.414, 2.0, 2.828, 4.0]
    """
    steps = round(per_octave * math.log2(high_hz / low_hz))
    return np.asarray(np.geomspace(low_hz, high_hz, max(steps, 1) + 1))


def scale_s(frequency_hz: Array) -> Array:
    """Return the scale of the Morlet wavelet of a (Fourier) frequency.

    Torrence & Compo (1998), BAMS 79, 61, table 1.

    Examples
    --------
    >>> scale_s(np.array([1.0])).round(3).tolist()
    [0.968]
    """
    return (OMEGA0 + math.sqrt(2 + OMEGA0**2)) / (4 * math.pi * np.asarray(frequency_hz))


def wavelet_power(
    time_ns: Array,
    values: Array,
    at_ns: Array,
    frequency_hz: Array,
    cadence_ns: int,
    longest_step_ns: int,
) -> Array:
    """Return the power of Morlet wavelets about each time.

    ``2 dt |W|²`` of the transform ``W`` of Torrence & Compo (1998, BAMS 79, 61, equation 2),
    summed sample by sample, not by way of a Fourier transform, out to `WAVELET_REACH` scales:
    that far the answer reaches.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Increasing.
    values : ndarray, shape (n,)
        NaN is a missing sample; put in on straight lines where there is no gap.
    at_ns : ndarray of int64, shape (m,)
        Wavelets are centred on the sample next to each time.
    frequency_hz : ndarray of float64, shape (k,)
        Below half the sampling frequency.
    cadence_ns : int
        Of the samples.
    longest_step_ns : int
        Step that is no gap yet.

    Returns
    -------
    ndarray of float64, shape (m, k)
        Square of the unit of `values` per Hz; NaN where a wavelet reaches past the ends of a
        run of samples.

    Examples
    --------
    >>> time_ns = np.arange(400) * 1_000_000_000
    >>> wave = np.sin(2 * np.pi * 0.1 * time_ns / 1e9)
    >>> frequency_hz = wavelet_frequencies(0.05, 0.2, 4)
    >>> power = wavelet_power(
    ...     time_ns, wave, time_ns[200:201], frequency_hz, 1_000_000_000, 5_000_000_000
    ... )
    >>> round(float(frequency_hz[power[0].argmax()]), 3)
    0.1
    """
    from dayside.science.series.wavelet_kernels import convolved

    found = regular(time_ns, values, cadence_ns, longest_step_ns)
    centre = np.searchsorted(found.time_ns, at_ns)
    missed = centre >= len(found.run)
    centre[missed] = 0
    if len(found.run):
        missed |= found.time_ns[centre] - at_ns >= 1.5 * cadence_ns
    out = np.full((len(at_ns), len(frequency_hz)), np.nan)
    if missed.all():
        return out
    dt = cadence_ns / NS_PER_S
    for column, scale in enumerate(scale_s(frequency_hz)):
        half = math.ceil(WAVELET_REACH * scale / dt)
        eta = np.arange(-half, half + 1) * (dt / scale)
        envelope = math.pi**-0.25 * np.exp(-0.5 * eta * eta)
        # Without the real part's mean, which cut off is not quite 0: a constant has no power.
        wave = np.exp(-1j * OMEGA0 * eta) * envelope
        wave -= envelope * (wave.sum() / envelope.sum())
        real, imaginary = (np.ascontiguousarray(part) for part in (wave.real, wave.imag))
        power = convolved(found.values, found.run, centre, real, imaginary)
        out[:, column] = 2 * dt * (dt / scale) * power
    out[missed] = np.nan
    return out
