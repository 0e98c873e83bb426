"""What the lines before a table say: names, units, fills, years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dayside.formats.columns.fill import fills_said
from dayside.formats.columns.table import split_unit
from dayside.formats.csv.listing import Listed, listed_columns
from dayside.formats.csv.sniff import Layout, is_number, splitter
from dayside.formats.frames import frame_in, frame_named
from dayside.formats.units import to_vounit
from dayside.model import Bins

_RULE = re.compile(r"[\s#;%*]*[-=_*~.+|\s]{3,}")
_COMMENT = re.compile(r"^\s*(?:#+|%+|!+|//|;|:)\s?")
# IAGA-2002 and its kin frame their header on the right.
_EDGE = re.compile(r"(?<=[^|]{8})\s*\|\s*$")
_LABELLED = re.compile(r"^(?:data_)?(?:columns?|fields|header)\s*[:=]\s*", re.IGNORECASE)
_UNITS_ROW = re.compile(r"^(?:column_?)?units?\s*[:=]\s*", re.IGNORECASE)
_FRAME_SAID = re.compile(r"\bin (?P<frame>[A-Z]{3,5}) coordinates\b")
_COMPONENT = re.compile(r"(?:b|v|imf|mag)_?[xyzrtn]\b.*", re.IGNORECASE)
_UNIT_OF = re.compile(
    r"^units?\s*[:=]\s*(?P<what>.*?\S)\s+(?P<unit>degrees\b(?=.*\d)|[^\s\d]\S*$)", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_CDAWEB_UNITS = re.compile(r"\s*dd-mm-yyyy hh:mm:ss")
_AMDA = re.compile(r"^\W*PARAMETER_(?P<key>[A-Z_]+(?:\[\d\])?)\s*:\s*(?P<value>.*)$")
_ENDS = (".", ":", ";")
_MOST_HEADER = 8000
_MOST_TITLE = 120
_SAME_START = 4


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says, column by column.

    Attributes
    ----------
    columns : tuple of Listed
        One for each column of the table.
    fills : tuple of float
    years : frozenset of int
    dataset : mapping
        Fields of `Dataset`.
    """

    columns: tuple[Listed, ...]
    fills: tuple[float, ...] = ()
    years: frozenset[int] = frozenset()
    dataset: Mapping[str, Any] = field(default_factory=dict)


def read_header(lines: Sequence[str], layout: Layout, file_name: str) -> Header:
    """Return what the lines before the table say.

    Parameters
    ----------
    lines : sequence of str
        All lines before the first row.
    layout : Layout
    file_name : str
        It may tell the century of a two-digit year.
    """
    bare = [_EDGE.sub("", _COMMENT.sub("", line.rstrip("\r\n"))) for line in lines]
    columns = _headings(bare, layout) or [Listed() for _ in range(layout.width)]
    columns = [_merged(c, said) for c, said in zip(columns, _listing(bare, layout), strict=True)]
    columns = _with_frame_said(_with_units_said(_with_amda(columns, bare), bare), bare)
    text = "\n".join(bare)
    return Header(
        tuple(columns),
        fills_said(bare),
        frozenset(int(y) for y in _YEAR.findall(f"{text} {file_name}")),
        _about(bare),
    )


def _listing(bare: Sequence[str], layout: Layout) -> list[Listed]:
    return listed_columns(bare, layout.width) or [Listed() for _ in range(layout.width)]


def _merged(heading: Listed, said: Listed) -> Listed:
    return Listed(
        heading.name or said.name,
        heading.units or said.units,
        heading.description or said.description,
        heading.frame or said.frame,
    )


