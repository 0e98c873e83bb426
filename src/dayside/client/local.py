"""An archive of this machine, through the services of this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from typing import TYPE_CHECKING, Self

from dayside.client.backend import closed
from dayside.client.local_events import LocalEvents
from dayside.client.local_formulas import LocalShelf
from dayside.client.local_jobs import LocalDesk
from dayside.client.overview import Overview, overview_of_levels, overviews
from dayside.model import OPERATOR, Dataset, EventList, Series
from dayside.model.view import View
from dayside.services import catalog, links, tiles
from dayside.services.door import Door
from dayside.services.envelope import Envelope, envelope
from dayside.services.fetch import SeriesRequest, fetch

if TYPE_CHECKING:
    from dayside.services.evaluate import FormulaRequest
    from dayside.services.search import SearchRequest

Changing = Callable[[], AbstractContextManager[Door]]


class LocalBackend:
    """Answers from sources of this process, as the operator may see them.

    Parameters
    ----------
    door : Door
        The sources.
    location : str
        Where the archive is, for people.
    close : callable
        Gives back what was opened.
    changing : callable, optional
        Gives a door to the same archive, open to be written; by default `door` is.
    """

    def __init__(
        self,
        door: Door,
        location: str,
        close: Callable[[], None] = lambda: None,
        changing: Changing | None = None,
    ) -> None:
        self._opened: Door | None = door
        self._give_back = close
        self._changing: Changing = changing or (lambda: nullcontext(door))
        self.location = location

    @classmethod
    def open(cls, location: str | None) -> Self:
        """Open the archive at `location`, or that of the settings; it must exist."""
        from dayside.services.opening import open_archive, with_pool
        from dayside.settings import Settings

        settings = Settings.load(**({} if location is None else {"archive": location}))
        opened = with_pool(open_archive(settings), settings.executor)

        @contextmanager
        def changing() -> Iterator[Door]:
            with closing(open_archive(settings, write=True)) as writable:
                yield writable.door

        return cls(opened.door, settings.archive, opened.close, changing)

    @property
    def events(self) -> LocalEvents:
        """Its event lists."""
        return LocalEvents(lambda: self._door, self._changing)

    def search(self, text: str, facets: Mapping[str, str]) -> Sequence[Dataset]:
        """Return the datasets that match; no text and no facets is all."""
        return catalog.search(self._door, OPERATOR, text, facets).datasets

    def describe(self, dataset: str) -> Dataset:
        """Return one dataset whole."""
        return catalog.describe(self._door, dataset, OPERATOR)

    def read(self, dataset: Dataset, start: int, stop: int) -> Series:
        """Return the parameters of `dataset` with ``start <= time < stop`` (TT2000)."""
        request = SeriesRequest(dataset.id, start, stop, dataset.names)
        answer = fetch(self._door, request, OPERATOR)
        return Series.concatenate(dataset, answer.blocks)

    def envelope(
        self, dataset: Dataset, parameter: str, interval: tuple[int, int], pixels: int
    ) -> Envelope:
        """Return the envelope of a parameter over an interval (TT2000, half-open)."""
        return envelope(self._door, dataset.id, parameter, interval, OPERATOR, pixels=pixels)

    def evaluate(self, request: FormulaRequest) -> Series:
        """Return the values of a formula."""
        from dayside.services.evaluate import values

        return values(self._door, request, OPERATOR).series()

    def find(self, request: SearchRequest) -> EventList:
        """Return when a condition holds."""
        from dayside.client.progress import watched
        from dayside.services.search import find

        with watched("find") as ticket:
            return find(self._door, request, OPERATOR, ticket)

    def overviews(
        self, dataset: Dataset, names: Sequence[str], start: int, stop: int
    ) -> dict[str, Overview]:
        """Return what a picture of some parameters shows: from levels, else from samples."""
        door = self._door
        shown = {n: overview_of_levels(door, dataset, n, start, stop, OPERATOR) for n in names}
        found = {name: overview for name, overview in shown.items() if overview is not None}
        rest = tuple(name for name in names if name not in found)
        if not rest:
            return found
        answer = fetch(door, SeriesRequest(dataset.id, start, stop, rest), OPERATOR)
        held = [p for p in answer.dataset.parameters if p.is_numeric]
        return found | overviews(held, answer.blocks, start, stop, dataset.cadence_ns)

    def state(self, dataset: str) -> str:
        """Return which state of a dataset is answered from, where nobody counts its versions."""
        return tiles.levels(self._door, dataset, OPERATOR).version

    def opening(self, dataset: str) -> tuple[int, int] | None:
        """Return what a first look shows (TT2000) where all there is would come from afar."""
        return tiles.levels(self._door, dataset, OPERATOR).opening

    def view(self, link_id: str) -> View:
        """Return the view kept under the id of a short link."""
        return View.from_record(links.load(self._door, link_id))

    @property
    def formulas(self) -> LocalShelf:
        """Where formulas are saved."""
        return LocalShelf(self._door, self._changing)

    @property
    def jobs(self) -> LocalDesk:
        """Where jobs are asked for."""
        return LocalDesk(self._door, self._changing)

    def close(self) -> None:
        """Give back what was opened."""
        if self._opened is not None:
            self._opened = None
            self._give_back()

    @property
    def _door(self) -> Door:
        if self._opened is None:
            raise closed(self.location)
        return self._opened
