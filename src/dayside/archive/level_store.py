"""Stored levels: writing and reading the subgroup of statistics beside or above the samples.

All levels of a group lie in one array a parameter, one after the other: rows are bins,
columns the statistics of `dayside.science.series.bins.STATS`. ``first`` tells for each
bin of the finest level which row of the group is its first: the time index.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import zarr

from dayside.archive.levels import STEP, Stretch, as_columns, column_names, is_cartesian
from dayside.archive.objects import open_array
from dayside.model import Dataset, Series, time
from dayside.model.series import Values
from dayside.science.series import bins

GROUP = "levels"
FIRST = "first"


@dataclass(frozen=True, slots=True)
class Level:
    """Where a level lies in the stacked arrays: its bins from ``first_bin`` at row ``offset``."""

    width_ns: int
    first_bin: int
    offset: int
    bins: int


def write(group: zarr.Group, series: Series, kept: list[int]) -> None:
    """Write the subgroup of levels of `series` into its group."""
    from dayside.archive.groups import write_array

    unix = time.to_unix_ns(series.time)
    bin_of = unix // kept[0]
    lowest, highest = int(bin_of[0]), int(bin_of[-1])
    first = np.searchsorted(bin_of, np.arange(lowest, highest + 2)).astype(np.int32)
    stacked: dict[str, Values] = {}
    for p in series.dataset.parameters:
        if p.is_numeric:
            columns = as_columns(p, series.values[p.name])
            base = bins.bin_statistics(bin_of, columns, magnitude=is_cartesian(p))
            stacked[p.name] = np.concatenate(_pyramid(*base, len(kept)))
    sub = group.create_group(GROUP)
    sub.attrs["levels"] = _describe(kept, lowest, highest)
    write_array(sub, FIRST, first, ("edge",), {})
    _write_stacks(sub, series.dataset, stacked)


def write_coarse(
    group: zarr.Group, dataset: Dataset, kept: list[int], base: Mapping[str, Stretch]
) -> None:
    """Write the coarse levels of a whole dataset, given the finest of them."""
    stacked: dict[str, Values] = {}
    spans = {(s.first_bin, s.first_bin + len(s.stats) - 1) for s in base.values()}
    lowest = min((low for low, _ in spans), default=0)
    highest = max((high for _, high in spans), default=-1)
    for name, stretch in base.items():
        padded = _padded(stretch, lowest, highest)
        stacked[name] = np.concatenate(_pyramid(lowest, padded, len(kept)))
    sub = group.create_group(GROUP)
    sub.attrs["levels"] = _describe(kept, lowest, highest)
    _write_stacks(sub, dataset, stacked)


def _write_stacks(sub: zarr.Group, dataset: Dataset, stacked: Mapping[str, Values]) -> None:
    from dayside.archive.groups import array_name, write_array

    for position, p in enumerate(dataset.parameters):
        if p.name in stacked:
            attributes = {"stats": list(bins.STATS), "columns": list(column_names(p))}
            dims = ("bin", "stat", f"{p.name}_column")
            write_array(sub, array_name(p, position), stacked[p.name], dims, attributes)


def _padded(stretch: Stretch, lowest: int, highest: int) -> Values:
    stats = np.full((highest - lowest + 1, *stretch.stats.shape[1:]), np.nan, stretch.stats.dtype)
    stats[:, bins.COUNT] = 0
    at = stretch.first_bin - lowest
    stats[at : at + len(stretch.stats)] = stretch.stats
    return stats


def _pyramid(lowest: int, stats: Values, depth: int) -> list[Values]:
    """Return the statistics of `depth` levels, the finest given."""
    found = [stats]
    for _ in range(depth - 1):
        bin_of = (lowest + np.arange(len(stats))) // STEP
        lowest, stats = bins.combine(bin_of, stats)
        found.append(stats)
    return found


def _describe(kept: list[int], lowest: int, highest: int) -> list[dict[str, int]]:
    described, offset = [], 0
    for width in kept:
        count = highest - lowest + 1
        described.append({"width_ns": width, "first_bin": lowest, "offset": offset, "bins": count})
        offset += count
        lowest, highest = lowest // STEP, highest // STEP
    return described


class StoredLevels:
    """The levels of one stored group, for reading."""

    def __init__(self, group: zarr.Group, names: Mapping[str, str]) -> None:
        self._group = group
        self._names = names
        self._open: dict[str, zarr.Array[Any]] = {}
        described: Any = group[GROUP].attrs["levels"]
        self.levels = {d["width_ns"]: Level(**d) for d in described}

    def has(self, parameter: str) -> bool:
        """Tell whether there are levels of a parameter."""
        return parameter in self._names and f"{GROUP}/{self._names[parameter]}" in self._group

    def read(self, parameter: str, width_ns: int, first: int, last: int) -> Stretch | None:
        """Return the stored bins of a level between two bins, both included; None if none."""
        level = self.levels.get(width_ns)
        if level is None or not self.has(parameter):
            return None
        low = max(first, level.first_bin)
        high = min(last, level.first_bin + level.bins - 1)
        if low > high:
            return None
        at = level.offset + low - level.first_bin
        stats = self._array(self._names[parameter])[at : at + high - low + 1]
        return Stretch(low, np.asarray(stats))

    def rows_around(self, tick: int, rows: int) -> tuple[int, int]:
        """Return between which rows the first sample at or after `tick` is."""
        level = next(iter(self.levels.values()))
        position = int(time.to_unix_ns(tick)) // level.width_ns - level.first_bin
        if position < 0:
            return 0, 0
        if position >= level.bins:
            return rows, rows
        low, high = np.asarray(self._array(FIRST)[position : position + 2]).tolist()
        return low, high

    def _array(self, name: str) -> zarr.Array[Any]:
        if name not in self._open:
            self._open[name] = open_array(self._group, f"{GROUP}/{name}")
        return self._open[name]
