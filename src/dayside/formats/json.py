"""JSON: the dataset's description and its rows, in blocks of columns.

::

    {"dayside": 1,
     "dataset": {"id": "…", "parameters": […], …},
     "blocks": [{"time": ["2011-12-30T16:00:00.000000000Z", …], "B": [[1.5, null, 2.0], …]}, …]}

Times are UTC, 23:59:60 included; gaps in floats are null. Files of others are read where
they are a list of records or an object of columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from dayside.formats.base import Description
from dayside.formats.columns.iso import ticks_of_text
from dayside.formats.columns.series import Column, series_of
from dayside.formats.columns.table import text_array
from dayside.formats.columns.time import NO_TIME
from dayside.formats.guard import checked, checked_dataset, guarded
from dayside.formats.limits import check_columns, check_memory
from dayside.model import time
from dayside.model.dataset import Dataset, Parameter
from dayside.model.errors import UnreadableFile
from dayside.model.series import Series, Values, storage_dtype

_MARK = b'"dayside"'
_EXPANSION = 12  # objects of Python for each byte of JSON, at the most


class Json:
    """Our JSON, read and written; plain columns and records of others, read."""

    name = "json"
    suffixes = (".json",)
    media_type = "application/json"
    reads = True
    writes = True

    def sniff(self, path: Path, head: bytes) -> bool:
        """Tell our own by its mark, others' by their suffix; HAPI has a reader of its own."""
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
        if start[:1] not in (b"{", b"["):
            return False
        return _MARK in head or (path.suffix.lower() == ".json" and b'"HAPI"' not in head)

    def read(self, path: Path, description: Description) -> list[Series]:
        """Return the one series of a JSON file."""
        import orjson

        with guarded(path, "JSON"):
            check_memory(path.stat().st_size * _EXPANSION, path)
            record = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
            if isinstance(record, dict) and "dayside" in record:
                return [_own(record)]
            columns = _columns(record)
            check_columns(len(columns), path)
            return [series_of(columns, description)]

    def write(self, dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
        """Yield a JSON file, block by block."""
        import orjson

        yield b'{"dayside":1,\n"dataset":' + orjson.dumps(dataset.to_dict()) + b',\n"blocks":['
        separator = b"\n"
        for block in blocks:
            if len(block):
                cells = {p.name: _cells(block.values[p.name], p) for p in dataset.parameters}
                record = {"time": _stamps(block.time), "values": cells}
                yield separator + orjson.dumps(record, option=orjson.OPT_SERIALIZE_NUMPY)
                separator = b",\n"
        yield b"]}\n"


def _stamps(ticks: time.Ticks) -> list[str | None]:
    """Return times as text, null where there is none."""
    there = ticks != time.FILL
    digits = max(time.digits_needed(ticks[there]), 3)
    text = time.to_text(np.where(there, ticks, 0), digits)
    return [t if ok else None for t, ok in zip(text.tolist(), there.tolist(), strict=True)]


def _cells(values: Values, p: Parameter) -> Any:
    """Return values as orjson takes them; it makes NaN null."""
    if p.dtype == "tt2000":
        flat = _stamps(values.reshape(-1))
        return np.array(flat, object).reshape(values.shape).tolist()
    if values.dtype.kind in "US":
        return values.tolist()
    if values.dtype.kind == "f" and bool(np.isinf(values).any()):
        return _with_infinity(values)
    return np.ascontiguousarray(values)


def _with_infinity(values: Values) -> Any:
    """Return a nested list in which infinity, which JSON lacks, is a text."""
    cells = values.astype(object)
    cells[np.isnan(values)] = None
    cells[np.isposinf(values)] = "Infinity"
    cells[np.isneginf(values)] = "-Infinity"
    return cells.tolist()


def _own(record: Mapping[str, Any]) -> Series:
    """Return what `Json.write` wrote."""
    try:
        dataset = checked_dataset(Dataset.from_dict(record["dataset"]))
        blocks = [_block(dataset, b) for b in record["blocks"]]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise UnreadableFile(f"it is not as Dayside writes it: {error}") from error
    return checked(Series.concatenate(dataset, blocks))


def _block(dataset: Dataset, record: Mapping[str, Any]) -> Series:
    ticks = _ticks(record["time"])
    return Series(
        dataset,
        ticks,
        {p.name: _values(record["values"][p.name], p, len(ticks)) for p in dataset.parameters},
    )


def _ticks(texts: Any) -> time.Ticks:
    import pyarrow as pa

    return ticks_of_text(pa.array(texts, pa.string()))


def _values(cells: Any, p: Parameter, rows: int) -> Values:
    if p.dtype == "tt2000":
        flat = np.array(cells, object).reshape(-1).tolist()
        return _ticks(flat).reshape(rows, *p.shape)
    kind = storage_dtype(p)
    values = np.array(cells, kind)
    if values.size != rows * p.size:
        raise ValueError(f"{p.name} has {values.size} values instead of {rows * p.size}")
    return values.reshape(rows, *p.shape)


def _columns(record: Any) -> list[Column]:
    """Return the columns of a list of records or of an object of columns."""
    if isinstance(record, list) and record and all(isinstance(r, dict) for r in record):
        names = list(dict.fromkeys(k for r in record for k in r))
        record = {name: [r.get(name) for r in record] for name in names}
    if isinstance(record, dict):
        lists = {k: v for k, v in record.items() if isinstance(v, list)}
        if len({len(v) for v in lists.values()}) == 1:
            found = [_column(k, v) for k, v in lists.items()]
            columns = [c for c in found if c is not None]
            if columns:
                return columns
    raise UnreadableFile(NO_TIME)


def _column(name: str, cells: list[Any]) -> Column | None:
    """Return a column of numbers or texts; None for what is neither."""
    import pyarrow as pa

    if all(c is None or isinstance(c, str) for c in cells):
        return Column(name, text_array(pa.array(cells, pa.string())))
    try:
        values = np.array([np.nan if c is None else c for c in cells])
    except ValueError:
        return None
    return Column(name, values) if values.dtype.kind in "biuf" else None
