"""Rows of PDS tables as they are stored: of fixed width, or delimited."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.formats.pds.fields import Field
from dayside.model.errors import UnreadableFile

Rows = NDArray[np.uint8]
_LF, _CR = 10, 13


def fixed_rows(path: Path, offset: int, count: int, width: int, what: str) -> Rows:
    """Return `count` rows of `width` bytes, shape (count, width).

    Raises
    ------
    UnreadableFile
        If the file is shorter than its label says.
    """
    size = path.stat().st_size
    if width < 1:
        raise UnreadableFile(f"{what}: rows of {width} bytes cannot hold anything.")
    if offset + count * width > size:
        raise UnreadableFile(
            f"{path.name} is truncated: {what} is {count} rows of {width} bytes from byte "
            f"{offset + 1}, {offset + count * width} bytes in all; the file has {size}."
        )
    return np.fromfile(path, np.uint8, count * width, offset=offset).reshape(count, width)


def text_rows(
    path: Path, offset: int, count: int, width: int, what: str, fields: Sequence[Field] = ()
) -> Rows:
    """Return `count` lines of a text table, shape (count, widest line).

    Files lose or gain carriage returns on their way, and labels count them in or out;
    so rows are taken as lines wherever the stated width does not end them all.

    Raises
    ------
    UnreadableFile
        If there are fewer lines than the label says.
    """
    size = path.stat().st_size
    if width > 0 and offset + count * width <= size:
        rows = fixed_rows(path, offset, count, width, what)
        ends = rows[:, -1] == _LF
        if ends.all() and not (rows[:, :-1] == _LF).any():
            return rows
    # Blanks at the ends of lines get lost, too: the last field may be cut short.
    last = max((f for f in fields), key=lambda f: f.end, default=None)
    return _lines(path, offset, count, what, last)


def _lines(path: Path, offset: int, count: int, what: str, last: Field | None) -> Rows:
    lines = text_lines(path, offset, count, what)
    width = max((len(line) for line in lines), default=1)
    if last is not None and last.end - last.size < width:
        width = max(width, last.end)
    if len(lines) * width > 8 * path.stat().st_size + (1 << 20):
        raise UnreadableFile(f"{path.name}: the rows of {what} are of very different lengths.")
    packed = np.array([line.ljust(width) for line in lines], f"S{max(width, 1)}")
    return packed.view(np.uint8).reshape(len(lines), max(width, 1))


def text_lines(
    path: Path, offset: int, count: int, what: str, delimiter: bytes | None = None
) -> list[bytes]:
    """Return `count` lines from byte `offset`, without their ends.

    Raises
    ------
    UnreadableFile
        If there are fewer.
    """
    with path.open("rb") as file:
        file.seek(offset)
        data = file.read()
    if delimiter is None:
        lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    else:
        lines = data.split(delimiter, count)[: count + 1]
    if lines and not lines[-1].strip(b" \t\r\n\0\x1a"):
        lines.pop()
    if len(lines) < count:
        raise UnreadableFile(
            f"{path.name} is truncated: {what} has {count} rows from byte {offset + 1}, "
            f"the file {len(lines)}."
        )
    return lines[:count]


def text_offset(path: Path, lines: int, what: str) -> int:
    """Return where in a text file the line after the first `lines` begins."""
    with path.open("rb") as file:
        for _ in range(lines):
            if not file.readline():
                raise UnreadableFile(
                    f"{path.name} is truncated: {what} begins after {lines} lines."
                )
        return file.tell()


def delimited_columns(lines: list[bytes], delimiter: str, width: int) -> list[Any]:
    """Return the first `width` columns of delimited lines, as pyarrow arrays of texts.

    Rows that are too short are filled with empty texts. Lines are UTF-8, or else latin-1.
    """
    import pyarrow as pa

    whole = b"\n".join(lines)
    if lines and b'"' not in whole and b"\r" not in whole and whole.count(b"\n") < len(lines):
        found = _plain_columns(whole, delimiter, width)
        if found is not None:
            return found
    rows = [_split(_text(line), delimiter) for line in lines]
    return [
        pa.array([row[i] if i < len(row) else "" for row in rows], pa.string())
        for i in range(width)
    ]


def _plain_columns(content: bytes, delimiter: str, width: int) -> list[Any] | None:
    """Return the columns of lines without quotes; None where rows differ in length."""
    import pyarrow as pa
    from pyarrow import csv as arrow

    names = [str(i) for i in range(content.split(b"\n", 1)[0].count(delimiter.encode()) + 1)]
    try:
        table = arrow.read_csv(
            pa.BufferReader(content),
            read_options=arrow.ReadOptions(column_names=names),
            parse_options=arrow.ParseOptions(
                delimiter=delimiter, quote_char=False, ignore_empty_lines=False
            ),
            convert_options=arrow.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    columns = [column.combine_chunks() for column in table.columns[:width]]
    empty = pa.array([""] * table.num_rows, pa.string())
    return columns + [empty] * (width - len(columns))


def _text(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _split(record: str, delimiter: str) -> list[str]:
    if '"' not in record:
        return record.split(delimiter)
    # A line break within a record belongs to its field; csv would end the record there.
    hidden = record.replace("\r", "\ue00d").replace("\n", "\ue00a")
    cells = next(csv.reader(io.StringIO(hidden), delimiter=delimiter), [])
    return [c.replace("\ue00d", "\r").replace("\ue00a", "\n") for c in cells]


def parts_of(field: Field, columns: Sequence[Any]) -> list[Any]:
    """Return the columns that hold the items of a field of a delimited table, in order."""
    index = np.full(field.shape, field.start)
    for axis, step in enumerate(field.strides):
        where = [1] * len(field.shape)
        where[axis] = field.shape[axis]
        index = index + step * np.arange(field.shape[axis]).reshape(where)
    return [columns[i] for i in index.ravel().tolist()]
