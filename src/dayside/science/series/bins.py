"""Statistics in bins of equal width: the kernels behind the archive's levels.

A bin *k* of width *w* holds the samples with ``k * w <= t < (k + 1) * w``. Only bins that
hold samples are kept, each with its number, so that a hole of years costs nothing.
Statistics are columns of one array of shape (bin, 4, column), in the order of `STATS`;
where a bin holds no valid sample, count is 0 and the others are NaN.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]

STATS = ("min", "max", "mean", "count")
MIN, MAX, MEAN, COUNT = range(4)


@njit(nogil=True, cache=True)
def _accumulate(bin_of: Array, values: Array, magnitude: bool, stats: Array, sums: Array) -> None:
    rows, columns = values.shape
    b = 0
    for row in range(rows):
        if row > 0 and bin_of[row] != bin_of[row - 1]:
            b += 1
        square = 0.0
        for column in range(columns):
            v = values[row, column]
            square += np.float64(v) * np.float64(v)
            if v == v:  # not NaN
                if sums[b, column, 1] == 0 or v < stats[b, 0, column]:
                    stats[b, 0, column] = v
                if sums[b, column, 1] == 0 or v > stats[b, 1, column]:
                    stats[b, 1, column] = v
                sums[b, column, 0] += v
                sums[b, column, 1] += 1
        if magnitude and square == square:
            v = np.sqrt(square)
            if sums[b, columns, 1] == 0 or v < stats[b, 0, columns]:
                stats[b, 0, columns] = v
            if sums[b, columns, 1] == 0 or v > stats[b, 1, columns]:
                stats[b, 1, columns] = v
            sums[b, columns, 0] += v
            sums[b, columns, 1] += 1


@njit(nogil=True, cache=True)
def _combine(target: Array, stats: Array, out: Array) -> None:
    columns = stats.shape[2]
    for row in range(len(target)):
        k = target[row]
        for column in range(columns):
            count = stats[row, 3, column]
            if count == 0:
                continue
            have = out[k, 3, column]
            if have == 0 or stats[row, 0, column] < out[k, 0, column]:
                out[k, 0, column] = stats[row, 0, column]
            if have == 0 or stats[row, 1, column] > out[k, 1, column]:
                out[k, 1, column] = stats[row, 1, column]
            before = out[k, 2, column] if have else 0.0
            # Weighted towards the new mean by its share: exact for one part, stable for many.
            out[k, 2, column] = before + (stats[row, 2, column] - before) * (count / (have + count))
            out[k, 3, column] = have + count


def edges(bin_of: Array) -> Array:
    """Return the row each bin begins with, and the number of rows at the end.

    Parameters
    ----------
    bin_of : ndarray of int64, shape (n,)
        Bin of each sample, never decreasing, n > 0.

    Examples
    --------
    >>> edges(np.array([7, 7, 9])).tolist()
    [0, 2, 3]
    """
    return np.concatenate([[0], np.flatnonzero(bin_of[1:] != bin_of[:-1]) + 1, [len(bin_of)]])


def bin_statistics(bin_of: Array, values: Array, *, magnitude: bool) -> tuple[Array, Array]:
    """Return the statistics of samples in bins.

    Parameters
    ----------
    bin_of : ndarray of int64, shape (n,)
        Bin of each sample, never decreasing, n > 0.
    values : ndarray of float32 or float64, shape (n, columns)
        NaN is no sample.
    magnitude : bool
        Add a last column with the length of the vector in the others.

    Returns
    -------
    bins : ndarray of int64, shape (bins,)
        The bins that hold samples, in order.
    stats : ndarray of the type of `values`, shape (bins, 4, columns [+ 1])

    Examples
    --------
    >>> bins, stats = bin_statistics(
    ...     np.array([7, 7, 9]), np.array([[1.0], [3.0], [5.0]]), magnitude=False
    ... )
    >>> bins.tolist(), stats[:, MEAN, 0].tolist()
    ([7, 9], [2.0, 5.0])
    """
    bins = bin_of[edges(bin_of)[:-1]]
    columns = values.shape[1] + magnitude
    stats = np.full((len(bins), 4, columns), np.nan, values.dtype)
    sums = np.zeros((len(bins), columns, 2), np.float64)
    _accumulate(bin_of, values, magnitude, stats, sums)
    count = sums[:, :, 1]
    with np.errstate(invalid="ignore"):
        stats[:, MEAN] = sums[:, :, 0] / count
    stats[:, COUNT] = count
    return bins, stats


def combine(bin_of: Array, stats: Array) -> tuple[Array, Array]:
    """Return the statistics of wider bins from those of narrower ones, or of parts of bins.

    Parameters
    ----------
    bin_of : ndarray of int64, shape (n,)
        Bin each row of `stats` belongs to, in any order, n > 0; several rows may share one.
    stats : ndarray, shape (n, 4, columns)

    Returns
    -------
    bins : ndarray of int64, shape (bins,)
        In order, each once.
    stats : ndarray, shape (bins, 4, columns)
    """
    bins, target = np.unique(bin_of, return_inverse=True)
    out = np.full((len(bins), 4, stats.shape[2]), np.nan, np.float64)
    out[:, COUNT] = 0
    _combine(target, stats, out)
    return bins, out.astype(stats.dtype)
