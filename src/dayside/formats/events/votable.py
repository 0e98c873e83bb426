"""VOTable in AMDA's dialect, which speasy and tscat read; any VOTable of events is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from dayside.formats.columns.table import unique
from dayside.formats.events.delimited import search_lines, searched, text_rows
from dayside.formats.events.roles import events_of
from dayside.formats.events.typed import column_of
from dayside.formats.units import strict_vounit, to_vounit
from dayside.formats.votable.format import check_votable, parsed_votable
from dayside.model.columns import Column
from dayside.model.errors import UnreadableFile
from dayside.model.events import EventList

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OWN_TYPE = "dayside:"
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<VOTABLE version="1.3" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
 <DESCRIPTION>{about}</DESCRIPTION>
 <RESOURCE>
  <DESCRIPTION>{description}</DESCRIPTION>
{infos}  <TABLE name={name}>
   <FIELD name="Start Time" ID="TimeIntervalStart" ucd="time.start" datatype="char" \
xtype="dateTime" utype="" arraysize="*"/>
   <FIELD name="Stop Time" ID="TimeIntervalStop" ucd="time.end" datatype="char" \
xtype="dateTime" utype="" arraysize="*"/>
{fields}   <DATA><TABLEDATA>
"""
_TAIL = b"   </TABLEDATA></DATA>\n  </TABLE>\n </RESOURCE>\n</VOTABLE>\n"
_PIECE = 10_000
_DIGITS = 6
# What is written as double or text, for readers that know nothing else, says what it was.
_DATATYPES = {"i": "double", "u": "double", "f": "double", "b": "boolean", "U": "char"}


class VoTableEvents:
    """VOTables of events."""

    name = "votable"
    suffixes = (".xml", ".vot", ".votable")
    media_type = "application/x-votable+xml"

    def sniff(self, head: bytes) -> bool:
        """Tell a VOTable by its root element."""
        return re.search(rb"<(?:\w+:)?VOTABLE\b", head) is not None

    def read(self, path: Path) -> EventList:
        """Return the list of the first table that says when its events are."""
        content = path.read_bytes()
        check_votable(content)
        document = parsed_votable(content)
        reasons = []
        for table in document.iter_tables():
            try:
                found = events_of(_columns(table), *_time_fields(table))
            except UnreadableFile as error:
                reasons.append(str(error))
                continue
            return _about(document, table, found)
        raise UnreadableFile(reasons[0] if reasons else "it holds no table")

    def write(self, events: EventList) -> Iterator[bytes]:
        """Yield the file; times to the microsecond, as fine as its readers can take them."""
        yield _head(events).encode()
        dtypes = [c.dtype for c in events.columns.values()]
        for first in range(0, len(events), _PIECE):
            rows = (_row(row, dtypes) for row in text_rows(events[first : first + _PIECE]))
            yield "".join(rows).encode()
        yield _TAIL


def _head(events: EventList) -> str:
    said = {
        "Name": re.sub(r"[:;]", " ", events.name or "events"),
        "Historic": events.attributes.get("Historic", ""),
        "Title": events.title,
        "Citation": events.citation,
        "Tags": ", ".join(events.tags),
        "Contact": ", ".join(events.authors),
        "Creation Date": events.attributes.get("Creation Date", ""),
    }
    about = "".join(
        f"{key}:{' '.join(str(value).replace(';', ',').split())};\n"
        for key, value in said.items()
        if value or key in ("Name", "Historic")  # speasy wants a line after that of the name
    )
    fields = [_field(c, number) for number, c in enumerate(events.columns.values(), 1)]
    infos = (
        f"  <INFO name={quoteattr(name)} value={quoteattr(line)}/>\n"
        for name, line in search_lines(events).items()
    )
    return _HEAD.format(
        infos="".join(infos),
        about=_text(about),
        description=_text(events.description or events.title or events.name),
        name=quoteattr(_NOT_XML.sub("", events.name or "events")),
        fields="".join(fields),
    )


def _field(column: Column, number: int) -> str:
    kind = _DATATYPES[column.values.dtype.kind]
    unit = strict_vounit(column.units) if column.units else None
    said = {
        "name": _field_name(column.name),
        "ID": f"column{number}",
        "ucd": column.ucd or None,
        "unit": unit,
        "datatype": "char" if column.is_time else kind,
        "xtype": "dateTime" if column.is_time else None,
        "arraysize": "*" if column.is_time or kind == "char" else None,
        "utype": _utype(column),
    }
    attributes = " ".join(
        f"{k}={quoteattr(_NOT_XML.sub('', v))}" for k, v in said.items() if v is not None
    )
    if not column.description:
        return f"   <FIELD {attributes}/>\n"
    described = _text(column.description)
    return f"   <FIELD {attributes}><DESCRIPTION>{described}</DESCRIPTION></FIELD>\n"


