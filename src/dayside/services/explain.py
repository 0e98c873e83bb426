"""What a request for data would do, without doing it."""

from __future__ import annotations

from dataclasses import dataclass

from dayside.model import Dataset, Principal
from dayside.model.series import storage_dtype
from dayside.services.door import Door
from dayside.services.fetch import SeriesRequest, fetch
from dayside.sources.local import LocalSource


@dataclass(frozen=True, slots=True)
class Plan:
    """How a request would be answered.

    Attributes
    ----------
    request : SeriesRequest
    dataset : Dataset
        Only the asked parameters.
    source, id_at_source : str
        Who answers (``archive`` for our own), and the id there.
    version : str
        Of the dataset; the answer changes no sooner than it.
    row_bytes : int
        Of a sample in memory, its time included.
    groups, rows : int or None
        Stored groups to open, and the samples they hold, of which the interval takes
        all but those beyond its ends; None where the source does not tell.
    """

    request: SeriesRequest
    dataset: Dataset
    source: str
    id_at_source: str
    version: str
    row_bytes: int
    groups: int | None
    rows: int | None


def explain(door: Door, request: SeriesRequest, principal: Principal) -> Plan:
    """Return how `request` would be answered; nothing is read but the index.

    Raises
    ------
    BadRequest, NotFound
        As `dayside.services.fetch.fetch` does.
    """
    answer = fetch(door, request, principal)
    source, own_id = door.source_of(request.dataset)
    groups = rows = None
    if isinstance(source, LocalSource):
        blocks = source.archive.index.blocks(own_id, request.snapshot, request.start, request.stop)
        groups, rows = len(blocks), sum(block.rows for block in blocks)
    return Plan(
        request,
        answer.dataset,
        source.name or "archive",
        own_id,
        answer.version,
        row_bytes(answer.dataset),
        groups,
        rows,
    )


def row_bytes(dataset: Dataset) -> int:
    """Return what a sample takes in memory, its time included."""
    return 8 + sum(p.size * storage_dtype(p).itemsize for p in dataset.parameters)
