"""``archive.events``: event lists kept in an archive, by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Protocol

from dayside.model import EventList
from dayside.model.errors import BadRequest, UnknownEventList
from dayside.model.tables import html_table, text_table

_HEAD = ("name", "events", "revision", "access", "title")


class EventBackend(Protocol):
    """What stands behind `EventLists`; records are those of ``/api/events``."""

    def find(self, text: str) -> Sequence[Mapping[str, Any]]:
        """Return the lists that hold every word of `text`, without their events."""
        ...

    def load(self, name: str, revision: int | None, version: int | None) -> EventList:
        """Return one list.

        Raises
        ------
        UnknownEventList
            If there is none.
        """
        ...

    def create(self, events: EventList, name: str, access: str) -> None:
        """Keep a new list."""
        ...

    def edit(self, name: str, edits: Sequence[Mapping[str, Any]], note: str) -> None:
        """Change a list."""
        ...

    def undo(self, name: str) -> None:
        """Take the last change of a list back."""
        ...

    def history(self, name: str) -> Sequence[Mapping[str, Any]]:
        """Return every state of a list, oldest first."""
        ...

    def release(self, name: str, note: str) -> int:
        """Give what a list is now a version number."""
        ...

    def remove(self, name: str) -> None:
        """Forget a list."""
        ...


class EventLists(Mapping[str, EventList]):
    """Event lists by name.

    Examples
    --------
    >>> archive.events  # what is kept  # doctest: +SKIP
    >>> archive.events["shocks"] & archive.events["slow_wind"]  # doctest: +SKIP
    >>> archive.events.save(found, "my_shocks")  # doctest: +SKIP
    """

    def __init__(self, backend: EventBackend) -> None:
        self._backend = backend

    def __getitem__(self, name: str) -> EventList:
        return self._backend.load(name, None, None)

    def __iter__(self) -> Iterator[str]:
        return iter([str(row["name"]) for row in self._backend.find("")])

    def __len__(self) -> int:
        return len(self._backend.find(""))

    def __contains__(self, name: object) -> bool:
        try:
            return isinstance(name, str) and self._backend.load(name, None, None) is not None
        except UnknownEventList:
            return False

    def search(self, text: str) -> list[str]:
        """Return the names of lists that hold every word in name, title, description or tags."""
        return [str(row["name"]) for row in self._backend.find(text)]

    def load(
        self, name: str, *, revision: int | None = None, version: int | None = None
    ) -> EventList:
        """Return a list as it was in a revision, or as it was released."""
        return self._backend.load(name, revision, version)

    def read(self, file: str | PathLike[str]) -> EventList:
        """Return the list of a file of any format; it is not kept."""
        from dayside.formats.events import read_events

        return read_events(Path(file))

    def save(self, events: EventList, name: str = "", *, access: str = "public") -> None:
        """Keep a list under a new name.

        Parameters
        ----------
        name : str
            By default the list's own.
        access : {"public", "private", "owner"}
            For whom it is.

        Raises
        ------
        NameTaken
            If there is one already: `edit` it, or `delete` it first.
        """
        if not isinstance(events, EventList):
            raise BadRequest(f"Only an EventList can be kept, not a {type(events).__name__}.")
        self._backend.create(events, name or events.name, access)

    def edit(self, name: str, *edits: Mapping[str, Any], note: str = "") -> None:
        """Change a kept list: edits such as ``{"op": "remove", "rows": [3]}``, done together."""
        self._backend.edit(name, edits, note or ", ".join(str(e.get("op")) for e in edits))

    def undo(self, name: str) -> None:
        """Take the last change of a list back; again, the one before it."""
        self._backend.undo(name)

    def history(self, name: str) -> Sequence[Mapping[str, Any]]:
        """Return who changed a list when, and what for, oldest first."""
        return self._backend.history(name)

    def release(self, name: str, note: str = "") -> int:
        """Give what a list is now a version number, under which it stays as it is."""
        return self._backend.release(name, note)

    def delete(self, name: str) -> None:
        """Forget a list with its whole history."""
        self._backend.remove(name)

    def _rows(self) -> list[tuple[str, ...]]:
        keys = ("name", "count", "revision", "access", "title")
        return [tuple(str(r.get(k, "")) for k in keys) for r in self._backend.find("")]

    def __repr__(self) -> str:
        return text_table(_HEAD, self._rows())

    def _repr_html_(self) -> str:
        return html_table(_HEAD, self._rows())

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)
