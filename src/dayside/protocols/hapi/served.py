"""Which datasets HAPI serves: those with samples, and remote ones it knows only by name."""

from __future__ import annotations

from dayside.model import Dataset, Principal
from dayside.model.errors import UnknownDataset
from dayside.services import catalog
from dayside.services.door import Door


def is_served(dataset: Dataset) -> bool:
    """Tell whether HAPI can describe a dataset: its coverage is required there."""
    return dataset.start is not None or not dataset.parameters


def datasets(door: Door, principal: Principal) -> list[Dataset]:
    """Return every dataset that is served to `principal`."""
    return [d for d in catalog.datasets(door, principal) if is_served(d) and "," not in d.id]


def describe(door: Door, dataset_id: str, principal: Principal) -> Dataset:
    """Return one dataset whole.

    Raises
    ------
    UnknownDataset
        If there is none, `principal` may not see it, or it has no samples.
    """
    found = catalog.describe(door, dataset_id, principal)
    if found.start is None:
        raise UnknownDataset("There is no dataset of that id, or it has no samples.")
    return found
