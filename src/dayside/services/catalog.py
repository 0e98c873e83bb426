"""Which datasets are there? Lists, descriptions, search and facets."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dayside.model import Dataset, Principal
from dayside.model.errors import Gone, UnknownDataset, Upstream, nearest
from dayside.services import words
from dayside.services.door import Door
from dayside.sources.base import Source

FACETS = ("target", "mission", "instrument", "measurement_type", "region")
"""Fields of a dataset by which a search can be narrowed."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found.

    Attributes
    ----------
    datasets : tuple of Dataset
        Those that fit the words best come first.
    facets : mapping
        How many datasets each value of each facet would leave.
    unreachable : mapping of str to str
        Silent sources, and why.
    near : tuple of Near
        Other searches that find something, where this one finds nothing.
    """

    datasets: tuple[Dataset, ...]
    facets: Mapping[str, Mapping[str, int]]
    unreachable: Mapping[str, str] = field(default_factory=dict)
    near: tuple[words.Near, ...] = ()


def datasets(door: Door, principal: Principal, snapshot: int | None = None) -> list[Dataset]:
    """Return every dataset `principal` may see; an unreachable source is left out."""
    return _visible(door, principal, snapshot)[0]


def kept(door: Door, principal: Principal) -> list[Dataset]:
    """Return the datasets kept here that `principal` may see; no remote source is asked."""
    here = (source for source in door.sources if not source.name)
    return [d for source in here for d in source.datasets() if door.policy.may_read(principal, d)]


def describe(
    door: Door, dataset_id: str, principal: Principal, snapshot: int | None = None
) -> Dataset:
    """Return one dataset.

    Raises
    ------
    UnknownDataset
        If there is none, or `principal` may not see it: the text is the same.
    Gone
        If it was only looked at, and is not held any more.
    """
    source, own_id = door.source_of(dataset_id)
    try:
        found = source.describe(own_id, snapshot)
        if door.policy.may_read(principal, found):
            return _outside(source, found)
    except Gone:
        raise
    except UnknownDataset:
        pass
    # Only what the caller may see is searched for a near match; a remote server is not
    # listed again for every slip of a pen.
    known = [d.id for d in kept(door, principal)]
    hint = _turned_off(door, dataset_id) or nearest(dataset_id, known)
    raise UnknownDataset("There is no dataset of that id." + hint)


def _turned_off(door: Door, dataset_id: str) -> str:
    """Return what to do if the id names a server that is known, but not asked here."""
    from dayside.sources.hapi import known_servers

    name, slash, _ = dataset_id.partition("/")
    server = known_servers().get(name) if slash else None
    if server is None or any(source.name == name for source in door.sources):
        return ""
    return (
        f' {server.title} is off here; the setting remote_servers = ["{name}"] turns it on, '
        f"or DAYSIDE_REMOTE_SERVERS={name}."
    )


def version(door: Door, dataset_id: str, principal: Principal) -> str:
    """Return what changes whenever values or metadata of a dataset may have changed.

    Raises
    ------
    UnknownDataset
        If there is none, or `principal` may not see it.
    """
    describe(door, dataset_id, principal)
    source, own_id = door.source_of(dataset_id)
    return source.version(own_id)


def search(
    door: Door,
    principal: Principal,
    text: str = "",
    facets: Mapping[str, str] | None = None,
    patience_s: float | None = None,
) -> SearchResult:
    """Return the datasets that hold every word of `text` and have the given facet values.

    Parameters
    ----------
    text : str
        Words looked for in id, title, facets, description and parameters.
    facets : mapping of str to str
        Facet to value, e.g. ``{"target": "Mars"}``.
    patience_s : float or None
        How long remote sources are waited for, s; who is late is told as unreachable.
    """
    wanted = {key: value for key, value in (facets or {}).items() if value}
    sought = words.words_of(text)
    visible, silent = _visible(door, principal, None, patience_s)
    fitting = words.ranked(visible, sought)
    found = [d for d in fitting if _has(d, wanted)]
    # A facet counts what it would leave, the other facets held.
    counts = {
        name: _counts(name, (d for d in fitting if _has(d, _without(wanted, name))))
        for name in FACETS
    }
    at_hand = [d for d in visible if _has(d, wanted)] if sought and not found else []
    near = words.near(at_hand, sought)
    return SearchResult(tuple(found), counts, silent, near)


def _visible(
    door: Door, principal: Principal, snapshot: int | None, patience_s: float | None = None
) -> tuple[list[Dataset], dict[str, str]]:
    remote = door.listings.of((s for s in door.sources if s.name), patience_s)
    found: list[Dataset] = []
    silent: dict[str, str] = {}
    for source in door.sources:
        own = remote[source.name] if source.name else source.datasets(snapshot)
        if isinstance(own, Upstream):
            _log.warning("source %s: %s", source.name, own)
            silent[source.name] = str(own)
        else:
            found += [_outside(source, d) for d in own if door.policy.may_read(principal, d)]
    return found, silent


def _outside(source: Source, dataset: Dataset) -> Dataset:
    """Return `dataset` under the id it has outside its source."""
    return dataset.replace(id=f"{source.name}/{dataset.id}") if source.name else dataset


def _has(dataset: Dataset, wanted: Mapping[str, str]) -> bool:
    return all(
        value.casefold() in (v.casefold() for v in values(dataset, name))
        for name, value in wanted.items()
        if name in FACETS
    )


def _without(wanted: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in wanted.items() if key != name}


def values(dataset: Dataset, facet: str) -> list[str]:
    """Return the values of a facet; several stand in one text, separated by ``;``."""
    said: str | None = getattr(dataset, facet)
    return [part.strip() for part in said.split(";") if part.strip()] if said else []


def _counts(facet: str, found: Iterable[Dataset]) -> dict[str, int]:
    """Return how often each value occurs; spellings in other case count as the commonest."""
    spelt = Counter(value for d in found for value in values(d, facet))
    together = Counter[str]()
    names: dict[str, str] = {}
    for value, count in spelt.most_common():
        together[names.setdefault(value.casefold(), value)] += count
    return dict(together.most_common())
