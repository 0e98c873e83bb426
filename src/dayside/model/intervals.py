"""Sets of time intervals as pairs of int64 arrays: the arithmetic under event lists.

An interval ``[start, stop)`` holds the ticks from its start to just before its stop. One
whose ends are equal holds none: it is an **instant**, such as the crossing of a boundary.
An instant takes no time away and adds none, but it is somewhere: it lies in ``[a, b)`` where
``a <= t < b``, and in another instant where they are equal. All is exact on integers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

_FIRST, _LAST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


class Merged(NamedTuple):
    """Intervals in order, none touching another, and where each given one went.

    Attributes
    ----------
    start, stop : ndarray of int64, shape (m,)
    group : ndarray of int64, shape (n,)
        For each given interval, the row that it became part of.
    """

    start: Ints
    stop: Ints
    group: Ints


class Pieces(NamedTuple):
    """Parts of given intervals, ordered by the interval that each is a part of.

    Attributes
    ----------
    start, stop : ndarray of int64, shape (m,)
    row : ndarray of int64, shape (m,)
        Which of the given intervals each is a part of.
    """

    start: Ints
    stop: Ints
    row: Ints


def merge(start: Ints, stop: Ints, gap: int = 0) -> Merged:
    """Return the union: what overlaps, touches, or is at most `gap` apart becomes one.

    An instant becomes part of the interval in which it lies, and equal ones are one;
    with a `gap`, also of what is at most that far away.

    Examples
    --------
    >>> merge(np.array([0, 5, 9]), np.array([5, 8, 9]))
    Merged(start=array([0, 9]), stop=array([8, 9]), group=array([0, 0, 1]))
    """
    if gap > 0:
        return _chained(start, stop, gap)
    empty = start == stop
    long = np.flatnonzero(~empty)
    covers = _chained(start[long], stop[long], 0)
    points = np.flatnonzero(empty)
    inside, home = _located(start[points], covers.start, covers.stop)
    alone, which = np.unique(start[points[~inside]], return_inverse=True)
    starts = np.concatenate([covers.start, alone])
    order = np.argsort(starts, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    group = np.empty(len(start), np.int64)
    group[long] = place[covers.group]
    group[points[inside]] = place[home[inside]]
    group[points[~inside]] = place[len(covers.start) + which]
    return Merged(starts[order], np.concatenate([covers.stop, alone])[order], group)


def intersect(start: Ints, stop: Ints, other_start: Ints, other_stop: Ints) -> Pieces:
    """Return the parts of each interval that lie in any of the others.

    The pieces of one interval are in order and do not touch; those of different
    intervals overlap where the intervals do.
    """
    other = merge(other_start, other_stop)
    long = other.start < other.stop
    return _ordered(
        _overlaps(start, stop, other.start[long], other.stop[long]),
        _points_inside(start, stop, other.start[~long]),
    )


def subtract(start: Ints, stop: Ints, other_start: Ints, other_stop: Ints) -> Pieces:
    """Return the parts of each interval that lie in none of the others.

    An instant among the others takes away instants equal to it, and no time from intervals.
    """
    other = merge(other_start, other_stop)
    long = other.start < other.stop
    free_start = np.concatenate([[_FIRST], other.stop[long]])
    free_stop = np.concatenate([other.start[long], [_LAST]])
    found = _overlaps(start, stop, free_start, free_stop)
    kept = (found.start < found.stop) | ~np.isin(found.start, other.start[~long])
    return Pieces(found.start[kept], found.stop[kept], found.row[kept])


def complement(start: Ints, stop: Ints, first: int, last: int) -> tuple[Ints, Ints]:
    """Return what of ``[first, last)`` lies in none of the intervals.

    Examples
    --------
    >>> complement(np.array([2, 4, 7]), np.array([4, 5, 7]), 0, 10)
    (array([0, 5]), array([ 2, 10]))
    """
    if first >= last:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    whole = np.array([first], np.int64), np.array([last], np.int64)
    found = subtract(*whole, start, stop)
    return found.start, found.stop


def split(start: Ints, stop: Ints, step: int, *, aligned: bool = False) -> Pieces:
    """Return each interval cut into bins of `step`, the last being what remains.

    Bins begin at each interval's start; `aligned` ones at multiples of `step`. An instant
    stays as it is.
    """
    origin = start - start % step if aligned else start
    counts = np.maximum(-((origin - stop) // step), 1)
    row = np.repeat(np.arange(len(start)), counts)
    number = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    begin = origin[row] + number * step
    return Pieces(np.maximum(begin, start[row]), np.minimum(begin + step, stop[row]), row)


def nearest(start: Ints, stop: Ints, other_start: Ints, other_stop: Ints) -> tuple[Ints, Ints]:
    """Return for each interval the row of the nearest other, and the time between them.

    Returns
    -------
    row : ndarray of int64, shape (n,)
        −1 where there is no other.
    distance : ndarray of int64, shape (n,)
        From the end of the earlier to the start of the later, below 0 where the other is
        the earlier; 0 where they meet. Of two at the same distance, the one whose start is
        nearer; where more than two meet it, one of these.
    """
    if len(other_start) == 0:
        return np.full(len(start), -1), np.zeros(len(start), np.int64)
    order = np.lexsort((other_stop, other_start))
    starts, stops = other_start[order], other_stop[order]
    at = np.searchsorted(starts, start, side="left")
    last, after = np.maximum(at - 1, 0), np.minimum(at, len(starts) - 1)
    before = np.where(stops[last] >= start, last, _last_record(stops)[last])
    back = np.where(at > 0, np.maximum(start - stops[before], 0), _LAST)
    ahead = np.where(at < len(starts), np.maximum(starts[after] - stop, 0), _LAST)
    nearer = (start - starts[before]) <= (starts[after] - start)
    take_before = (back < ahead) | ((back == ahead) & nearer & (at > 0))
    row = order[np.where(take_before, before, after)]
    return row, np.where(take_before, -back, ahead)


def _chained(start: Ints, stop: Ints, gap: int) -> Merged:
    """Merge whatever begins at most `gap` after everything before it has ended."""
    if len(start) == 0:
        return Merged(start.copy(), stop.copy(), np.empty(0, np.int64))
    order = np.lexsort((stop, start))
    first, reach = start[order], np.maximum.accumulate(stop[order])
    opens = np.concatenate([[True], first[1:] - reach[:-1] > gap])
    heads = np.flatnonzero(opens)
    group = np.empty(len(start), np.int64)
    group[order] = np.cumsum(opens) - 1
    return Merged(first[heads], reach[np.append(heads[1:], len(start)) - 1], group)


def _located(points: Ints, start: Ints, stop: Ints) -> tuple[NDArray[np.bool_], Ints]:
    """Tell which points lie in one of ordered, separate intervals, and in which."""
    if len(start) == 0:
        return np.zeros(len(points), np.bool_), np.zeros(len(points), np.int64)
    home = np.maximum(np.searchsorted(start, points, side="right") - 1, 0)
    return (start[home] <= points) & (points < stop[home]), home


def _overlaps(start: Ints, stop: Ints, other_start: Ints, other_stop: Ints) -> Pieces:
    """Cut intervals and instants by ordered, separate intervals."""
    low = np.searchsorted(other_stop, start, side="right")
    # The first after the stop; an instant lies also in the one that begins with it.
    high = np.searchsorted(other_start, np.where(start == stop, start + 1, stop), side="left")
    row, hit = _ranges(low, high)
    return Pieces(
        np.maximum(start[row], other_start[hit]), np.minimum(stop[row], other_stop[hit]), row
    )


def _points_inside(start: Ints, stop: Ints, points: Ints) -> Pieces:
    low = np.searchsorted(points, start, side="left")
    high = np.searchsorted(points, np.where(start == stop, start + 1, stop), side="left")
    row, hit = _ranges(low, high)
    return Pieces(points[hit], points[hit], row)


def _ranges(low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Return every pair of a row and an index from its `low` to before its `high`."""
    counts = np.maximum(high - low, 0)
    row = np.repeat(np.arange(len(low)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return row, low[row] + within


def _ordered(*parts: Pieces) -> Pieces:
    start, stop, row = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    order = np.lexsort((stop, start, row))
    return Pieces(start[order], stop[order], row[order])


def _last_record(values: Ints) -> Ints:
    """Return for each place the last place up to there that holds the greatest value so far."""
    greatest = np.maximum.accumulate(values)
    return np.maximum.accumulate(np.where(values == greatest, np.arange(len(values)), 0))
