"""The archive behind a door, for use cases that keep something there."""

from __future__ import annotations

from dayside.archive import Archive
from dayside.model.errors import NotFound
from dayside.services.door import Door
from dayside.sources.local import LocalSource


def archive_of(door: Door, keeps: str) -> Archive:
    """Return the local archive of a door.

    Parameters
    ----------
    keeps : str
        What is wanted of it, for the error: ``jobs``.

    Raises
    ------
    NotFound
        If there is none.
    """
    for source in door.sources:
        if isinstance(source, LocalSource):
            return source.archive
    raise NotFound(f"No archive here keeps {keeps}.")
