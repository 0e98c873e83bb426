"""The CSV files that we write: a header of ``#`` lines, then RFC 4180.

The line ``# dataset: {…}`` holds the whole description as JSON, the others tell a person
the same. Vectors take a column for each component, ``B[0]``, ``B[1]``, ``B[2]``; gaps
are NaN; a double has the fewest digits that read back as the same double.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.formats.columns.iso import ticks_of_text
from dayside.formats.columns.table import apart_from_time, numpy_text
from dayside.formats.guard import checked, checked_dataset
from dayside.formats.hapi.columns import time_bytes, time_length
from dayside.model import time
from dayside.model.dataset import Dataset, Parameter
from dayside.model.errors import UnreadableFile
from dayside.model.series import Series, Values, storage_dtype

if TYPE_CHECKING:
    import pyarrow as pa

_FIRST_LINE = b"# Dayside CSV 1\n"
_DATASET = b"# dataset: "
_TOLD = (
    "id", "title", "target", "mission", "instrument", "version", "modified", "licence",
    "citation", "doi", "source", "time_stamp",
)  # fmt: skip


def write(dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
    """Yield a CSV file, block by block."""
    yield _header(dataset)
    for block in blocks:
        if len(block):
            yield _rows(dataset, block)


def told_dataset(content: bytes) -> Dataset | None:
    """Return the dataset of a file that we wrote, or None for a file of others."""
    if not content.startswith(_FIRST_LINE):
        return None
    at = content.find(b"\n" + _DATASET, 0, content.find(b"\ntime", 0) + 1 or None)
    if at < 0:
        return None
    line = content[at + 1 + len(_DATASET) : content.find(b"\n", at + 1)]
    try:
        return checked_dataset(Dataset.from_dict(json.loads(line)))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableFile(f"its line '# dataset:' is damaged: {error}") from error


def read(content: bytes, dataset: Dataset) -> Series:
    """Return what `write` wrote.

    Raises
    ------
    UnreadableFile
        If a row or a value is not as the header says.
    """
    import pyarrow as pa
    from pyarrow import csv

    start = content.index(b"\ntime") + 1
    start = content.index(b"\n", start) + 1
    names = column_names(dataset)
    if start >= len(content):
        return Series.empty(dataset)
    try:
        table = csv.read_csv(
            pa.py_buffer(content[start:]),
            csv.ReadOptions(column_names=names, block_size=4 << 20),
            csv.ParseOptions(newlines_in_values=b'"' in content[start:]),
            csv.ConvertOptions(
                column_types=dict(zip(names, _arrow_types(dataset), strict=True)),
                null_values=["NaN"],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        raise UnreadableFile(f"its rows are not as its header says: {error}") from error
    ticks = ticks_of_text(_one(table.column(0)))
    values, at = {}, 1
    for p in dataset.parameters:
        values[p.name] = _gathered([_one(table.column(k)) for k in range(at, at + p.size)], p)
        at += p.size
    return checked(Series(dataset, ticks, values))


def column_names(dataset: Dataset) -> list[str]:
    """Return the heading of each column, the time first.

    Examples
    --------
    >>> column_names(Dataset("a", (Parameter("B", "float64", shape=(3,)),)))
    ['time', 'B[0]', 'B[1]', 'B[2]']
    """
    names = ["time"]
    for p in dataset.parameters:
        names += [
            apart_from_time(p.name) + "".join(f"[{k}]" for k in index)
            for index in np.ndindex(p.shape)
        ]
    return names


def _header(dataset: Dataset) -> bytes:
    lines = [f"{key}: {getattr(dataset, key)}" for key in _TOLD if getattr(dataset, key)]
    if dataset.simulated:
        lines.append("simulated: yes, nothing here was measured")
    for p in dataset.parameters:
        said = {"units": p.units, "frame": p.frame, "fill": p.fill, "about": p.description}
        told = "; ".join(f"{k} {v}" for k, v in said.items() if v not in (None, ""))
        lines.append(f"parameter {p.name}: {told}" if told else f"parameter {p.name}")
    units = ["UTC"] + [p.units or "" for p in dataset.parameters for _ in range(p.size)]
    lines.append("units: " + _row(units))
    record = json.dumps(dataset.to_dict(), ensure_ascii=False, separators=(",", ":"))
    text = _FIRST_LINE.decode() + "".join(f"# {' '.join(line.split())}\n" for line in lines)
    return (text + _DATASET.decode() + record + "\n" + _row(column_names(dataset)) + "\n").encode()


def _row(fields: Sequence[str]) -> str:
    return ",".join(
        '"' + f.replace('"', '""') + '"' if any(c in f for c in ',"\n\r') else f for f in fields
    )


def _rows(dataset: Dataset, block: Series) -> bytes:
    import pyarrow as pa
    from pyarrow import csv

    arrays: list[Any] = [_times(block.time)]
    for p in dataset.parameters:
        flat = block.values[p.name].reshape(len(block), p.size)
        arrays += [_cells(np.ascontiguousarray(flat[:, k]), p) for k in range(p.size)]
    table = pa.Table.from_arrays(arrays, [str(k) for k in range(len(arrays))])
    for quoting in ("none", "needed"):
        sink = pa.BufferOutputStream()
        try:
            csv.write_csv(
                table, sink, csv.WriteOptions(include_header=False, quoting_style=quoting)
            )
        except pa.ArrowInvalid:  # a text holds a delimiter or a quote
            continue
        return bytes(sink.getvalue())
    raise AssertionError("quoted text can always be written")


def _times(ticks: time.Ticks) -> pa.Array:
    import pyarrow as pa

    there = ticks != time.FILL
    digits = max(time.digits_needed(ticks[there]), 3)
    if len(ticks) == 0 or not there.all():
        text = time.to_text(np.where(there, ticks, 0), digits)
        return pa.array(np.where(there, text, "").tolist(), pa.string())
    rows = np.empty((len(ticks), time_length(digits)), np.uint8)
    time_bytes(ticks, digits, rows)
    fixed = pa.binary(rows.shape[1])
    array = pa.FixedSizeBinaryArray.from_buffers(fixed, len(rows), [None, pa.py_buffer(rows)])
    return array.cast(pa.binary()).cast(pa.string())


def _cells(values: Values, p: Parameter) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    if p.dtype == "tt2000":
        return _times(values)
    if values.dtype.kind in "US":
        return pa.array(values.tolist(), pa.string())
    array = pa.array(values)
    if values.dtype.kind == "f" and bool(np.isnan(values).any()):
        return pc.if_else(pc.is_nan(array), "NaN", array.cast(pa.string()))
    return array


def _arrow_types(dataset: Dataset) -> list[pa.DataType]:
    import pyarrow as pa

    types = [pa.string()]
    for p in dataset.parameters:
        kind = storage_dtype(p)
        is_text = kind.kind in "US" or p.dtype == "tt2000"
        types += [pa.string() if is_text else pa.from_numpy_dtype(kind)] * p.size
    return types


def _one(chunked: pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa

    return pa.concat_arrays(chunked.chunks) if chunked.num_chunks else pa.array([], chunked.type)


def _gathered(columns: Sequence[Any], p: Parameter) -> Values:
    """Return the columns of one parameter in its shape."""
    shape = (len(columns[0]) if columns else 0, *p.shape)
    kind = storage_dtype(p)
    parts: list[Values]
    if p.dtype == "tt2000":
        parts = [ticks_of_text(c) for c in columns]
    elif kind.kind in "US":
        parts = [numpy_text(c) for c in columns]
    else:
        parts = [c.to_numpy(zero_copy_only=False) for c in columns]
    out = parts[0] if not p.shape else np.stack(parts, axis=1)
    if math.prod(shape) != out.size:
        raise UnreadableFile(f"{p.name} does not have the shape that the header says")
    return out.astype(kind, copy=False).reshape(shape)
