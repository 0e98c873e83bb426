"""Plot tiles: any dataset at any zoom, in pieces of one size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.archive.levels import as_columns, column_names
from dayside.model import Bins, Dataset, Parameter, Principal, time
from dayside.model.errors import NotFound, TooMuch
from dayside.science.series.bins import COUNT, STATS
from dayside.services import buckets, catalog
from dayside.services.door import Door
from dayside.services.slices import Drawn

RAW = -1
"""The level of single samples."""

TILE_BYTES = 64 << 10
LINE_BUCKETS = 1024
MOST_RAW_SAMPLES = 1024
MOST_RAW_BYTES = 32 << 20

_LINE_STATS = ("min", "max", "mean")
_SPECTRUM_STATS = ("mean",)


@dataclass(frozen=True, slots=True)
class TiledParameter:
    """How one parameter is cut into tiles.

    Attributes
    ----------
    name : str
    columns : tuple of str
        Components and magnitude of a vector, channels of a spectrum.
    stats : tuple of str
        Statistics of each bucket.
    buckets : int
        Buckets of one tile.
    raw_width_ns : int
        Width of a tile of single samples, ns of UTC.
    raw_dtype : str
        ``float32`` or ``float64``: whichever holds every sample exactly.
    bins : Bins or None
        What the channels of a spectrum are.
    over : str
        Dimensions over which the mean is taken where no slice is asked for; "" is none.
    slices : tuple of str
        Names of the slices that may be asked for, by number.
    """

    name: str
    columns: tuple[str, ...]
    stats: tuple[str, ...]
    buckets: int
    raw_width_ns: int
    raw_dtype: str = "float32"
    bins: Bins | None = None
    over: str = ""
    slices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Levels:
    """The tile pyramid of a dataset; widths in ns of UTC."""

    dataset: Dataset
    version: str
    widths_ns: tuple[int, ...]
    parameters: tuple[TiledParameter, ...]


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
    return Levels(
        dataset=dataset,
        version=source.version(own_id),
        widths_ns=every,
        parameters=tuple(_tiled(p, every) for p in dataset.parameters if p.is_numeric),
    )


def tile(
    door: Door,
    dataset_id: str,
    parameter: str,
    level: int,
    index: int,
    principal: Principal,
    chosen: int | None = None,
) -> Tile | RawTile:
    """Return one tile; a `RawTile` at level `RAW`.

    Parameters
    ----------
    chosen : int, optional
        Slice of a distribution of several dimensions; by default the mean over the others.

    Raises
    ------
    UnknownDataset, UnknownParameter
        If what is asked is not there, or not for `principal`.
    NotFound
        If there is no such level.
    BadRequest
        If the tile lies outside the times there are, or there is no such slice.
    TooMuch
        If a remote source would have to send too many samples for it.
    """
    asked = buckets.ask(door, dataset_id, parameter, principal, chosen)
    every = asked.widths_ns
    if not RAW <= level < len(every):
        raise NotFound(f"There is no level {level}; there are {RAW} to {len(every) - 1}.")
    tiled = _tiled(asked.parameter, every)
    if level == RAW:
        return _raw_tile(asked, index, tiled.raw_width_ns, chosen)
    return _tile(asked, tiled, index, every[level], chosen)


def _tiled(p: Parameter, every: Sequence[int]) -> TiledParameter:
    drawn = Drawn.of(p)
    columns = drawn.columns if drawn else column_names(p)
    stats = _SPECTRUM_STATS if p.display == "spectrogram" else _LINE_STATS
    across = LINE_BUCKETS
    while across > 32 and across * len(columns) * len(stats) * 4 > TILE_BYTES:
        across //= 2
    dtype = _raw_dtype(p)
    samples = MOST_RAW_SAMPLES
    while samples > 32 and samples * (8 + dtype.itemsize * len(columns)) > TILE_BYTES:
        samples //= 2
    # A bucket of the finest level holds about sixteen samples.
    raw_width_ns = every[0] * samples // 16
    if drawn:
        return TiledParameter(
            p.name,
            columns,
            stats,
            across,
            raw_width_ns,
            dtype.name,
            drawn.bins,
            drawn.over,
            drawn.slices,
        )
    bins = next((b for b in p.bins if b is not None), None)
    return TiledParameter(p.name, columns, stats, across, raw_width_ns, dtype.name, bins)


def _raw_dtype(p: Parameter) -> np.dtype[Any]:
    stored = np.dtype(p.dtype)
    # Whole numbers of four bytes have more digits than a float32.
    short = stored.itemsize <= (4 if stored.kind == "f" else 2)
    return np.dtype(np.float32 if short else np.float64)


def _tile(
    asked: buckets.Asked, tiled: TiledParameter, index: int, width_ns: int, chosen: int | None
) -> Tile:
    first = index * tiled.buckets
    stretch = asked.stretch(width_ns, first, first + tiled.buckets - 1)
    stats = np.full((len(tiled.stats), len(tiled.columns), tiled.buckets), np.nan, np.float32)
    count = np.zeros(tiled.buckets, np.float32)
    if stretch is not None:
        here = stretch.bins - first
        for i, name in enumerate(tiled.stats):
            values = stretch.stats[:, STATS.index(name)]
            stats[i][:, here] = _taken(asked.parameter, values, chosen).T
        count[here] = stretch.stats[:, COUNT].max(axis=1)
    return Tile(asked.version, first * width_ns, stats, count)


def _taken(p: Parameter, values: NDArray[Any], chosen: int | None) -> NDArray[Any]:
    drawn = Drawn.of(p)
    return drawn.take(values, chosen) if drawn else values


def _raw_tile(asked: buckets.Asked, index: int, width_ns: int, chosen: int | None) -> RawTile:
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
    values = _taken(p, _with_magnitude(p, values), chosen)
    return RawTile(asked.version, start_ns, offsets, np.ascontiguousarray(values.T, _raw_dtype(p)))


def _with_magnitude(p: Parameter, values: NDArray[Any]) -> NDArray[Any]:
    if len(column_names(p)) == values.shape[1]:
        return values
    length = np.sqrt((values.astype(np.float64) ** 2).sum(axis=1))
    return np.column_stack([values, length])
