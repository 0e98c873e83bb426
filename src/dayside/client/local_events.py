"""Event lists of an archive of this machine, as the operator may see and change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from dayside.model import OPERATOR, EventList

if TYPE_CHECKING:
    from dayside.services.door import Door


class LocalEvents:
    """An `EventBackend` over the services of this process.

    Parameters
    ----------
    reading : callable
        Returns the door to read through.
    writing : callable
        Opens a door to write through.
    """

    def __init__(
        self,
        reading: Callable[[], Door],
        writing: Callable[[], AbstractContextManager[Door]],
    ) -> None:
        self._reading = reading
        self._writing = writing

    def find(self, text: str) -> Sequence[Mapping[str, Any]]:
        """Return the lists that hold every word of `text`."""
        from dayside.services import events

        rows = events.find(self._reading(), OPERATOR, text)
        about = [{k: v for k, v in row.about.items() if k != "gaps"} for row in rows]
        return [
            {**said, "name": row.name, "revision": row.revision, "access": row.access}
            for row, said in zip(rows, about, strict=True)
        ]

    def load(self, name: str, revision: int | None, version: int | None) -> EventList:
        """Return one list."""
        from dayside.services import events

        return events.load(self._reading(), name, OPERATOR, revision=revision, version=version)

    def create(self, events: EventList, name: str, access: str) -> None:
        """Keep a new list."""
        from dayside.services import events as lists

        with self._writing() as door:
            lists.create(door, events, OPERATOR, name=name, access=access)

    def edit(self, name: str, edits: Sequence[Mapping[str, Any]], note: str) -> None:
        """Change a list."""
        from dayside.services import events

        with self._writing() as door:
            events.change(door, name, OPERATOR, lambda found: events.apply(found, edits), note)

    def undo(self, name: str) -> None:
        """Take the last change of a list back."""
        from dayside.services import events

        with self._writing() as door:
            events.undo(door, name, OPERATOR)

    def history(self, name: str) -> Sequence[Mapping[str, Any]]:
        """Return every state of a list, oldest first."""
        from dayside.services import events

        return [
            {
                "revision": s.revision,
                "created": s.created,
                "author": s.author,
                "note": s.note,
                "version": s.version,
                "count": s.about["count"],
            }
            for s in events.history(self._reading(), name, OPERATOR)
        ]

    def release(self, name: str, note: str) -> int:
        """Give what a list is now a version number."""
        from dayside.services import events

        with self._writing() as door:
            return events.release(door, name, OPERATOR, note)

    def remove(self, name: str) -> None:
        """Forget a list."""
        from dayside.services import events

        with self._writing() as door:
            events.remove(door, name, OPERATOR)
