"""A parameter over an interval, in as many buckets as a small picture has pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dayside.archive.levels import as_columns, column_names
from dayside.model import Bins, Dataset, Parameter, Principal
from dayside.model.errors import NotFound
from dayside.model.series import Values
from dayside.model.time import NS, parse, to_unix_ns
from dayside.services import tiles
from dayside.services.door import Door
from dayside.services.tiling import TiledParameter

_FINEST_BUCKETS = 2000
_SHOWN_BUCKETS = 500
_SAME_RUN = 0.75
"""A bucket without a sample is no gap where one is nearer than this share of the cadence."""
_FEW_BUCKETS = 256
"""Where the finest level has fewer in the interval, the samples themselves are read."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Buckets of one parameter over an interval.

    Attributes
    ----------
    stats : ndarray, shape (stat, column, bucket)
        NaN where a bucket is empty.
    count : ndarray, shape (bucket,)
        Valid samples, of the column that has most.
    names : tuple of str
        Of the columns.
    bins : Bins or None
        What the channels of a spectrum are.
    start_ns, width_ns : float
        Where the first bucket begins (UTC, ns since 1970), and how wide each is. The first
        and the last may reach beyond the interval.
    """

    stats: NDArray[np.float32]
    count: NDArray[np.float32]
    names: tuple[str, ...]
    bins: Bins | None
    start_ns: float
    width_ns: float

    def shares(self, within: tuple[int, int]) -> NDArray[np.float64]:
        """Return where the centres of the buckets lie in an interval, 0 to 1."""
        start, stop = within
        centres = (np.arange(len(self.count)) + 0.5) * self.width_ns
        return np.asarray(
            np.clip((centres + (self.start_ns - start)) / (stop - start), 0, 1), np.float64
        )

    def at(self, shares: NDArray[np.float64], within: tuple[int, int]) -> NDArray[np.int64]:
        """Return which buckets lie at shares of an interval, 0 to 1."""
        start, stop = within
        offset_ns = shares * (stop - start) - (self.start_ns - start)
        found = np.floor(offset_ns / self.width_ns).astype(np.int64)
        return np.clip(found, 0, len(self.count) - 1)


def interval(dataset: Dataset, start: str, stop: str) -> tuple[int, int]:
    """Return UTC ns since 1970 of an interval within the coverage; "" is its end."""
    first, last = dataset.start or 0, dataset.stop or 0
    begin = max(first, parse(start)) if start else first
    end = min(last, parse(stop)) if stop else last
    if end <= begin:
        raise NotFound(f"{dataset.id} has nothing between {start or 'its'} and {stop or 'end'}.")
    return int(to_unix_ns(begin)), int(to_unix_ns(end))


def read(
    door: Door,
    levels: tiles.Levels,
    name: str,
    principal: Principal,
    within: tuple[int, int],
) -> Stretch:
    """Return a parameter over an interval, from the finest level that is still coarse.

    Parameters
    ----------
    within : (int, int)
        Start and stop, ns of UTC since 1970.
    """
    tiled = next(p for p in levels.parameters if p.name == name)
    if within[1] - within[0] < _FEW_BUCKETS * levels.widths_ns[0]:
        return _from_samples(door, levels, tiled, principal, within)
    dataset = levels.dataset
    start, stop = within
    level, width = _level(levels, stop - start)
    span = width * tiled.buckets
    found = [
        tiles.tile(door, dataset.id, name, level, index, principal)
        for index in range(start // span, -(-stop // span))
    ]
    parts = [t for t in found if isinstance(t, tiles.Tile)]
    first = (start - start // span * span) // width
    inside = slice(first, -(-(stop - start // span * span) // width))
    stats = np.concatenate([t.stats for t in parts], axis=2)[:, :, inside]
    count = np.concatenate([t.count for t in parts])[inside]
    begins = start // span * span + first * width
    return _coarser(Stretch(stats, count, tiled.columns, tiled.bins, begins, width))


def _from_samples(
    door: Door,
    levels: tiles.Levels,
    tiled: TiledParameter,
    principal: Principal,
    within: tuple[int, int],
) -> Stretch:
    """Return an interval of few samples, about one a bucket."""
    start, stop = within
    span = tiled.raw_width_ns
    found = [
        tiles.tile(door, levels.dataset.id, tiled.name, tiles.RAW, index, principal)
        for index in range(start // span, -(-stop // span))
    ]
    parts = [t for t in found if isinstance(t, tiles.RawTile)]
    after_s = np.concatenate([t.offsets_s + (t.start_ns - start) / NS for t in parts])
    rows = np.concatenate([t.values for t in parts], axis=1).T.astype(np.float64)
    cadence = levels.dataset.cadence_ns
    every, count = _bucketed(after_s, rows, stop - start, cadence, levels.widths_ns[0])
    stats = np.stack([every[name].T for name in tiled.stats]).astype(np.float32)
    width = (stop - start) / len(count)
    return Stretch(stats, count, tiled.columns, tiled.bins, start, width)


def of_samples(
    parameter: Parameter, ticks_ns: NDArray[np.int64], values: Values, within: tuple[int, int],
    cadence_ns: int,
) -> Stretch:  # fmt: skip
    """Return samples that no level holds, in as many buckets as a small picture has pixels.

    Parameters
    ----------
    ticks_ns : ndarray, shape (n,)
        Times, ns of UTC since 1970.
    values : ndarray, shape (n, ...)
        As the parameter has them.
    """
    start, stop = within
    rows = as_columns(parameter, values).astype(np.float64)
    names = column_names(parameter)
    if len(names) > rows.shape[1]:
        rows = np.column_stack([rows, np.linalg.norm(rows, axis=1)])
    after_s = (ticks_ns - start) / NS
    every, count = _bucketed(after_s, rows, stop - start, cadence_ns, cadence_ns)
    stats = np.stack([every[name].T for name in ("min", "max", "mean")]).astype(np.float32)
    bins = parameter.bins[0] if parameter.bins else None
    return Stretch(stats, count, names, bins, start, (stop - start) / len(count))


def _bucketed(
    after_s: NDArray[np.float64],
    rows: NDArray[np.float64],
    length_ns: int,
    cadence_ns: int | None,
    least_ns: int,
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.float32]]:
    """Return min, max and mean (bucket, column) of samples, and how many each bucket holds."""
    step = max(length_ns / _SHOWN_BUCKETS, cadence_ns or least_ns)
    buckets = max(1, int(length_ns / step))
    at = np.floor(after_s * NS / length_ns * buckets).astype(np.int64)
    inside = (at >= 0) & (at < buckets)
    at, rows = at[inside], rows[inside]
    shape = (buckets, rows.shape[1])
    least, greatest = np.full(shape, np.nan), np.full(shape, np.nan)
    np.fmin.at(least, at, rows)
    np.fmax.at(greatest, at, rows)
    there = np.isfinite(rows)
    total, valid = np.zeros(shape), np.zeros(shape)
    np.add.at(total, at, np.where(there, rows, 0))
    np.add.at(valid, at, there)
    mean = total / np.where(valid > 0, valid, np.nan)
    if len(at):
        reach_s = _SAME_RUN * (cadence_ns or 0) / NS
        _carry(mean, at, after_s[inside], rows, length_ns / NS / buckets, reach_s)
    every = {"min": np.fmin(least, mean), "max": np.fmax(greatest, mean), "mean": mean}
    return every, valid.max(axis=1).astype(np.float32)


def _carry(
    mean: NDArray[np.float64],
    at: NDArray[np.int64],
    after_s: NDArray[np.float64],
    rows: NDArray[np.float64],
    bucket_s: float,
    reach_s: float,
) -> None:
    """Fill buckets between two samples that follow each other: no cadence is kept exactly.

    Parameters
    ----------
    mean : ndarray, shape (bucket, column)
        Changed where a bucket holds no sample and the nearest is within `reach_s`.
    at : ndarray, shape (n,)
        Which bucket each sample is in.
    after_s : ndarray, shape (n,)
        Times of the samples, s since the first bucket began, n > 0.
    rows : ndarray, shape (n, column)
        Their values.
    """
    empty = np.setdiff1d(np.arange(len(mean)), at)
    centres = (empty + 0.5) * bucket_s
    behind = np.searchsorted(after_s, centres)
    left, right = (np.clip(i, 0, len(after_s) - 1) for i in (behind - 1, behind))
    near = np.where(centres - after_s[left] <= after_s[right] - centres, left, right)
    close = np.abs(after_s[near] - centres) <= reach_s
    mean[empty[close]] = rows[near[close]]


def _coarser(stretch: Stretch) -> Stretch:
    """Return the stretch in no more buckets than a page has pixels for."""
    length = stretch.stats.shape[2]
    together = -(-length // _SHOWN_BUCKETS)
    if together == 1:
        return stretch
    missing = -length % together
    stats = np.pad(stretch.stats, ((0, 0), (0, 0), (0, missing)), constant_values=np.nan)
    count = np.pad(stretch.count, (0, missing)).reshape(-1, together)
    grouped = stats.reshape(*stats.shape[:2], -1, together)
    weights = np.where(np.isfinite(grouped[-1]), count, 0)
    total = weights.sum(axis=2)
    mean = np.nansum(grouped[-1] * weights, axis=2) / np.where(total > 0, total, np.nan)
    reduced = [mean]
    if len(stats) == 3:
        reduced = [np.fmin.reduce(grouped[0], axis=2), np.fmax.reduce(grouped[1], axis=2), mean]
    return Stretch(
        np.stack(reduced),
        count.sum(axis=1),
        stretch.names,
        stretch.bins,
        stretch.start_ns,
        stretch.width_ns * together,
    )


def _level(levels: tiles.Levels, length_ns: int) -> tuple[int, int]:
    """Return the number and the width of the finest level of not too many buckets."""
    for level, width in enumerate(levels.widths_ns):
        if length_ns / width <= _FINEST_BUCKETS:
            return level, width
    return len(levels.widths_ns) - 1, levels.widths_ns[-1]
