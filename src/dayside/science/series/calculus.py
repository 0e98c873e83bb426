"""Derivatives and integrals in time, per second and in seconds; nothing crosses a gap."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.series.columns import by_column
from dayside.science.series.runs import run_of
from dayside.science.series.windows import rows_between

Array = NDArray[Any]

NS_PER_S = 1e9


def derivative(time_ns: Array, values: Array, longest_step_ns: int) -> Array:
    """Return the rate of change per second.

    Inside a run central differences of second order on uneven steps, as ``numpy.gradient``;
    at its ends, and beside a NaN, the difference to the one neighbour; NaN where there is none.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Increasing.
    values : ndarray, shape (n,) or (n, k)
    longest_step_ns : int
        Step that is no gap yet: how far a derivative reaches to either side.

    Returns
    -------
    ndarray of float64
        As `values`.

    Examples
    --------
    >>> time_ns = np.array([0, 1, 3, 9]) * 1_000_000_000
    >>> derivative(time_ns, np.array([0.0, 1.0, 9.0, 0.0]), 2_000_000_000).tolist()
    [1.0, 2.0, 4.0, nan]
    """
    return by_column(values, lambda x: _derivative(time_ns, x, longest_step_ns))


def _derivative(time_ns: Array, x: Array, longest_step_ns: int) -> Array:
    step = np.diff(time_ns)
    known = (step > 0) & (step <= longest_step_ns)
    slope = np.where(known, np.diff(x) / (np.maximum(step, 1) / NS_PER_S), np.nan)
    none = np.array([np.nan])
    left, right = np.concatenate([none, slope]), np.concatenate([slope, none])
    before = np.concatenate([[1], step]).astype(np.float64)
    after = np.concatenate([step, [1]]).astype(np.float64)
    both = (left * after + right * before) / (before + after)
    found = np.where(np.isnan(left), right, np.where(np.isnan(right), left, both))
    return np.where(np.isnan(x), np.nan, found)


def cumulative_integral(
    time_ns: Array, values: Array, longest_step_ns: int, part: Array | None = None
) -> Array:
    """Return the integral in seconds from the first sample up to each, by the trapezoidal rule.

    A gap adds nothing, and neither does a NaN: where the series is missing the integral is NaN,
    then goes on from where it was. It depends on the first sample given, so that a request may
    be cut only where a part begins.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    values : ndarray, shape (n,) or (n, k)
    longest_step_ns : int
        Step that is no gap yet.
    part : ndarray of int64, shape (n,), optional
        Never decreasing: begin anew from 0 with the first sample of every part.

    Returns
    -------
    ndarray of float64
        As `values`.

    Examples
    --------
    >>> time_ns = np.array([0, 1, 2, 9, 10]) * 1_000_000_000
    >>> values = np.array([1.0, 1.0, 3.0, 2.0, 2.0])
    >>> cumulative_integral(time_ns, values, 2_000_000_000).tolist()
    [0.0, 1.0, 3.0, 3.0, 5.0]
    """
    parts = np.zeros(len(time_ns), np.int64) if part is None else part

    def of(x: Array) -> Array:
        out = np.full(len(x), np.nan)
        valid = np.flatnonzero(~np.isnan(x))
        if len(valid) == 0:
            return out
        added = _trapezoids(time_ns[valid], x[valid], longest_step_ns)
        begins = np.flatnonzero(np.diff(parts[valid], prepend=parts[valid][0] - 1))
        added[begins] = 0.0
        for rows in np.split(np.arange(len(valid)), begins[1:]):
            out[valid[rows]] = np.cumsum(added[rows])
        return out

    return by_column(values, of)


def integral_over(
    time_ns: Array, values: Array, start_ns: Array, stop_ns: Array, longest_step_ns: int
) -> Array:
    """Return the integral in seconds between the samples of each interval ``[start, stop)``.

    By the trapezoidal rule from the first valid sample inside to the last, gaps left out; NaN
    where there is none.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    values : ndarray, shape (n,) or (n, k)
    start_ns, stop_ns : ndarray of int64, shape (m,)
    longest_step_ns : int
        Step that is no gap yet.

    Returns
    -------
    ndarray of float64, shape (m,) or (m, k)

    Examples
    --------
    >>> time_ns = np.arange(5) * 1_000_000_000
    >>> start, stop = np.array([0]), np.array([3_000_000_000])
    >>> integral_over(time_ns, np.arange(5.0), start, stop, 2_000_000_000).tolist()
    [2.0]
    """
    from dayside.science.series.calculus_kernels import integrals

    begin, end = rows_between(time_ns, start_ns, stop_ns)
    return by_column(
        values, lambda x: np.asarray(integrals(time_ns, x, begin, end, longest_step_ns))
    )


def _trapezoids(time_ns: Array, x: Array, longest_step_ns: int) -> Array:
    """Return what each sample adds to the integral up to the one before."""
    out = np.zeros(len(x))
    joined = np.diff(run_of(time_ns, longest_step_ns)) == 0
    out[1:] = np.where(joined, np.diff(time_ns) / NS_PER_S * (x[1:] + x[:-1]) / 2, 0.0)
    return out
