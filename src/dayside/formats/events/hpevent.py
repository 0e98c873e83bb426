"""Heliophysics event lists as plain text (HPEvent): a head of keywords, then blanks between fields.

The mandatory field is ``TIME_BEGIN``. No specification of the head was at hand: it is read
leniently (lines of ``KEY: value`` or ``KEY = value``, a line of names with ``TIME_BEGIN``
among them), and written in that way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from dayside.formats.columns.table import unique
from dayside.formats.events.delimited import search_lines, searched, text_rows
from dayside.formats.events.roles import events_of
from dayside.formats.events.typed import column_of
from dayside.formats.units import to_vounit
from dayside.model.errors import UnreadableFile
from dayside.model.events import EventList

_KEY = re.compile(r"^[#;%!]*\s*([A-Za-z][A-Za-z_ ]*?)\s*[:=]\s*(.*)$")


class HpEvent:
    """HPEvent text."""

    name = "hpevent"
    suffixes = (".hpe",)
    media_type = "text/plain"

    def sniff(self, head: bytes) -> bool:
        """Tell it by its mandatory field, as a word of its own, in text without commas."""
        found = re.search(rb"(?im)^[#;%!]*.*\bTIME_BEGIN\b.*$", head)
        return found is not None and not re.search(rb"[<{,]", found[0])

    def read(self, path: Path) -> EventList:
        """Return the list."""
        said: dict[str, str] = {}
        names: list[str] = []
        rows: list[list[str]] = []
        for line in path.read_text("utf-8", "replace").removeprefix("\ufeff").splitlines():
            entry = _KEY.match(line)
            if not names and re.search(r"\bTIME_BEGIN\b", line):
                names = (entry[2] if entry else line.lstrip("#;%! ")).split()
            elif entry is not None and not rows:
                said[entry[1].upper().strip()] = entry[2].strip()
            elif line.strip() and line[:1] not in "#;%!":
                rows.append([a or b for a, b in re.findall(r'"([^"]*)"|(\S+)', line)])
        return _list(said, names, rows)

    def write(self, events: EventList) -> Iterator[bytes]:
        """Yield the file."""
        about = {
            "NAME": events.name,
            "DESCRIPTION": events.description or events.title,
            "CONTACT": ", ".join(events.authors),
            "ACKNOWLEDGEMENT": events.citation,
        }
        names = ["TIME_BEGIN", "TIME_END", *(re.sub(r"\s", "_", n) for n in events.columns)]
        units = ["UTC", "UTC", *(_word(c.units) for c in events.columns.values())]
        head = [f"# {key}: {' '.join(value.split())}" for key, value in about.items() if value]
        head += [f"# {name.upper()}: {line}" for name, line in search_lines(events).items()]
        head += [f"# UNITS: {' '.join(units)}", f"# FIELDS: {' '.join(names)}"]
        yield ("\n".join(head) + "\n").encode()
        for first in range(0, len(events), 10_000):
            rows = text_rows(events[first : first + 10_000])
            yield "".join(f"{' '.join(map(_cell, row))}\n" for row in rows).encode()


def _list(said: dict[str, str], names: list[str], rows: list[list[str]]) -> EventList:
    wrong = next((k for k, row in enumerate(rows) if len(row) != len(names)), None)
    if wrong is not None:
        raise UnreadableFile(
            f"event {wrong + 1} has {len(rows[wrong])} fields where there are {len(names)} names"
        )
    units = said.get("UNITS", said.get("FIELD_UNITS", "")).split()
    units = units if len(units) == len(names) else [""] * len(names)
    fields = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    taken: set[str] = set()
    columns = [
        column_of(unique(name, taken), texts, None if unit in ("-", "") else to_vounit(unit))
        for name, texts, unit in zip(names, fields, units, strict=True)
    ]
    last = "TIME_END" if "TIME_END" in names else ""
    return events_of(columns, "TIME_BEGIN" if rows else "", last).replace(
        name=said.get("NAME", ""),
        description=said.get("DESCRIPTION", ""),
        authors=tuple(filter(None, [said.get("CONTACT", "")])),
        citation=said.get("ACKNOWLEDGEMENT", ""),
        **searched({key.capitalize(): line for key, line in said.items()}),
    )


def _word(units: str | None) -> str:
    return "-" if units is None else units.replace(" ", ".") or "1"


def _cell(text: str) -> str:
    if not text:
        return "-"
    return '"' + text.replace('"', "'") + '"' if re.search(r'[\s"]', text) else text
