"""What a dataset was made of, and every state it had."""

from __future__ import annotations

from dataclasses import dataclass

from dayside.db import Granule
from dayside.model import Dataset, Principal
from dayside.services import catalog
from dayside.services.door import Door
from dayside.sources.local import LocalSource


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
