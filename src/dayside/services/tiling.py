"""How parameters are cut into tiles: columns, statistics, and tiles of about one size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dayside.archive.levels import column_names
from dayside.model import Bins, Parameter
from dayside.services.slices import Drawn, bins_of

TILE_BYTES = 64 << 10
LINE_BUCKETS = 1024
MOST_RAW_SAMPLES = 1024

_LINE_STATS = ("min", "max", "mean")
_SPECTRUM_STATS = ("mean",)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of a distribution of several: its bins, and tiles with it upwards.

    Attributes
    ----------
    length : int
    bins : Bins or None
    buckets : int
        Buckets of one tile.
    raw_width_ns : int
        Width of a tile of single samples, ns of UTC.
    """

    length: int
    bins: Bins | None
    buckets: int
    raw_width_ns: int


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
    upwards : int
        Of a distribution of several dimensions, the one drawn upwards.
    dimensions : tuple of Dimension
        Of such a distribution; any may be asked for upwards, and the others reduced.
    """

    name: str
    columns: tuple[str, ...]
    stats: tuple[str, ...]
    buckets: int
    raw_width_ns: int
    raw_dtype: str = "float32"
    bins: Bins | None = None
    upwards: int = 0
    dimensions: tuple[Dimension, ...] = ()


def tiled(p: Parameter, every: Sequence[int]) -> TiledParameter:
    """Return how tiles of `p` are cut from levels of the widths `every`, ns."""
    stats = statistics(p)
    dtype = raw_dtype(p).name
    drawn = Drawn.of(p)
    if drawn is None:
        columns = column_names(p)
        bins = next((b for b in p.bins if b is not None), None)
        return TiledParameter(p.name, columns, stats, *sizes(p, len(columns), every), dtype, bins)
    dimensions = tuple(
        Dimension(length, bins, *sizes(p, length, every))
        for length, bins in zip(p.shape, bins_of(p), strict=True)
    )
    columns = tuple(str(i) for i in range(drawn.length))
    size = sizes(p, drawn.length, every)
    return TiledParameter(p.name, columns, stats, *size, dtype, drawn.bins, drawn.axis, dimensions)


def statistics(p: Parameter) -> tuple[str, ...]:
    """Return the names of the statistics in a tile of `p`."""
    return _SPECTRUM_STATS if p.display == "spectrogram" else _LINE_STATS


def sizes(p: Parameter, columns: int, every: Sequence[int]) -> tuple[int, int]:
    """Return the buckets of a tile of so many columns, and the width of one of samples, ns."""
    buckets = LINE_BUCKETS
    while buckets > 32 and buckets * columns * len(statistics(p)) * 4 > TILE_BYTES:
        buckets //= 2
    samples = MOST_RAW_SAMPLES
    size = raw_dtype(p).itemsize
    while samples > 32 and samples * (8 + size * columns) > TILE_BYTES:
        samples //= 2
    # A bucket of the finest level holds about sixteen samples.
    return buckets, every[0] * samples // 16


def raw_dtype(p: Parameter) -> np.dtype[Any]:
    """Return what samples of `p` are told in: ``float32`` where it holds them, else ``float64``."""
    stored = np.dtype(p.dtype)
    # Whole numbers of four bytes have more digits than a float32.
    short = stored.itemsize <= (4 if stored.kind == "f" else 2)
    return np.dtype(np.float32 if short else np.float64)
