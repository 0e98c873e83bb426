"""AMDA's ASCII time tables and catalogues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dayside.formats.columns.table import unique
from dayside.formats.events.delimited import search_lines, searched, text_rows
from dayside.formats.events.typed import column_of, ticks_of
from dayside.formats.units import to_vounit
from dayside.model.columns import Column
from dayside.model.errors import UnreadableFile
from dayside.model.events import EventList

_ENTRY = re.compile(r"^#\s*([A-Z][A-Za-z0-9 ]*?)\s*:\s*(.*?)\s*;?\s*$")
_PARAMETER = re.compile(r"Parameter \d+")
_TYPES = {"f": "double", "i": "int", "b": "bool", "U": "string"}
_WIDTH = 2


class AmdaAscii:
    """AMDA ASCII: a head of ``# Key: value;`` lines, then events, blanks between fields."""

    name = "amda"
    suffixes = (".txt", ".asc")
    media_type = "text/plain"

    def sniff(self, head: bytes) -> bool:
        """Tell it by the first line: ``# Name: …;``."""
        return re.match(rb"(\xef\xbb\xbf)?#\s*(Name|Historic)\s*:", head) is not None

    def read(self, path: Path) -> EventList:
        """Return the list, its columns named and typed as the head says."""
        said: dict[str, str] = {}
        parameters: list[dict[str, str]] = []
        rows: list[list[str]] = []
        for line in path.read_text("utf-8", "replace").removeprefix("\ufeff").splitlines():
            entry = _ENTRY.match(line)
            if entry is not None and _PARAMETER.fullmatch(entry[1]):
                parameters.append(_fields(entry[2]))
            elif entry is not None:
                said[entry[1]] = entry[2]
            elif line.strip() and not line.startswith("#"):
                rows.append(_split(line))
        return _list(said, parameters, rows)

    def write(self, events: EventList) -> Iterator[bytes]:
        """Yield the file, times to the millisecond or as finely as they are."""
        about = {
            "Name": events.name,
            "Historic": str(events.attributes.get("Historic", "")),
            "Contact": ", ".join(events.authors),
            "Description": events.description or events.title,
            "Creation Date": str(events.attributes.get("Creation Date", "")),
            "Citation": events.citation,
        }
        head = [
            f"# {key}: {_one_line(value)};"
            for key, value in about.items()
            if value or key == "Name"
        ]
        head += [f"# {name}: {line};" for name, line in search_lines(events).items()]
        columns = enumerate(events.columns.values(), 1)
        head += [f"# Parameter {k}: {_parameter(k, column)}" for k, column in columns]
        yield ("\n".join(head) + "\n").encode()
        for first in range(0, len(events), 10_000):
            rows = text_rows(events[first : first + 10_000])
            yield "".join(f"{' '.join(map(_cell, row))}\n" for row in rows).encode()


def _list(
    said: dict[str, str], parameters: list[dict[str, str]], rows: list[list[str]]
) -> EventList:
    width = _WIDTH + len(parameters)
    wrong = next((k for k, row in enumerate(rows) if len(row) != width), None)
    if wrong is not None:
        raise UnreadableFile(
            f"event {wrong + 1} has {len(rows[wrong])} fields where its head says {width}"
        )
    fields = list(zip(*rows, strict=True)) if rows else [()] * width
    taken: set[str] = set()
    columns = {}
    for texts, about in zip(fields[_WIDTH:], parameters, strict=True):
        name = unique(about.get("name") or about.get("id") or "column", taken)
        columns[name] = _column(name, texts, about)
    return EventList(
        ticks_of(fields[0]),
        ticks_of(fields[1]),
        columns,
        name=said.get("Name", ""),
        description=said.get("Description", ""),
        authors=tuple(filter(None, [said.get("Contact", "")])),
        citation=said.get("Citation", ""),
        **searched(said),
        attributes={k: v for k, v in said.items() if v and k in ("Historic", "Creation Date")},
    )


def _column(name: str, texts: tuple[str, ...], about: dict[str, str]) -> Column:
    units = to_vounit(about.get("unit") or about.get("units"))
    rest = {"ucd": about.get("ucd", ""), "description": about.get("description", "")}
    column = column_of(name, texts, units, **rest)
    if about.get("type") in ("double", "float") and column.values.dtype.kind == "i":
        return column.replace(values=column.values.astype(np.float64))
    return column


def _fields(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {key.strip(): value.strip() for key, _, value in pairs if key.strip()}


def _split(line: str) -> list[str]:
    return (
        [a or b for a, b in re.findall(r'"([^"]*)"|(\S+)', line)] if '"' in line else line.split()
    )


def _parameter(number: int, column: Column) -> str:
    kind = "dateTime" if column.is_time else _TYPES.get(column.values.dtype.kind, "string")
    return (
        f"id:column{number}; name:{_one_line(column.name)}; size:1; type:{kind}; "
        f"unit:{column.units or ''}; description:{_one_line(column.description)}; "
        f"ucd:{column.ucd}; utype:;"
    )


def _one_line(text: str) -> str:
    return " ".join(text.replace(";", ",").split())


def _cell(text: str) -> str:
    """Return a field: times without zone as AMDA has them, blanks in quotes."""
    if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", text):
        return text.removesuffix("Z")
    if not text or re.search(r'[\s"]', text):
        return '"' + " ".join(text.replace('"', "'").split()) + '"'
    return text
