"""Runs: from the truth of samples to events, and to where nothing could be decided.

An event runs from its first true sample to the first that is not, or to the last true
sample plus one cadence where a gap follows. What is not known is bounded by the same rule,
and so is what lies between two samples further apart than the longest step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import intervals
from dayside.model.series import Values
from dayside.model.time import Ticks
from dayside.query.terms import FALSE, TRUE, UNKNOWN

Intervals = NDArray[np.int64]
"""Starts and stops, TT2000, half-open, in order: shape (n, 2)."""


@dataclass(frozen=True, slots=True)
class Beat:
    """How a time axis goes on.

    Attributes
    ----------
    cadence_ns : int
        What a sample stands for where none follows.
    longest_ns : int
        Longest step between samples that is no gap.
    """

    cadence_ns: int
    longest_ns: int


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Neighbouring samples of one state, of those in a stretch that were looked at.

    Attributes
    ----------
    first, last : int
        Times of the first and last sample looked at.
    spans : ndarray of int64, shape (n, 2)
        Where the condition is true or not known.
    state : ndarray of int8, shape (n,)
    open : bool
        Whether the last run reaches the last sample: what follows tells where it stops.
    gaps : ndarray of int64, shape (m, 2)
        Times before and after steps longer than the longest.
    """

    first: int
    last: int
    spans: Intervals
    state: NDArray[np.int8]
    open: bool
    gaps: Intervals


def runs_of(time: Ticks, truth: Values, beat: Beat) -> Runs | None:
    """Return the runs of samples in time order; None where there are none.

    Examples
    --------
    >>> found = runs_of(np.array([0, 1, 2, 9, 10]), np.array([0, 2, 2, 2, 0]), Beat(1, 3))
    >>> found.spans.tolist(), found.gaps.tolist()
    ([[1, 3], [9, 10]], [[2, 9]])
    """
    if not len(time):
        return None
    steps = np.diff(time)
    wide = steps > beat.longest_ns
    begins = np.concatenate([[0], np.flatnonzero(wide | (truth[1:] != truth[:-1])) + 1])
    ends = np.append(begins[1:], len(time))
    kept = truth[begins] != FALSE
    begins, ends = begins[kept], ends[kept]
    followed = np.minimum(ends, len(time) - 1)
    stops = np.where(
        (ends < len(time)) & (time[followed] - time[ends - 1] <= beat.longest_ns),
        time[followed],
        time[ends - 1] + beat.cadence_ns,
    )
    gaps = np.flatnonzero(wide)
    return Runs(
        first=int(time[0]),
        last=int(time[-1]),
        spans=np.column_stack([time[begins], stops]),
        state=truth[begins].astype(np.int8),
        open=bool(len(ends) and ends[-1] == len(time)),
        gaps=np.column_stack([time[gaps], time[gaps + 1]]),
    )


@dataclass(slots=True)
class Stitcher:
    """Puts runs of stretches together, in time order, as if there had been one stretch.

    Attributes
    ----------
    beat : Beat
    start, stop : int
        The whole interval.
    """

    beat: Beat
    start: int
    stop: int
    _spans: list[Intervals] = field(default_factory=list)
    _states: list[NDArray[np.int8]] = field(default_factory=list)
    _gaps: list[Intervals] = field(default_factory=list)
    _before: Runs | None = None

    def __len__(self) -> int:
        return sum(map(len, self._spans))

    def record(self) -> dict[str, Any]:
        """Return all that was added, as JSON can hold it."""
        before = self._before
        return {
            "spans": _together(self._spans).tolist(),
            "states": [int(s) for states in self._states for s in states],
            "gaps": _together(self._gaps).tolist(),
            "before": None if before is None else [before.first, before.last, before.open],
        }

    def restore(self, record: Mapping[str, Any]) -> None:
        """Take up where another stitcher of the same interval made its record."""
        spans = np.array(record["spans"], np.int64).reshape(-1, 2)
        states = np.array(record["states"], np.int8)
        gaps = np.array(record["gaps"], np.int64).reshape(-1, 2)
        self._spans, self._states = [spans][: len(spans)], [states][: len(states)]
        self._gaps = [gaps]
        if record["before"] is not None:
            first, last, is_open = record["before"]
            self._before = Runs(first, last, spans[:0], states[:0], is_open, gaps[:0])

    def add(self, runs: Runs) -> None:
        """Add the runs of the next stretch."""
        before = self._before
        self._note_gap(self._last(), runs.first)
        self._gaps.append(runs.gaps)
        spans, state = runs.spans.copy(), runs.state
        if before is not None and before.open:
            near = runs.first - before.last <= self.beat.longest_ns
            joins = len(spans) and spans[0, 0] == runs.first and state[0] == self._states[-1][-1]
            if near and joins:
                spans[0, 0] = self._spans[-1][-1, 0]
                self._spans[-1], self._states[-1] = self._spans[-1][:-1], self._states[-1][:-1]
            elif near:
                self._spans[-1][-1, 1] = runs.first
        if len(spans):
            self._spans.append(spans)
            self._states.append(state)
        self._before = runs

    def _last(self) -> int:
        """Return the time of the last sample added; of none, one before all there could be."""
        return self.start - 1 if self._before is None else self._before.last

    def _note_gap(self, last: int, first: int) -> None:
        if first - last > self.beat.longest_ns:
            self._gaps.append(np.array([[last, first]]))

    def so_far(self) -> Intervals:
        """Return the true intervals up to now, the last of which may go on."""
        spans = np.concatenate([np.empty((0, 2), np.int64), *self._spans])
        states = np.concatenate([np.empty(0, np.int8), *self._states])
        return joined(spans[states == TRUE])

    def finish(self, gaps: Intervals | None = None) -> Found:
        """Return what was found.

        Parameters
        ----------
        gaps : ndarray, optional
            All gaps of the axis, where not all samples were looked at; one before the first
            sample begins at ``start - 1``.
        """
        self._note_gap(self._last(), self.stop)
        spans = _together(self._spans)
        spans[:, 1] = np.minimum(spans[:, 1], self.stop)
        states = np.concatenate([np.empty(0, np.int8), *self._states])
        gaps = _together(self._gaps) if gaps is None else gaps
        # A sample stands for one cadence; before the first there is none.
        begins = np.where(gaps[:, 0] < self.start, self.start, gaps[:, 0] + self.beat.cadence_ns)
        silent = np.column_stack([begins, gaps[:, 1]])
        unknown = np.concatenate([spans[states == UNKNOWN], silent])
        return Found(joined(spans[states == TRUE]), joined(unknown))


def _together(several: Iterable[Intervals]) -> Intervals:
    return np.concatenate([np.empty((0, 2), np.int64), *several])


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """When a condition is true, and when it could not be decided."""

    events: Intervals
    undecided: Intervals


def joined(spans: Intervals, apart_ns: int = 0) -> Intervals:
    """Return intervals in order, those that touch or are at most `apart_ns` apart made one.

    Examples
    --------
    >>> joined(np.array([[5, 6], [0, 2], [2, 3], [4, 4]])).tolist()
    [[0, 3], [5, 6]]
    """
    spans = spans[spans[:, 1] > spans[:, 0]]
    merged = intervals.merge(spans[:, 0], spans[:, 1], apart_ns)
    return np.column_stack([merged.start, merged.stop])


def common(ours: Intervals, theirs: Intervals) -> Intervals:
    """Return what two lists of intervals have in common."""
    parts = intervals.intersect(*ours.T, *theirs.T)
    return np.column_stack([parts.start, parts.stop])
