"""Event lists that are kept: who may see and change them, every state they had, undoing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from dayside.archive.event_lists import about, events_of, pieces
from dayside.db.event_lists import ListRow, NewState, StateRow
from dayside.model import EventList, Principal
from dayside.model.errors import (
    BadRequest,
    Forbidden,
    NotFound,
    UnknownEventList,
    nearest,
)
from dayside.services.door import Door
from dayside.services.policy import LIST_ACCESS
from dayside.sources.local import LocalSource

if TYPE_CHECKING:
    from dayside.db.event_lists import EventListTable

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,127}", re.ASCII)
"""What event lists may be called: it stands in addresses and formulas."""

_MOST_NOTE = 2000


def find(door: Door, principal: Principal, text: str = "") -> list[ListRow]:
    """Return the lists that `principal` may see, by name.

    Parameters
    ----------
    text : str
        Words that must all be in the name, title, description or tags.
    """
    words = text.casefold().split()
    table = _table_of(door)
    return [
        row
        for row in (table.all() if table is not None else ())
        if door.policy.may_read_list(principal, row)
        and all(word in _searched(row) for word in words)
    ]


def info(door: Door, name: str, principal: Principal) -> ListRow:
    """Return what is known of a list, without its events.

    Raises
    ------
    UnknownEventList
        If there is none, or `principal` may not see it: the text is the same.
    """
    table = _table_of(door)
    with suppress(UnknownEventList):
        if table is not None and door.policy.may_read_list(principal, row := table.get(name)):
            return row
    known = [row.name for row in find(door, principal)]
    raise UnknownEventList("There is no event list of that name." + nearest(name, known))


def load(
    door: Door,
    name: str,
    principal: Principal,
    *,
    revision: int | None = None,
    version: int | None = None,
) -> EventList:
    """Return a list as it is, or as it was.

    Parameters
    ----------
    revision : int, optional
        A state of its history.
    version : int, optional
        A state that was released.

    Raises
    ------
    UnknownEventList
        If there is no such list, or it had no such state.
    """
    row = info(door, name, principal)
    table = _table(door)
    if version is not None:
        known = {s.version: s.revision for s in table.states(row.name)}
        if version not in known:
            raise UnknownEventList(f"The event list {row.name} has no version {version}.")
        revision = known[version]
    state = table.state(row.name, row.revision if revision is None else revision)
    return events_of(row.name, dict(state.about), table.pieces(state.pieces))


def history(door: Door, name: str, principal: Principal) -> list[StateRow]:
    """Return every state of a list, oldest first."""
    return _table(door).states(info(door, name, principal).name)


def create(
    door: Door,
    events: EventList,
    principal: Principal,
    *,
    name: str = "",
    access: str = "public",
    note: str = "",
) -> ListRow:
    """Keep a new list; it is `principal`'s.

    Parameters
    ----------
    name : str
        By default the list's own.
    access : {"public", "private", "owner"}
        For all; for whoever may read private data; for its owner and those it is shared with.

    Raises
    ------
    Forbidden
        If `principal` may not write.
    BadRequest, NameTaken
        If it cannot be called so.
    """
    if not principal.may("write"):
        raise Forbidden("Keeping an event list needs a token that may write.")
    chosen = checked_name(name or events.name)
    _check_access(access)
    state = _new_state(events, principal, note or "created")
    return _table(door).create(chosen, principal.name, access, state)


def change(
    door: Door,
    name: str,
    principal: Principal,
    edit: Callable[[EventList], EventList],
    note: str,
    base: int | None = None,
) -> ListRow:
    """Change a list: what `edit` makes of it is its next state.

    Parameters
    ----------
    note : str
        What was done, for the history.
    base : int, optional
        The revision that whoever changes it has seen; by default the newest.

    Raises
    ------
    Outdated
        If it was changed since.
    Forbidden
        If `principal` may not change it, or it is locked.
    """
    row = changeable(door, name, principal)
    before = row.revision if base is None else base
    events = load(door, name, principal, revision=before)
    return _table(door).change(row.name, before, _new_state(edit(events), principal, note))


def undo(door: Door, name: str, principal: Principal, base: int | None = None) -> ListRow:
    """Take the last change back; again, the one before it, and so on.

    Raises
    ------
    BadRequest
        If there is nothing to take back.
    """
    row = changeable(door, name, principal)
    current = row.revision if base is None else base
    before = _table(door).state(row.name, current).before
    if not before:
        raise BadRequest(f"The event list {row.name} is as it was created: nothing to undo.")
    note = f"undone: back to revision {before}"
    return _table(door).restore(row.name, current, before, principal.name, note)


def restore(
    door: Door, name: str, principal: Principal, revision: int, base: int | None = None
) -> ListRow:
    """Show again what a list was in an earlier state; the states between are kept too."""
    row = changeable(door, name, principal)
    note = f"restored: revision {revision}"
    before = row.revision if base is None else base
    return _table(door).restore(row.name, before, revision, principal.name, note)


def release(
    door: Door, name: str, principal: Principal, note: str = "", base: int | None = None
) -> int:
    """Give what a list is now a version number, under which it stays readable; return it."""
    row = changeable(door, name, principal)
    before = row.revision if base is None else base
    return _table(door).release(row.name, before, note[:_MOST_NOTE])


def copy(door: Door, name: str, new: str, principal: Principal) -> ListRow:
    """Keep what a list is now under another name; the copy is `principal`'s, and unlocked."""
    row = info(door, name, principal)
    events = load(door, name, principal)
    note = f"copied from {row.name}, revision {row.revision}"
    return create(door, events, principal, name=new, access=row.access, note=note)


