"""The compiled loops behind `dayside.science.series.pairs`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.kernels import inlined, kernel

Array = NDArray[Any]


@kernel
def comoments(begin: Array, end: Array, a: Array, b: Array) -> Array:
    """Return the moments of the pairs in each window, summed twice.

    Parameters
    ----------
    begin, end : ndarray of int64, shape (windows,)
    a, b : ndarray of float64, shape (n,)
        A row where either is NaN is no pair.

    Returns
    -------
    ndarray of float64, shape (windows, 4)
        Count, and the sums of a·a, a·b and b·b of the deviations from the means.
    """
    out = np.zeros((len(begin), 4))
    for window in range(len(begin)):
        count, mean_a, mean_b = 0.0, 0.0, 0.0
        for row in range(begin[window], end[window]):
            if a[row] == a[row] and b[row] == b[row]:
                count += 1.0
                mean_a += a[row]
                mean_b += b[row]
        if count == 0.0:
            continue
        mean_a /= count
        mean_b /= count
        rest_a, rest_b, aa, ab, bb = 0.0, 0.0, 0.0, 0.0, 0.0
        for row in range(begin[window], end[window]):
            if a[row] == a[row] and b[row] == b[row]:
                da, db = a[row] - mean_a, b[row] - mean_b
                rest_a += da
                rest_b += db
                aa += da * da
                ab += da * db
                bb += db * db
        out[window, 0] = count
        out[window, 1] = aa - rest_a * rest_a / count
        out[window, 2] = ab - rest_a * rest_b / count
        out[window, 3] = bb - rest_b * rest_b / count
    return out


@inlined
def _ranks(x: Array) -> Array:
    """Return ranks from 1, equal values sharing the mean of theirs."""
    order = np.argsort(x, kind="mergesort")
    out = np.empty(len(x))
    first = 0
    while first < len(x):
        last = first
        while last + 1 < len(x) and x[order[last + 1]] == x[order[first]]:
            last += 1
        for at in range(first, last + 1):
            out[order[at]] = 0.5 * (first + last) + 1.0
        first = last + 1
    return out


@kernel
def _pairs(a: Array, b: Array) -> tuple[Array, Array]:
    valid = (a == a) & (b == b)
    return a[valid], b[valid]


@kernel
def rank_comoments(begin: Array, end: Array, a: Array, b: Array) -> Array:
    """Return what `comoments` does, of the ranks of the values in each window."""
    out = np.zeros((len(begin), 4))
    whole = np.zeros(1, np.int64)
    for window in range(len(begin)):
        x, y = _pairs(a[begin[window] : end[window]], b[begin[window] : end[window]])
        if len(x):
            out[window] = comoments(whole, whole + len(x), _ranks(x), _ranks(y))[0]
    return out


@inlined
def _tied(x: Array) -> float:
    """Return the number of pairs of equal values in a sorted array."""
    total, run = 0.0, 1
    for row in range(1, len(x) + 1):
        if row < len(x) and x[row] == x[row - 1]:
            run += 1
        else:
            total += 0.5 * run * (run - 1)
            run = 1
    return total


@kernel
def _swaps(y: Array) -> float:
    """Sort an array by merging, in place; return the number of pairs out of order."""
    total, width = 0.0, 1
    merged = np.empty_like(y)
    while width < len(y):
        for low in range(0, len(y), 2 * width):
            middle, high = min(low + width, len(y)), min(low + 2 * width, len(y))
            left, right = low, middle
            for to in range(low, high):
                if left < middle and (right >= high or y[left] <= y[right]):
                    merged[to] = y[left]
                    left += 1
                else:
                    merged[to] = y[right]
                    right += 1
                    total += middle - left
        y[:] = merged
        width *= 2
    return total


@kernel
def kendall(begin: Array, end: Array, a: Array, b: Array) -> Array:
    """Return Kendall's tau-b of each window, in time O(m log m) each (Knight 1966, JASA 61, 436).

    Parameters
    ----------
    begin, end : ndarray of int64, shape (windows,)
    a, b : ndarray of float64, shape (n,)
        A row where either is NaN is no pair.
    """
    out = np.full(len(begin), np.nan)
    for window in range(len(begin)):
        x, y = _pairs(a[begin[window] : end[window]], b[begin[window] : end[window]])
        if len(x) < 2:
            continue
        by_y = np.argsort(y, kind="mergesort")
        order = by_y[np.argsort(x[by_y], kind="mergesort")]
        x, y = x[order], y[order]
        both, first = 0.0, 0
        for row in range(1, len(x) + 1):
            if row == len(x) or x[row] != x[first] or y[row] != y[first]:
                both += 0.5 * (row - first) * (row - first - 1)
                first = row
        every = 0.5 * len(x) * (len(x) - 1)
        in_x = _tied(x)
        discordant = _swaps(y)
        in_y = _tied(y)
        if in_x < every and in_y < every:
            concordant = every - in_x - in_y + both - discordant
            out[window] = (concordant - discordant) / np.sqrt((every - in_x) * (every - in_y))
    return out
