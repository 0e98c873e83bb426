"""The local archive as a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dayside.archive import Archive
from dayside.model import Dataset, Series


class LocalSource:
    """Datasets of an archive; their ids stand without a prefix.

    Parameters
    ----------
    archive : Archive
    """

    name = ""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def datasets(self, snapshot: int | None = None) -> Sequence[Dataset]:
        """Return every dataset."""
        return self.archive.datasets(snapshot)

    def describe(self, dataset: str, snapshot: int | None = None) -> Dataset:
        """Return one dataset."""
        return self.archive.dataset(dataset, snapshot)

    def read(
        self,
        dataset: str,
        start: int,
        stop: int,
        parameters: Sequence[str] | None = None,
        snapshot: int | None = None,
    ) -> Iterator[Series]:
        """Yield the samples with ``start <= time < stop`` in bounded blocks."""
        return self.archive.read(dataset, start, stop, parameters, snapshot)

    def version(self, dataset: str, snapshot: int | None = None) -> str:
        """Return the snapshot the dataset was last changed in."""
        return str(self.archive.index.state(dataset, snapshot)[2])
