"""The tables of event lists: every state that a list ever had, and which of them is shown.

A change adds a state and moves on to it, in one transaction, and only from the state that
whoever changes it knew. States are never changed and never go, but with their list.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, delete, func, insert, select, update

from dayside.db import schema
from dayside.db.transactions import reading, writing
from dayside.model.errors import NameTaken, Outdated, UnknownEventList

_lists, _states, _pieces = schema.event_lists, schema.event_states, schema.event_pieces
_AT_ONCE = 500
_UNKNOWN = "There is no event list of that name."


@dataclass(frozen=True, slots=True)
class ListRow:
    """What an index knows of one event list.

    Attributes
    ----------
    name, owner, access : str
    shared : tuple of str
        Names of who else it is for.
    locked : bool
    created : str
        UTC.
    revision : int
        The state that is shown.
    about : mapping
        What that state says of itself: title, columns, how many events…
    changed, author : str
        UTC, and who made that state.
    versions : int
        How many were released.
    """

    name: str
    owner: str
    access: str
    shared: tuple[str, ...]
    locked: bool
    created: str
    revision: int
    about: Mapping[str, Any]
    changed: str
    author: str
    versions: int


@dataclass(frozen=True, slots=True)
class StateRow:
    """One state of a list."""

    revision: int
    before: int
    created: str
    author: str
    note: str
    version: int | None
    about: Mapping[str, Any]
    pieces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewState:
    """A state to be added.

    Attributes
    ----------
    about : mapping
        Plain JSON.
    pieces : mapping of str to bytes
        Content by SHA-256, in order; what is held already is not written again.
    """

    author: str
    note: str
    about: Mapping[str, Any]
    pieces: Sequence[tuple[str, bytes]]


class EventListTable:
    """The event lists of one index.

    Parameters
    ----------
    engine : Engine
        From `dayside.db.connect`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> list[ListRow]:
        """Return every list, by name."""
        query = _rows_query().order_by(_lists.c.name)
        with reading(self._engine) as connection:
            return [_row(r) for r in connection.execute(query).mappings()]

    def get(self, name: str) -> ListRow:
        """Return one list.

        Raises
        ------
        UnknownEventList
            If there is none.
        """
        with reading(self._engine) as connection:
            return _one(connection, name)

    def states(self, name: str) -> list[StateRow]:
        """Return every state of a list, oldest first."""
        query = select(_states).where(_states.c.list == name).order_by(_states.c.revision)
        with reading(self._engine) as connection:
            return [_state(r) for r in connection.execute(query).mappings()]

    def state(self, name: str, revision: int) -> StateRow:
        """Return one state.

        Raises
        ------
        UnknownEventList
            If there is none.
        """
        with reading(self._engine) as connection:
            return _state_of(connection, name, revision)

    def pieces(self, names: Sequence[str]) -> list[bytes]:
        """Return the content of pieces, in order."""
        with reading(self._engine) as connection:
            found: dict[str, str] = {}
            for part in range(0, len(names), _AT_ONCE):
                some = names[part : part + _AT_ONCE]
                rows = connection.execute(
                    select(_pieces.c.sha256, _pieces.c.content).where(_pieces.c.sha256.in_(some))
                )
                found |= {row.sha256: row.content for row in rows}
        return [base64.b64decode(found[name]) for name in names]

    def create(self, name: str, owner: str, access: str, state: NewState) -> ListRow:
        """Keep a new list.

        Raises
        ------
        NameTaken
            If there is one of this name.
        """
        with writing(self._engine) as connection:
            if connection.scalar(select(_lists.c.name).where(_lists.c.name == name)) is not None:
                raise NameTaken(f"There is an event list {name} already.")
            connection.execute(
                insert(_lists).values(
                    name=name, owner=owner, access=access, shared="[]", locked=0,
                    created=_now(), revision=1,
                )
            )  # fmt: skip
            _add_state(connection, name, 1, 0, state)
            return _one(connection, name)

    def change(self, name: str, base: int, state: NewState) -> ListRow:
        """Add a state to a list, and show it.

        Raises
        ------
        Outdated
            If `base` is not the state that is shown.
        """
        with writing(self._engine) as connection:
            _refuse_outdated(connection, name, base)
            _show(connection, name, _add_state(connection, name, None, base, state))
            return _one(connection, name)

    def restore(self, name: str, base: int, revision: int, author: str, note: str) -> ListRow:
        """Show again what a list was in an earlier state, as a new one.

        Undoing from there goes on to what was before that state.
        """
        with writing(self._engine) as connection:
            _refuse_outdated(connection, name, base)
            earlier = _state_of(connection, name, revision)
            new = _next(connection, name)
            copied = replace(
                earlier, revision=new, created=_now(), author=author, note=note, version=None
            )
            connection.execute(insert(_states).values(_values(name, copied)))
            _show(connection, name, new)
            return _one(connection, name)

    def release(self, name: str, base: int, note: str) -> int:
        """Give the state that is shown the next version number, and return it."""
        with writing(self._engine) as connection:
            _refuse_outdated(connection, name, base)
            query = select(func.max(_states.c.version)).where(_states.c.list == name)
            number = int(connection.scalar(query) or 0) + 1
            current = _state_of(connection, name, base)
            if current.version is not None:
                return current.version
            connection.execute(
                update(_states)
                .where(_states.c.list == name, _states.c.revision == base)
                .values(version=number, note=note or current.note)
            )
            return number

    def set(self, name: str, **values: Any) -> ListRow:
        """Change who a list is for, or whether it is locked."""
        if "shared" in values:
            values["shared"] = json.dumps(list(values["shared"]))
        if "locked" in values:
            values["locked"] = int(values["locked"])
        with writing(self._engine) as connection:
            connection.execute(update(_lists).where(_lists.c.name == name).values(**values))
            return _one(connection, name)

    def remove(self, name: str) -> None:
        """Forget a list with all its states."""
        with writing(self._engine) as connection:
            _one(connection, name)
            connection.execute(delete(_states).where(_states.c.list == name))
            connection.execute(delete(_lists).where(_lists.c.name == name))
            kept = {
                p
                for (text,) in connection.execute(select(_states.c.pieces))
                for p in json.loads(text)
            }
            held = set(connection.scalars(select(_pieces.c.sha256)))
            for piece in held - kept:
                connection.execute(delete(_pieces).where(_pieces.c.sha256 == piece))


