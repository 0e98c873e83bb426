"""The search itself: coarse levels first, then tasks of bounded size, then one list.

The coarse levels of a whole dataset tell in which hours a condition can be other than false;
what remains is cut into tasks. A task looks at finer levels, reads what is still open, and
returns runs. However it is cut, and wherever tasks are done, the list is the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dayside.query.axes import DatasetAxis
from dayside.query.evaluate import MOST_BLOCK_NS, Reader, block_ns, wanted
from dayside.query.sampling import cadence_of
from dayside.query.search.cells import Extremes, fitting_widths
from dayside.query.search.narrow import decided, maybe
from dayside.query.search.runs import Beat, Found, Intervals, Runs, Stitcher, joined, runs_of
from dayside.query.terms import Term

TASK_SAMPLES = 4 << 20
"""Samples of a task, at most: enough that handing it over costs nothing beside it."""
LEAST_TASKS, LEAST_TASK_SAMPLES = 16, 256 << 10
"""Where less is left, tasks are smaller, so that all cores have their part; but not too small."""

COARSE_SAMPLES = 10_000
"""Samples a coarse cell holds at least: more cells would not be told in no time."""
FINE_SAMPLES = 1_000
"""Samples a fine cell holds at least: what is decoded at once is no less."""

BLOCKS_AT_ONCE = 4
"""Blocks that are looked at as one: what is done once a block, nobody else does meanwhile."""


@dataclass(frozen=True, slots=True)
class Search:
    """A condition over an interval.

    Attributes
    ----------
    term : Term
        The condition, one truth a sample.
    start, stop : int
        TT2000.
    beat : Beat
    """

    term: Term
    start: int
    stop: int
    beat: Beat

    @classmethod
    def of(cls, term: Term, start: int, stop: int, max_gap: float) -> Search:
        """Return the search for a condition; steps of more than `max_gap` cadences are gaps."""
        cadence = cadence_of(term.axis)
        return cls(term, start, stop, Beat(cadence, round(max_gap * cadence)))


def find(
    search: Search,
    spans: Intervals,
    look: Callable[[Sequence[Intervals]], Iterable[Sequence[Runs]]],
    extremes: Extremes | None,
    advance: Callable[[int], object] = lambda _: None,
    stitcher: Stitcher | None = None,
) -> Found:
    """Return when a condition is true, and when that could not be decided.

    Parameters
    ----------
    search : Search
    spans : ndarray of int64, shape (n, 2)
        Where to look, in order; what is found outside means nothing.
    look : callable
        Does tasks in their order: `look_at` of each, here or in other processes.
    extremes : Extremes or None
        None where levels are not known: then every sample is looked at.
    advance : callable
        Told after each task up to what time all is done; may raise to end the search.
    stitcher : Stitcher, optional
        Holds what was found before the first of `spans`, and all of it afterwards.
    """
    if extremes is not None:
        spans = _coarse(search, spans, extremes)
    if stitcher is None:
        stitcher = Stitcher(search.beat, search.start, search.stop)
    found = tasks(search, spans)
    for task, runs in zip(found, look(found), strict=True):
        for each in runs:
            stitcher.add(each)
        advance(int(task[-1, 1]))
    axis = search.term.axis
    if extremes is None or not isinstance(axis, DatasetAxis):
        return stitcher.finish()
    shift = axis.shift_ns
    # From a time at which there is no sample: one at the start is told from the start itself.
    ends = search.start - 1 - shift, search.stop - shift
    return stitcher.finish(extremes.gaps(axis.dataset, *ends, search.beat.longest_ns) + shift)


def look_at(
    search: Search, spans: Intervals, reader: Reader, extremes: Extremes | None
) -> list[Runs]:
    """Return the runs of a condition in some stretches of time."""
    if extremes is not None:
        for width in _widths(search, extremes, FINE_SAMPLES, COARSE_SAMPLES):
            spans = maybe(search.term, spans, width, search.beat.longest_ns, extremes)
    found = []
    for part in _gathered(spans, BLOCKS_AT_ONCE * block_ns(search.term)):
        samples = decided(search.term, part, reader)
        runs = runs_of(samples.time, samples.values, search.beat)
        if runs is not None:
            found.append(runs)
    return found


def tasks(search: Search, spans: Intervals) -> list[Intervals]:
    """Return stretches cut and gathered into tasks of at most about `TASK_SAMPLES` samples."""
    samples = int((spans[:, 1] - spans[:, 0]).sum()) // search.beat.cadence_ns
    most = TASK_SAMPLES
    while most > LEAST_TASK_SAMPLES and samples < LEAST_TASKS * most:
        most //= 2
    return list(_gathered(spans, min(most * search.beat.cadence_ns, MOST_BLOCK_NS)))


def _gathered(spans: Intervals, length: int) -> Iterator[Intervals]:
    """Yield stretches cut and gathered to about a length."""
    held: list[tuple[int, int]] = []
    long = 0
    for start, stop in _cut(spans, length):
        if held and long + stop - start > length:
            yield joined(np.array(held))
            held, long = [], 0
        held.append((start, stop))
        long += stop - start
    if held:
        yield joined(np.array(held))


def _cut(spans: Intervals, step: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of stretches between whole steps: the same stretch is always cut alike."""
    for start, stop in spans.tolist():
        edges = np.arange(start // step + 1, -(-stop // step)) * step
        ends = [start, *edges.tolist(), stop]
        yield from itertools.pairwise(ends)


def _coarse(search: Search, spans: Intervals, extremes: Extremes) -> Intervals:
    for width in _widths(search, extremes, COARSE_SAMPLES, None)[:1]:
        spans = maybe(search.term, spans, width, search.beat.longest_ns, extremes)
    return spans


def _widths(search: Search, extremes: Extremes, least: int, most: int | None) -> list[int]:
    """Return the finest width of cells that hold so many samples; none where none does."""
    datasets = sorted({w.dataset for w in wanted(search.term, search.start, search.stop)})
    cadence = search.beat.cadence_ns
    fitting = [
        width
        for width in fitting_widths(extremes, datasets)
        if width >= least * cadence and (most is None or width < most * cadence)
    ]
    return fitting[-1:]
