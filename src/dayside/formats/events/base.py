"""The seam between files and event lists."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol, runtime_checkable

from dayside.formats.base import HEAD_BYTES
from dayside.formats.compressed import unpacked
from dayside.formats.guard import guarded
from dayside.model.errors import UnknownFormat, UnreadableFile, nearest
from dayside.model.events import EventList

_log = logging.getLogger(__name__)
_MOST_BYTES = 1 << 30


@runtime_checkable
class EventFormat(Protocol):
    """One file format of event lists."""

    name: str
    suffixes: tuple[str, ...]
    media_type: str

    def sniff(self, head: bytes) -> bool:
        """Tell whether a file is of this format, by its first bytes."""
        ...

    def read(self, path: Path) -> EventList:
        """Return the list that a file holds, in the file's order.

        Raises
        ------
        UnreadableFile
            If it holds none; the message says why, in one sentence.
        """
        ...

    def write(self, events: EventList) -> Iterator[bytes]:
        """Yield the bytes of a file that holds a list."""
        ...


@cache
def event_formats() -> Mapping[str, EventFormat]:
    """Return every installed format by name; one that cannot be imported is left out."""
    found: dict[str, EventFormat] = {}
    for point in sorted(entry_points(group="dayside.event_formats"), key=lambda p: p.name):
        try:
            found[point.name] = point.load()()
        except ImportError as error:
            # A broken plug-in must not take the other formats with it.
            _log.warning("event format %s is not available: %s", point.name, error)
    return found


def get_event_format(name: str) -> EventFormat:
    """Return the format of this name.

    Raises
    ------
    UnknownFormat
        If there is none.
    """
    known = event_formats()
    if name not in known:
        raise UnknownFormat(
            f"There is no format of event lists of that name; there are {', '.join(known)}."
            + nearest(name, known)
        )
    return known[name]


def read_events(path: Path, format_name: str | None = None) -> EventList:
    """Return the event list of a file, its name being that of the file if it says none.

    Parameters
    ----------
    path : Path
        Compressed files are read as what they hold.
    format_name : str, optional
        By default what the content says.

    Raises
    ------
    UnreadableFile
        If it holds no list, or a damaged one.
    UnknownFormat
        If there is no such format.
    """
    chosen = None if format_name is None else get_event_format(format_name)
    with unpacked(path) as plain:
        reader = chosen or _sniffed(plain)
        if plain.stat().st_size > _MOST_BYTES:
            raise UnreadableFile(f"{path.name} is larger than any event list.")
        with guarded(plain, f"event list ({reader.name})"):
            events = reader.read(plain)
    return events if events.name else events.replace(name=path.name.split(".")[0])


def write_events(events: EventList, format_name: str) -> Iterator[bytes]:
    """Yield the bytes of a file that holds a list.

    Raises
    ------
    UnknownFormat
        If there is no such format.
    """
    return get_event_format(format_name).write(events)


def _sniffed(path: Path) -> EventFormat:
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror}.") from error
    if not head.strip():
        raise UnreadableFile(f"{path.name} is empty.")
    # Any text may be a table: that is asked last.
    for reader in sorted(event_formats().values(), key=lambda f: f.name == "csv"):
        if reader.sniff(head):
            return reader
    raise UnreadableFile(
        f"{path.name} is no event list of a format known here ({', '.join(event_formats())})."
    )
