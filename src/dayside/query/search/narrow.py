"""Narrowing: which stretches of time are worth reading, and in what order."""

from __future__ import annotations

import numpy as np

from dayside.model import intervals, time
from dayside.model.series import Values
from dayside.model.time import Ticks
from dayside.query.axes import DatasetAxis
from dayside.query.evaluate import Reader, evaluate, needs_of
from dayside.query.sampling import cadence_of
from dayside.query.search.cells import Bounding, Cells, Extremes, reach_of
from dayside.query.search.runs import Intervals, joined
from dayside.query.terms import FALSE, Call, Column, Samples, Term

NEAR_SAMPLES = 32_768
"""Samples between two stretches up to which both are read as one: less is not worth a read."""


def maybe(
    term: Term, spans: Intervals, width_ns: int, longest_ns: int, extremes: Extremes
) -> Intervals:
    """Return the parts of some stretches in which a condition may be other than false.

    Parameters
    ----------
    term : Term
        A condition with a time axis.
    spans : ndarray of int64, shape (n, 2)
        In order.
    width_ns : int
        Of the cells in which bounds are told.
    longest_ns : int
        After each part so much follows, that the sample is there with which a run stops.

    Returns
    -------
    ndarray of int64, shape (m, 2)
        In order; what is left out is false throughout.
    """
    if not len(spans):
        return spans
    before, after = reach_of(term)
    first, last = time.to_unix_ns([spans[0, 0] - before, spans[-1, 1] + after]) // width_ns
    bounding = Bounding(Cells(width_ns, int(first) - 1, int(last) + 1), extremes)
    open_ = np.broadcast_to(bounding.of(term).high > FALSE, (len(bounding.cells),))
    if isinstance(term.axis, DatasetAxis) and not term.axis.shift_ns:
        open_ = open_ & (bounding.rows(term.axis.dataset) > 0)
    change = np.flatnonzero(np.diff(open_.astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
    found = bounding.edges[change]
    found[:, 1] += longest_ns
    found = joined(found, NEAR_SAMPLES * cadence_of(term.axis))
    parts = intervals.intersect(*found.T, *spans.T)
    return np.column_stack([parts.start, parts.stop])


def decided(term: Term, start: int, stop: int, reader: Reader) -> Samples:
    """Return the truth of a condition, without reading for what is decided already.

    Of conditions joined by ``and`` those that read least come first; the others are asked
    where none of them was false. The result is that of `evaluate`, to the bit.
    """
    if not isinstance(term, Call) or not _parted(term):
        return evaluate(term, start, stop, reader)
    first, *others = sorted(term.args, key=_cost)
    found = decided(first, start, stop, reader)
    if not len(found.time):
        return found
    truth = found.values.copy()
    for other in others:
        for begin, end in _undecided(found.time, truth):
            rows = slice(*np.searchsorted(found.time, [begin, end], side="left"))
            truth[rows] = np.minimum(truth[rows], decided(other, begin, end, reader).values)
    return Samples(found.time, truth)


def _parted(call: Call) -> bool:
    """Tell whether a condition is made of others of the same times, all of which must hold."""
    alike = all(a.axis == call.axis and not a.kind.shape for a in call.args)
    return call.function == "and" and alike


def _undecided(ticks: Ticks, truth: Values) -> list[tuple[int, int]]:
    """Return the times between long stretches of false, half-open."""
    rows = np.flatnonzero(truth != FALSE)
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) > NEAR_SAMPLES)
    begins = ticks[rows[np.concatenate([[0], breaks + 1])]]
    ends = ticks[rows[np.append(breaks, len(rows) - 1)]] + 1
    return list(zip(begins.tolist(), ends.tolist(), strict=True))


def _cost(term: Term) -> float:
    """Return how many numbers a second a condition reads."""
    columns: set[Column] = set()
    todo = [term]
    while todo:
        each = todo.pop()
        if isinstance(each, Column):
            columns.add(each)
        todo += [n.term for n in needs_of(each, 0, 1)]
    return sum(
        float(np.prod(c.kind.shape, dtype=np.int64)) / (c.axis.cadence_ns or 1) for c in columns
    )
