"""Statistics of two series on one time axis: covariance and correlations, in windows of time.

A row where either is NaN is no pair. The covariance is that of the sample (divided by
``n - 1``); correlations are NaN of fewer than two pairs, and where either series is constant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.series.windows import rows_between, window

Array = NDArray[Any]

PAIR_STATISTICS = ("covariance", "pearson", "spearman", "kendall")
"""The statistics of two series known by name; kendall is tau-b, as scipy's."""


def pair_sliding(time_ns: Array, a: Array, b: Array, width_ns: int, statistic: str) -> Array:
    """Return a statistic of the pairs within half a width of each sample.

    Of ranks each window is told for itself, in a time that grows with the width.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    a, b : ndarray, shape (n,)
    width_ns : int
        Above 0.
    statistic : str
        One of `PAIR_STATISTICS`.

    Returns
    -------
    ndarray of float64, shape (n,)

    Examples
    --------
    >>> a = np.array([1.0, 2.0, 3.0, 2.0])
    >>> pair_sliding(np.arange(4), a, -a, 3, "pearson").round(12).tolist()
    [-1.0, -1.0, -1.0, -1.0]
    """
    start, stop = window(time_ns, width_ns)
    if statistic not in ("covariance", "pearson"):
        return pairs_over(time_ns, a, b, start, stop, statistic)
    from dayside.science.series.comoment_kernels import sliding_comoments

    begin, end = rows_between(time_ns, start, stop)
    x, y = (np.ascontiguousarray(column, np.float64) for column in (a, b))
    bins = (time_ns // width_ns, start // width_ns)
    return _told(sliding_comoments(*bins, begin, end, x, y), statistic)


def pairs_over(
    time_ns: Array, a: Array, b: Array, start_ns: Array, stop_ns: Array, statistic: str
) -> Array:
    """Return a statistic of the pairs in each interval ``[start, stop)``.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    a, b : ndarray, shape (n,)
    start_ns, stop_ns : ndarray of int64, shape (m,)
        In any order.
    statistic : str
        One of `PAIR_STATISTICS`.

    Returns
    -------
    ndarray of float64, shape (m,)

    Examples
    --------
    >>> a, b = np.array([1.0, 2.0, 3.0]), np.array([1.0, 9.0, 2.0])
    >>> pairs_over(np.arange(3), a, b, np.array([0]), np.array([3]), "kendall").round(3).tolist()
    [0.333]
    """
    from dayside.science.series import pair_kernels

    begin, end = rows_between(time_ns, start_ns, stop_ns)
    x, y = (np.ascontiguousarray(column, np.float64) for column in (a, b))
    if statistic == "kendall":
        return np.asarray(pair_kernels.kendall(begin, end, x, y))
    summed: Callable[..., Array] = (
        pair_kernels.rank_comoments if statistic == "spearman" else pair_kernels.comoments
    )
    return _told(summed(begin, end, x, y), statistic)


def _told(state: Array, statistic: str) -> Array:
    """Return covariance, or correlation, from count and sums of products of deviations."""
    count, xx, xy, yy = state.T
    with np.errstate(invalid="ignore", divide="ignore"):
        if statistic == "covariance":
            return np.where(count > 1, xy / (count - 1), np.nan)
        found = np.clip(xy / np.sqrt(xx) / np.sqrt(yy), -1.0, 1.0)
        return np.where((count > 1) & (xx > 0) & (yy > 0), found, np.nan)
