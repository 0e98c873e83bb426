"""HAPI's csv, binary and json records as series, a piece of the stream at a time."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.formats.columns.iso import ticks_of_text
from dayside.formats.hapi.columns import NO_TEXT, Column
from dayside.model import Dataset, Series, time
from dayside.model.errors import BadTime, UnreadableFile

PIECE_BYTES = 8 << 20
"""How much of a stream is decoded at once."""


def decode(
    form: str, dataset: Dataset, layout: Sequence[Column], chunks: Iterable[bytes]
) -> Iterator[Series]:
    """Yield the rows of a stream.

    Parameters
    ----------
    form : {"csv", "binary"}
    dataset : Dataset
        Describes exactly the columns of `layout` but the time.
    layout : sequence of Column
    chunks : iterable of bytes
        The stream without its header, cut anywhere.

    Raises
    ------
    UnreadableFile
        If the stream ends within a record or a record is not as the columns say.
    """
    read = {"csv": _from_csv, "binary": _from_binary}[form]
    cut = _whole_lines if form == "csv" else _whole_records
    width = sum(c.width for c in layout)
    rest = b""
    for piece in _pieces(chunks):
        data = rest + piece
        end = cut(data, width)
        rest = data[end:]
        if end:
            yield _series(dataset, layout, read(layout, data[:end]))
        if len(rest) > 2 * PIECE_BYTES:
            raise UnreadableFile("A record is absurdly long.")
    if form == "csv" and rest.strip():
        yield _series(dataset, layout, read(layout, rest + b"\n"))
    elif rest.strip():
        raise UnreadableFile("The stream ends within a record.")


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= PIECE_BYTES:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _whole_records(data: bytes, width: int) -> int:
    return len(data) // width * width


def _whole_lines(data: bytes, _width: int) -> int:
    """Return where the last line ends that is not within quotes."""
    end = data.rfind(b"\n") + 1
    # Quotes come in pairs: an odd number before the end means it is within a text.
    while end and b'"' in data[:end] and data.count(b'"', 0, end) % 2:
        end = data.rfind(b"\n", 0, end - 1) + 1
    return end


def _from_binary(layout: Sequence[Column], data: bytes) -> list[NDArray[Any]]:
    formats = [
        (
            f"S{c.length}"
            if c.kind in {"isotime", "string"}
            else {"integer": "<i4"}.get(c.kind, "<f8")
        )
        for c in layout
    ]
    dtype = np.dtype(
        [(f"c{i}", f, (c.size,)) for i, (c, f) in enumerate(zip(layout, formats, strict=True))]
    )
    records = np.frombuffer(data, dtype)
    return [np.ascontiguousarray(records[f"c{i}"]) for i in range(len(layout))]


def _from_csv(layout: Sequence[Column], data: bytes) -> list[NDArray[Any]]:
    import pyarrow as pa
    from pyarrow import csv

    cells = [(f"{i}.{j}", c.kind) for i, c in enumerate(layout) for j in range(c.size)]
    types = {n: pa.float64() if k in {"double", "integer"} else pa.string() for n, k in cells}
    try:
        table = csv.read_csv(
            io.BytesIO(data),
            csv.ReadOptions(column_names=[n for n, _ in cells], use_threads=False),
            csv.ParseOptions(newlines_in_values=b'"' in data),
            csv.ConvertOptions(
                column_types=types,
                strings_can_be_null=False,
                null_values=["", "null", "NULL", "nan", "NaN", "NAN"],
            ),
        )
    except pa.ArrowInvalid as error:
        raise UnreadableFile(f"A csv record is not as the header says: {error}") from error
    columns = iter(table.columns)
    found = []
    for column in layout:
        parts = [_plain(next(columns).combine_chunks(), column) for _ in range(column.size)]
        found.append(np.stack(parts, axis=1))
    return found


def _plain(values: Any, column: Column) -> NDArray[Any]:
    if column.kind in {"isotime", "string"}:
        return np.asarray(values.to_numpy(zero_copy_only=False), "U")
    numbers = np.asarray(values.to_numpy(zero_copy_only=False), np.float64)
    return _as_integers(numbers, column) if column.kind == "integer" else numbers


def _as_integers(numbers: NDArray[np.float64], column: Column) -> NDArray[np.int32]:
    gap = np.isnan(numbers)
    if gap.any():
        numbers = np.where(gap, float(column.fill or 0), numbers)
    if len(numbers) and (np.abs(numbers).max() > 2**31 or (numbers % 1).any()):
        raise UnreadableFile("A record holds a number that is no 32-bit integer where one belongs.")
    return numbers.astype(np.int32)


def _series(dataset: Dataset, layout: Sequence[Column], columns: list[NDArray[Any]]) -> Series:
    ticks = times(columns[0][:, 0])
    values: dict[str, NDArray[Any]] = {}
    for column, raw in zip(layout[1:], columns[1:], strict=True):
        shaped = raw.reshape(len(ticks), *column.shape)
        if column.kind == "isotime":
            shaped = times(raw.ravel(), column.fill).reshape(shaped.shape)
        elif column.kind == "string":
            shaped = _texts(shaped).astype(f"U{column.length}")
            if column.fill == NO_TEXT:
                shaped = np.where(shaped == NO_TEXT, "", shaped)
        elif column.kind == "double":
            shaped = _without_fill(shaped, column.fill)
        values[column.name] = shaped
    return Series(dataset, ticks, values)


def _texts(values: NDArray[Any]) -> NDArray[Any]:
    return np.strings.decode(values, "utf-8", "replace") if values.dtype.kind == "S" else values


def _without_fill(values: NDArray[np.float64], fill: str | None) -> NDArray[np.float64]:
    try:
        number = float(fill) if fill is not None else np.nan
    except ValueError:
        return values
    return np.where(values == number, np.nan, values) if np.isfinite(number) else values


def times(texts: NDArray[Any], fill: str | None = None) -> time.Ticks:
    """Return TT2000 of HAPI times, cut after any field; `fill` becomes `time.FILL`.

    Raises
    ------
    UnreadableFile
        If one is no time.
    """
    import pyarrow as pa

    # Trailing nulls pad a shorter text in binary; numpy has dropped them.
    plain = np.strings.strip(_texts(texts))
    if fill is not None:
        plain = np.where(plain == fill.strip(), "", plain)
    try:
        # Older than what TT2000 tells apart, or later: no time but a fill.
        return ticks_of_text(pa.array(plain))
    except UnreadableFile:
        pass
    try:
        return np.array([time.parse(t) if t else time.FILL for t in plain.tolist()], np.int64)
    except BadTime as error:
        raise UnreadableFile(str(error)) from error


def rows_of(dataset: Dataset, layout: Sequence[Column], records: Sequence[Sequence[Any]]) -> Series:
    """Return the rows of a HAPI json answer.

    Raises
    ------
    UnreadableFile
        If a record is not as the columns say.
    """
    columns: list[NDArray[Any]] = []
    n = len(records)
    try:
        for i, column in enumerate(layout):
            said = [record[i] for record in records]
            if column.kind in {"isotime", "string"}:
                values = np.array(said, "U") if n else np.empty(0, "U1")
            else:
                values = np.array(said, np.float64)  # "NaN" as a text is taken too
            values = values.reshape(n, column.size)
            if column.kind == "integer":
                values = _as_integers(values, column)
            columns.append(values)
    except (ValueError, TypeError, IndexError) as error:
        raise UnreadableFile(f"A json record is not as the header says: {error}") from error
    return _series(dataset, layout, columns)
