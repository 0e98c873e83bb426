"""What a dataset was made of, and every state it had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from dayside.db import Granule
from dayside.model import Dataset, Principal
from dayside.services import catalog
from dayside.services.door import Door
from dayside.sources.local import LocalSource

_STATES_A_CHANGE = 40
"""How many states are looked at for each change that is asked for."""


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a dataset, readable for ever.

    Attributes
    ----------
    snapshot : int
        Number of the archive's state that brought it.
    created : str
        UTC.
    dataset : Dataset
        As it was then.
    """

    snapshot: int
    created: str
    dataset: Dataset


def granules(door: Door, dataset_id: str, principal: Principal) -> list[Granule]:
    """Return the files a dataset was made of, replaced ones too; none if it is remote.

    Raises
    ------
    UnknownDataset
        If there is none, or `principal` may not see it.
    """
    catalog.describe(door, dataset_id, principal)
    source, own_id = door.source_of(dataset_id)
    return source.archive.granules(own_id) if isinstance(source, LocalSource) else []


def versions(door: Door, dataset_id: str, principal: Principal) -> list[Version]:
    """Return the states of a dataset `principal` may see, newest first; none if it is remote.

    Raises
    ------
    UnknownDataset
        If there is none, or `principal` may not see it.
    """
    catalog.describe(door, dataset_id, principal)
    source, own_id = door.source_of(dataset_id)
    if not isinstance(source, LocalSource):
        return []
    states = [Version(*state) for state in source.archive.index.snapshots(own_id)]
    return [v for v in reversed(states) if door.policy.may_read(principal, v.dataset)]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a dataset on one day.

    Attributes
    ----------
    day : str
        UTC date.
    snapshot : int
        Number of the archive's state at the end of it.
    updated : str
        UTC of that state.
    dataset : Dataset
        As it was then.
    """

    day: str
    snapshot: int
    updated: str
    dataset: Dataset

    @property
    def is_first(self) -> bool:
        """Whether the dataset appeared that day."""
        return (self.dataset.created or "").startswith(self.day)


def recent(door: Door, principal: Principal, most: int = 50) -> list[Change]:
    """Return the newest changes of datasets kept here, newest first: one a dataset and day.

    Who fills an archive makes a state for each file; whoever reads the news wants a line a
    day. What `principal` may not see now, or might not have seen then, is left out.

    Parameters
    ----------
    most : int
        How many changes at most.
    """
    found: list[Change] = []
    for source in door.sources:
        if isinstance(source, LocalSource):
            found += islice(_changes(door, source, principal, most), most)
    return found


def _changes(door: Door, source: LocalSource, principal: Principal, most: int) -> Iterator[Change]:
    index = source.archive.index
    visible = {d.id for d in source.datasets() if door.policy.may_read(principal, d)}
    seen: set[tuple[str, str]] = set()
    for snapshot, updated, dataset_id in index.recent(most * _STATES_A_CHANGE):
        key = (dataset_id, updated[:10])
        if dataset_id not in visible or key in seen:
            continue
        seen.add(key)
        then = index.dataset(dataset_id, snapshot)
        if door.policy.may_read(principal, then):
            yield Change(updated[:10], snapshot, updated, then)
