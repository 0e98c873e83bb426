"""The compiled loops behind `dayside.science.series.filters`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.kernels import kernel

Array = NDArray[Any]


@kernel
def weighted_means(
    time_ns: Array, values: Array, begin: Array, end: Array, sigma_ns: float
) -> Array:
    """Return the means of the rows ``[begin, end)`` with Gaussian weights about each row.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
    values : ndarray of float64, shape (n, k)
        NaN is no sample, and stays NaN.
    begin, end : ndarray of int64, shape (n,)
    sigma_ns : float

    Returns
    -------
    ndarray of float64, shape (n, k)
    """
    out = np.full(values.shape, np.nan)
    for row in range(len(time_ns)):
        weights = np.exp(-0.5 * ((time_ns[begin[row] : end[row]] - time_ns[row]) / sigma_ns) ** 2)
        for column in range(values.shape[1]):
            if np.isnan(values[row, column]):
                continue
            total, weight = 0.0, 0.0
            for near in range(begin[row], end[row]):
                x = values[near, column]
                if x == x:
                    total += weights[near - begin[row]] * x
                    weight += weights[near - begin[row]]
            out[row, column] = total / weight
    return out


@kernel
def hampel(values: Array, middle: Array, begin: Array, end: Array, limit: float) -> Array:
    """Return the values, NaN where further than so many median distances from the median.

    Parameters
    ----------
    values : ndarray of float64, shape (n, k)
        NaN is no sample.
    middle : ndarray of float64, shape (n, k)
        The median of each window.
    begin, end : ndarray of int64, shape (n,)
        The first row of each window, and the one after its last.
    limit : float
        In medians of the distances of a window's samples from its median.
    """
    out = values.copy()
    for column in range(values.shape[1]):
        for row in range(len(values)):
            x = values[row, column]
            if np.isnan(x):
                continue
            distance = np.abs(values[begin[row] : end[row], column] - middle[row, column])
            if abs(x - middle[row, column]) > limit * np.nanmedian(distance):
                out[row, column] = np.nan
    return out


@kernel
def convolved(values: Array, taps: Array) -> Array:
    """Return the samples weighted by a symmetric filter about each that has all neighbours.

    Tile by tile, so that a tile stays in the cache, and tap by tap in it: a sum is taken in one
    order wherever its sample stands.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
    taps : ndarray of float64, shape (m,)

    Returns
    -------
    ndarray of float64, shape (n - m + 1,)
    """
    out = np.zeros(len(values) - len(taps) + 1)
    for first in range(0, len(out), 1024):
        last = min(first + 1024, len(out))
        for tap in range(len(taps)):
            weight = taps[tap]
            for row in range(first, last):
                out[row] += weight * values[row + tap]
    return out
