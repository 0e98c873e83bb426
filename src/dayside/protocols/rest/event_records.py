"""What is sent and told of event lists."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from dayside.db.event_lists import ListRow, StateRow
from dayside.protocols.rest.schemas import Record
from dayside.services.events import OPERATIONS

Access = Literal["public", "private", "owner"]
_NAME = Field(max_length=128, description="Letters, digits, '_', '.', '-'; a letter first.")
_BASE = Field(None, ge=1, le=2**62, description="Refuse if it was changed since this revision.")
_NOTE = Field("", max_length=2000, description="What was done, for the history.")


class ListInfo(BaseModel):
    """An event list without its events; more fields are what it says of itself."""

    model_config = ConfigDict(extra="allow")

    name: str
    owner: str
    access: Access
    shared: list[str]
    locked: bool
    created: str
    changed: str
    author: str
    revision: int
    versions: int
    count: int
    columns: list[dict[str, Any]] = Field([], description="name, dtype, units, ucd, description.")


class ListsFound(Record):
    """Event lists, by name."""

    lists: list[ListInfo]


class StateRecord(Record):
    """One state of a list."""

    revision: int
    before: int = Field(description="Revision that undoing leads back to; 0 is none.")
    created: str
    author: str
    note: str
    version: int | None
    count: int


class HistoryRecord(Record):
    """Every state of a list, oldest first."""

    states: list[StateRecord]


class Sent(BaseModel):
    """What is sent has what it lists and nothing else."""

    model_config = ConfigDict(extra="forbid")


class Change(Sent):
    """Edits of a list, done whole or not at all."""

    edits: list[dict[str, Any]] = Field(
        max_length=10_000,
        description='Such as {"op": "remove", "rows": [3]}; op is add, remove, move, set, class, '
        "column, drop, rename, describe, merge or about.",
    )
    note: str = _NOTE
    base: int | None = _BASE


class Back(Sent):
    """What to go back to."""

    revision: int | None = Field(
        None, ge=1, le=2**62, description="By default what was before the last change."
    )
    base: int | None = _BASE


class Release(Sent):
    """A version to be given a number."""

    note: str = _NOTE
    base: int | None = _BASE


class Copy(Sent):
    """A copy to be made."""

    name: str = _NAME


class Sharing(Sent):
    """For whom a list is; what is left out stays."""

    access: Access | None = None
    shared: list[str] | None = Field(None, max_length=1000, description="Names of people.")
    locked: bool | None = None


class Combination(Sent):
    """An operation on lists."""

    operation: Literal[OPERATIONS]  # type: ignore[valid-type]
    lists: list[str] = Field(min_length=1, max_length=100, description="Names of kept lists.")
    options: dict[str, Any] = Field(
        {}, description='As the operation takes them: {"by": "10 min"} for shift.'
    )
    name: str = Field("", max_length=128, description="Keep the result under this name.")


class VersionRecord(Record):
    """The number of a version."""

    name: str
    version: int


class ScoreRecord(BaseModel):
    """How well one list agrees with another: as dayside.science.events.Score."""

    model_config = ConfigDict(extra="forbid")

    found: int
    reference: int
    span: list[str] | None
    edge: Literal["start", "stop", "center"]
    agreements: list[dict[str, Any]]
    lenient: dict[str, Any] | None


def info_record(row: ListRow) -> dict[str, Any]:
    """Return what `ListInfo` describes."""
    about = {k: v for k, v in row.about.items() if k not in ("gaps", "first", "last")}
    return about | {
        "name": row.name,
        "owner": row.owner,
        "access": row.access,
        "shared": list(row.shared),
        "locked": row.locked,
        "created": row.created,
        "changed": row.changed,
        "author": row.author,
        "revision": row.revision,
        "versions": row.versions,
    }


def state_record(state: StateRow) -> dict[str, Any]:
    """Return what `StateRecord` describes."""
    return {
        "revision": state.revision,
        "before": state.before,
        "created": state.created,
        "author": state.author,
        "note": state.note,
        "version": state.version,
        "count": state.about["count"],
    }
