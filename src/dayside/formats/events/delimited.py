"""Event lists as text tables: any that say when their events are, and our own CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dayside.formats.events.known import KnownList, find_known
from dayside.formats.events.roles import events_of
from dayside.formats.events.rows import TextTable, read_table
from dayside.formats.events.typed import column_of, ticks_of_iso
from dayside.model import time
from dayside.model.columns import Column
from dayside.model.event_rows import EventRows
from dayside.model.events import EventList

# Names of the lines of `search_lines`; readers that know nothing of them take no notice.
SPAN, UNDECIDED = "Span", "Undecided"
_INTERVALS = re.compile(r"(\d{4}-[\dT:.-]+Z/\d{4}-[\dT:.-]+Z( |$))*")
_ABOUT = "dayside event list "
_PIECE = 10_000


class CsvEvents:
    """Text tables: comma, semicolon, tab or blank between fields, with or without a head."""

    name = "csv"
    suffixes = (".csv", ".dat", ".txt", ".tsv")
    media_type = "text/csv"

    def sniff(self, head: bytes) -> bool:
        """Tell text: whether there is a table in it shows when it is read."""
        return b"\0" not in head and head.lstrip()[:1] not in (b"<", b"{", b"[")

    def read(self, path: Path) -> EventList:
        """Return the events that the rows are."""
        table = read_table(path.read_text("utf-8", "replace"))
        own = next((c for c in table.comments if c.startswith(_ABOUT)), None)
        if own is not None:
            return _own(table, json.loads(own.removeprefix(_ABOUT)))
        known = find_known(path.name, table.names)
        events = events_of(_columns(table, known), known.start, known.stop)
        source = {"described_from": known.source} if known.source else {}
        attributes = {**events.attributes, **source}
        return events.replace(**known.about, attributes=attributes)

    def write(self, events: EventList) -> Iterator[bytes]:
        """Yield a CSV: a comment that says what the list is, a head, then the events in UTC."""
        about = {"columns": [describe_column(c) for c in events.columns.values()]}
        about.update(describe_list(events) | describe_gaps(events))
        yield f"# {_ABOUT}{json.dumps(about, ensure_ascii=True)}\n".encode()
        yield _lines([["start", "stop", *events.columns]])
        for first in range(0, len(events), _PIECE):
            yield _lines(text_rows(events[first : first + _PIECE]))


def describe_list(events: EventRows) -> dict[str, Any]:
    """Return what a list says of itself beside its events, as plain JSON."""
    said = {
        "name": events.name,
        "title": events.title,
        "description": events.description,
        "authors": list(events.authors),
        "citation": events.citation,
        "tags": list(events.tags),
        "span": None if events.span is None else time.to_text(events.span).tolist(),
        "attributes": dict(events.attributes),
    }
    return {key: value for key, value in said.items() if value}


def describe_gaps(events: EventList) -> dict[str, Any]:
    """Return where a search could not decide, as plain JSON; nothing if there was no search."""
    return {} if events.gaps is None else {"gaps": _interval_texts(events.gaps)}


def search_lines(events: EventList) -> dict[str, str]:
    """Return where a list is complete, and where a search could not decide, a line each.

    Both as ``start/stop``, with blanks between. What is not known has no line; an empty one says
    that all was decided.
    """
    known = {
        SPAN: events.span and EventList(*np.array(events.span, np.int64)[:, np.newaxis]),
        UNDECIDED: events.gaps,
    }
    return {
        name: " ".join(map("/".join, zip(*_interval_texts(intervals), strict=True)))
        for name, intervals in known.items()
        if intervals is not None
    }


def searched(lines: Mapping[str, str]) -> dict[str, Any]:
    """Return the attributes of a list that `search_lines` told."""
    about: dict[str, Any] = {}
    for name in (SPAN, UNDECIDED):
        # What others mean by these words is not known.
        if not _INTERVALS.fullmatch(lines.get(name, "?")):
            continue
        pairs = [text.partition("/") for text in lines[name].split()]
        intervals = EventList.of([first for first, _, _ in pairs], [last for _, _, last in pairs])
        if name == UNDECIDED:
            about["gaps"] = intervals
        elif len(intervals):
            about["span"] = int(intervals.start[0]), int(intervals.stop[0])
    return about


def _interval_texts(intervals: EventList) -> list[list[str]]:
    digits = max(3, *(time.digits_needed(ticks) for ticks in intervals.times))
    return [time.to_text(ticks, digits).tolist() for ticks in intervals.times]


def list_about(record: dict[str, Any]) -> dict[str, Any]:
    """Return the attributes of a list that `describe_list` and `describe_gaps` told."""
    texts = ("name", "title", "description", "citation")
    about: dict[str, Any] = {key: str(record.get(key, "")) for key in texts}
    about |= {key: tuple(map(str, record.get(key, ()))) for key in ("authors", "tags")}
    if record.get("span"):
        start, stop = map(time.parse, record["span"])
        about["span"] = (start, stop)
    if record.get("gaps") is not None:
        about["gaps"] = EventList.of(*record["gaps"])
    return about | {"attributes": dict(record.get("attributes", {}))}


def describe_column(column: Column) -> dict[str, Any]:
    """Return what a column is, without its values, as plain JSON."""
    said = {"ucd": column.ucd, "description": column.description}
    units = {} if column.units is None else {"units": column.units}
    return {"name": column.name, "dtype": column.dtype, **units} | {
        k: v for k, v in said.items() if v
    }


def text_rows(events: EventRows) -> list[list[str]]:
    """Return each event as texts: start, stop, then the columns."""
    both = [*events.times]
    digits = max(3, *(time.digits_needed(ticks) for ticks in both))
    fields = [time.to_text(ticks, digits).tolist() for ticks in both]
    fields += [_exact_texts(c) for c in events.columns.values()]
    return [list(row) for row in zip(*fields, strict=True)]


def _exact_texts(column: Column) -> list[str]:
    if column.values.dtype.kind == "f":
        # repr is the shortest text that reads back as the same number.
        missing = column.missing.tolist()
        return ["" if m else repr(v) for v, m in zip(column.values.tolist(), missing, strict=True)]
    return [str(t) for t in column.texts()]


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def _columns(table: TextTable, known: KnownList) -> list[Column]:
    named = known.names if len(known.names) == len(table.names) else tuple(table.names)
    columns = []
    for k, name in enumerate(named):
        said = known.columns.get(name, {})
        heading = table.headings[k] if table.headings[k] != name else ""
        units = said.get("units", table.units[k])
        about = said.get("description", heading)
        texts = ["" if t in known.missing else t for t in table.fields[k]]
        columns.append(column_of(name, texts, units, description=about))
    return columns


def _own(table: TextTable, record: dict[str, Any]) -> EventList:
    texts = dict(zip(table.headings, table.fields, strict=True))
    columns = {
        said["name"]: typed_column(said, texts[said["name"]]) for said in record.get("columns", ())
    }
    start, stop = ticks_of_iso(texts["start"]), ticks_of_iso(texts["stop"])
    return EventList(start, stop, columns, **list_about(record))


def typed_column(said: dict[str, Any], texts: Sequence[str]) -> Column:
    """Return a column of a type that is known, from texts that `text_rows` wrote."""
    dtype = str(said["dtype"])
    values: Any = list(texts)
    if dtype.startswith(("float", "int", "uint")):
        values = np.array([v or "nan" for v in values]).astype(dtype)
    elif dtype == "bool":
        values = np.array([v == "true" for v in values], np.bool_)
    elif dtype == "tt2000":
        values = ticks_of_iso(values)
    else:
        values = np.array(values, np.str_)
    return Column(
        said["name"],
        values,
        "tt2000" if dtype == "tt2000" else "",
        said.get("units"),
        str(said.get("ucd", "")),
        str(said.get("description", "")),
    )