def _headings(bare: Sequence[str], layout: Layout) -> list[Listed] | None:
    """Return the columns that the row of names above the table tells, with its units."""
    told = _labelled(bare, layout, _LABELLED)
    units = _labelled(bare, layout, _UNITS_ROW)
    above = [line for line in bare if line.strip() and not _RULE.fullmatch(line)][-2:][::-1]
    rows = [row for row in (_fields(line, layout) for line in above) if row is not None]
    if len(rows) == 1 and len(above) > 1 and _CDAWEB_UNITS.match(above[0]):
        # CDAWeb's listings head the two columns of a time with one name.
        names = above[1].split()
        rows += [[names[0], *names]] if len(names) == layout.width - 1 else []
    if rows and told is None:
        if len(rows) > 1 and len(above) > 1 and _are_units(rows[0]):
            units, rows = rows[0], rows[1:]
        told = rows[0] if _are_names(rows[0], above, layout) else None
    if told is None:
        return None
    if units is None:
        return [Listed(name) for name in told]
    return [
        Listed(name, None if is_time_unit(unit) else to_vounit(unit.strip("[]()")))
        for name, unit in zip(told, units, strict=True)
    ]


def is_time_unit(text: str) -> bool:
    """Tell what stands for a unit in the column of a time."""
    return bool(
        re.fullmatch(
            r"[\[(]?\s*(?:utc|iso.?8601|isotime|ut|none|-+|dd-mm-yyyy|hh:mm:ss(?:\.ms)?)?\s*[\])]?",
            text,
            re.IGNORECASE,
        )
    )


def _labelled(bare: Sequence[str], layout: Layout, label: re.Pattern[str]) -> list[str] | None:
    """Return the fields of a line such as ``units: UTC, nT, nT``."""
    for line in bare:
        match = label.match(line.strip())
        if match is None:
            continue
        rest = line.strip()[match.end() :]
        for delimiter in (",", ";", "\t", "|", " "):
            fields = splitter(delimiter)(rest)
            if len(fields) == layout.width:
                return fields
    return None


def _fields(line: str, layout: Layout) -> list[str] | None:
    """Return the fields of a line that has as many as the table, however it separates them."""
    for delimiter in (layout.delimiter, " ", ",", "\t"):
        fields = splitter(delimiter)(line.strip() if delimiter == " " else line)
        if len(fields) == layout.width:
            return fields
    return None


def _are_names(fields: Sequence[str], above: Sequence[str], layout: Layout) -> bool:
    present = [f for f in fields if f]
    words = [f for f in present if not is_number(f)]
    prose = above[0].rstrip().endswith(_ENDS) and layout.delimiter == " "
    # "Lat.   Long." is no end of a sentence.
    prose = prose and sum(w.endswith(_ENDS) for w in words) == 1
    return len(words) > len(fields) / 2 and not prose and max(map(len, words)) < 80


def _are_units(fields: Sequence[str]) -> bool:
    """Tell a row of units from a row of names."""
    present = [f for f in fields if f and not is_time_unit(f)]
    if not present:
        return False
    bracketed = sum(f[0] in "[(" and f[-1] in "])" for f in present)
    known = sum(_is_unit(f) for f in present)
    return bracketed > len(present) / 2 or known == len(present)


def _is_unit(text: str) -> bool:
    if len(text) < 2 and text not in "#%KVAm":
        return False
    translated = to_vounit(text) or ""
    return (
        translated != text
        or re.fullmatch(r"n[TP]a?|[kmc]?m|k?eV|[kM]?K|deg|AU|.*/.*|c?m\^?-[23]", text) is not None
    )


def _with_frame_said(columns: Sequence[Listed], bare: Sequence[str]) -> list[Listed]:
    """Add the one frame of which a sentence such as ``values are in GSM coordinates`` speaks."""
    found = {m["frame"] for m in map(_FRAME_SAID.search, bare) if m is not None}
    frame = frame_named(found.pop()) if len(found) == 1 else None
    return [
        replace(c, frame=frame)
        if frame and c.frame is None and _COMPONENT.fullmatch(c.name) and frame_of(c) is None
        else c
        for c in columns
    ]


def _with_units_said(columns: Sequence[Listed], bare: Sequence[str]) -> list[Listed]:
    """Add units from sentences such as ``Units: Proton density p/cc``."""
    said = [m for m in (_UNIT_OF.match(line.strip()) for line in bare) if m is not None]
    out = []
    for column in columns:
        fitting = {m["unit"] for m in said if _alike(column.name, m["what"])}
        known = column.units or split_unit(column.name)[1]
        unit = fitting.pop() if known is None and len(fitting) == 1 else None
        out.append(column if unit is None else replace(column, units=to_vounit(unit)))
    return out


