"""Statistics in bins of equal width: the kernels behind the archive's levels.

A bin *k* of width *w* holds the samples with ``k * w <= t < (k + 1) * w``. Only bins that
hold samples are kept, each with its number, so that a hole of years costs nothing.
Statistics are columns of one array of shape (bin, 4, column), in the order of `STATS`;
where a bin holds no valid sample, count is 0 and the others are NaN.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

STATS = ("min", "max", "mean", "count")
MIN, MAX, MEAN, COUNT = range(4)


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
    # Compiled code is loaded by who writes; whoever reads levels needs none.
    from dayside.science.series.bin_kernels import accumulate

    bins = bin_of[edges(bin_of)[:-1]]
    columns = values.shape[1] + magnitude
    stats = np.full((len(bins), 4, columns), np.nan, values.dtype)
    sums = np.zeros((len(bins), columns, 2), np.float64)
    accumulate(bin_of, values, magnitude, stats, sums)
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
    if (bin_of[1:] < bin_of[:-1]).any():
        order = np.argsort(bin_of, kind="stable")
        bin_of, stats = bin_of[order], stats[order]
    begins = edges(bin_of)[:-1]
    if len(begins) == len(bin_of):
        return bin_of, stats
    count = np.add.reduceat(stats[:, COUNT], begins, dtype=np.float64)
    # A mean counts by its samples; where there are none it is NaN and counts nothing.
    weight = stats[:, COUNT].astype(np.float64)
    total = np.add.reduceat(np.where(weight > 0, stats[:, MEAN], 0.0) * weight, begins)
    out = np.empty((len(begins), *stats.shape[1:]), stats.dtype)
    out[:, MIN] = np.fmin.reduceat(stats[:, MIN], begins)
    out[:, MAX] = np.fmax.reduceat(stats[:, MAX], begins)
    with np.errstate(invalid="ignore"):
        out[:, MEAN] = total / count
    out[:, COUNT] = count
    return bin_of[begins], out
