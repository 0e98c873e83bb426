"""Plot tiles: any dataset at any zoom, in pieces of one size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import Dataset, Principal
from dayside.services.door import Door

RAW = -1
"""The level of single samples."""


@dataclass(frozen=True, slots=True)
class TiledParameter:
    """How one parameter is cut into tiles: columns (components, magnitude), statistics, size."""

    name: str
    columns: tuple[str, ...]
    stats: tuple[str, ...]
    buckets: int


@dataclass(frozen=True, slots=True)
class Levels:
    """The tile pyramid of a dataset: widths of the buckets of each level (ns of UTC)."""

    dataset: Dataset
    version: str
    widths_ns: tuple[int, ...]
    raw_width_ns: int
    parameters: tuple[TiledParameter, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Tile:
    """One tile.

    Attributes
    ----------
    start_ns : int
        UTC, ns since 1970.
    stats : ndarray of float32, shape (stat, column, bucket)
        NaN where a bucket is empty.
    count : ndarray of float32, shape (bucket,)
        Samples in each bucket.
    """

    start_ns: int
    stats: NDArray[np.float32]
    count: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class RawTile:
    """Single samples: offsets (s) from `start_ns`, values of shape (column, sample)."""

    start_ns: int
    offsets_s: NDArray[np.float64]
    values: NDArray[np.float32]


def levels(door: Door, dataset_id: str, principal: Principal) -> Levels:
    """Return the tile pyramid of a dataset."""
    raise NotImplementedError


def tile(
    door: Door, dataset_id: str, parameter: str, level: int, index: int, principal: Principal
) -> Tile | RawTile:
    """Return one tile; `RawTile` at level `RAW`."""
    raise NotImplementedError


_ = Any
