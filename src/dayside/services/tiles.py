"""Plot tiles: any dataset at any zoom, in pieces of one size.

A tile is cut from the levels its source keeps; a source that keeps none, such as a
remote server, is read and reduced on the way, over as much as one tile may cost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.archive.levels import as_columns, column_names
from dayside.model import Dataset, Parameter, Principal, time
from dayside.model.errors import NotFound, TooMuch
from dayside.model.view import Over
from dayside.science.series.bins import COUNT, STATS
from dayside.services import buckets, catalog, tiling
from dayside.services.door import Door
from dayside.services.slices import WHOLE, Cut, Drawn, Floats, drawn_as
from dayside.services.tiling import TiledParameter

RAW = -1
"""The level of single samples."""

MOST_RAW_BYTES = 32 << 20

FIRST_SAMPLES = 100_000
"""A remote server sends so many in a few seconds."""

_DAY_NS = 86_400 * time.NS


@dataclass(frozen=True, slots=True)
class Levels:
    """The tile pyramid of a dataset; widths in ns of UTC.

    Attributes
    ----------
    opening : tuple of (int, int) or None
        TT2000: what a first look shows where all there is would have to be read from afar.
    """

    dataset: Dataset
    version: str
    widths_ns: tuple[int, ...]
    parameters: tuple[TiledParameter, ...]
    opening: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """One tile of a level.

    Attributes
    ----------
    start_ns : int
        UTC, ns since 1970.
    stats : ndarray of float32, shape (stat, column, bucket)
        NaN where a bucket is empty.
    count : ndarray of float32, shape (bucket,)
        Valid samples in each bucket, of the column that has most.
    version : str
        Of the dataset, from before the tile was cut: newer values may be in it, older not.
    """

    version: str
    start_ns: int
    stats: NDArray[np.float32]
    count: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class RawTile:
    """Single samples: offsets (s) from `start_ns`, values of shape (column, sample)."""

    version: str
    start_ns: int
    offsets_s: NDArray[np.float64]
    values: NDArray[np.floating[Any]]


def levels(door: Door, dataset_id: str, principal: Principal) -> Levels:
    """Return the tile pyramid of a dataset.

    Raises
    ------
    UnknownDataset
        If there is none, or `principal` may not see it.
    """
    dataset = catalog.describe(door, dataset_id, principal)
    source, own_id = door.source_of(dataset_id)
    every = buckets.widths_of(source, own_id, dataset)
    far = bool(source.name) and not isinstance(source, buckets.KeepsLevels)
    return Levels(
        dataset=dataset,
        version=source.version(own_id),
        widths_ns=every,
        parameters=tuple(tiling.tiled(p, every) for p in dataset.parameters if p.is_numeric),
        opening=first_look(dataset) if far else None,
    )


def first_look(dataset: Dataset) -> tuple[int, int] | None:
    """Return the end of a coverage that is too long to be read for a picture (TT2000).

    As many whole days as hold no more than `FIRST_SAMPLES`, where a day does; None where all
    there is holds no more, or no coverage is told.
    """
    if dataset.start is None or dataset.stop is None:
        return None
    length = FIRST_SAMPLES * (dataset.cadence_ns or time.NS)
    if dataset.stop - dataset.start <= length:
        return None
    days = length // _DAY_NS
    return dataset.stop - (days * _DAY_NS or length), dataset.stop


def tile(
    door: Door,
    dataset_id: str,
    parameter: str,
    level: int,
    index: int,
    principal: Principal,
    cut: Cut = WHOLE,
) -> Tile | RawTile:
    """Return one tile; a `RawTile` at level `RAW`.

    Parameters
    ----------
    cut : Cut, optional
        What of a distribution of several dimensions; by default the mean over those that
        are not drawn.

    Raises
    ------
    UnknownDataset, UnknownParameter
        If what is asked is not there, or not for `principal`.
    NotFound
        If there is no such level.
    BadRequest
        If the tile lies outside the times there are, or what is cut is not there.
    TooMuch
        If a remote source would have to send too many samples for it.
    """
    asked = buckets.ask(door, dataset_id, parameter, principal)
    taken = _Taken(asked.parameter, *drawn_as(asked.parameter, cut))
    every = asked.widths_ns
    if not RAW <= level < len(every):
        raise NotFound(f"There is no level {level}; there are {RAW} to {len(every) - 1}.")
    if level == RAW:
        _, width_ns = tiling.sizes(taken.parameter, taken.columns, every)
        return _raw_tile(asked, taken, index, width_ns)
    return _tile(asked, taken, index, level)


@dataclass(frozen=True, slots=True)
class _Taken:
    """A parameter and what of it is asked for."""

    parameter: Parameter
    drawn: Drawn | None
    over: tuple[Over, ...]

    @property
    def columns(self) -> int:
        return self.drawn.length if self.drawn else len(column_names(self.parameter))

    def buckets(self, values: Floats, counts: Floats) -> Floats:
        """Return the columns of a statistic of buckets."""
        return self.drawn.take(values, counts, self.over) if self.drawn else values

    def samples(self, values: Floats) -> Floats:
        """Return the columns of samples."""
        if self.drawn is None:
            return _with_magnitude(self.parameter, values)
        return self.drawn.take(values, np.isfinite(values), self.over)


def _tile(asked: buckets.Asked, taken: _Taken, index: int, level: int) -> Tile:
    width_ns = asked.widths_ns[level]
    across, _ = tiling.sizes(taken.parameter, taken.columns, asked.widths_ns)
    first = index * across
    stretch = asked.stretch(width_ns, first, first + across - 1)
    names = tiling.statistics(taken.parameter)
    stats = np.full((len(names), taken.columns, across), np.nan, np.float32)
    count = np.zeros(across, np.float32)
    if stretch is not None:
        here = stretch.bins - first
        counts = stretch.stats[:, COUNT]
        for i, name in enumerate(names):
            values = stretch.stats[:, STATS.index(name)]
            stats[i][:, here] = taken.buckets(values, counts).T
        count[here] = counts.max(axis=1)
    return Tile(asked.version, first * width_ns, stats, count)


def _raw_tile(asked: buckets.Asked, taken: _Taken, index: int, width_ns: int) -> RawTile:
    p = asked.parameter
    start_ns = index * width_ns
    start, stop = asked.ticks(width_ns, index, index)
    blocks: list[tuple[NDArray[np.int64], NDArray[Any]]] = []
    size = 0
    for block in asked.source.read(asked.own_id, start, stop, [p.name]):
        size += block.values[p.name].nbytes
        if size > MOST_RAW_BYTES:
            raise TooMuch(f"{p.name} has more samples there than one tile may hold; zoom in.")
        blocks.append((block.time, as_columns(p, block.values[p.name])))
    ticks = np.concatenate([t for t, _ in blocks]) if blocks else np.empty(0, np.int64)
    values = np.concatenate([v for _, v in blocks]) if blocks else np.empty((0, p.size))
    offsets = (time.to_unix_ns(ticks) - start_ns) / time.NS
    columns = np.ascontiguousarray(taken.samples(values).T, tiling.raw_dtype(p))
    return RawTile(asked.version, start_ns, offsets, columns)


def _with_magnitude(p: Parameter, values: NDArray[Any]) -> NDArray[Any]:
    if len(column_names(p)) == values.shape[1]:
        return values
    length = np.sqrt((values.astype(np.float64) ** 2).sum(axis=1))
    return np.column_stack([values, length])
