"""Evaluation: the samples of a term over any interval, read from the sources it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

import numpy as np

from dayside.model import Parameter, Series, time
from dayside.model.series import Values
from dayside.query.axes import DatasetAxis, GridAxis
from dayside.query.sampling import cadence_of
from dayside.query.terms import Column, Computed, Constant, Need, Samples, Term, Times

BLOCK_NUMBERS = 1 << 20
"""About as many numbers of a term are held at once."""

MOST_BLOCK_NS = 3_660 * 86_400 * time.NS


class Reader(Protocol):
    """Whatever gives values of datasets."""

    def read(self, dataset: str, parameters: Sequence[str], start: int, stop: int) -> Series:
        """Return the samples with ``start <= time < stop``; without parameters, their times."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A read of one dataset that a term wants."""

    dataset: str
    parameters: frozenset[str]
    start: int
    stop: int

    def holds(self, start: int, stop: int) -> bool:
        """Tell whether an interval lies within it."""
        return self.start <= start and stop <= self.stop


def wanted(term: Term, start: int, stop: int) -> list[Wanted]:
    """Return the reads that a term wants to be computed over an interval.

    Of one dataset they do not overlap: what is far apart, as in ``x - shift(x, "1 d")``, is
    read apart.
    """
    found: list[Wanted] = []
    # What is met twice over the same time, as in x / mean(x), is looked at once.
    todo = [(term, start, stop)]
    seen = set(todo)
    while todo:
        each, begin, end = todo.pop()
        leaf = _leaf(each, begin, end)
        if leaf is not None:
            found.append(leaf)
        more = [(n.term, n.start, n.stop) for n in needs_of(each, begin, end)]
        todo += [m for m in more if m not in seen]
        seen.update(more)
    return _together(found)


def evaluate(term: Term, start: int, stop: int, reader: Reader) -> Samples:
    """Return the samples of a term with ``start <= time < stop``.

    Raises
    ------
    BadFormula
        If the term has no time axis.
    """
    held = [
        (want, reader.read(want.dataset, sorted(want.parameters), want.start, want.stop))
        for want in wanted(term, start, stop)
    ]
    return _Evaluation(held).samples(term, start, stop)


def blocks(term: Term, start: int, stop: int, reader: Reader) -> Iterator[Samples]:
    """Yield the samples of a term block by block, in time order."""
    for begin, end in block_ends(term, start, stop):
        found = evaluate(term, begin, end, reader)
        if len(found.time):
            yield found


def block_ends(term: Term, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the intervals in which a term is evaluated one by one, in time order."""
    step = block_ns(term)
    # Cut where whole steps begin: the same interval is always cut the same.
    begin = start
    while begin < stop:
        end = min((begin // step + 1) * step, stop)
        yield begin, end
        begin = end


def block_ns(term: Term) -> int:
    """Return the length of a block: of no part more than about `BLOCK_NUMBERS` are held."""
    sizes = [
        cadence_of(t.axis) // max(int(np.prod(t.kind.shape)), 1)
        for t in every(term)
        if t.axis is not None
    ]
    return max(min(BLOCK_NUMBERS * max(min(sizes), 1), MOST_BLOCK_NS), cadence_of(term.axis))


def every(term: Term) -> Iterator[Term]:
    """Yield a term and all it is made of, inputs first."""
    for need in needs_of(term, 0, 1):
        yield from every(need.term)
    yield term


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """What was read and computed of one interval."""

    held: Sequence[tuple[Wanted, Series]]
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
        series = self._held(column.dataset, start, stop)
        rows = _rows(series, start, stop)
        values = series.values[column.parameter][rows]
        return Samples(series.time[rows], as_values(series.dataset[column.parameter], values))

    def _times(self, times: Times, start: int, stop: int) -> Samples:
        axis = times.axis
        if isinstance(axis, GridAxis):
            found = axis.times(start, stop)
        elif isinstance(axis, DatasetAxis):
            begin, end = start - axis.shift_ns, stop - axis.shift_ns
            series = self._held(axis.dataset, begin, end)
            found = series.time[_rows(series, begin, end)] + axis.shift_ns
        else:
            cadence_of(axis)  # tells that there is none
            raise AssertionError(axis)
        return Samples(found, np.empty((len(found), 0)))

    def _held(self, dataset: str, start: int, stop: int) -> Series:
        return next(
            series
            for want, series in self.held
            if want.dataset == dataset and want.holds(start, stop)
        )


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


def _leaf(term: Term, start: int, stop: int) -> Wanted | None:
    if isinstance(term, Column):
        return Wanted(term.dataset, frozenset({term.parameter}), start, stop)
    if isinstance(term, Times) and isinstance(term.axis, DatasetAxis):
        shift = term.axis.shift_ns
        return Wanted(term.axis.dataset, frozenset(), start - shift, stop - shift)
    return None


def _together(reads: Iterable[Wanted]) -> list[Wanted]:
    """Return reads with those of one dataset that overlap made one."""
    found: list[Wanted] = []
    for read in sorted(reads, key=lambda r: (r.dataset, r.start)):
        last = found[-1] if found else None
        if last is not None and last.dataset == read.dataset and read.start <= last.stop:
            names, stop = last.parameters | read.parameters, max(last.stop, read.stop)
            found[-1] = Wanted(last.dataset, names, last.start, stop)
        else:
            found.append(read)
    return found
