"""Columns that a header lists one by one, in words: numbered, or a line each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dayside.formats.columns.table import split_unit
from dayside.formats.frames import frame_in
from dayside.formats.units import to_vounit
from dayside.model import Bins

_COL = re.compile(
    r"^\s*(?:\d+\s+)?col(?:umn)?\.?\s*(?P<n>\d+)\s*[:.)=\-]?\s+(?P<text>\S.*)$", re.IGNORECASE
)
_NUMBERED = re.compile(r"^\s*(?P<n>\d+(?:\s*,\s*\d+)*)\s*[.):]?\s+(?P<text>[A-Za-z|].*)$")
_IN_UNIT = re.compile(r"\bin\s+(?P<unit>nT|nanotesla|km/s(?:ec)?|km|cm\^?-3|eV|AU|degrees|K|Hz)\b")
_BRACKETED = re.compile(r"[\[(]\s*(?P<unit>[^\[\]()]{1,20}?)\s*[\])]")
_SYMBOL = re.compile(r"(?:^|,\s+)(?P<symbol>[A-Z][A-Za-z]{0,2}\d?)(?=\s*[,(]|$)")
_SHORT = 24


@dataclass(frozen=True, slots=True)
class Listed:
    """What a header says about one column."""

    name: str = ""
    units: str | None = None
    description: str = ""
    frame: str | None = None
    labels: tuple[str, ...] = ()
    bins: Bins | None = None


def listed_columns(lines: Sequence[str], width: int) -> list[Listed] | None:
    """Return the columns that a header lists, or None where it lists none or not all.

    Three styles are known: ``Col 3  The field strength, F1, …`` with lines that run on,
    ``5, 6, 7 BR, BT, BN (… in nT)``, and one line for each column between blank lines.
    """
    for pattern in (_COL, _NUMBERED):
        entries = _entries(lines, pattern)
        if set(entries) == set(range(1, width + 1)):
            found = [_listed(name, text) for name, text in (entries[k + 1] for k in range(width))]
            return _with_common_unit(found, lines)
    for block in _blocks(lines):
        if len(block) == width and all(len(line) < 60 for line in block):
            return [_line(line) for line in block]
    return None


def _entries(lines: Sequence[str], pattern: re.Pattern[str]) -> dict[int, tuple[str, str]]:
    """Return name and text by number; a line further in runs on from the one before."""
    entries: dict[int, tuple[str, str]] = {}
    current: list[int] = []
    for line in lines:
        match = pattern.match(line)
        if match is not None:
            current = [int(n) for n in match["n"].split(",")]
            for n, name in zip(current, _names(match["text"], len(current)), strict=True):
                entries[n] = (name, match["text"].strip())
        elif current and line.startswith("    ") and line.strip():
            for n in current:
                entries[n] = (entries[n][0], f"{entries[n][1]} {line.strip()}")
        else:
            current = []
    return entries


def _names(text: str, count: int) -> list[str]:
    """Return the names at the head of a text about `count` columns."""
    if count == 1:
        return [""]
    words = re.split(r"\s*,\s*|\s+", text.split("(", maxsplit=1)[0].strip())
    return words[:count] if len(words) >= count else [""] * count


def _listed(name: str, text: str) -> Listed:
    before = re.sub(r"^(?:the|a|an)\s+", "", text, flags=re.IGNORECASE)
    symbol = _SYMBOL.search(before)
    if not name and symbol is not None:
        name = symbol["symbol"]
    if not name:
        plain = re.split(r"[,(]|\s+in\s+helio|\s+computed\b", before)[0].strip()
        name = plain if len(plain) <= _SHORT else plain[:_SHORT].rpartition(" ")[0]
    return Listed(name, _unit(text), text, frame_in("", (text,)))


def _unit(text: str) -> str | None:
    inside = _IN_UNIT.search(text)
    if inside is not None:
        return to_vounit(inside["unit"])
    for match in _BRACKETED.finditer(text):
        said = match["unit"]
        unit = to_vounit(said)
        if unit is not None and (unit != said or "/" in said or said in ("nT", "K", "deg", "AU")):
            return unit
    return None


def _with_common_unit(columns: Sequence[Listed], lines: Sequence[str]) -> list[Listed]:
    """Give field strengths the nT that the header's text speaks of, where nothing else is said."""
    if not any(re.search(r"\bnT\b", line) for line in lines):
        return list(columns)
    return [
        Listed(c.name, "nT", c.description, c.frame)
        if c.units is None and re.search(r"magnetic field strength", c.description, re.IGNORECASE)
        else c
        for c in columns
    ]


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the runs of lines between blank ones."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line.strip())
        elif block:
            yield block
            block = []


def _line(line: str) -> Listed:
    name, unit = split_unit(line)
    return Listed(name, unit, "", frame_in("", (line,)))
