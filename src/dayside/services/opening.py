"""From settings to an open archive and the door in front of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from dayside.services.door import Door

if TYPE_CHECKING:
    from dayside.archive import Archive
    from dayside.sources.base import Source


class Places(Protocol):
    """What of the settings says where data are; `dayside.settings.Settings` does."""

    @property
    def archive(self) -> str:
        """Folder or ``s3://`` location of the archive."""

    @property
    def index_url(self) -> str | None:
        """Where the index is, if not in the folder."""

    @property
    def remote_servers(self) -> Sequence[str]:
        """Remote HAPI servers to offer too."""


@runtime_checkable
class Closing(Protocol):
    """A source that holds something to be given back."""

    def close(self) -> None:
        """Give it back."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive in use.

    Attributes
    ----------
    archive : Archive
    door : Door
        Before the archive and the remote servers.
    """

    archive: Archive
    door: Door

    def close(self) -> None:
        """Give back files, connections and workers."""
        for source in self.door.sources:
            if isinstance(source, Closing):
                source.close()
        self.door.pool.close()
        self.archive.close()


def with_pool(opened: Opened, address: str) -> Opened:
    """Return `opened` with the pool of an address, as of `dayside.compute.open_pool`.

    Raises
    ------
    BadRequest, Upstream
        If there is no such pool; the archive is then closed.
    """
    from dayside.compute import open_pool

    try:
        pool = open_pool(address)
    except BaseException:
        opened.close()
        raise
    return replace(opened, door=replace(opened.door, pool=pool))


def open_archive(places: Places, *, write: bool = False) -> Opened:
    """Open what the settings name.

    Parameters
    ----------
    places : Places
    write : bool
        To write, and to make a new archive where there is none.

    Raises
    ------
    ArchiveError
        If there is no archive, or it cannot be opened.
    """
    from dayside.archive import Archive
    from dayside.services.formulas import with_formulas
    from dayside.sources.ephemeris import EphemerisSource
    from dayside.sources.event_lists import EventListSource
    from dayside.sources.local import LocalSource

    archive = Archive.open(
        places.archive, index_url=places.index_url, create=write, read_only=not write
    )
    sources: list[Source] = [
        LocalSource(archive),
        EventListSource(archive),
        EphemerisSource(archive),
    ]
    if places.remote_servers:
        from dayside.sources.hapi import remote_sources

        sources += remote_sources(places.remote_servers, cache_folder() / "hapi")
    return Opened(archive, with_formulas(Door(sources)))


def cache_folder() -> Path:
    """Return the folder of this user for what can be fetched again."""
    if sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home())
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "dayside"
