"""The local archive as a source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dayside.archive import Archive
from dayside.archive.levels import Stretch
from dayside.db import Granule
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

    def level_widths(self, dataset: str) -> Sequence[int]:
        """Return the widths (ns of UTC) of the levels, finest first."""
        return self.archive.level_widths(dataset)

    def level(
        self, dataset: str, parameter: str, width_ns: int, first: int, last: int
    ) -> Stretch | None:
        """Return bins `first` to `last` of a level; None where all are empty."""
        return self.archive.level(dataset, parameter, width_ns, first, last)

    def granules(self, dataset: str) -> Sequence[Granule]:
        """Return the files a dataset was made of, replaced ones too."""
        return self.archive.granules(dataset)

    def snapshots(self, dataset: str) -> Sequence[tuple[int, str, Dataset]]:
        """Return (snapshot, UTC, dataset then) of every state, oldest first."""
        return self.archive.index.snapshots(dataset)

    def save_link(self, link_id: str, state: str) -> None:
        """Keep the state of a view under a short id."""
        self.archive.index.save_link(link_id, state)

    def link(self, link_id: str) -> str:
        """Return the state kept under a short id."""
        return self.archive.index.link(link_id)
