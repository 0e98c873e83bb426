"""Short links: the state of a view, kept under an id made from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from dayside.model.errors import NotFound, TooMuch
from dayside.services.door import Door

MOST_BYTES = 256 * 1024
"""How much one state may hold."""


@runtime_checkable
class KeepsLinks(Protocol):
    """A source that keeps states of views: the local archive."""

    def save_link(self, link_id: str, state: str) -> None:
        """Keep `state`; the same id twice is the same state."""
        ...

    def link(self, link_id: str) -> str:
        """Return the state kept under an id.

        Raises
        ------
        NotFound
            If there is none.
        """
        ...


def save(door: Door, state: Mapping[str, Any]) -> str:
    """Keep `state` and return its id: the same state always has the same.

    Raises
    ------
    TooMuch
        If the state is too large.
    ArchiveLocked
        If the archive cannot be written.
    NotFound
        If nothing here keeps links.
    """
    text = json.dumps(state, sort_keys=True, separators=(",", ":"))
    if len(text) > MOST_BYTES:
        raise TooMuch(f"A link may hold {MOST_BYTES} bytes; this state has {len(text)}.")
    link_id = hashlib.sha256(text.encode()).hexdigest()[:12]
    _keeper(door).save_link(link_id, text)
    return link_id


def load(door: Door, link_id: str) -> dict[str, Any]:
    """Return the state kept under an id.

    Raises
    ------
    NotFound
        If there is none.
    """
    state: dict[str, Any] = json.loads(_keeper(door).link(link_id))
    return state


def _keeper(door: Door) -> KeepsLinks:
    for source in door.sources:
        if not source.name and isinstance(source, KeepsLinks):
            return source
    raise NotFound("No archive here keeps links.")
