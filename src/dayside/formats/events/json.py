"""Event lists as JSON: what the list is, and its columns by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from dayside.formats.events.delimited import (
    describe_column,
    describe_gaps,
    describe_list,
    list_about,
)
from dayside.formats.events.roles import events_of
from dayside.formats.events.typed import column_of, ticks_of_iso
from dayside.model import time
from dayside.model.columns import Column
from dayside.model.errors import UnreadableFile
from dayside.model.events import EventList

_ROWS = ("events", "data", "rows", "items")


class JsonEvents:
    """JSON: our own by columns; of others a list of objects, one an event."""

    name = "json"
    suffixes = (".json",)
    media_type = "application/json"

    def sniff(self, head: bytes) -> bool:
        """Tell it by its first character."""
        return head.lstrip()[:1] in (b"{", b"[")

    def read(self, path: Path) -> EventList:
        """Return the list."""
        record = orjson.loads(path.read_bytes())
        if isinstance(record, dict) and isinstance(record.get("columns"), list):
            return list_of_record(record)
        rows = record
        if isinstance(record, dict):
            rows = next((record[k] for k in _ROWS if isinstance(record.get(k), list)), None)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise UnreadableFile("it holds no list of events: an array of objects is needed")
        about = {k: v for k, v in record.items() if k == "name"} if isinstance(record, dict) else {}
        return events_of(_columns(rows)).replace(**about)

    def write(self, events: EventList) -> Iterator[bytes]:
        """Yield the list; numbers are exact, what is missing is null."""
        yield orjson.dumps(record_of_list(events))


def record_of_list(events: EventList) -> dict[str, Any]:
    """Return a list as plain JSON: starts and stops in UTC, columns with their values."""
    digits = max(3, *(time.digits_needed(ticks) for ticks in events.times))
    record = describe_list(events)
    record |= {
        "count": len(events),
        "start": time.to_text(events.start, digits).tolist(),
        "stop": time.to_text(events.stop, digits).tolist(),
        "columns": [describe_column(c) | {"values": _plain(c)} for c in events.columns.values()],
    }
    return record | describe_gaps(events)


def list_of_record(record: dict[str, Any]) -> EventList:
    """Return the list that `record_of_list` told.

    Raises
    ------
    DaysideError
        If it is none.
    """
    columns = {str(c["name"]): _column(c) for c in record.get("columns", ())}
    start, stop = ticks_of_iso(record["start"]), record.get("stop")
    stop = start if stop is None else ticks_of_iso(stop)
    return EventList(start, stop, columns, **list_about(record))


def _plain(column: Column) -> list[Any]:
    if column.is_time:
        return [text or None for text in column.texts().tolist()]
    values: list[Any] = column.values.tolist()
    if column.values.dtype.kind != "f":
        return values
    return [None if v != v else v for v in values]


def _column(record: dict[str, Any]) -> Column:
    dtype, values = str(record.get("dtype", "")), record["values"]
    about = (record.get("units"), str(record.get("ucd", "")), str(record.get("description", "")))
    name = str(record["name"])
    if dtype == "tt2000":
        return Column(name, ticks_of_iso(values), dtype, *about)
    if dtype.startswith("U"):
        return Column(
            name, np.array(["" if v is None else str(v) for v in values], np.str_), "", *about
        )
    if dtype:
        filled = [np.nan if v is None else v for v in values]
        return Column(name, np.array(filled).astype(dtype), "", *about)
    return column_of(name, ["" if v is None else _text(v) for v in values], *about)


def _columns(rows: list[dict[str, Any]]) -> list[Column]:
    names = dict.fromkeys(str(name) for row in rows for name in row)
    return [column_of(n, [_text(row.get(n)) for row in rows]) for n in names]


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