def _rows_query() -> Any:
    counted = (
        select(func.count())
        .where(_states.c.list == _lists.c.name, _states.c.version.is_not(None))
        .correlate(_lists)
        .scalar_subquery()
        .label("versions")
    )
    shown = (_states.c.list == _lists.c.name) & (_states.c.revision == _lists.c.revision)
    columns = [_states.c.about, _states.c.created.label("changed"), _states.c.author]
    return select(_lists, *columns, counted).join(_states, shown)


def _one(connection: Connection, name: str) -> ListRow:
    row = connection.execute(_rows_query().where(_lists.c.name == name)).mappings().first()
    if row is None:
        raise UnknownEventList(_UNKNOWN)
    return _row(row)


def _row(row: RowMapping) -> ListRow:
    return ListRow(
        name=row["name"],
        owner=row["owner"],
        access=row["access"],
        shared=tuple(json.loads(row["shared"])),
        locked=bool(row["locked"]),
        created=row["created"],
        revision=int(row["revision"]),
        about=json.loads(row["about"]),
        changed=row["changed"],
        author=row["author"],
        versions=int(row["versions"]),
    )


def _state_of(connection: Connection, name: str, revision: int) -> StateRow:
    query = select(_states).where(_states.c.list == name, _states.c.revision == revision)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise UnknownEventList("The event list has no such state.")
    return _state(row)


def _state(row: RowMapping) -> StateRow:
    return StateRow(
        revision=int(row["revision"]),
        before=int(row["before"]),
        created=row["created"],
        author=row["author"],
        note=row["note"],
        version=row["version"],
        about=json.loads(row["about"]),
        pieces=tuple(json.loads(row["pieces"])),
    )


def _values(name: str, state: StateRow) -> dict[str, Any]:
    return {
        "list": name,
        "revision": state.revision,
        "before": state.before,
        "created": state.created,
        "author": state.author,
        "note": state.note,
        "version": state.version,
        "about": json.dumps(dict(state.about)),
        "pieces": json.dumps(list(state.pieces)),
    }


def _add_state(
    connection: Connection, name: str, revision: int | None, before: int, new: NewState
) -> int:
    number = _next(connection, name) if revision is None else revision
    names = [digest for digest, _ in new.pieces]
    held = set(connection.scalars(select(_pieces.c.sha256).where(_pieces.c.sha256.in_(names))))
    for digest, content in new.pieces:
        if digest not in held:
            text = base64.b64encode(content).decode()
            connection.execute(insert(_pieces).values(sha256=digest, content=text))
            held.add(digest)
    state = StateRow(number, before, _now(), new.author, new.note, None, new.about, tuple(names))
    connection.execute(insert(_states).values(_values(name, state)))
    return number


def _next(connection: Connection, name: str) -> int:
    query = select(func.max(_states.c.revision)).where(_states.c.list == name)
    return int(connection.scalar(query) or 0) + 1


def _show(connection: Connection, name: str, revision: int) -> None:
    connection.execute(update(_lists).where(_lists.c.name == name).values(revision=revision))


def _refuse_outdated(connection: Connection, name: str, base: int) -> None:
    # PostgreSQL lets two writers go on side by side; one of them waits here.
    query = select(_lists.c.revision).where(_lists.c.name == name).with_for_update()
    shown = connection.scalar(query)
    if shown is None:
        raise UnknownEventList(_UNKNOWN)
    if shown != base:
        raise Outdated(
            f"The event list {name} is at revision {shown} by now, not {base}: look at it again."
        )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
