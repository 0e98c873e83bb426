"""Levels: statistics in UTC-aligned bins, each level four times as wide as the one before.

They are time index, plot tiles and block extremes alike. A group keeps the fine
levels of its partition; the coarse ones are kept once for the whole dataset
(`dayside.archive.level_store`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.archive import partition
from dayside.model import Parameter, Series, time
from dayside.model.series import Values, storage_dtype
from dayside.science.series import bins

STEP = 4
SAMPLES_PER_BIN = 16
COARSEST_NS = 4_194_304 * time.NS

_EARLIEST_NS, _LATEST_NS = (
    int(np.datetime64(str(year), "ns").astype(np.int64)) for year in (time.MIN_YEAR, time.MAX_YEAR)
)
# A partition keeps a level only while it has this many bins of it; coarser ones would
# make a view of years open every group.
BINS_PER_PARTITION = 160


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """Bins of one level of one parameter: their numbers, and stats of shape (bins, 4, columns).

    A bin that is not there holds no sample.
    """

    bins: NDArray[np.int64]
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


@cache
def split_widths(cadence_ns: int | None, unit: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the widths kept by each partition and those kept for the whole dataset.

    The coarsest of the first is the finest of the second: they meet there.
    """
    every = tuple(widths(cadence_ns))
    limit = partition.length_ns(unit) // BINS_PER_PARTITION
    fine = tuple(w for w in every if w <= limit) or every[:1]
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
    flat = values.reshape(len(values), p.size)
    if flat.dtype.kind == "f":
        return flat if flat.dtype in (np.float32, np.float64) else flat.astype(np.float64)
    out = flat.astype(np.float32 if flat.itemsize < 4 else np.float64)
    if p.fill is not None:
        out[flat == p.fill] = np.nan
    return out


def dtype_of(p: Parameter) -> np.dtype[Any]:
    """Return the type of the statistics of a parameter."""
    return as_columns(p, np.empty((0, *p.shape), storage_dtype(p))).dtype


def joined(stretches: Iterable[Stretch]) -> Stretch | None:
    """Return one stretch from several; bins that several hold parts of become one."""
    parts = list(stretches)
    if len(parts) < 2:
        return parts[0] if parts else None
    bin_of = np.concatenate([s.bins for s in parts])
    return Stretch(*bins.combine(bin_of, np.concatenate([s.stats for s in parts])))


def ticks_of(first: int, last: int, width_ns: int) -> tuple[int, int]:
    """Return the times (TT2000, half-open) that bins `first` to `last` cover.

    What TT2000 cannot hold is left out: the two are the same where nothing remains.
    """
    edges = [min(max(b * width_ns, _EARLIEST_NS), _LATEST_NS) for b in (int(first), int(last) + 1)]
    start, stop = time.from_unix_ns(edges)
    return int(start), int(stop)


def reduce(p: Parameter, blocks: Iterable[Series], width_ns: int) -> Stretch | None:
    """Return the bins of samples that come block by block from a source without levels."""
    found = []
    for block in blocks:
        if len(block):
            bin_of = time.to_unix_ns(block.time) // width_ns
            columns = as_columns(p, block.values[p.name])
            found.append(Stretch(*bins.bin_statistics(bin_of, columns, magnitude=is_cartesian(p))))
    return joined(found)
