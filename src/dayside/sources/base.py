"""The seam to everything that has a value at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from dayside.model import Dataset, Series


@runtime_checkable
class Source(Protocol):
    """Stored or remote datasets.

    A source knows its datasets by its own ids; outside, those of a source with a
    `name` are prefixed with it: ``cdaweb/AC_H0_MFI``.

    Attributes
    ----------
    name : str
        Empty for the local archive.
    """

    name: str

    def datasets(self, snapshot: int | None = None) -> Sequence[Dataset]:
        """Return every dataset; remote ones may tell little more than id and title.

        Raises
        ------
        Upstream
            If a remote source does not answer and nothing was kept from earlier.
        """
        ...

    def describe(self, dataset: str, snapshot: int | None = None) -> Dataset:
        """Return one dataset whole.

        Raises
        ------
        UnknownDataset, UnknownSnapshot, Upstream
        """
        ...

    def read(
        self,
        dataset: str,
        start: int,
        stop: int,
        parameters: Sequence[str] | None = None,
        snapshot: int | None = None,
    ) -> Iterator[Series]:
        """Yield the samples with ``start <= time < stop`` (TT2000) in bounded blocks.

        Raises
        ------
        UnknownDataset, UnknownParameter, UnknownSnapshot, Upstream
        """
        ...

    def version(self, dataset: str, snapshot: int | None = None) -> str:
        """Return a text that changes whenever values or metadata may have changed."""
        ...
