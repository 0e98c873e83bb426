"""Parts of long work, done by the pool of the door, each with a reader of what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Self, TypeVar

from dayside.compute import Place, Pool, archive_at, in_order
from dayside.model import Dataset, Principal, Series
from dayside.model.ticket import Ticket
from dayside.query.evaluate import Reader
from dayside.query.search.stored import Stored
from dayside.services.door import Door
from dayside.services.fetch import SeriesRequest, fetch
from dayside.sources.local import LocalSource

P = TypeVar("P")
R = TypeVar("R")

Work = Callable[[P, Reader], R]
"""Does a part of it; of a module, so that another process can do it."""


@dataclass(frozen=True, slots=True)
class DoorReader:
    """Values of datasets, as far as `principal` may read them."""

    door: Door
    principal: Principal

    def read(self, dataset: str, parameters: Sequence[str], start: int, stop: int) -> Series:
        """Return the samples with ``start <= time < stop``; without parameters, their times."""
        request = SeriesRequest(dataset, start, stop, tuple(parameters))
        return fetch(self.door, request, self.principal).series()


@dataclass(frozen=True, slots=True)
class Spread:
    """Who does the parts of some work, and reads what for it.

    Attributes
    ----------
    pool : Pool
    reader : Reader
        Here; in another process the archive is opened there.
    stored : Stored or None
        The archive, where all that is read lies in one; then levels are known too.
    """

    pool: Pool
    reader: Reader
    stored: Stored | None

    @classmethod
    def over(cls, door: Door, inputs: Iterable[Dataset], principal: Principal) -> Self:
        """Return who works on some datasets, which `principal` was found to be allowed."""
        sources = [door.source_of(d.id)[0] for d in inputs]
        archives = {s.archive for s in sources if isinstance(s, LocalSource)}
        if len(archives) != 1 or not all(isinstance(s, LocalSource) for s in sources):
            return cls(door.pool, DoorReader(door, principal), None)
        stored = Stored.now(archives.pop())
        return cls(door.pool, stored, stored)

    def each(self, work: Work[P, R], parts: Iterable[P], ticket: Ticket) -> Iterator[R]:
        """Yield what comes of each part, in their order; `ticket` may end it."""
        if self.stored is None:
            # What is elsewhere answers slower than any work here, and is asked one by one.
            return (work(part, self.reader) for part in parts)
        if self.pool.distributed:
            place = Place.of(self.stored.archive, decode_alone=True)
            there = partial(_there, work, place, self.stored.snapshot)
            return in_order(self.pool, there, parts, ticket.check)
        return in_order(self.pool, lambda part: work(part, self.reader), parts, ticket.check)


def _there(work: Work[P, R], place: Place, snapshot: int, part: P) -> R:
    """Do a part in another process, with the archive that is open there."""
    return work(part, Stored(archive_at(place), snapshot))
