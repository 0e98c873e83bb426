"""Short links: the state of a view, kept under an id made from it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dayside.model.errors import TooMuch
from dayside.services.archives import archive_of
from dayside.services.door import Door

if TYPE_CHECKING:
    from dayside.db import Index

MOST_BYTES = 256 * 1024
"""How much one state may hold."""


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
    _index(door).save_link(link_id, text)
    return link_id


def load(door: Door, link_id: str) -> dict[str, Any]:
    """Return the state kept under an id.

    Raises
    ------
    NotFound
        If there is none.
    """
    state: dict[str, Any] = json.loads(_index(door).link(link_id))
    return state


def _index(door: Door) -> Index:
    return archive_of(door, "links").index
