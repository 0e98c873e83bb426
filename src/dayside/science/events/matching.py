"""One-to-one matching of events: as many pairs as there can be, and of these the closest.

Instants within a tolerance are matched on a line, where an optimal matching never crosses
itself: a dynamic programme over the pairs that are near enough finds it exactly. Intervals
are matched by their overlap as a sparse assignment problem.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dayside.model.errors import TooMuch

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

MAX_PAIRS = 200_000_000
"""How many pairs of events may be near enough to be looked at."""

MAX_OVERLAPS = 10_000_000
"""How many pairs of intervals may overlap: which belong together costs far more to find."""


class Pairs(NamedTuple):
    """Rows of two lists that belong together."""

    first: Ints
    second: Ints


class Overlaps(NamedTuple):
    """Pairs of intervals that overlap, and how much: intersection over union."""

    first: Ints
    second: Ints
    iou: Floats

    def at_least(self, iou: float) -> Overlaps:
        """Return those that overlap so much."""
        kept = self.iou >= iou
        return Overlaps(self.first[kept], self.second[kept], self.iou[kept])


def match_times(first: Ints, second: Ints, tolerance: int) -> Pairs:
    """Return the one-to-one matching of times that are at most `tolerance` apart.

    It has as many pairs as any, and among those the least sum of distances.

    Parameters
    ----------
    first, second : ndarray of int64
        Times (ns), in any order.
    tolerance : int
        ns, inclusive.

    Raises
    ------
    TooMuch
        If more than `MAX_PAIRS` are near enough.

    Examples
    --------
    >>> match_times(np.array([0, 10]), np.array([9, 12, 30]), 5)
    Pairs(first=array([1]), second=array([0]))
    """
    rows, others = np.argsort(first, kind="stable"), np.argsort(second, kind="stable")
    a, b = first[rows], second[others]
    low, high = _near(a, b, tolerance)
    if int((high - low).sum()) > MAX_PAIRS:
        raise TooMuch("So many events are that near to each other that a match means nothing.")
    # Most have one that is near and nothing else: these are pairs, and the rest is little.
    back, ahead = _near(b, a, tolerance)
    alone = np.flatnonzero(high - low == 1)
    alone = alone[(ahead - back)[low[alone]] == 1]
    rest, other_rest = np.delete(rows, alone), np.delete(others, low[alone])
    found = _closest(first[rest], second[other_rest], tolerance)
    pairs = np.concatenate([rows[alone], rest[found.first]])
    order = np.argsort(first[pairs], kind="stable")
    partners = np.concatenate([others[low[alone]], other_rest[found.second]])
    return Pairs(pairs[order], partners[order])


def _near(times: Ints, others: Ints, tolerance: int) -> tuple[Ints, Ints]:
    """Return which of ordered `others` are near each time: from, and to before."""
    return (
        np.searchsorted(others, times - tolerance, side="left"),
        np.searchsorted(others, times + tolerance, side="right"),
    )


def _closest(a: Ints, b: Ints, tolerance: int) -> Pairs:
    low, high = _near(a, b, tolerance)
    return _backtracked(_Table(a, b, low, high, tolerance))


class _Table:
    """The dynamic programme: what the best matching of the first rows with the first others is.

    Row by row only what lies within the tolerance is kept: where another event more makes it
    better, and where that is by a pair with this row.
    """

    def __init__(self, a: Ints, b: Ints, low: Ints, high: Ints, tolerance: int) -> None:
        self.low, self.high = low, high
        # A bit for each event within the tolerance, the first leftmost.
        self.rises: list[int] = []
        self.takes: list[int] = []
        # One pair more always outweighs all distances together.
        pair = min(len(a), len(b)) + 1.0
        scale = 1.0 / max(tolerance, 1)
        best = np.zeros(len(b) + 1)
        reached = 0
        for time, start, stop in zip(a.tolist(), low.tolist(), high.tolist(), strict=True):
            best[reached + 1 : stop + 1] = best[reached]
            reached = max(reached, stop)
            skipped = best[start : stop + 1]
            taken = skipped[:-1] + (pair - np.abs(b[start:stop] - time) * scale)
            takes = taken > skipped[1:]
            values = np.maximum.accumulate(
                np.concatenate([skipped[:1], np.maximum(skipped[1:], taken)])
            )
            self.rises.append(_bits(values[1:] > values[:-1]))
            self.takes.append(_bits(takes))
            best[start : stop + 1] = values


def _bits(flags: NDArray[np.bool_]) -> int:
    packed = np.packbits(flags)
    return int.from_bytes(packed.tobytes(), "big") >> (8 * len(packed) - len(flags))


def _backtracked(table: _Table) -> Pairs:
    first: list[int] = []
    second: list[int] = []
    j = int(table.high[-1]) if len(table.high) else 0
    for row in range(len(table.low) - 1, -1, -1):
        low, high = int(table.low[row]), int(table.high[row])
        if j <= low:
            continue
        beyond = high - min(j, high)
        rises = table.rises[row] >> beyond
        if not rises:
            j = low
            continue
        # The last rise up to here is the lowest bit that is set.
        behind = beyond + (rises & -rises).bit_length() - 1
        j = high - behind
        if table.takes[row] >> behind & 1:
            j -= 1
            first.append(row)
            second.append(j)
    return Pairs(np.array(first[::-1], np.int64), np.array(second[::-1], np.int64))


def overlaps(start: Ints, stop: Ints, other_start: Ints, other_stop: Ints) -> Overlaps:
    """Return every pair of intervals that have a time in common.

    Raises
    ------
    TooMuch
        If more than `MAX_OVERLAPS` would have to be looked at.
    """
    order = np.lexsort((other_stop, other_start))
    starts, stops = other_start[order], other_stop[order]
    low = np.searchsorted(np.maximum.accumulate(stops), start, side="right")
    counts = np.maximum(np.searchsorted(starts, stop, side="left") - low, 0)
    if int(counts.sum()) > MAX_OVERLAPS:
        raise TooMuch("So many events overlap each other that a match means nothing.")
    row = np.repeat(np.arange(len(start)), counts)
    other = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + low[row]
    common = np.minimum(stop[row], stops[other]) - np.maximum(start[row], starts[other])
    kept = common > 0
    row, other, common = row[kept], other[kept], common[kept]
    whole = np.maximum(stop[row], stops[other]) - np.minimum(start[row], starts[other])
    return Overlaps(row, order[other], common / whole)


def match_overlaps(found: Overlaps) -> Overlaps:
    """Return the one-to-one matching of as many pairs as can be, overlapping as much as can be."""
    if not len(found.first):
        return found
    _, alone_a = np.unique(found.first, return_inverse=True)
    _, alone_b = np.unique(found.second, return_inverse=True)
    simple = (np.bincount(alone_a)[alone_a] == 1) & (np.bincount(alone_b)[alone_b] == 1)
    chosen = np.flatnonzero(simple)
    rest = np.flatnonzero(~simple)
    if len(rest):
        chosen = np.sort(np.concatenate([chosen, rest[_assigned(found, rest)]]))
    return Overlaps(found.first[chosen], found.second[chosen], found.iou[chosen])


def _assigned(found: Overlaps, rest: Ints) -> Ints:
    """Return which of some pairs the best assignment is made of."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    rows, a = np.unique(found.first[rest], return_inverse=True)
    columns, b = np.unique(found.second[rest], return_inverse=True)
    n, m = len(rows), len(columns)
    # Each row may also stay alone, with a partner of its own that costs more than any pair.
    cost = np.concatenate([2.0 - found.iou[rest], np.full(n, 3.0 + 2.0 * min(n, m))])
    i = np.concatenate([a, np.arange(n)])
    j = np.concatenate([b, m + np.arange(n)])
    graph = coo_array((cost, (i, j)), shape=(n, m + n)).tocsr()
    row, column = min_weight_full_bipartite_matching(graph)
    taken = np.full(n, -1)
    taken[row] = column
    return np.flatnonzero(taken[a] == b)
