"""Band-pass filters of finite reach (windowed sinc, Kaiser window), on regular runs of samples."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.series.calculus import NS_PER_S
from dayside.science.series.columns import as_columns
from dayside.science.series.runs import regular

Array = NDArray[Any]

ATTENUATION_DB = 60.0
"""By how much frequencies outside the band are weakened: to a thousandth."""


def half_taps(low_hz: float | None, high_hz: float | None, cadence_ns: int) -> int:
    """Return how many samples to each side a filter takes.

    The transition from passed to stopped is half as wide as the lowest edge: an edge is where
    half the amplitude passes.

    Parameters
    ----------
    low_hz, high_hz : float or None
        Edges of the band, at least one of them.
    cadence_ns : int
        Of the samples.

    Examples
    --------
    >>> half_taps(0.01, 0.1, 1_000_000_000)
    363
    """
    from scipy.signal import kaiserord

    lowest = min(edge for edge in (low_hz, high_hz) if edge is not None)
    taps, _ = kaiserord(ATTENUATION_DB, lowest * cadence_ns / NS_PER_S)
    return int(taps) // 2


def band_taps(low_hz: float | None, high_hz: float | None, cadence_ns: int) -> Array:
    """Return the coefficients of a filter, symmetric about the middle one.

    Low-passes of unit gain at zero frequency, or their difference: a constant goes through
    whole, or not at all.

    Parameters
    ----------
    low_hz : float or None
        Lower edge of the band; None for a low-pass.
    high_hz : float or None
        Upper edge, below half the sampling frequency; None for a high-pass.
    cadence_ns : int
        Of the samples.

    Examples
    --------
    >>> taps = band_taps(0.01, 0.1, 1_000_000_000)
    >>> len(taps), bool(abs(taps.sum()) < 1e-12)
    (727, True)
    """
    from scipy.signal import firwin, kaiser_beta

    half = half_taps(low_hz, high_hz, cadence_ns)
    rate, window = NS_PER_S / cadence_ns, ("kaiser", kaiser_beta(ATTENUATION_DB))
    everything = np.zeros(2 * half + 1)
    everything[half] = 1.0
    below_high, below_low = (
        whole if edge is None else firwin(2 * half + 1, edge, window=window, fs=rate)
        for edge, whole in ((high_hz, everything), (low_hz, 0.0 * everything))
    )
    return np.asarray(below_high - below_low)


def bandpass(
    time_ns: Array,
    values: Array,
    low_hz: float | None,
    high_hz: float | None,
    cadence_ns: int,
    longest_step_ns: int,
) -> Array:
    """Return the part of a series in a band of frequencies, without shift of phase.

    Missing samples of a run are put in on straight lines. What lies nearer to an end of a run
    than `half_taps` is not known.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Increasing.
    values : ndarray, shape (n,) or (n, k)
        A row with any NaN is a missing sample.
    low_hz, high_hz : float or None
        Edges of the band; None for a low-pass, or a high-pass.
    cadence_ns : int
        Of the samples.
    longest_step_ns : int
        Step that is no gap yet.

    Returns
    -------
    ndarray of float64
        As `values`.

    Examples
    --------
    >>> time_ns = np.arange(200) * 1_000_000_000
    >>> wave = np.sin(2 * np.pi * 0.2 * time_ns / 1e9)
    >>> passed = bandpass(time_ns, 7.0 + wave, 0.1, 0.3, 1_000_000_000, 5_000_000_000)
    >>> bool(np.nanmax(np.abs(passed - wave)) < 2e-3), int(np.isnan(passed).sum())
    (True, 74)
    """
    from dayside.science.series.filter_kernels import convolved

    found = regular(time_ns, values, cadence_ns, longest_step_ns)
    taps = band_taps(low_hz, high_hz, cadence_ns)
    half = len(taps) // 2
    series = as_columns(found.values)
    passed = np.full(series.shape, np.nan)
    for first, last in _extents(found.run):
        for column in range(series.shape[1] if last - first > 2 * half else 0):
            rows = np.ascontiguousarray(series[first:last, column])
            passed[first + half : last - half, column] = convolved(rows, taps)
    out = np.full((len(time_ns), series.shape[1]), np.nan)
    there = found.row >= 0
    out[there] = passed[found.row[there]]
    return out.reshape(values.shape)


def _extents(run: Array) -> list[tuple[int, int]]:
    """Return the first row of each run, and the one after its last."""
    if len(run) == 0:
        return []
    edges = [0, *(np.flatnonzero(np.diff(run)) + 1).tolist(), len(run)]
    return list(pairwise(edges))
