"""What of an interval a picture can show: its samples, or minimum, mean and maximum in bins.

A long interval is taken from the levels, where its source keeps them: ten years then
cost as little as ten days.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.archive.levels import as_columns, column_names, is_cartesian
from dayside.model import Dataset, Parameter, Principal, Series, time
from dayside.services import tiles
from dayside.services.door import Door

BINS = 1600
"""About one for each dot of a wide picture."""

SAMPLES = 4 * BINS
"""Up to so many samples are shown as they are."""

GAP_STEPS = 3
"""A step so many times the usual one is a gap, and drawn as one."""

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Overview:
    """What of one parameter a picture shows.

    Attributes
    ----------
    parameter : Parameter
        What it is of.
    columns : tuple of str
        Components or channels, the magnitude of a vector last.
    times : ndarray of datetime64[ns], shape (n,)
        UTC of samples, or of the middle of bins.
    center : ndarray, shape (n, columns)
        Samples, or means; NaN where there is nothing, one row of NaN in each gap.
    low, high : ndarray or None
        Least and greatest of each bin; None where `center` holds single samples, and
        of spectra from levels, which keep only means.
    step_ns : int
        Usual step between `times`.
    """

    parameter: Parameter
    columns: tuple[str, ...]
    times: Array
    center: Array
    low: Array | None
    high: Array | None
    step_ns: int


def overviews(
    parameters: Iterable[Parameter],
    blocks: Iterable[Series],
    start: int,
    stop: int,
    cadence_ns: int | None = None,
) -> dict[str, Overview]:
    """Return what a picture of each parameter shows, in one pass and in bounded memory.

    Parameters
    ----------
    blocks : iterable of Series
        In time order; hold all `parameters`, which are numbers.
    start, stop : int
        TT2000.
    cadence_ns : int, optional
        Usual step between samples; from the samples if not given.
    """
    reducers = {p.name: _Reducer(p, start, stop) for p in parameters}
    for block in blocks:
        for reducer in reducers.values():
            reducer.add(block)
    return {name: reducer.result(cadence_ns) for name, reducer in reducers.items()}


def overview_of_levels(
    door: Door, dataset: Dataset, name: str, start: int, stop: int, principal: Principal
) -> Overview | None:
    """Return what a picture of a parameter shows, from the levels its source keeps.

    Parameters
    ----------
    start, stop : int
        TT2000.

    Returns
    -------
    Overview or None
        None where samples must be read: the interval is short, or there are no levels.
    """
    if not isinstance(door.source_of(dataset.id)[0], tiles.KeepsLevels):
        return None
    from dayside.science.series.bins import combine

    first, last = (int(t) for t in time.to_unix_ns([start, stop]))
    kept = tiles.levels(door, dataset.id, principal)
    tiled = next((p for p in kept.parameters if p.name == name), None)
    fine = [i for i, width in enumerate(kept.widths_ns) if (last - first) // width >= BINS]
    if tiled is None or not fine or tiled.columns != column_names(dataset[name]):
        return None
    level, width = fine[-1], kept.widths_ns[fine[-1]]
    span = width * tiled.buckets
    indices = range(first // span, -(-last // span))
    found = [tiles.tile(door, dataset.id, name, level, i, principal) for i in indices]
    stats = _four_statistics(tiled.stats, [t for t in found if isinstance(t, tiles.Tile)])
    bins = indices.start * tiled.buckets + np.arange(len(stats))
    inside = (bins >= first // width) & (bins * width < last)
    together = (last - first) // width // BINS
    wide, stats = combine(bins[inside] // together, stats[inside])
    only_means = len(tiled.stats) == 1
    return _of_bins(
        dataset[name], 0, width * together, wide, stats, dataset.cadence_ns, only_means=only_means
    )


def _four_statistics(told: Sequence[str], parts: Sequence[tiles.Tile]) -> Array:
    """Return tiles as rows of all statistics; the extremes of those with means only are NaN."""
    from dayside.science.series.bins import COUNT, STATS

    found = np.concatenate([t.stats for t in parts], axis=2)
    count = np.concatenate([t.count for t in parts])
    out = np.full((found.shape[2], len(STATS), found.shape[1]), np.nan)
    for row, name in zip(found, told, strict=True):
        out[:, STATS.index(name)] = row.T
    out[:, COUNT] = np.where(np.isfinite(found[-1]), count, 0).T
    return out


class _Reducer:
    """Keeps samples while they are few, then statistics in bins."""

    def __init__(self, parameter: Parameter, start: int, stop: int) -> None:
        self.parameter = parameter
        self._magnitude = is_cartesian(parameter)
        first, last = (int(t) for t in time.to_unix_ns([start, stop]))
        self._width = max((last - first) // BINS, 1)
        self._first = first
        self._times: list[Array] = []
        self._values: list[Array] = []
        self._count = 0
        self._stats: tuple[Array, Array] | None = None

    def add(self, block: Series) -> None:
        if not len(block):
            return
        self._times.append(time.to_unix_ns(block.time))
        self._values.append(as_columns(self.parameter, block.values[self.parameter.name]))
        self._count += len(block)
        if self._count > SAMPLES:
            self._reduce()

    def _reduce(self) -> None:
        from dayside.science.series.bins import bin_statistics, combine

        times, values = np.concatenate(self._times), np.concatenate(self._values)
        self._times, self._values = [], []
        found = bin_statistics(
            (times - self._first) // self._width, values, magnitude=self._magnitude
        )
        if self._stats is not None:
            parts = zip(self._stats, found, strict=True)
            bin_of, stats = (np.concatenate(both) for both in parts)
            found = combine(bin_of, stats)
        self._stats = found

    def result(self, cadence_ns: int | None) -> Overview:
        if self._stats is None:
            return self._samples(cadence_ns)
        return _of_bins(self.parameter, self._first, self._width, *self._stats, cadence_ns)

    def _samples(self, cadence_ns: int | None) -> Overview:
        times = np.concatenate([*self._times, np.empty(0, np.int64)])
        values = np.concatenate([*self._values, np.empty((0, self.parameter.size))])
        if self._magnitude:
            values = np.column_stack([values, np.sqrt((values**2).sum(axis=1))])
        steps = np.diff(times)
        step = cadence_ns or (int(np.median(steps)) if len(steps) else time.NS)
        times, (center,) = _with_gaps(times, [values], step)
        return Overview(self.parameter, self._columns, times, center, None, None, step)

    @property
    def _columns(self) -> tuple[str, ...]:
        return column_names(self.parameter)


def _of_bins(
    parameter: Parameter,
    first: int,
    width: int,
    bins: Array,
    stats: Array,
    cadence_ns: int | None,
    *,
    only_means: bool = False,
) -> Overview:
    """Return statistics of bins, counted from `first` (ns of UTC) and `width` ns wide."""
    from dayside.science.series.bins import MAX, MEAN, MIN

    held = np.flatnonzero(~np.isnan(stats[:, MEAN]).all(axis=1))
    times = first + bins[held] * width + width // 2
    step = max(width, cadence_ns or 0)
    kinds = (MEAN,) if only_means else (MEAN, MIN, MAX)
    times, columns = _with_gaps(times, [stats[held][:, kind] for kind in kinds], step)
    low, high = (None, None) if only_means else columns[1:]
    return Overview(parameter, column_names(parameter), times, columns[0], low, high, step)


def _with_gaps(times: Array, columns: list[Array], step_ns: int) -> tuple[Array, list[Array]]:
    """Return times as ``datetime64[ns]`` and columns, with a row of NaN in each gap."""
    after = np.flatnonzero(np.diff(times) > GAP_STEPS * step_ns)
    filled = np.insert(times, after + 1, times[after] + step_ns)
    return (
        filled.view("datetime64[ns]"),
        [np.insert(column, after + 1, np.nan, axis=0) for column in columns],
    )
