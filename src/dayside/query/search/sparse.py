"""Evaluation over many stretches of time at once, as if there were no samples between them.

A term looks no further than it says. So it may be given the samples around some stretches
alone: in these it is what it would be with all samples, and a thousand stretches cost no
more calls than one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from dayside.model import Series
from dayside.model.time import Ticks
from dayside.query.axes import GridAxis
from dayside.query.evaluate import Reader, block_ns, evaluate, every
from dayside.query.search.runs import Intervals, joined
from dayside.query.terms import Samples, Term


@runtime_checkable
class Gatherer(Reader, Protocol):
    """A reader that can read many stretches at once."""

    def gather(self, dataset: str, parameters: Sequence[str], spans: Intervals) -> Series:
        """Return the samples within stretches, which are in order and apart."""


@dataclass(frozen=True, slots=True)
class Sparse:
    """Samples around some stretches of time.

    Attributes
    ----------
    reader : Gatherer
    spans : ndarray of int64, shape (n, 2)
        In order and apart, n > 0.
    """

    reader: Gatherer
    spans: Intervals

    def read(self, dataset: str, parameters: Sequence[str], start: int, stop: int) -> Series:
        """Return the samples around the stretches, as far as the interval reaches around all."""
        around = self.spans + np.array([start - self.spans[0, 0], stop - self.spans[-1, 1]])
        return self.reader.gather(dataset, parameters, joined(around))


def evaluated(term: Term, spans: Intervals, reader: Reader) -> Samples:
    """Return the samples of a term within some stretches, which are in order and apart."""
    groups = _groups(term, spans)
    if len(groups) > 1:
        return _joined([evaluated(term, group, reader) for group in groups])
    if len(spans) == 1:
        return evaluate(term, int(spans[0, 0]), int(spans[0, 1]), reader)
    if isinstance(reader, Gatherer):
        ends = int(spans[0, 0]), int(spans[-1, 1])
        return _within(evaluate(term, *ends, Sparse(reader, spans)), spans)
    return _joined([evaluate(term, start, stop, reader) for start, stop in spans.tolist()])


def _groups(term: Term, spans: Intervals) -> list[Intervals]:
    """Return stretches such that no grid has too many times from the first to the last of a group.

    A grid has times everywhere, between the stretches too.
    """
    if not any(isinstance(t.axis, GridAxis) for t in every(term)):
        return [spans]
    longest = block_ns(term)
    first, cuts = 0, []
    for row in range(1, len(spans)):
        if spans[row, 1] - spans[first, 0] > longest:
            cuts.append(row)
            first = row
    return np.split(spans, cuts)


def _joined(parts: Sequence[Samples]) -> Samples:
    return Samples(
        np.concatenate([p.time for p in parts]), np.concatenate([p.values for p in parts])
    )


Rows = list[tuple[int, int]]
"""First row and the one after the last, of stretches in order."""


def rows_of(ticks: Ticks, spans: Intervals) -> Rows:
    """Return the rows of the samples within each of some stretches."""
    found = np.searchsorted(ticks, spans, side="left")
    return [(low, high) for low, high in found.tolist()]


def _within(samples: Samples, spans: Intervals) -> Samples:
    rows = rows_of(samples.time, spans)
    if sum(high - low for low, high in rows) == len(samples.time):
        return samples
    # Slices, not row numbers: stretches are few and long.
    return Samples(
        *(np.concatenate([v[a:b] for a, b in rows]) for v in (samples.time, samples.values))
    )
