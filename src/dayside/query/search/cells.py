"""Cells: stretches of time of one width, and the bounds of any term in each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dayside.archive.levels import Stretch
from dayside.model import time
from dayside.model.series import Values
from dayside.model.time import Ticks
from dayside.query.axes import DatasetAxis
from dayside.query.evaluate import needs_of
from dayside.query.search import bounds
from dayside.query.search.bounds import Bounds
from dayside.query.terms import Call, Column, Constant, Resampled, Term, Times
from dayside.science.series import bins

MOST_SPREAD = 512
"""Cells a window may reach over; one that reaches further is wider than what it could tell."""


class Extremes(Protocol):
    """What is known of datasets without reading their values."""

    def widths(self, dataset: str) -> Sequence[int]:
        """Return the widths of a dataset's levels, ns of UTC, finest first; () if it has none."""

    def level(
        self, dataset: str, parameter: str, width_ns: int, first: int, last: int
    ) -> Stretch | None:
        """Return bins `first` to `last` of a level, both included; None where all are empty."""

    def counts(self, dataset: str, unix_ns: Ticks) -> NDArray[np.int64]:
        """Return how many samples lie in each cell between edges, UTC since 1970."""

    def gaps(self, dataset: str, start: int, stop: int, longest_ns: int) -> NDArray[np.int64]:
        """Return the times before and after each longer step, shape (n, 2)."""


@dataclass(frozen=True, slots=True)
class Cells:
    """UTC-aligned cells: number *k* is from ``k * width_ns`` to ``(k + 1) * width_ns``."""

    width_ns: int
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1

    def edges(self) -> Ticks:
        """Return where cells begin, and where the last ends, ns of UTC since 1970."""
        return np.arange(self.first, self.last + 2) * self.width_ns