def _alike(name: str, phrase: str) -> bool:
    """Tell whether a name begins like a word of the phrase: "Temperature", "tempeture"."""
    start = name.lower()[:_SAME_START]
    words = re.findall(r"[A-Za-z]+", phrase.lower())
    if len(start) < _SAME_START:
        return name.lower() in words
    return any(w.startswith(start) for w in words)


def _with_amda(columns: Sequence[Listed], bare: Sequence[str]) -> list[Listed]:
    """Add what AMDA's headers say about each parameter: ``PARAMETER_UNITS : nT``."""
    parameters: list[dict[str, str]] = []
    for line in bare:
        match = _AMDA.match(line)
        if match is None:
            continue
        if match["key"] == "ID" or not parameters:
            parameters.append({})
        parameters[-1][match["key"]] = match["value"].strip()
    out = []
    counts = Counter(_base(column.name) for column in columns)
    for column in columns:
        name = _base(column.name)
        told = [p for p in parameters if name in (p.get("ID"), p.get("NAME"), p.get("SHORT_NAME"))]
        frame = told[0].get("COORDINATE_SYSTEM", "") if told else ""
        out.append(
            column
            if not told
            else replace(
                column,
                units=to_vounit(told[0].get("UNITS")) or column.units,
                description=told[0].get("NAME", ""),
                frame=frame if frame.lower() not in ("", "none") else None,
                labels=_labels(told[0], counts[name]),
                bins=_bins(told[0], counts[name]),
            )
        )
    return out


def _base(name: str) -> str:
    return re.sub(r"\[\d+\]$", "", name)


def _labels(said: Mapping[str, str], length: int) -> tuple[str, ...]:
    names = tuple(n.strip() for n in said.get("COMPONENTS", "").split(","))
    return names if len(names) == length > 1 else ()


def _bins(said: Mapping[str, str], length: int) -> Bins | None:
    """Return the bins of the one table that fits the columns: lower and upper edges."""
    for key, name in said.items():
        match = re.fullmatch(r"TABLE(\[\d\])?", key)
        if match is None:
            continue
        index = match[1] or ""
        low, high = (_numbers(_of(said, f"TABLE_{e}_VALUES", index)) for e in ("MIN", "MAX"))
        if len(low) == len(high) == length > 1:
            centers = tuple((a + b) / 2 for a, b in zip(low, high, strict=True))
            ranges = tuple((min(p), max(p)) for p in zip(low, high, strict=True))
            return Bins(name, to_vounit(_of(said, "TABLE_UNITS", index)), centers, ranges)
    return None


def _of(said: Mapping[str, str], key: str, index: str) -> str:
    return said.get(f"{key}{index}") or said.get(key, "")


def _numbers(text: str) -> tuple[float, ...]:
    words = [w.strip() for w in text.split(",")]
    return tuple(float(w) for w in words) if all(is_number(w) for w in words) else ()


def _about(bare: Sequence[str]) -> dict[str, Any]:
    """Return title and whole header, for whoever reads the dataset's page."""
    text = "\n".join(line.rstrip() for line in bare).strip()
    if not text:
        return {}
    first = next((line.strip() for line in bare if _is_title(line)), "")
    about: dict[str, Any] = {"attributes": {"header": text[:_MOST_HEADER]}}
    if len(bare) > 2 and 8 < len(first) < _MOST_TITLE and " " in first:
        about["title"] = first
    return about


def _is_title(line: str) -> bool:
    """Tell a line that may head a page from rules and from ``Product: file.txt``."""
    bare = line.strip(" *=-#")
    return bool(bare) and line.strip()[:3] != "***" and ":" not in line


def frame_of(column: Listed) -> str | None:
    """Return the frame that a heading or its description names."""
    return column.frame or frame_in(column.name, (column.description,))
