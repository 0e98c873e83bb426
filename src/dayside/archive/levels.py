"""Levels: statistics in UTC-aligned bins, each level four times as wide as the one before.

They are time index, plot tiles and block extremes alike. A group keeps the fine
levels of its partition; the coarse ones are kept once for the whole dataset. All
levels of a group lie in one array a parameter, one after the other: rows are bins,
columns the statistics of `dayside.science.series.bins.STATS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import zarr

from dayside.archive import partition
from dayside.archive.objects import open_array
from dayside.model import Dataset, Parameter, Series, time
from dayside.model.series import Values
from dayside.science.series import bins

GROUP = "levels"
FIRST = "first"
STEP = 4
SAMPLES_PER_BIN = 16
COARSEST_NS = 4_194_304 * time.NS
# A partition keeps a level only while it has this many bins of it; coarser ones would
# make a view of years open every group.
BINS_PER_PARTITION = 160


@dataclass(frozen=True, slots=True)
class Level:
    """Where one level lies in the stacked arrays: bins ``first_bin``… at rows ``offset``…"""

    width_ns: int
    first_bin: int
    offset: int
    bins: int


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Neighbouring bins of one level of one parameter, shape (bins, 4, columns)."""

    first_bin: int
    stats: Values


def widths(cadence_ns: int | None) -> list[int]:
    """Return the widths (ns) of all levels of a dataset.

    The first is the power of two of seconds (or of ns, below 2 ms) nearest to sixteen
    times the cadence, so that bins of all datasets nest.

    Examples
    --------
    >>> [w / 1e9 for w in widths(1_000_000_000)[:3]]
    [16.0, 64.0, 256.0]
    """
    target = SAMPLES_PER_BIN * (cadence_ns or 60 * time.NS)
    power = round(float(np.log2(target / time.NS)))
    width = 1 << max(round(float(np.log2(target))), 0)
    if power >= -9:
        width = time.NS * 2**power if power >= 0 else time.NS >> -power
    width = min(width, COARSEST_NS)
    found = [width]
    while found[-1] * STEP <= COARSEST_NS:
        found.append(found[-1] * STEP)
    return found


def split_widths(cadence_ns: int | None, unit: str) -> tuple[list[int], list[int]]:
    """Return the widths kept by each partition and those kept for the whole dataset.

    The coarsest of the first is the finest of the second: they meet there.
    """
    every = widths(cadence_ns)
    limit = partition.length_ns(unit) // BINS_PER_PARTITION
    fine = [w for w in every if w <= limit] or every[:1]
    return fine, every[len(fine) - 1 :]


def column_names(p: Parameter) -> tuple[str, ...]:
    """Return what the columns of a parameter's levels are: components, magnitude, channels."""
    if p.size == 1:
        return (p.label or p.name,)
    names = p.labels or p.components
    if len(names) != p.size:
        names = tuple(str(i) for i in range(p.size))
    return (*names, "magnitude") if p.is_vector and is_cartesian(p) else tuple(names)


def is_cartesian(p: Parameter) -> bool:
    """Tell whether the length of the vector is the root of the sum of squares."""
    return len(p.shape) == 1 and set(p.components) <= {"x", "y", "z"} and p.is_vector


def as_columns(p: Parameter, values: Values) -> Values:
    """Return values as floats of shape (n, columns), gaps as NaN."""
    flat = values.reshape(len(values), -1)
    if flat.dtype.kind == "f":
        return flat if flat.dtype in (np.float32, np.float64) else flat.astype(np.float64)
    out = flat.astype(np.float32 if flat.itemsize < 4 else np.float64)
    if p.fill is not None:
        out[flat == p.fill] = np.nan
    return out


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
        described = group[GROUP].attrs["levels"]
        self.levels = {d["width_ns"]: Level(**d) for d in described}  # type: ignore[index, union-attr]

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
        low, high = self._array(FIRST)[position : position + 2]
        return int(low), int(high)

    def _array(self, name: str) -> zarr.Array[Any]:
        if name not in self._open:
            self._open[name] = open_array(self._group, f"{GROUP}/{name}")
        return self._open[name]


def joined(stretches: Iterable[Stretch]) -> Stretch | None:
    """Return one stretch from several; bins that several hold parts of become one."""
    parts = list(stretches)
    if len(parts) < 2:
        return parts[0] if parts else None
    bin_of = np.concatenate([s.first_bin + np.arange(len(s.stats)) for s in parts])
    columns = max(s.stats.shape[2] for s in parts)
    stats = np.concatenate([s.stats for s in parts if s.stats.shape[2] == columns])
    if len(stats) != len(bin_of):
        bin_of = np.concatenate(
            [s.first_bin + np.arange(len(s.stats)) for s in parts if s.stats.shape[2] == columns]
        )
    return Stretch(*bins.combine(bin_of, stats))


def bins_of(start: int, stop: int, width_ns: int) -> tuple[int, int]:
    """Return the first and last bin that ``start <= time < stop`` (TT2000) touches."""
    low, high = time.to_unix_ns(np.array([start, stop - 1]))
    return int(low) // width_ns, int(high) // width_ns


def ticks_of(first: int, last: int, width_ns: int) -> tuple[int, int]:
    """Return the times (TT2000, half-open) that bins `first` to `last` cover."""
    edges = np.array([first, last + 1]) * width_ns
    start, stop = time.from_unix_ns(edges)
    return int(start), int(stop)
