"""Event lists as the index keeps them: a description, and runs of events named by their hash.

A list is cut into runs of equal length; two states of a list share the runs in which nothing
changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from dayside.formats.events.delimited import describe_column, describe_list, list_about
from dayside.model import Column, EventList

RUN = 16_384
"""Events in one piece."""


def about(events: EventList) -> dict[str, Any]:
    """Return what a list says of itself, as plain JSON."""
    record = describe_list(events)
    record.pop("name", None)
    columns = [describe_column(c) for c in events.columns.values()]
    record |= {"count": len(events), "columns": columns, "instants": events.is_instants}
    if len(events):
        record |= {"first": int(events.start.min()), "last": int(events.stop.max())}
    if events.gaps is not None:
        record["gaps"] = [ticks.tolist() for ticks in events.gaps.times]
    return record


def pieces(events: EventList) -> list[tuple[str, bytes]]:
    """Return the runs of a list, each under its SHA-256."""
    runs = (_packed(events[k : k + RUN]) for k in range(0, len(events), RUN))
    return [(hashlib.sha256(run).hexdigest(), run) for run in runs]


def events_of(name: str, record: dict[str, Any], runs: Sequence[bytes]) -> EventList:
    """Return the list that was described and cut up."""
    parts = [_unpacked(run) for run in runs]
    said = record.get("columns", ())
    blank = {str(k): np.empty(0, _held(c["dtype"])) for k, c in enumerate(said)}
    whole = {
        key: np.concatenate([part[key] for part in parts]) if parts else blank[key] for key in blank
    }
    start, stop = (
        np.concatenate([part[key] for part in parts]) if parts else np.empty(0, np.int64)
        for key in ("start", "stop")
    )
    columns = {c["name"]: _column(c, whole[str(k)]) for k, c in enumerate(said)}
    told = list_about(record)
    if record.get("gaps") is not None:
        first, last = record["gaps"]
        told["gaps"] = EventList(np.array(first, np.int64), np.array(last, np.int64))
    return EventList(start, stop, columns, **{**told, "name": name})


def _column(said: dict[str, Any], values: np.ndarray[Any, Any]) -> Column:
    dtype = "tt2000" if said["dtype"] == "tt2000" else ""
    kept = (said.get("units"), said.get("ucd", ""), said.get("description", ""))
    return Column(said["name"], values.astype(_held(said["dtype"])), dtype, *kept)


def _held(dtype: str) -> str:
    return "int64" if dtype == "tt2000" else dtype


def _packed(events: EventList) -> bytes:
    import pyarrow as pa

    arrays = {"start": pa.array(events.start), "stop": pa.array(events.stop)}
    for k, column in enumerate(events.columns.values()):
        values = column.values.tolist() if column.is_text else column.values
        arrays[str(k)] = pa.array(values, pa.string()) if column.is_text else pa.array(values)
    table = pa.table(arrays)
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _unpacked(run: bytes) -> dict[str, np.ndarray[Any, Any]]:
    import pyarrow as pa

    with pa.ipc.open_stream(run) as reader:
        table = reader.read_all()
    return {name: _numpy(table[name].combine_chunks()) for name in table.column_names}


def _numpy(array: Any) -> np.ndarray[Any, Any]:
    import pyarrow as pa

    if isinstance(array, pa.ChunkedArray):
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    if pa.types.is_string(array.type):
        return np.array(array.to_pylist(), np.str_)
    return np.asarray(array.to_numpy(zero_copy_only=False))
