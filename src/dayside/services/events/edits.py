"""Edits of an event list, as REST, the command line and the portal say them.

An edit is a plain record, ``{"op": "remove", "rows": [3, 4]}``; several are one change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from dayside.formats.events.json import list_of_record
from dayside.formats.events.typed import column_of
from dayside.model import EventList, time
from dayside.model.errors import BadRequest, DaysideError, nearest

MOST_EDITS = 10_000
"""How many edits one change may have."""

_ABOUT = ("title", "description", "citation")
_LISTS = ("authors", "tags")


def apply(events: EventList, edits: Sequence[Mapping[str, Any]]) -> EventList:
    """Return a list after some edits, one after the other.

    Raises
    ------
    BadRequest, NotFound
        If one cannot be done; then none is.
    """
    if len(edits) > MOST_EDITS:
        raise BadRequest(f"One change has at most {MOST_EDITS} edits.")
    for number, edit in enumerate(edits, 1):
        op = str(edit.get("op"))
        if op not in _EDITS:
            known = ", ".join(_EDITS)
            raise BadRequest(f"Edit {number}: op is one of {known}." + nearest(op, _EDITS))
        try:
            events = _EDITS[op](events, edit)
        except DaysideError:
            raise
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
            raise BadRequest(f"Edit {number} ({op}) is not as it must be: {error}.") from error
    return events


def _add(events: EventList, edit: Mapping[str, Any]) -> EventList:
    """Add events: start, stop, columns, as in the JSON of a list."""
    return events.joined(list_of_record(dict(edit))).sorted()


def _remove(events: EventList, edit: Mapping[str, Any]) -> EventList:
    """Remove the events of some rows."""
    kept = np.ones(len(events), np.bool_)
    kept[_rows(events, edit["rows"])] = False
    return events[kept]


def _move(events: EventList, edit: Mapping[str, Any]) -> EventList:
    """Give the event of a row another start or stop, or both."""
    (row,) = _rows(events, [edit["row"]])
    start, stop = events.start.copy(), events.stop.copy()
    if edit.get("start") is not None:
        start[row] = time.ticks(edit["start"])
    if edit.get("stop") is not None:
        stop[row] = time.ticks(edit["stop"])
    return events.replace(start=start, stop=stop)


def _set(events: EventList, edit: Mapping[str, Any]) -> EventList:
    """Give the events of some rows a value in a column, which is made if it is not there."""
    rows, name = _rows(events, edit["rows"]), str(edit["column"])
    column = events.columns.get(name)
    texts = list(column.texts()) if column is not None else [""] * len(events)
    value = edit.get("value")
    said = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    if column is not None and column.values.dtype.kind == "f":
        # Not through text: what is not touched stays as it is.
        values = column.values.copy()
        values[rows] = np.nan if value is None else float(said)
        return events.with_columns(column.replace(values=values))
    for row in rows:
        texts[row] = said
    about = (None, "", "") if column is None else (column.units, column.ucd, column.description)
    return events.with_columns(column_of(name, [str(t) for t in texts], *about))


def _column(events: EventList, edit: Mapping[str, Any]) -> EventList:
    """Add a column, or put one in the place of another: name, values, units."""
    values = ["" if v is None else str(v) for v in edit["values"]]
    made = column_of(
        str(edit["name"]),
        values,
        edit.get("units"),
        str(edit.get("ucd", "")),
        str(edit.get("description", "")),
    )
    return events.with_columns(made)


def _drop(events: EventList, edit: Mapping[str, Any]) -> EventList:
    """Take a column away."""
    gone = events.column(str(edit["column"])).name
    return events.replace(columns={n: c for n, c in events.columns.items() if n != gone})


def _rename(events: EventList, edit: Mapping[str, Any]) -> EventList:
    """Give a column another name, in its place."""
    old, new = events.column(str(edit["column"])).name, str(edit["to"])
    if not new or (new in events.columns and new != old):
        raise BadRequest(f"A column cannot be called {new!r} here.")
    columns = [c.replace(name=new) if n == old else c for n, c in events.columns.items()]
    return events.replace(columns={c.name: c for c in columns})


def _describe_column(events: EventList, edit: Mapping[str, Any]) -> EventList:
    """Say the units, UCD or description of a column."""
    column = events.column(str(edit["column"]))
    said = {k: edit[k] for k in ("units", "ucd", "description") if k in edit}
    return events.with_columns(column.replace(**said))


def _merge_columns(events: EventList, edit: Mapping[str, Any]) -> EventList:
    """Make one column of several: for each event the first of them that has a value."""
    merged = [events.column(str(name)) for name in edit["columns"]]
    if not merged:
        raise BadRequest("To merge columns, name some.")
    into = str(edit.get("into") or merged[0].name)
    first, texts = merged[0], np.array(merged[0].texts())
    for column in merged[1:]:
        texts = np.where(texts == "", column.texts(), texts)
    made = column_of(into, [str(t) for t in texts], first.units, first.ucd, first.description)
    names = {c.name for c in merged}
    columns = {n: c for n, c in events.columns.items() if n not in names and n != into}
    return events.replace(columns={**columns, into: made})


def _classify(events: EventList, edit: Mapping[str, Any]) -> EventList:
    """Say of which class the events of some rows are, in the column ``class``."""
    return _set(events, {"rows": edit["rows"], "column": "class", "value": edit["class"]})


def _about(events: EventList, edit: Mapping[str, Any]) -> EventList:
    """Say title, description, citation, authors, tags, or the span of the list."""
    said: dict[str, Any] = {key: str(edit[key]) for key in _ABOUT if key in edit}
    said |= {key: tuple(map(str, edit[key])) for key in _LISTS if key in edit}
    if "span" in edit:
        span = edit["span"]
        said["span"] = None if span is None else (time.ticks(span[0]), time.ticks(span[1]))
    return events.replace(**said)


def _rows(events: EventList, rows: Sequence[Any]) -> list[int]:
    """Return row numbers, counted from 0.

    Raises
    ------
    BadRequest
        If one is none of the list.
    """
    found = [int(row) for row in rows]
    wrong = next((row for row in found if not 0 <= row < len(events)), None)
    if wrong is not None:
        raise BadRequest(f"There is no row {wrong}; the list has {len(events)}, counted from 0.")
    return found


_EDITS: Mapping[str, Callable[[EventList, Mapping[str, Any]], EventList]] = {
    "add": _add,
    "remove": _remove,
    "move": _move,
    "set": _set,
    "class": _classify,
    "column": _column,
    "drop": _drop,
    "rename": _rename,
    "describe": _describe_column,
    "merge": _merge_columns,
    "about": _about,
}


def op_names() -> tuple[str, ...]:
    """Return what an edit can be."""
    return tuple(_EDITS)
