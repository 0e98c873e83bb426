"""Series held as arrays, with levels made when first drawn: files that are only looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from threading import Lock

import numpy as np

from dayside.archive.levels import STEP, Stretch, reduce, widths
from dayside.model import Dataset, Parameter, Series
from dayside.science.series import bins
from dayside.sources.base import one_of

BLOCK_BYTES = 8 << 20
"""About how much a block that is read may hold."""


class Held:
    """One series, and the levels of those of its parameters that were drawn.

    Parameters
    ----------
    series : Series
        In time order; its dataset tells the coverage. Arrays may be mapped from files.
    """

    def __init__(self, series: Series) -> None:
        self.series = series
        self.widths = tuple(widths(series.dataset.cadence_ns))
        self._levels: dict[str, tuple[Stretch | None, ...]] = {}
        self._lock = Lock()

    @property
    def dataset(self) -> Dataset:
        """What the series is."""
        return self.series.dataset

    def read(self, start: int, stop: int, parameters: Sequence[str] | None) -> Iterator[Series]:
        """Yield the samples with ``start <= time < stop`` in bounded blocks."""
        return _blocks(self.series.select(parameters), start, stop)

    def level(self, parameter: str, width_ns: int, first: int, last: int) -> Stretch | None:
        """Return bins `first` to `last`, both included, of a level; None where all are empty."""
        found = self._pyramid(self.dataset[parameter])[self.widths.index(width_ns)]
        if found is None:
            return None
        low, high = np.searchsorted(found.bins, [first, last + 1])
        return Stretch(found.bins[low:high], found.stats[low:high]) if low < high else None

    def _pyramid(self, p: Parameter) -> tuple[Stretch | None, ...]:
        # One at a time: neighbouring tiles of a parameter are asked for together.
        with self._lock:
            if p.name not in self._levels:
                every = _blocks(self.series.select([p.name]))
                found = [reduce(p, every, self.widths[0])]
                for _ in self.widths[1:]:
                    found.append(found[-1] and _wider(found[-1]))
                self._levels[p.name] = tuple(found)
            return self._levels[p.name]


class HeldSource:
    """A `dayside.sources.Source` of series that are held, whoever brought them.

    Parameters
    ----------
    held : iterable of Series
        As `Held` wants them, one a dataset.
    name : str
        Empty for what stands in the place of an archive.
    """

    def __init__(self, held: Iterable[Series], name: str = "") -> None:
        self.name = name
        self.held = {series.dataset.id: Held(series) for series in held}

    def datasets(self, snapshot: int | None = None) -> Sequence[Dataset]:  # noqa: ARG002
        """Return every dataset."""
        return [one.dataset for one in self.held.values()]

    def describe(self, dataset: str, snapshot: int | None = None) -> Dataset:  # noqa: ARG002
        """Return one dataset."""
        return self._one(dataset).dataset

    def read(
        self,
        dataset: str,
        start: int,
        stop: int,
        parameters: Sequence[str] | None = None,
        snapshot: int | None = None,  # noqa: ARG002
    ) -> Iterator[Series]:
        """Yield the samples with ``start <= time < stop`` in bounded blocks."""
        return self._one(dataset).read(start, stop, parameters)

    def version(self, dataset: str, snapshot: int | None = None) -> str:  # noqa: ARG002
        """Return when the dataset was read: what is held does not change."""
        return f"held-{self._one(dataset).dataset.modified or ''}"

    def level_widths(self, dataset: str) -> Sequence[int]:
        """Return the widths (ns of UTC) of the levels, finest first."""
        return self._one(dataset).widths

    def level(
        self, dataset: str, parameter: str, width_ns: int, first: int, last: int
    ) -> Stretch | None:
        """Return bins `first` to `last` of a level; None where all are empty."""
        return self._one(dataset).level(parameter, width_ns, first, last)

    def _one(self, dataset: str) -> Held:
        return one_of(self.held, dataset)


def _blocks(series: Series, start: int | None = None, stop: int | None = None) -> Iterator[Series]:
    first = 0 if start is None else int(np.searchsorted(series.time, start))
    last = len(series) if stop is None else int(np.searchsorted(series.time, stop))
    row_bytes = 8 + sum(v.itemsize * int(np.prod(v.shape[1:])) for v in series.values.values())
    rows = max(1, BLOCK_BYTES // row_bytes)
    return (series[row : min(row + rows, last)] for row in range(first, last, rows))


def _wider(narrow: Stretch) -> Stretch:
    return Stretch(*bins.combine(narrow.bins // STEP, narrow.stats))
