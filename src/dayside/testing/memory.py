"""`MemorySource`: series held in memory, for tests of whatever stands on a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from dayside.model import Dataset, Series
from dayside.sources.base import one_of


class MemorySource:
    """A `dayside.sources.Source` of a few series.

    Parameters
    ----------
    held : sequence of Series
        One a dataset, in time order.
    name : str
        Empty for what stands in the place of the local archive.
    block_rows : int
        Most samples of a block.
    """

    def __init__(self, held: Sequence[Series], name: str = "", block_rows: int = 1000) -> None:
        self.name = name
        self.block_rows = block_rows
        self.held = {series.dataset.id: series for series in held}

    def datasets(self, snapshot: int | None = None) -> Sequence[Dataset]:  # noqa: ARG002
        """Return every dataset."""
        return [series.dataset for series in self.held.values()]

    def describe(self, dataset: str, snapshot: int | None = None) -> Dataset:  # noqa: ARG002
        """Return one dataset."""
        return one_of(self.held, dataset).dataset

    def read(
        self,
        dataset: str,
        start: int,
        stop: int,
        parameters: Sequence[str] | None = None,
        snapshot: int | None = None,  # noqa: ARG002
    ) -> Iterator[Series]:
        """Yield the samples with ``start <= time < stop`` in blocks."""
        whole = one_of(self.held, dataset).select(parameters)
        first, last = np.searchsorted(whole.time, [start, stop])
        return (
            whole[row : min(row + self.block_rows, last)]
            for row in range(int(first), int(last), self.block_rows)
        )

    def version(self, dataset: str, snapshot: int | None = None) -> str:  # noqa: ARG002
        """Return a text that changes with the number of samples."""
        return f"memory-{len(one_of(self.held, dataset))}"
