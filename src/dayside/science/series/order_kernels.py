"""The compiled loops behind the extremes and medians of `dayside.science.series.windows`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.kernels import inlined, kernel

Array = NDArray[Any]


@kernel
def extremes(begin: Array, end: Array, values: Array, greatest: bool) -> Array:
    """Return the least or greatest value of each window.

    A queue holds the rows that are, or may yet become, the extreme of a window (Lemire 2006,
    Nordic Journal of Computing 13, 328); an extreme is exact whatever the way to it.

    Parameters
    ----------
    begin, end : ndarray of int64, shape (windows,)
        Neither ever decreases.
    values : ndarray of float64, shape (n,)
        NaN is no sample.
    greatest : bool
        The greatest value, not the least.
    """
    out = np.full(len(begin), np.nan)
    queue = np.empty(len(values), np.int64)
    head, tail, row = 0, 0, 0
    for window in range(len(begin)):
        while row < end[window]:
            x = values[row]
            if x == x:
                while tail > head and (
                    values[queue[tail - 1]] <= x if greatest else values[queue[tail - 1]] >= x
                ):
                    tail -= 1
                queue[tail] = row
                tail += 1
            row += 1
        while head < tail and queue[head] < begin[window]:
            head += 1
        if head < tail:
            out[window] = values[queue[head]]
    return out


@inlined
def _count(tree: Array, place: int, change: int) -> None:
    """Add `change` to the number of samples at a place of the tree (Fenwick 1994)."""
    place += 1
    while place < len(tree):
        tree[place] += change
        place += place & -place


@inlined
def _select(tree: Array, rank: int) -> int:
    """Return the place of the sample of a rank, counted from 0."""
    place, step = 0, 1
    while 2 * step < len(tree):
        step *= 2
    while step > 0:
        after = place + step
        if after < len(tree) and tree[after] <= rank:
            place = after
            rank -= tree[after]
        step //= 2
    return place


@kernel
def medians(begin: Array, end: Array, values: Array, order: Array) -> Array:
    """Return the median of each window, in time O(n log n) however wide they are.

    Parameters
    ----------
    begin, end : ndarray of int64, shape (windows,)
        Neither ever decreases.
    values : ndarray of float64, shape (n,)
        NaN is no sample.
    order : ndarray of int64, shape (n,)
        Rows in the order of their values.
    """
    out = np.full(len(begin), np.nan)
    place = np.empty(len(values), np.int64)
    for rank in range(len(order)):
        place[order[rank]] = rank
    tree = np.zeros(len(values) + 1, np.int64)
    here, low, high = 0, 0, 0
    for window in range(len(begin)):
        while high < end[window]:
            if values[high] == values[high]:
                _count(tree, place[high], 1)
                here += 1
            high += 1
        while low < begin[window] and low < high:
            if values[low] == values[low]:
                _count(tree, place[low], -1)
                here -= 1
            low += 1
        if here > 0:
            upper = values[order[_select(tree, here // 2)]]
            if here % 2 == 1:
                out[window] = upper
            else:
                lower = values[order[_select(tree, here // 2 - 1)]]
                out[window] = lower if lower == upper else 0.5 * (lower + upper)
    return out


@kernel
def of_each(begin: Array, end: Array, values: Array, which: int) -> Array:
    """Return the least (0), greatest (1) or middle (2) value of windows that lie anyhow.

    Parameters
    ----------
    begin, end : ndarray of int64, shape (windows,)
    values : ndarray of float64, shape (n,)
        NaN is no sample.
    which : int
    """
    out = np.full(len(begin), np.nan)
    for window in range(len(begin)):
        rows = values[begin[window] : end[window]]
        valid = rows[rows == rows]
        if len(valid) == 0:
            continue
        if which == 0:
            out[window] = valid.min()
        elif which == 1:
            out[window] = valid.max()
        else:
            out[window] = np.median(valid)
    return out