@dataclass(frozen=True)
class Bounding:
    """Bounds of terms in some cells.

    Attributes
    ----------
    cells : Cells
        Padded by as much as the terms reach: at the ends, bounds need not hold.
    extremes : Extremes
    """

    cells: Cells
    extremes: Extremes
    _known: dict[Term, Bounds] = field(default_factory=dict)
    _rows: dict[str, NDArray[np.int64]] = field(default_factory=dict)

    @cached_property
    def edges(self) -> Ticks:
        """Where cells begin, and where the last ends, TT2000."""
        return time.from_unix_ns(self.cells.edges())

    def rows(self, dataset: str) -> NDArray[np.int64]:
        """Return how many samples of a dataset lie in each cell."""
        if dataset not in self._rows:
            self._rows[dataset] = self.extremes.counts(dataset, self.cells.edges())
        return self._rows[dataset]

    def of(self, term: Term) -> Bounds:
        """Return the bounds of a term."""
        if term not in self._known:
            self._known[term] = self._of(term)
        return self._known[term]

    def _of(self, term: Term) -> Bounds:
        if isinstance(term, Constant) and not isinstance(term.value, str):
            return bounds.of_constant(term)
        if isinstance(term, Column):
            return self._column(term)
        if isinstance(term, Call):
            return self._call(term)
        if isinstance(term, Resampled) and term.how == "interpolated":
            return self._interpolated(term)
        return bounds.nothing_known(len(self.cells), term.kind)

    def _call(self, call: Call) -> Bounds:
        (x, *_) = call.args
        if call.function == "norm" and isinstance(x, Column):
            found = self._magnitude(x)
            if found is not None:
                return found
        args = []
        for need in needs_of(call, 0, 0):
            around = self._around(self.of(need.term), -need.start, need.stop)
            if around is None:
                return bounds.nothing_known(len(self.cells), call.kind)
            args.append(around)
        return bounds.of_call(call, args, len(self.cells))

    def _interpolated(self, term: Resampled) -> Bounds:
        """Bound what lies between samples: by these, and by whether they are near enough."""
        around = self._around(self.of(term.term), term.reach_ns, term.reach_ns)
        axis = term.term.axis
        if around is None or not isinstance(axis, DatasetAxis):
            return bounds.nothing_known(len(self.cells), term.kind)
        silent = self._silent(axis, term.reach_ns).reshape(-1, *(1,) * len(term.kind.shape))
        wide = around.widened()
        return Bounds(wide.low, wide.high, wide.gappy | silent)

    def _silent(self, axis: DatasetAxis, longest_ns: int) -> NDArray[np.bool_]:
        """Tell in which cells there is a longer step between samples."""
        start = int(self.edges[0]) - longest_ns - axis.shift_ns
        stop = int(self.edges[-1]) + longest_ns - axis.shift_ns
        gaps = self.extremes.gaps(axis.dataset, start, stop, longest_ns) + axis.shift_ns
        begin = np.searchsorted(self.edges, gaps[:, 0], side="right") - 1
        end = np.searchsorted(self.edges, gaps[:, 1], side="right")
        change = np.zeros(len(self.edges) + 1, np.int64)
        np.add.at(change, np.maximum(begin, 0), 1)
        np.add.at(change, end, -1)
        return np.cumsum(change)[: len(self.cells)] > 0

    def _around(self, found: Bounds, before_ns: int, after_ns: int) -> Bounds | None:
        """Return what can be within a reach of each cell; None if that is too far to tell."""
        if not found.low.ndim:
            return found
        before, after = (-(-max(ns, 0) // self.cells.width_ns) for ns in (before_ns, after_ns))
        return found.spread(before, after) if before + after <= MOST_SPREAD else None

    def _column(self, column: Column) -> Bounds:
        found = None
        if column.kind.what == "number":
            found = self._stats(column, 0, int(np.prod(column.kind.shape, dtype=np.int64)))
        if found is None:
            return bounds.nothing_known(len(self.cells), column.kind)
        return Bounds(*(v.reshape(-1, *column.kind.shape) for v in found))

    def _magnitude(self, column: Column) -> Bounds | None:
        """Return the bounds of a vector's length where levels keep it."""
        size = int(np.prod(column.kind.shape, dtype=np.int64))
        found = self._stats(column, size, size + 1)
        if found is None:
            return None
        low, high, gappy = (v[:, 0] for v in found)
        # It is kept in the type of the components, so rounded to it.
        return Bounds(low - _rounding(low), high + _rounding(high), gappy)

    def _stats(
        self, column: Column, first: int, last: int
    ) -> tuple[Values, Values, NDArray[np.bool_]] | None:
        """Return least, greatest, and whether a gap is among them, of some columns of levels.

        Each of shape (cells, columns); None where levels do not have these columns.
        """
        width = self._level_width(column.dataset)
        if width is None:
            return None
        ratio = self.cells.width_ns // width
        found = self.extremes.level(
            column.dataset,
            column.parameter,
            width,
            self.cells.first * ratio,
            (self.cells.last + 1) * ratio - 1,
        )
        shape = len(self.cells), last - first
        low, high, count = np.full(shape, np.inf), np.full(shape, -np.inf), np.zeros(shape)
        if found is not None:
            if found.stats.shape[2] < last:
                return None
            cell = found.bins // ratio - self.cells.first
            least, most, held = (
                found.stats[:, stat, first:last] for stat in (bins.MIN, bins.MAX, bins.COUNT)
            )
            if ratio > 1:
                begins = bins.edges(cell)[:-1]
                cell = cell[begins]
                least = np.fmin.reduceat(least, begins)
                most = np.fmax.reduceat(most, begins)
                held = np.add.reduceat(held, begins, dtype=np.float64)
            low[cell] = np.where(np.isnan(least), np.inf, least)
            high[cell] = np.where(np.isnan(most), -np.inf, most)
            count[cell] = held
        return low, high, count < self.rows(column.dataset)[:, None]

    def _level_width(self, dataset: str) -> int | None:
        """Return the widest level whose bins make up cells."""
        width = self.cells.width_ns
        fitting = [w for w in self.extremes.widths(dataset) if w <= width and width % w == 0]
        return fitting[-1] if fitting else None


def reach_of(term: Term) -> tuple[int, int]:
    """Return how far before and after a sample a term looks, all its parts together."""
    before = after = 0
    for need in needs_of(term, 0, 0):
        if not isinstance(need.term, Times):
            inner = reach_of(need.term)
            before = max(before, inner[0] - need.start)
            after = max(after, inner[1] + need.stop)
    return before, after


def fitting_widths(extremes: Extremes, datasets: Sequence[str]) -> list[int]:
    """Return the widths of cells in which all of some datasets can be told of, widest first."""
    known = [extremes.widths(d) for d in datasets]
    finest = max((w[0] for w in known if w), default=0)
    every = {w for widths in known for w in widths if w >= finest}
    return sorted(every, reverse=True) if finest else []


def _rounding(values: Values) -> Values:
    return np.where(np.isfinite(values), np.abs(values) * np.finfo(np.float32).eps, 0.0)
