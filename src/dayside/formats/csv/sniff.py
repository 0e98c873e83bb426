"""Where the table of a text file begins, what separates its fields, what they look like.

Nothing is assumed about the lines before the table: a header of any length and style is
taken apart elsewhere (`delimited_header`). The table is the longest run of lines that
split into equally many fields, most of them numbers or times.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dayside.formats.columns.iso import is_clock, is_time
from dayside.formats.columns.time import NO_TIME
from dayside.formats.limits import MAX_COLUMNS
from dayside.model.errors import UnreadableFile

SAMPLE_BYTES = 1 << 20
"""How much of a file is looked at to find its table; no line may be longer."""

COMMENTS = ("#", "%", "!", "//", ":")
GAPS = frozenset(
    ["", "nan", "na", "n/a", "null", "none", "-", "--", "---", "*", "inf", "-inf", "-nan", "nat"]
)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eEdD][+-]?\d+)?")
_COMMA_NUMBER = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?")
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_DELIMITERS = ("\t", ",", ";", "|", " ")
_FEWEST_NUMBERS = 0.5


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text file is laid out.

    Attributes
    ----------
    delimiter : str
        One character; a blank stands for any run of blanks and tabs.
    width : int
        Fields in each row.
    first : int
        Index of the first line of the table.
    kinds : tuple of str
        ``int``, ``float`` or ``text`` for each field, as far as the sample tells.
    decimal_comma : bool
        Whether decimals are set off by a comma.
    quoted : bool
        Whether fields stand in double quotes.
    padded : bool
        Whether blanks stand around delimiters.
    """

    delimiter: str
    width: int
    first: int
    kinds: tuple[str, ...]
    decimal_comma: bool
    quoted: bool
    padded: bool


def find_layout(lines: Sequence[str]) -> Layout:
    """Return the layout of a file whose first lines are `lines`.

    Raises
    ------
    UnreadableFile
        If they hold no table, or one whose rows differ in length.
    """
    best: tuple[float, int, int, str] | None = None
    for delimiter in _DELIMITERS:
        run = _longest_run(lines, delimiter)
        if run is not None and (best is None or run[0] > best[0]):
            best = (*run, delimiter)
    if best is None:
        raise UnreadableFile(NO_TIME)
    _, first, width, delimiter = best
    if width > MAX_COLUMNS:
        raise UnreadableFile(f"it has {width} columns; a table may have {MAX_COLUMNS} at most")
    split = splitter(delimiter)
    _check_rows(lines, first, width, split)
    rows = [split(line) for line in lines[first:] if _is_row(line)]
    return _layout(lines[first:], rows, first, width, delimiter)


def splitter(delimiter: str) -> Callable[[str], list[str]]:
    """Return a function that splits a line into bare fields."""
    if delimiter == " ":
        return str.split

    def split(line: str) -> list[str]:
        if '"' in line:
            return [f.strip() for f in next(csv.reader([line], delimiter=delimiter), [])]
        return [f.strip() for f in line.split(delimiter)]

    return split


def is_number(text: str) -> bool:
    """Tell whether a field is a number."""
    return _NUMBER.fullmatch(text) is not None


def is_comment(line: str) -> bool:
    """Tell whether a line is a comment."""
    return line.lstrip().startswith(COMMENTS)


def _is_row(line: str) -> bool:
    return bool(line.strip()) and not is_comment(line)


def _share(fields: Sequence[str], comma: bool) -> float:
    """Return which share of the fields are numbers, times or gaps; 0 if none is a number."""
    numbers = times = gaps = 0
    for field in fields:
        if is_number(field) or (comma and _COMMA_NUMBER.fullmatch(field)):
            numbers += 1
        elif field.lower() in GAPS:
            gaps += 1
        elif is_time(field) or is_clock(field):
            times += 1
    return (numbers + times + gaps) / len(fields) if numbers or (times and gaps) else 0.0


def _longest_run(lines: Sequence[str], delimiter: str) -> tuple[float, int, int] | None:
    """Return score, first line and width of the best run of rows under one delimiter."""
    split = splitter(delimiter)
    best: tuple[float, int, int] | None = None
    score, first, width = 0.0, 0, 0
    for index, line in enumerate(lines):
        if not _is_row(line):
            continue
        fields = split(line)
        share = _share(fields, delimiter not in ", ") if len(fields) > 1 else 0.0
        if share < _FEWEST_NUMBERS:
            score = 0.0
            continue
        if score == 0.0 or len(fields) != width:
            score, first, width = 0.0, index, len(fields)
        score += share
        if best is None or score > best[0]:
            best = (score, first, width)
    return best


def _check_rows(
    lines: Sequence[str], first: int, width: int, split: Callable[[str], list[str]]
) -> None:
    """Refuse a table that some of its rows do not fit, rather than lose them."""
    widths = [(k, len(split(line))) for k, line in enumerate(lines[first:], first) if _is_row(line)]
    misfits = [(k, found) for k, found in widths if found != width]
    if len(misfits) > len(widths) / 2:
        raise UnreadableFile(NO_TIME)  # prose in which a line looked like a row
    if misfits:
        index, found = misfits[0]
        raise UnreadableFile(f"line {index + 1} has {found} fields where the table has {width}")
    for index, line in enumerate(lines[:first]):
        if _is_row(line):
            fields = split(line)
            if len(fields) == width and _share(fields, comma=False) > 0.9 and width > 2:
                raise UnreadableFile(f"line {index + 1} is a row apart from the rest of the table")


def _layout(
    lines: Sequence[str], rows: Sequence[list[str]], first: int, width: int, delimiter: str
) -> Layout:
    text = "\n".join(lines)
    comma = delimiter not in ", " and any(
        _COMMA_NUMBER.fullmatch(f) for row in rows[:100] for f in row
    )
    kinds = tuple(_kind([row[k] for row in rows], comma) for k in range(width))
    padded = delimiter == " " or any(
        " " in (a, b) and (delimiter in (a, b) or "\n" in (a, b))
        for a, b in pairwise(text[:20_000])
    )
    return Layout(delimiter, width, first, kinds, comma, '"' in text, padded or text[:1] == " ")


def _kind(fields: Sequence[str], comma: bool) -> str:
    present = [f for f in fields if f.lower() not in GAPS]
    if all(_WHOLE.fullmatch(f) for f in present):
        return "int" if len(present) == len(fields) else "float"
    if all(is_number(f) or (comma and _COMMA_NUMBER.fullmatch(f)) for f in present):
        return "float"
    numbers = sum(is_number(f) for f in present)
    return "float" if numbers > 0.9 * len(present) else "text"
