"""What of an interval a picture can show: its samples, or minimum, mean and maximum in bins.

A long interval is taken from the levels, where its source keeps them: ten years then
cost as little as ten days.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.archive.levels import as_columns, column_names, is_cartesian
from dayside.model import Dataset, Parameter, Principal, Series, time
from dayside.science.series.bins import MAX, MEAN, MIN, bin_statistics, combine
from dayside.services.buckets import KeepsLevels
from dayside.services.door import Door
from dayside.services.envelope import Envelope, envelope
from dayside.services.slices import Drawn

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
        Least and greatest of each bin; None where `center` holds single samples.
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
    source, own_id = door.source_of(dataset.id)
    first, last = (int(t) for t in time.to_unix_ns([start, stop]))
    if (
        not isinstance(source, KeepsLevels)
        or not dataset[name].is_numeric
        or Drawn.of(dataset[name])
        or (last - first) // BINS < source.level_widths(own_id)[0]
    ):
        return None
    found = envelope(door, dataset.id, name, (start, stop), principal, pixels=BINS)
    return overview_of_envelope(found, dataset.cadence_ns)


def overview_of_envelope(found: Envelope, cadence_ns: int | None) -> Overview:
    """Return what a picture shows of an envelope; `cadence_ns` is that of its samples."""
    middles = found.start_ns + found.width_ns * np.arange(len(found.mean)) + found.width_ns // 2
    step = max(found.width_ns, cadence_ns or 0)
    return _of_bins(found.parameter, middles, (found.mean, found.minimum, found.maximum), step)


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
        bins, stats = self._stats
        middles = self._first + bins * self._width + self._width // 2
        kinds = stats[:, MEAN], stats[:, MIN], stats[:, MAX]
        return _of_bins(self.parameter, middles, kinds, max(self._width, cadence_ns or 0))

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
    parameter: Parameter, middles: Array, kinds: tuple[Array, Array, Array], step_ns: int
) -> Overview:
    """Return mean, minimum and maximum in bins, given the middle of each (ns of UTC)."""
    held = np.flatnonzero(~np.isnan(kinds[0]).all(axis=1))
    times, (mean, low, high) = _with_gaps(middles[held], [kind[held] for kind in kinds], step_ns)
    return Overview(parameter, column_names(parameter), times, mean, low, high, step_ns)


def _with_gaps(times: Array, columns: list[Array], step_ns: int) -> tuple[Array, list[Array]]:
    """Return times as ``datetime64[ns]`` and columns, with a row of NaN in each gap."""
    after = np.flatnonzero(np.diff(times) > GAP_STEPS * step_ns)
    filled = np.insert(times, after + 1, times[after] + step_ns)
    return (
        filled.view("datetime64[ns]"),
        [np.insert(column, after + 1, np.nan, axis=0) for column in columns],
    )
