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

FEW = 100_000
"""Samples up to which numpy is quick enough; loading compiled code takes a second."""


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
    begins = edges(bin_of)[:-1]
    columns = values.shape[1] + magnitude
    stats = np.full((len(begins), 4, columns), np.nan, values.dtype)
    sums = np.zeros((len(begins), columns, 2), np.float64)
    if len(bin_of) <= FEW:
        _accumulate_few(begins, values, magnitude, stats, sums)
    else:
        from dayside.science.series.bin_kernels import accumulate

        accumulate(bin_of, values, magnitude, stats, sums)
    count = sums[:, :, 1]
    with np.errstate(invalid="ignore"):
        stats[:, MEAN] = sums[:, :, 0] / count
    stats[:, COUNT] = count
    return bin_of[begins], stats


def _accumulate_few(
    begins: Array, values: Array, magnitude: bool, stats: Array, sums: Array
) -> None:
    """Do what the compiled `accumulate` does, given where each bin begins."""
    columns = [values]
    if magnitude:
        squares = values.astype(np.float64) ** 2
        columns.append(np.sqrt(squares.sum(axis=1, keepdims=True)))
    at = 0
    for part in columns:
        here = slice(at, at + part.shape[1])
        stats[:, MIN, here] = np.fmin.reduceat(part, begins)
        stats[:, MAX, here] = np.fmax.reduceat(part, begins)
        there = ~np.isnan(part)
        sums[:, here, 0] = np.add.reduceat(np.where(there, part, 0), begins, dtype=np.float64)
        sums[:, here, 1] = np.add.reduceat(there, begins, dtype=np.float64)
        at = here.stop


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
    lengths = np.diff(begins, append=len(bin_of))
    several = lengths > 1
    if 2 * several.sum() < len(begins):
        # Mostly parts end to end, which share a bin here and there.
        rows = np.repeat(several, lengths)
        out = stats[begins]
        out[several] = combine(bin_of[rows], stats[rows])[1]
        return bin_of[begins], out
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


def combine_neighbours(stats: Array, together: int) -> Array:
    """Return the statistics of bins so many times as wide: `combine` where no bin is left out.

    Parameters
    ----------
    stats : ndarray, shape (n * together, 4, columns)
        Of neighbouring bins; count is 0 in the empty ones.
    together : int
        How many make one; quickest where that is few.

    Returns
    -------
    ndarray of float64, shape (n, 4, columns)
        In float32 large counts would be rounded.
    """
    # Bins last: loops over many bins of one column are quick, those over few columns are not.
    members = np.ascontiguousarray(np.moveaxis(stats, 0, -1))
    least, greatest = members[MIN, :, ::together].copy(), members[MAX, :, ::together].copy()
    total, count = np.zeros((2, *least.shape))
    for member in range(together):
        low, high, mean, weight = members[:, :, member::together]
        np.fmin(least, low, out=least)
        np.fmax(greatest, high, out=greatest)
        total += np.where(weight > 0, mean, 0.0) * weight.astype(np.float64)
        count += weight
    with np.errstate(invalid="ignore"):
        out = np.stack([least, greatest, total / count, count])
    return np.moveaxis(out, -1, 0)