def _field_name(name: str) -> str:
    """Return a name as tscat takes it: letters, digits and underscores."""
    return re.sub(r"\W", "_", name, flags=re.ASCII)


def _utype(column: Column) -> str | None:
    """Return what tells a column's type and name where its field does not."""
    if column.is_time:
        return ""  # by which tscat knows a time
    if _field_name(column.name) != column.name:
        return f"{_OWN_TYPE}{column.dtype}:{column.name}"
    told = column.values.dtype.kind in "iu" or column.dtype == "float32"
    return _OWN_TYPE + column.dtype if told else None


def _row(row: list[str], dtypes: list[str]) -> str:
    cells = [_moment(row[0]), _moment(row[1])]
    for text, dtype in zip(row[2:], dtypes, strict=True):
        if dtype == "tt2000":
            cells.append(_moment(text))
        elif dtype == "bool":
            cells.append("T" if text == "true" else "F")
        else:
            cells.append(_text(text) if dtype.startswith("U") else text or "NaN")
    return "    <TR>" + "".join(f"<TD>{c}</TD>" for c in cells) + "</TR>\n"


def _moment(text: str) -> str:
    """Return a time as ``strptime`` of AMDA's clients takes it: a fraction, and no zone."""
    date, _, fraction = text.removesuffix("Z").partition(".")
    return f"{date}.{fraction[:_DIGITS] or '000'}" if text else ""


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _time_fields(table: Any) -> tuple[str, str]:
    """Return the names of the columns that UCDs call start and end; empty where none is."""
    named = dict(zip(_names(table), table.fields, strict=True))

    def with_ucd(*ucds: str) -> str:
        found = (n for n, f in named.items() if str(f.ucd or "").lower().split(";")[0] in ucds)
        return next(found, "")

    start = with_ucd("time.start")
    return (start, with_ucd("time.end", "time.stop")) if start and len(table.array) else ("", "")


def _names(table: Any) -> list[str]:
    taken: set[str] = set()
    return [unique(_own(field)[1] or str(field.name or field.ID), taken) for field in table.fields]


def _own(field: Any) -> tuple[str, str]:
    """Return type and name of a column as `_utype` told them."""
    said = str(field.utype or "")
    if not said.startswith(_OWN_TYPE):
        return "", ""
    dtype, _, name = said.removeprefix(_OWN_TYPE).partition(":")
    return dtype, name


def _columns(table: Any) -> list[Column]:
    columns = []
    for name, field in zip(_names(table), table.fields, strict=True):
        said = {
            "units": None if field.unit is None else to_vounit(str(field.unit)),
            "ucd": str(field.ucd or ""),
            "description": " ".join(str(field.description or "").split()),
        }
        column = _column(name, field, table.array[field.ID], said)
        if column is not None:
            columns.append(column)
    return columns


def _column(name: str, field: Any, cells: Any, said: dict[str, Any]) -> Column | None:
    """Return a field's column; None for arrays, which are no value of an event."""
    data, mask = np.ma.getdata(cells), np.ma.getmaskarray(cells)
    if data.dtype.kind in "OUS":
        if any(isinstance(v, (np.ndarray, list)) for v in data[:100]):
            return None
        texts = ["" if m else _decoded(v) for v, m in zip(data, mask, strict=True)]
        is_time = field.xtype is not None or str(field.ucd or "").startswith("time.")
        values = np.array(texts, np.str_)
        return column_of(name, texts, **said) if is_time else Column(name, values, "", **said)
    if data.ndim != 1 or data.dtype.kind not in "biuf":
        return None
    if data.dtype.kind in "iu" and mask.any():
        data = np.where(mask, np.nan, data.astype(np.float64))
    dtype, _ = _own(field)
    if dtype and not np.isnan(data.astype(np.float64)).any():
        data = data.astype(dtype)
    return Column(name, data, "", **said)


def _decoded(value: Any) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.strip()


def _about(document: Any, table: Any, found: EventList) -> EventList:
    said: dict[str, str] = {}
    for line in str(document.description or "").split(";"):
        key, colon, value = line.strip().partition(":")
        if colon:
            said[key.strip()] = " ".join(value.split())
    resource = document.resources[0] if document.resources else None
    description = str(getattr(resource, "description", None) or table.description or "")
    kept = {k: said[k] for k in ("Historic", "Creation Date") if said.get(k)}
    title = said.get("Title", "")
    name = said.get("Name") or str(table.name or "")
    plain = " ".join(description.split())
    infos = resource.infos if resource else []
    return found.replace(
        **searched({str(info.name): str(info.value) for info in infos}),
        name=name,
        title=title,
        description="" if plain in (title, name) else plain,
        authors=tuple(filter(None, [said.get("Contact", "")])),
        citation=said.get("Citation", ""),
        tags=tuple(t.strip() for t in said.get("Tags", "").split(",") if t.strip()),
        attributes={**found.attributes, **kept},
    )
