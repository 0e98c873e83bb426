"""The seam to everything that has a value at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar, runtime_checkable

from dayside.model import Dataset, Series
from dayside.model.errors import UnknownDataset, nearest

T = TypeVar("T")


def one_of(held: Mapping[str, T], dataset: str) -> T:
    """Return what is held of a dataset.

    Raises
    ------
    UnknownDataset
        If there is none of that id.
    """
    if dataset not in held:
        raise UnknownDataset("There is no dataset of that id." + nearest(dataset, held))
    return held[dataset]


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


@dataclass(frozen=True, slots=True)
class Health:
    """How a remote source has answered lately.

    Attributes
    ----------
    title, url : str
        What people call it, and where it is.
    answered : float or None
        When it last answered, s since 1970; None if it was not asked yet or never did.
    took_s : float or None
        How long that took until the answer began.
    failed : float or None
        When it last did not, s since 1970.
    error : str
        Why.
    """

    title: str
    url: str
    answered: float | None = None
    took_s: float | None = None
    failed: float | None = None
    error: str = ""

    @property
    def answers(self) -> bool | None:
        """Whether it answered when it was last asked; None if it never was."""
        if self.answered is None and self.failed is None:
            return None
        return (self.answered or 0) >= (self.failed or 0)


@runtime_checkable
class Remote(Protocol):
    """A source somewhere else, which may not answer."""

    def health(self) -> Health:
        """Return how it has answered lately; it is not asked for that."""
        ...
