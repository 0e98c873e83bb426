"""What of an interval a picture can show: its samples, or minimum, mean and maximum in bins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.archive.levels import as_columns, column_names, is_cartesian
from dayside.model import Parameter, Series, time

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
        from dayside.science.series.bins import MAX, MEAN, MIN

        bins, stats = self._stats
        held = np.flatnonzero(~np.isnan(stats[:, MEAN]).all(axis=1))
        times = self._first + bins[held] * self._width + self._width // 2
        step = max(self._width, cadence_ns or 0)
        columns = [stats[held][:, kind] for kind in (MEAN, MIN, MAX)]
        times, (center, low, high) = _with_gaps(times, columns, step)
        return Overview(self.parameter, self._columns, times, center, low, high, step)

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


def _with_gaps(times: Array, columns: list[Array], step_ns: int) -> tuple[Array, list[Array]]:
    """Return times as ``datetime64[ns]`` and columns, with a row of NaN in each gap."""
    after = np.flatnonzero(np.diff(times) > GAP_STEPS * step_ns)
    filled = np.insert(times, after + 1, times[after] + step_ns)
    return (
        filled.view("datetime64[ns]"),
        [np.insert(column, after + 1, np.nan, axis=0) for column in columns],
    )
