"""Evaluation: the samples of a term over any interval, read from the sources it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

import numpy as np

from dayside.model import Parameter, Series, time
from dayside.model.series import Values
from dayside.query.axes import DatasetAxis, GridAxis
from dayside.query.sampling import cadence_of
from dayside.query.terms import Column, Computed, Constant, Need, Samples, Term, Times

BLOCK_SAMPLES = 1 << 20
"""Samples of the result's axis that are computed at once."""

MOST_BLOCK_NS = 3_660 * 86_400 * time.NS


class Reader(Protocol):
    """Whatever gives values of datasets."""

    def read(self, dataset: str, parameters: Sequence[str], start: int, stop: int) -> Series:
        """Return the samples with ``start <= time < stop``; without parameters, their times."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a term wants of one dataset for an interval."""

    parameters: frozenset[str]
    start: int
    stop: int

    def __or__(self, other: Wanted) -> Wanted:
        return Wanted(
            self.parameters | other.parameters,
            min(self.start, other.start),
            max(self.stop, other.stop),
        )


def wanted(term: Term, start: int, stop: int) -> dict[str, Wanted]:
    """Return what a term wants of each dataset to be computed over an interval."""
    found: dict[str, Wanted] = {}
    # What is met twice over the same time, as in x / mean(x), is looked at once.
    todo = {(term, start, stop)}
    seen = set(todo)
    while todo:
        each, begin, end = todo.pop()
        leaf = _leaf(each, begin, end)
        if leaf is not None:
            dataset, want = leaf
            found[dataset] = found[dataset] | want if dataset in found else want
        more = {(n.term, n.start, n.stop) for n in needs_of(each, begin, end)} - seen
        todo |= more
        seen |= more
    return found


def evaluate(term: Term, start: int, stop: int, reader: Reader) -> Samples:
    """Return the samples of a term with ``start <= time < stop``.

    Raises
    ------
    BadFormula
        If the term has no time axis.
    """
    needed = wanted(term, start, stop)
    held = {
        dataset: reader.read(dataset, sorted(want.parameters), want.start, want.stop)
        for dataset, want in needed.items()
    }
    return _Evaluation(held).samples(term, start, stop)


def blocks(term: Term, start: int, stop: int, reader: Reader) -> Iterator[Samples]:
    """Yield the samples of a term block by block, in time order.

    A block is as long as about `BLOCK_SAMPLES` samples at the cadence of the term's axis.
    """
    step = min(BLOCK_SAMPLES * cadence_of(term.axis), MOST_BLOCK_NS)
    # Cut where whole steps begin: the same interval is always cut the same.
    begin = start
    while begin < stop:
        end = min((begin // step + 1) * step, stop)
        found = evaluate(term, begin, end, reader)
        if len(found.time):
            yield found
        begin = end


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """What was read and computed of one interval."""

    held: Mapping[str, Series]
    known: dict[tuple[Term, int, int], Samples] = field(default_factory=dict)

    def samples(self, term: Term, start: int, stop: int) -> Samples:
        key = term, start, stop
        if key not in self.known:
            self.known[key] = self._samples(term, start, stop)
        return self.known[key]

    def _samples(self, term: Term, start: int, stop: int) -> Samples:
        if isinstance(term, Constant):
            return term.samples()
        if isinstance(term, Column):
            return self._column(term, start, stop)
        if isinstance(term, Times):
            return self._times(term, start, stop)
        inputs = [self.samples(n.term, n.start, n.stop) for n in needs_of(term, start, stop)]
        return _within(cast("Computed", term).compute(inputs), start, stop)

    def _column(self, column: Column, start: int, stop: int) -> Samples:
        series = self.held[column.dataset]
        rows = _rows(series, start, stop)
        values = series.values[column.parameter][rows]
        return Samples(series.time[rows], as_values(series.dataset[column.parameter], values))

    def _times(self, times: Times, start: int, stop: int) -> Samples:
        axis = times.axis
        if isinstance(axis, GridAxis):
            found = axis.times(start, stop)
        elif isinstance(axis, DatasetAxis):
            series = self.held[axis.dataset]
            found = series.time[_rows(series, start - axis.shift_ns, stop - axis.shift_ns)]
            found = found + axis.shift_ns
        else:
            cadence_of(axis)  # tells that there is none
            raise AssertionError(axis)
        return Samples(found, np.empty((len(found), 0)))


def as_values(parameter: Parameter, values: Values) -> Values:
    """Return stored values as a formula works on them: float64 with NaN for gaps, or texts."""
    if values.dtype.kind == "f":
        return values.astype(np.float64, copy=False)
    if values.dtype.kind in "US":
        return values
    out = values.astype(np.float64)
    if parameter.fill is not None:
        out[values == parameter.fill] = np.nan
    return out


def needs_of(term: Term, start: int, stop: int) -> Sequence[Need]:
    """Return what a term needs of others over an interval: nothing if it is read or constant."""
    if isinstance(term, (Constant, Column, Times)):
        return ()
    return cast("Computed", term).needs(start, stop)


def _within(samples: Samples, start: int, stop: int) -> Samples:
    first, last = np.searchsorted(samples.time, [start, stop], side="left")
    if last - first == len(samples.time):
        return samples
    return Samples(samples.time[first:last], samples.values[first:last])


def _rows(series: Series, start: int, stop: int) -> slice:
    return slice(*np.searchsorted(series.time, [start, stop], side="left"))


def _leaf(term: Term, start: int, stop: int) -> tuple[str, Wanted] | None:
    if isinstance(term, Column):
        return term.dataset, Wanted(frozenset({term.parameter}), start, stop)
    if isinstance(term, Times) and isinstance(term.axis, DatasetAxis):
        shift = term.axis.shift_ns
        return term.axis.dataset, Wanted(frozenset(), start - shift, stop - shift)
    return None
