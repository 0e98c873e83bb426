"""What is kept here and who else is asked: sizes, news and health, as the caller may see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dayside.model import Principal
from dayside.query.derived import FormulaSource
from dayside.services import catalog, history
from dayside.services.door import Door
from dayside.sources.base import Health, Remote, Source
from dayside.sources.dropped import DroppedSource
from dayside.sources.ephemeris import EphemerisSource
from dayside.sources.event_lists import EventListSource
from dayside.sources.local import LocalSource

_NEWS = 10
# What is only looked at is listed nowhere; event lists, formulas, kernels are this archive's own.
_NO_PLACES = (DroppedSource, EphemerisSource, EventListSource, FormulaSource)


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source.

    Attributes
    ----------
    name : str
        ``archive`` for our own.
    datasets, samples : int
        How many of them the caller may see.
    stored_bytes, files, original_bytes : int
        Of the archive: samples and levels as they are kept, files that came in.
    error : str
        Why its datasets are missing; empty if they are not.
    health : Health or None
        Of a remote source.
    """

    name: str
    datasets: int
    samples: int
    stored_bytes: int = 0
    files: int = 0
    original_bytes: int = 0
    error: str = ""
    health: Health | None = None


@dataclass(frozen=True, slots=True)
class State:
    """All sources, and what became of the datasets kept here lately."""

    sources: tuple[SourceState, ...]
    news: tuple[history.Change, ...]

    @property
    def snapshot(self) -> int:
        """Number of the newest state that the caller may see; 0 where there is none."""
        return self.news[0].snapshot if self.news else 0


Sizes = Callable[[LocalSource], Mapping[str, int]]
"""Gives the bytes each dataset of an archive takes."""


def stored(source: LocalSource) -> Mapping[str, int]:
    """Return the bytes each dataset of an archive takes; slow where there are many groups."""
    return source.archive.index.stored()


def state(
    door: Door,
    principal: Principal,
    sizes: Sizes = stored,
    patience_s: float | None = None,
) -> State:
    """Return the state of everything behind a door.

    Parameters
    ----------
    sizes : callable
        Where a caller that asks often keeps what `stored` returned.
    patience_s : float or None
        How long remote sources are waited for, s.
    """
    found = catalog.search(door, principal, patience_s=patience_s)
    sources = []
    for source in door.sources:
        if isinstance(source, _NO_PLACES):
            continue
        prefix = f"{source.name}/" if source.name else ""
        own = [d for d in found.datasets if _is_of(d.id, prefix, door)]
        told = SourceState(
            source.name or "archive",
            len(own),
            sum(d.records or 0 for d in own),
            error=found.unreachable.get(source.name, ""),
            health=source.health() if isinstance(source, Remote) else None,
        )
        sources.append(_with_sizes(told, source, {d.id for d in own}, sizes))
    return State(tuple(sources), tuple(history.recent(door, principal, _NEWS)))


def _is_of(dataset_id: str, prefix: str, door: Door) -> bool:
    if prefix:
        return dataset_id.startswith(prefix)
    return not any(s.name and dataset_id.startswith(f"{s.name}/") for s in door.sources)


def _with_sizes(told: SourceState, source: Source, visible: set[str], sizes: Sizes) -> SourceState:
    if not isinstance(source, LocalSource):
        return told
    granules = [g for g in source.archive.index.granules() if g.dataset in visible]
    return SourceState(
        told.name,
        told.datasets,
        told.samples,
        sum(size for dataset, size in sizes(source).items() if dataset in visible),
        len(granules),
        sum(g.size for g in granules),
        told.error,
        told.health,
    )
