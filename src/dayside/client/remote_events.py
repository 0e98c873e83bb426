"""Event lists of another Dayside, over its ``/api/events``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import quote

from dayside.model import EventList


class Asks(Protocol):
    """What asks another Dayside."""

    def __call__(
        self,
        path: str,
        query: Mapping[str, str],
        *,
        method: str = "GET",
        body: Any = None,
    ) -> dict[str, Any]:
        """Return the JSON of an answer."""
        ...


class RemoteEvents:
    """An `EventBackend` over HTTP.

    Parameters
    ----------
    ask : callable
        Asks the server; errors are raised as a local archive would.
    """

    def __init__(self, ask: Asks) -> None:
        self._ask = ask

    def find(self, text: str) -> Sequence[Mapping[str, Any]]:
        """Return the lists that hold every word of `text`."""
        found: list[Mapping[str, Any]] = self._ask("events", {"q": text})["lists"]
        return found

    def load(self, name: str, revision: int | None, version: int | None) -> EventList:
        """Return one list."""
        from dayside.formats.events.json import list_of_record

        asked = {"revision": revision, "version": version}
        query = {key: str(value) for key, value in asked.items() if value is not None}
        return list_of_record(self._ask(_path(name), query))

    def create(self, events: EventList, name: str, access: str) -> None:
        """Keep a new list."""
        from dayside.formats.events.json import record_of_list

        record = record_of_list(events) | {"name": name}
        self._ask("events", {"access": access}, method="POST", body=record)

    def edit(self, name: str, edits: Sequence[Mapping[str, Any]], note: str) -> None:
        """Change a list."""
        body = {"edits": [dict(edit) for edit in edits], "note": note}
        self._ask(f"{_path(name)}/edits", {}, method="POST", body=body)

    def undo(self, name: str) -> None:
        """Take the last change of a list back."""
        self._ask(f"{_path(name)}/undo", {}, method="POST", body={})

    def history(self, name: str) -> Sequence[Mapping[str, Any]]:
        """Return every state of a list, oldest first."""
        states: list[Mapping[str, Any]] = self._ask(f"{_path(name)}/history", {})["states"]
        return states

    def release(self, name: str, note: str) -> int:
        """Give what a list is now a version number."""
        told = self._ask(f"{_path(name)}/versions", {}, method="POST", body={"note": note})
        return int(told["version"])

    def remove(self, name: str) -> None:
        """Forget a list."""
        self._ask(_path(name), {}, method="DELETE")


def _path(name: str) -> str:
    return f"events/{quote(name, safe='')}"
