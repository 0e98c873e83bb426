"""Values of a dataset between two times: the door every number leaves by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dayside.model import Dataset, Principal, Series, time
from dayside.model.errors import EmptyInterval
from dayside.services import catalog
from dayside.services.door import Door


@dataclass(frozen=True, slots=True)
class SeriesRequest:
    """What is asked.

    Attributes
    ----------
    dataset : str
        Id.
    start, stop : int
        TT2000; half-open.
    parameters : tuple of str or None
        Names, in any order; None is all.
    snapshot : int or None
        State of the archive; None is the newest.
    """

    dataset: str
    start: int
    stop: int
    parameters: tuple[str, ...] | None = None
    snapshot: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What is given.

    Attributes
    ----------
    dataset : Dataset
        Only the asked parameters, in the dataset's order.
    blocks : iterator of Series
        In time order, of bounded size; read once.
    version : str
        Changes whenever the answer may: good for an ETag.
    """

    dataset: Dataset
    blocks: Iterator[Series]
    version: str

    def series(self) -> Series:
        """Return all blocks in one."""
        return Series.concatenate(self.dataset, self.blocks)


def fetch(door: Door, request: SeriesRequest, principal: Principal) -> Answer:
    """Return the values of a dataset over an interval.

    Raises
    ------
    UnknownDataset, UnknownParameter, UnknownSnapshot
        If what is asked is not there, or not for `principal`.
    EmptyInterval
        If start is not before stop.
    """
    if request.start >= request.stop:
        raise EmptyInterval(
            f"The start {time.to_text(request.start)} is not before "
            f"the stop {time.to_text(request.stop)}."
        )
    found = catalog.describe(door, request.dataset, principal, request.snapshot)
    asked = found.select(request.parameters)
    source, own_id = door.source_of(request.dataset)
    version = source.version(own_id, request.snapshot)
    blocks = source.read(own_id, request.start, request.stop, asked.names, request.snapshot)
    return Answer(asked, (Series(asked, b.time, b.values) for b in blocks), version)
