"""Values at other times: linear interpolation, averages over cells, the nearest sample.

Each value depends on the samples around its time alone, never on those far away.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dayside.model.series import Values
from dayside.model.time import Ticks
from dayside.science.series.columns import as_columns


def interpolate(time: Ticks, values: Values, at: Ticks, max_gap_ns: int) -> Values:
    """Return values linearly interpolated, never across a step longer than `max_gap_ns`.

    Gaps (NaN) are no samples: what lies between two valid ones is interpolated if they are
    near enough.

    Parameters
    ----------
    time : ndarray of int64, shape (n,)
        TT2000, increasing.
    values : ndarray of float, shape (n, ...)
    at : ndarray of int64, shape (m,)
        Times wanted, increasing.
    max_gap_ns : int
        Longest step between the two samples around a time.

    Returns
    -------
    ndarray of float64, shape (m, ...)
        NaN where there are no such samples.

    Examples
    --------
    >>> t = np.array([0, 10, 40])
    >>> interpolate(t, np.array([0.0, 1.0, 4.0]), np.array([0, 5, 20, 50]), 20)
    array([0. , 0.5, nan, nan])
    """
    from dayside.science.series import resample_kernels

    columns = as_columns(values)
    out = np.empty((len(at), columns.shape[1]))
    resample_kernels.interpolate(time, columns, np.asarray(at, np.int64), max_gap_ns, out)
    return out.reshape(len(at), *values.shape[1:])


def average(time: Ticks, values: Values, at: Ticks, half_ns: int) -> Values:
    """Return the mean of the samples with ``t - half_ns <= time < t + half_ns``.

    Parameters
    ----------
    time, values, at
        As of `interpolate`.
    half_ns : int
        Half the cell around a time.

    Returns
    -------
    ndarray of float64, shape (m, ...)
        NaN where no valid sample is in the cell.

    Examples
    --------
    >>> average(np.array([0, 1, 2, 9]), np.array([1.0, 2.0, np.nan, 5.0]), np.array([1, 5]), 2)
    array([1.5, nan])
    """
    from dayside.science.series import resample_kernels

    columns = as_columns(values)
    out = np.empty((len(at), columns.shape[1]))
    first = np.searchsorted(time, np.asarray(at) - half_ns, side="left")
    last = np.searchsorted(time, np.asarray(at) + half_ns, side="left")
    resample_kernels.average(columns, first, last, out)
    return out.reshape(len(at), *values.shape[1:])


def nearest(time: Ticks, values: Values, at: Ticks, reach_ns: int, fill: Any) -> Values:
    """Return the values of the nearest samples, the earlier of two; `fill` where none is near.

    Parameters
    ----------
    time, values, at
        As of `interpolate`; the values may be of any type.
    reach_ns : int
        How far a sample may be.
    fill : object
        What stands where there is none.

    Examples
    --------
    >>> nearest(np.array([0, 10]), np.array([3, 7]), np.array([2, 5, 30]), 5, -1)
    array([ 3,  3, -1])
    """
    at = np.asarray(at, np.int64)
    if not len(time):
        return np.full((len(at), *values.shape[1:]), fill, values.dtype)
    after = np.searchsorted(time, at, side="left")
    before = np.clip(after - 1, 0, len(time) - 1)
    after = np.clip(after, 0, len(time) - 1)
    near = np.where(np.abs(time[after] - at) < np.abs(at - time[before]), after, before)
    found = values[near].copy()
    found[np.abs(time[near] - at) > reach_ns] = fill
    return found
