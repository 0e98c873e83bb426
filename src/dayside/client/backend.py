"""What answers a client: an archive of this machine, or a Dayside elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from dayside.model import Dataset, EventList, Series
from dayside.model.errors import BadRequest

if TYPE_CHECKING:
    from dayside.client.event_lists import EventBackend
    from dayside.client.formulas import Shelf
    from dayside.client.jobs import Desk
    from dayside.client.overview import Overview
    from dayside.model.view import View
    from dayside.services.envelope import Envelope
    from dayside.services.evaluate import FormulaRequest
    from dayside.services.search import SearchRequest


class Backend(Protocol):
    """What stands behind an `ArchiveClient`.

    Attributes
    ----------
    location : str
        Folder or address, for people.
    """

    location: str

    @property
    def events(self) -> EventBackend:
        """Its event lists."""
        ...

    def search(self, text: str, facets: Mapping[str, str]) -> Sequence[Dataset]:
        """Return the datasets that match; no text and no facets is all."""
        ...

    def describe(self, dataset: str) -> Dataset:
        """Return one dataset whole.

        Raises
        ------
        UnknownDataset
            If there is none.
        """
        ...

    def read(self, dataset: Dataset, start: int, stop: int) -> Series:
        """Return the parameters of `dataset` with ``start <= time < stop`` (TT2000)."""
        ...

    def envelope(
        self, dataset: Dataset, parameter: str, interval: tuple[int, int], pixels: int
    ) -> Envelope:
        """Return the envelope of a parameter over an interval (TT2000, half-open)."""
        ...

    def evaluate(self, request: FormulaRequest) -> Series:
        """Return the values of a formula.

        Raises
        ------
        BadFormula
            If it cannot be read, or does not fit together.
        """
        ...

    def find(self, request: SearchRequest) -> EventList:
        """Return when a condition holds.

        Raises
        ------
        BadFormula
            If it cannot be read, or is no condition.
        """
        ...

    def overviews(
        self, dataset: Dataset, names: Sequence[str], start: int, stop: int
    ) -> dict[str, Overview]:
        """Return what a picture of some parameters shows over an interval (TT2000)."""
        ...

    def state(self, dataset: str) -> str:
        """Return which state of a dataset is answered from, where nobody counts its versions."""
        ...

    def opening(self, dataset: str) -> tuple[int, int] | None:
        """Return what a first look shows (TT2000) where all there is would come from afar."""
        ...

    def view(self, link_id: str) -> View:
        """Return the view kept under the id of a short link.

        Raises
        ------
        NotFound
            If there is none.
        """
        ...

    @property
    def formulas(self) -> Shelf:
        """Where formulas are saved."""
        ...

    @property
    def jobs(self) -> Desk:
        """Where jobs are asked for."""
        ...

    def close(self) -> None:
        """Give back files and connections."""
        ...


def closed(location: str) -> BadRequest:
    """Return the error of whoever asks an archive that was closed."""
    return BadRequest(f"{location} was closed; dayside.open opens it again.")