def share(
    door: Door,
    name: str,
    principal: Principal,
    *,
    access: str | None = None,
    shared: Sequence[str] | None = None,
    locked: bool | None = None,
) -> ListRow:
    """Change who a list is for, and whether it is locked against changes.

    Raises
    ------
    Forbidden
        If `principal` is not its owner.
    """
    row = info(door, name, principal)
    if not door.policy.may_own_list(principal, row):
        raise Forbidden(f"Only its owner may share, lock or delete the event list {row.name}.")
    values: dict[str, object] = {}
    if access is not None:
        values["access"] = _check_access(access)
    if shared is not None:
        values["shared"] = sorted({checked_name(n) for n in shared})
    if locked is not None:
        values["locked"] = locked
    return _table(door).set(row.name, **values) if values else row


def remove(door: Door, name: str, principal: Principal) -> None:
    """Forget a list with its history.

    Raises
    ------
    Forbidden
        If `principal` is not its owner, or it is locked.
    """
    row = share(door, name, principal)
    if row.locked:
        raise Forbidden(f"The event list {row.name} is locked: unlock it first.")
    _table(door).remove(row.name)


def changeable(door: Door, name: str, principal: Principal) -> ListRow:
    """Return a list that `principal` may change.

    Raises
    ------
    Forbidden
        If not, or it is locked.
    """
    row = info(door, name, principal)
    if not door.policy.may_write_list(principal, row):
        raise Forbidden(f"You may read the event list {row.name}, but not change it.")
    if row.locked:
        raise Forbidden(f"The event list {row.name} is locked: unlock or copy it first.")
    return row


def checked_name(name: str) -> str:
    """Return a name that a list, or a person, can have."""
    if NAME.fullmatch(name) is None:
        raise BadRequest(
            "A name begins with a letter and has letters, digits, '_', '.' and '-' only, "
            "128 at most."
        )
    return name


def _check_access(access: str) -> str:
    if access not in LIST_ACCESS:
        raise BadRequest(
            f"Access to an event list is {', '.join(LIST_ACCESS)}." + nearest(access, LIST_ACCESS)
        )
    return access


def _new_state(events: EventList, principal: Principal, note: str) -> NewState:
    return NewState(principal.name, note[:_MOST_NOTE], about(events), pieces(events))


def _searched(row: ListRow) -> str:
    said = (row.about.get(key, "") for key in ("title", "description", "tags"))
    return " ".join([row.name, *map(str, said)]).casefold()


def _table(door: Door) -> EventListTable:
    found = _table_of(door)
    if found is None:
        raise NotFound("No archive here keeps event lists.")
    return found


def _table_of(door: Door) -> EventListTable | None:
    for source in door.sources:
        if isinstance(source, LocalSource):
            return source.archive.index.event_lists
    return None
