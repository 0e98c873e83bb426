"""The archive as a search reads it: values of whole stretches, and what levels tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from dayside.archive import Archive, coverage
from dayside.archive.levels import Stretch
from dayside.model import Dataset, Series
from dayside.model.time import Ticks
from dayside.query.search.runs import Intervals


@dataclass(frozen=True, slots=True)
class Stored:
    """Datasets of an archive, all of one snapshot, so that a search sees one state of them.

    It asks nobody for leave: give it to searches whose datasets were allowed.

    Attributes
    ----------
    archive : Archive
    snapshot : int
    """

    archive: Archive
    snapshot: int
    _selected: dict[tuple[str, ...], Dataset] = field(default_factory=dict)

    @classmethod
    def now(cls, archive: Archive) -> Self:
        """Return the present state."""
        return cls(archive, archive.snapshot)

    def dataset(self, dataset: str) -> Dataset:
        """Return a dataset as it was at the snapshot."""
        return self.archive.dataset(dataset, self.snapshot)

    def _with(self, dataset: str, parameters: Sequence[str]) -> Dataset:
        # A search reads the same parameters a thousand times over.
        key = dataset, *parameters
        if key not in self._selected:
            self._selected[key] = self.dataset(dataset).select(parameters)
        return self._selected[key]

    def read(self, dataset: str, parameters: Sequence[str], start: int, stop: int) -> Series:
        """Return the samples with ``start <= time < stop``; without parameters, their times."""
        return self.gather(dataset, parameters, np.array([[start, stop]]))

    def gather(self, dataset: str, parameters: Sequence[str], spans: Intervals) -> Series:
        """Return the samples within stretches, which are in order and apart."""
        described = self._with(dataset, parameters)
        extents = self.archive.index.extents(dataset, self.snapshot)
        parts: list[Series] = []
        for path in extents.within(int(spans[0, 0]), int(spans[-1, 1])):
            group = self.archive.group(path)
            rows = group.rows_between(spans)
            if rows:
                values = {p.name: group.values_in(p, rows) for p in described.parameters}
                parts.append(Series(described, group.time_in(rows), values))
        return parts[0] if len(parts) == 1 else Series.concatenate(described, parts)

    def widths(self, dataset: str) -> Sequence[int]:
        """Return the widths of a dataset's levels, finest first."""
        return self.archive.level_widths(dataset, self.snapshot)

    def level(
        self, dataset: str, parameter: str, width_ns: int, first: int, last: int
    ) -> Stretch | None:
        """Return bins `first` to `last` of a level; None where all are empty."""
        return self.archive.level(dataset, parameter, width_ns, first, last, self.snapshot)

    def counts(self, dataset: str, unix_ns: Ticks) -> NDArray[np.int64]:
        """Return how many samples lie in each cell between edges, UTC since 1970."""
        return coverage.counts(self.archive, dataset, unix_ns, self.snapshot)

    def gaps(self, dataset: str, start: int, stop: int, longest_ns: int) -> NDArray[np.int64]:
        """Return the times before and after each longer step."""
        return coverage.gaps(self.archive, dataset, start, stop, longest_ns, self.snapshot)
