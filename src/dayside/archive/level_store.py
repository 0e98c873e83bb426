"""Stored levels: writing and reading the subgroup of statistics beside or above the samples.

All levels of a group lie in one array a parameter, one after the other: rows are bins
that hold samples, columns the statistics of `dayside.science.series.bins.STATS`.
``first`` tells for each bin of the finest level which row of the group is its first: the
time index. Where bins are empty, ``runs`` tells where neighbouring bins begin: (number
of the first, its row).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import zarr
from numpy.typing import NDArray

from dayside.archive.cache import Chunks, Rows
from dayside.archive.levels import STEP, Stretch, as_columns, column_names, is_cartesian
from dayside.archive.nodes import Nodes
from dayside.model import Dataset, Series, time
from dayside.model.series import Values
from dayside.science.series import bins

Bins = NDArray[np.int64]
Mask = NDArray[np.bool_]

GROUP = "levels"

CHUNK_BYTES = 128 << 10
"""Of the stacks: what is asked of a level at once, a plot or a month of cells, is small."""

FIRST, RUNS = "first", "runs"


@dataclass(frozen=True, slots=True)
class Level:
    """Where a level lies in the stacked arrays.

    Attributes
    ----------
    width_ns : int
    first_bin : int
    offset : int
        Row of its first bin.
    bins : int
        How many it has.
    runs : tuple of int
        Which rows of ``runs`` are its own; none where no bin is empty.
    """

    width_ns: int
    first_bin: int
    offset: int
    bins: int
    runs: tuple[int, ...] = ()


def write(group: zarr.Group, series: Series, kept: Sequence[int]) -> None:
    """Write the subgroup of levels of `series` into its group."""
    from dayside.archive.groups import write_array

    unix = time.to_unix_ns(series.time)
    bin_of = unix // kept[0]
    first = bins.edges(bin_of)
    stacked: dict[str, Values] = {}
    for p in series.dataset.parameters:
        if p.is_numeric:
            columns = as_columns(p, series.values[p.name])
            base = Stretch(*bins.bin_statistics(bin_of, columns, magnitude=is_cartesian(p)))
            stacked[p.name] = _pyramid(base, len(kept))
    sub = group.create_group(GROUP)
    write_array(sub, FIRST, first.astype(np.int32), ("edge",), {})
    _describe(sub, kept, bin_of[first[:-1]])
    _write_stacks(sub, series.dataset, stacked)


def write_coarse(
    group: zarr.Group, dataset: Dataset, kept: Sequence[int], base: Mapping[str, Stretch]
) -> None:
    """Write the coarse levels of a whole dataset, given the finest of them."""
    every = np.unique(np.concatenate([s.bins for s in base.values()] or [np.empty(0, np.int64)]))
    stacked = {name: _pyramid(_padded(s, every), len(kept)) for name, s in base.items()}
    sub = group.create_group(GROUP)
    _describe(sub, kept, every)
    _write_stacks(sub, dataset, stacked)


def _write_stacks(sub: zarr.Group, dataset: Dataset, stacked: Mapping[str, Values]) -> None:
    from dayside.archive.groups import array_name, write_array

    for position, p in enumerate(dataset.parameters):
        if p.name in stacked:
            attributes = {"stats": list(bins.STATS), "columns": list(column_names(p))}
            dims = ("bin", "stat", f"{p.name}_column")
            name = array_name(p, position)
            write_array(sub, name, stacked[p.name], dims, attributes, CHUNK_BYTES)


def _padded(stretch: Stretch, every: Bins) -> Stretch:
    stats = np.full((len(every), *stretch.stats.shape[1:]), np.nan, stretch.stats.dtype)
    stats[:, bins.COUNT] = 0
    stats[np.searchsorted(every, stretch.bins)] = stretch.stats
    return Stretch(every, stats)


def _pyramid(base: Stretch, depth: int) -> Values:
    """Return the statistics of `depth` levels, the finest given, one after the other."""
    found = [base]
    for _ in range(depth - 1):
        found.append(Stretch(*bins.combine(found[-1].bins // STEP, found[-1].stats)))
    return np.concatenate([level.stats for level in found])


def _describe(sub: zarr.Group, kept: Sequence[int], finest: Bins) -> None:
    """Note where each level lies and which bins it has, given those of the finest."""
    from dayside.archive.groups import write_array

    described: list[dict[str, Any]] = []
    runs: list[Values] = []
    offset = known = 0
    here = finest
    for width in kept:
        level: dict[str, Any] = {
            "width_ns": width,
            "first_bin": int(here[0]) if len(here) else 0,
            "offset": offset,
            "bins": len(here),
        }
        begins = np.flatnonzero(np.diff(here) > 1) + 1
        if len(begins):
            begins = np.concatenate([[0], begins])
            runs.append(np.column_stack([here[begins], begins + offset]))
            level["runs"] = [known, known + len(begins)]
            known += len(begins)
        described.append(level)
        offset += len(here)
        here = np.unique(here // STEP)
    sub.attrs["levels"] = described
    if runs:
        write_array(sub, RUNS, np.concatenate(runs), ("run", "bin_and_row"), {})


class StoredLevels:
    """The levels of one stored group, for reading."""

    def __init__(self, nodes: Nodes, names: Mapping[str, str], path: str, chunks: Chunks) -> None:
        self._nodes = nodes
        self._names = names
        self._path = path
        self._chunks = chunks
        self._open: dict[str, Rows] = {}
        self._kept: dict[str, Rows | None] = {}
        self._runs: dict[int, tuple[Bins, Bins]] = {}
        described = nodes.attributes(GROUP)["levels"]
        self.levels = {
            d["width_ns"]: Level(**{**d, "runs": tuple(d.get("runs", ()))}) for d in described
        }

    def read(self, parameter: str, width_ns: int, first: int, last: int) -> Stretch | None:
        """Return the stored bins of a level between two bins, both included; None if none."""
        level, stack = self.levels.get(width_ns), self._stack(parameter)
        if level is None or stack is None:
            return None
        low, high = self._row_of(level, first), self._row_of(level, last + 1)
        if low >= high:
            return None
        stats = stack[low:high]
        return Stretch(self._bins_of(level, low, high), stats)

    def rows_around(self, tick: int, rows: int) -> tuple[int, int]:
        """Return between which rows the first sample at or after `tick` is."""
        level = next(iter(self.levels.values()))
        bin_ = int(time.to_unix_ns(tick)) // level.width_ns
        row = self._row_of(level, bin_)
        if row >= level.bins:
            return rows, rows
        low, high = self._array(FIRST)[row : row + 2].tolist()
        # In an empty bin the search ends where the next begins.
        return (low, high) if self._bins_of(level, row, row + 1)[0] == bin_ else (low, low)

    def rows_before(self, unix_ns: Bins) -> Bins | None:
        """Return how many rows of the group are before UTC times; None if they are no edges."""
        level = next(iter(self.levels.values()))
        if (unix_ns % level.width_ns).any():
            return None
        starts, rows = self._runs_of(level)
        bin_ = unix_ns // level.width_ns
        at = np.maximum(np.searchsorted(starts, bin_, side="right") - 1, 0)
        row = np.minimum(rows[at] + np.maximum(bin_ - starts[at], 0), rows[at + 1])
        return np.asarray(self._array(FIRST)[:][row], np.int64)

    def _row_of(self, level: Level, bin_: int) -> int:
        """Return the row of the first bin at or after `bin_`."""
        starts, rows = self._runs_of(level)
        at = int(np.searchsorted(starts, bin_, side="right")) - 1
        if at < 0:
            return level.offset
        return min(int(rows[at]) + bin_ - int(starts[at]), int(rows[at + 1]))

    def _bins_of(self, level: Level, low: int, high: int) -> Bins:
        """Return the numbers of the bins in some rows."""
        starts, rows = self._runs_of(level)
        if len(starts) == 1:
            return np.arange(low, high) + int(starts[0] - rows[0])
        row = np.arange(low, high)
        at = np.searchsorted(rows[:-1], row, side="right") - 1
        return starts[at] + row - rows[at]

    def _runs_of(self, level: Level) -> tuple[Bins, Bins]:
        """Return where runs of neighbouring bins begin: numbers, and rows up to the end."""
        found = self._runs.get(level.width_ns)
        if found is None:
            table = np.array([[level.first_bin, level.offset]])
            if level.runs:
                table = self._array(RUNS)[slice(*level.runs)]
            found = table[:, 0], np.append(table[:, 1], level.offset + level.bins)
            self._runs[level.width_ns] = found
        return found

    def _stack(self, parameter: str) -> Rows | None:
        """Return the stacked levels of a parameter; None where there are none."""
        if parameter not in self._kept:
            try:
                self._kept[parameter] = self._array(self._names[parameter])
            except KeyError:  # of a group that has no such parameter, or no numbers of it
                self._kept[parameter] = None
        return self._kept[parameter]

    def _array(self, name: str) -> Rows:
        if name not in self._open:
            array = self._nodes.array(f"{GROUP}/{name}")
            self._open[name] = Rows(array, f"{self._path}/{GROUP}/{name}", self._chunks)
        return self._open[name]
