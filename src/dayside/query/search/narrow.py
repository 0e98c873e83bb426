"""Narrowing: which stretches of time are worth reading, and in what order."""

from __future__ import annotations

import numpy as np

from dayside.model import time
from dayside.model.series import Values
from dayside.model.time import Ticks
from dayside.query.axes import DatasetAxis
from dayside.query.evaluate import Reader, needs_of
from dayside.query.sampling import cadence_of
from dayside.query.search.cells import Bounding, Cells, Extremes, reach_of
from dayside.query.search.runs import Intervals, common, joined
from dayside.query.search.sparse import Rows, evaluated, rows_of
from dayside.query.terms import FALSE, Call, Column, Samples, Term

NEAR_SAMPLES = 1_024
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
    found = joined(found, max(NEAR_SAMPLES * cadence_of(term.axis), longest_ns))
    return common(found, spans)


def decided(term: Term, spans: Intervals, reader: Reader) -> Samples:
    """Return the truth of a condition, without reading for what is decided already.

    Of conditions joined by ``and`` those that read least come first; the others are asked
    where none of them was false. The result is that of `evaluate`, to the bit.

    Parameters
    ----------
    spans : ndarray of int64, shape (n, 2)
        In order and apart, n > 0.
    """
    if not isinstance(term, Call) or not _parted(term):
        return evaluated(term, spans, reader)
    first, *others = sorted(term.args, key=_cost)
    found = decided(first, spans, reader)
    truth = found.values.copy()
    for other in others:
        still = common(_undecided(found.time, truth), spans)
        if len(still):
            _weaken(truth, rows_of(found.time, still), decided(other, still, reader).values)
    return Samples(found.time, truth)


def _weaken(truth: Values, rows: Rows, by: Values) -> None:
    """Make the truth of some rows no more than another, which is given of these alone."""
    at = 0
    for low, high in rows:
        part = truth[low:high]
        np.minimum(part, by[at : at + high - low], out=part)
        at += high - low


def _parted(call: Call) -> bool:
    """Tell whether a condition is made of others of the same times, all of which must hold."""
    alike = all(a.axis == call.axis and not a.kind.shape for a in call.args)
    return call.function == "and" and alike


def _undecided(ticks: Ticks, truth: Values) -> Intervals:
    """Return the stretches between many samples of false."""
    open_ = np.zeros(len(truth) + 2, np.bool_)
    np.not_equal(truth, FALSE, out=open_[1:-1])
    begin, end = np.flatnonzero(open_[1:] != open_[:-1]).reshape(-1, 2).T
    if not len(begin):
        return np.empty((0, 2), np.int64)
    apart = np.flatnonzero(begin[1:] - end[:-1] >= NEAR_SAMPLES)
    begins = ticks[begin[np.concatenate([[0], apart + 1])]]
    ends = ticks[end[np.append(apart, len(end) - 1)] - 1] + 1
    return joined(np.column_stack([begins, ends]))


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
