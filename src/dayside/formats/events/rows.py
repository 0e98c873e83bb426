"""The rows of a text file, whatever separates their fields, and what stands above them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dayside.formats.columns.iso import is_clock, is_date, is_time
from dayside.formats.columns.table import clean_name, split_unit, unique
from dayside.formats.csv.sniff import is_comment, is_number
from dayside.formats.events.typed import is_gap
from dayside.formats.limits import MAX_COLUMNS
from dayside.formats.units import to_vounit
from dayside.model.errors import UnreadableFile

_DELIMITERS = ",;\t|"
_SAMPLE = 200
_NO_UNITS = ("index", "datetime", "date", "utc", "text", "string", "str", "int", "float", "bool")


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of texts.

    Attributes
    ----------
    names, units, headings : list of str
        One a column; the heading is what stands in the file.
    fields : list of tuple of str
        One a column: its texts.
    comments : list of str
        Lines that belong to no row, without the sign before them.
    """

    names: list[str]
    units: list[str | None]
    headings: list[str]
    fields: list[Sequence[str]]
    comments: list[str]


def read_table(text: str) -> TextTable:
    """Return the table of a file.

    Raises
    ------
    UnreadableFile
        If there is none, or a row is wider than the head.
    """
    comments, body = _apart(text)
    if not body:
        raise UnreadableFile("it has no rows")
    delimiter = _delimiter(body)
    rows = list(_split(body, delimiter))
    head, rows = _head(rows, comments, delimiter)
    units: list[str] = []
    if len(rows) > 1 and head and not any(map(_is_value, filter(None, rows[0]))):
        units, rows = rows[0], rows[1:]
    width = max(len(head), max(map(len, rows), default=0))
    _check(rows, head, width)
    columns = list(zip(*(row + [""] * (width - len(row)) for row in rows), strict=True))
    return _named(head, units, columns or [()] * width, comments)


def _apart(text: str) -> tuple[list[str], list[str]]:
    """Return comments, and the lines of the table."""
    comments: list[str] = []
    body: list[str] = []
    for line in text.removeprefix("\ufeff").splitlines():
        if not line.strip():
            continue
        if not body and is_comment(line):
            comments.append(line.strip().lstrip("#%!/:; "))
        elif body or not is_comment(line):
            body.append(line)
    return comments, body


def _delimiter(body: Sequence[str]) -> str:
    """Return what splits most lines into the same number of fields; a blank if nothing does."""
    best, share = " ", 0.0
    for delimiter in _DELIMITERS:
        widths = Counter(len(row) for row in csv.reader(body[:_SAMPLE], delimiter=delimiter))
        width, times = widths.most_common(1)[0]
        if width > 1 and times * width > share:
            best, share = delimiter, times * width
    return best


def _split(body: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    if delimiter == " ":
        return (line.split() for line in body)
    return ([f.strip() for f in row] for row in csv.reader(body, delimiter=delimiter))


def _head(
    rows: list[list[str]], comments: Sequence[str], delimiter: str
) -> tuple[list[str], list[list[str]]]:
    """Return the names of the columns, from the first row or the last comment, and the rest."""
    first = rows[0]
    if (len(rows) > 1 or comments) and not any(map(_is_value, filter(None, first))):
        return first, rows[1:]
    if comments:
        (said,) = _split([comments[-1]], delimiter)
        if len(said) == len(first) and not any(map(_is_value, said)):
            return said, rows
    return [], rows


def _is_value(text: str) -> bool:
    """Tell a number or a time, which is no name."""
    return is_number(text) or is_time(text)


def _check(rows: Sequence[list[str]], head: Sequence[str], width: int) -> None:
    if width > MAX_COLUMNS:
        raise UnreadableFile(f"it has {width} columns; a table may have {MAX_COLUMNS} at most")
    if head and width > len(head):
        row = next(k for k, r in enumerate(rows) if len(r) > len(head))
        raise UnreadableFile(
            f"row {row + 1} has {len(rows[row])} fields where the head has {len(head)}"
        )


def _named(
    head: Sequence[str],
    units: Sequence[str],
    columns: Sequence[Sequence[str]],
    comments: list[str],
) -> TextTable:
    table = TextTable([], [], [], [], comments)
    at = 0
    while at < len(columns):
        heading, unit = (said[at] if at < len(said) else "" for said in (head, units))
        texts, step = columns[at], 1
        if at + 1 < len(columns) and _are(is_date, texts) and _are(is_clock, columns[at + 1]):
            texts = [f"{a} {b}" for a, b in zip(texts, columns[at + 1], strict=True)]
            step = 2
        # What pandas writes before the first column, without a name.
        is_index = bool(head) and at == 0 and not heading and all(t.isdigit() for t in texts)
        if not is_index or list(texts) != [str(k) for k in range(len(texts))]:
            _add(table, heading, unit, texts, "index" if is_index else f"c{at + 1}")
        at += step
    return table


def _add(table: TextTable, heading: str, unit: str, texts: Sequence[str], nameless: str) -> None:
    bare, in_heading = split_unit(heading)
    if heading[:1] == "[" and heading[-1:] == "]":  # a unit, and no name before it
        bare, in_heading = "", to_vounit(heading)
    said = in_heading if in_heading is not None else to_vounit(unit)
    known = said is not None and said.lower() not in _NO_UNITS
    taken = {name.lower() for name in table.names}
    table.names.append(unique(clean_name(bare) or nameless, taken))
    table.units.append(said if known else None)
    table.headings.append(bare if known or in_heading is None else heading)
    table.fields.append(texts)


def _are(what: Callable[[str], bool], texts: Sequence[str]) -> bool:
    """Tell whether the first texts are all dates, or clocks."""
    some = [t for t in texts[:20] if not is_gap(t)]
    return bool(some) and all(map(what, some))
