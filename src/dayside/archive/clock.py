"""`Clock`: the times of samples as pieces of equal steps, where they are regular enough.

Instruments tick. Thirty million samples, one a second with a few hundred gaps, are a few
hundred pieces: times, rows and gaps of years are known without decoding a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from dayside.model.time import Ticks

ARRAY = "time_pieces"
"""Name of the array of pieces in a group; its attributes say that it is one."""

GAPS = "time_gaps"
"""Name of the array of longer steps, in groups whose times are not pieces."""

LONGER = 2
"""Median steps above which a step is kept as a longer one."""

ROWS_PER_PIECE = 64
"""Rows a piece must stand for on average: a clock that jitters is quicker read than told."""


FEW = 64
"""Stretches up to which no compiled loop is loaded for their times."""


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """Times that never decrease, as pieces.

    Attributes
    ----------
    pieces : ndarray of int64, shape (pieces, 3)
        First row, its time (TT2000), and the step (ns) from each row to the next, up to the
        first row of the next piece. A gap is a piece of its own, of one row.
    rows : int
        How many times there are.
    """

    pieces: NDArray[np.int64]
    rows: int

    def __len__(self) -> int:
        return self.rows

    @classmethod
    def of(cls, ticks: Ticks) -> Self | None:
        """Return the clock of some times; None where it would hardly be smaller than they are.

        Examples
        --------
        >>> clock = Clock.of(np.concatenate([np.arange(200), np.arange(1000, 1200)]) * 10)
        >>> clock.pieces.tolist()
        [[0, 0, 10], [199, 1990, 8010], [200, 10000, 10]]
        """
        steps = np.diff(ticks)
        begins = np.concatenate([[0], np.flatnonzero(steps[1:] != steps[:-1]) + 1])
        if not len(steps) or len(begins) * ROWS_PER_PIECE > len(ticks):
            return None
        return cls(np.column_stack([begins, ticks[begins], steps[begins]]), len(ticks))

    def time(self, rows: slice) -> Ticks:
        """Return the times of some rows."""
        low, high, _ = rows.indices(self.rows)
        return self.time_in([(low, max(low, high))])

    def time_in(self, stretches: Sequence[tuple[int, int]]) -> Ticks:
        """Return the times of stretches of rows, first and after the last, in one array."""
        out = np.empty(sum(high - low for low, high in stretches), np.int64)
        at = 0
        ends = np.asarray(stretches, np.int64).reshape(-1, 2)
        pieces = np.searchsorted(self.pieces[:, 0], ends, side="right") - 1
        if len(ends) > FEW:
            from dayside.archive.clock_kernels import write

            write(self.pieces, ends, pieces[:, 0], out)
            return out
        for (low, high), (first, last) in zip(stretches, pieces.tolist(), strict=True):
            self._write(low, high, first, last, out[at : at + high - low])
            at += high - low
        return out

    def _write(self, low: int, high: int, first: int, last: int, out: Ticks) -> None:
        """Write the times of the rows from `low` up to `high`, within the pieces of both."""
        ends = [*self.pieces[first + 1 : last + 1, 0].tolist(), high]
        at = low
        for (row, tick, step), end in zip(
            self.pieces[first : last + 1].tolist(), ends, strict=True
        ):
            if step:
                begin = tick + (at - row) * step
                out[at - low : end - low] = np.arange(begin, begin + (end - at) * step, step)
            else:
                out[at - low : end - low] = tick
            at = end

    def row(self, tick: int) -> int:
        """Return the first row at or after a time; how many rows there are where none is."""
        return int(self.rows_before(np.array([tick]))[0])

    def rows_before(self, ticks: Ticks) -> NDArray[np.int64]:
        """Return for each of some times how many rows are before it."""
        first, begin, step = self.pieces.T
        piece = np.searchsorted(begin, ticks, side="left") - 1
        end = np.append(first[1:], self.rows)[piece]
        # Where times stand still, those after the piece are the first that can be later.
        moving = np.maximum(step[piece], 1)
        within = np.where(step[piece] > 0, -((begin[piece] - ticks) // moving), end)
        return np.where(piece < 0, 0, np.minimum(first[piece] + within, end))

    def gaps(self, longest_ns: int) -> NDArray[np.int64]:
        """Return each step longer than `longest_ns`, as (time before, time after), shape (n, 2)."""
        first, begin, step = self.pieces[self.pieces[:, 2] > longest_ns].T
        ends = np.append(self.pieces[1:, 0], self.rows - 1)[self.pieces[:, 2] > longest_ns]
        count = ends - first
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        before = np.repeat(begin, count) + within * np.repeat(step, count)
        return np.column_stack([before, before + np.repeat(step, count)])


def longer_steps(ticks: Ticks, longest_ns: int) -> NDArray[np.int64]:
    """Return each step longer than `longest_ns`, as (time before, time after), shape (n, 2)."""
    wide = np.flatnonzero(np.diff(ticks) > longest_ns)
    return np.column_stack([ticks[wide], ticks[wide + 1]])
