"""Arrow tables: columns of bare ones, and datasets told in the schema of our own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.formats.base import Description
from dayside.formats.columns.series import Hints, series_of
from dayside.formats.columns.table import Column, apart_from_time, numpy_text, text_array
from dayside.formats.guard import checked, checked_dataset
from dayside.model import time
from dayside.model.dataset import Dataset, Parameter
from dayside.model.errors import UnreadableFile
from dayside.model.series import Series, Values, storage_dtype

if TYPE_CHECKING:
    import pyarrow as pa

Tables = Callable[[list[str]], "pa.Table"]
"""Gives the table of some columns of a file."""

_DEEPEST_STRUCT = 4
DATASET_KEY = b"dayside"
"""Schema metadata under which the whole `Dataset` stands, as JSON."""


class Drain(BytesIO):
    """A file that hands out what was written to it and forgets it."""

    def __init__(self) -> None:
        super().__init__()
        self._gone = 0

    def tell(self) -> int:
        """Return the position in the whole file, what was handed out included."""
        return self._gone + super().tell()

    def drain(self) -> bytes:
        """Return what came since the last time."""
        content = self.getvalue()
        self._gone += len(content)
        self.seek(0)
        self.truncate(0)
        return content

    def close(self) -> None:
        """Stay open: the last bytes are still to be handed out."""


def schema_of(dataset: Dataset) -> pa.Schema:
    """Return the Arrow schema of a dataset.

    ``time`` is UTC in ns, for everybody; ``tt2000`` keeps leap seconds apart. Units,
    frame and the like stand in the metadata of each field, the whole dataset in that of
    the schema.
    """
    import pyarrow as pa

    fields = [
        pa.field("time", pa.timestamp("ns", "UTC"), False, {"units": "UTC"}),
        pa.field("tt2000", pa.int64(), False, {"units": "ns", "description": "TT2000"}),
    ]
    for p, name in zip(dataset.parameters, column_names(dataset), strict=True):
        fields.append(pa.field(name, _type(p), False, _field_metadata(p)))
    told = {
        key: str(getattr(dataset, key))
        for key in ("id", "title", "target", "mission", "instrument", "version", "licence",
                    "citation", "doi", "source", "time_stamp")
        if getattr(dataset, key)
    }  # fmt: skip
    if dataset.simulated:
        told["simulated"] = "yes"
    told[DATASET_KEY.decode()] = json.dumps(dataset.to_dict())
    return pa.schema(fields, metadata=told)


def column_names(dataset: Dataset) -> list[str]:
    """Return the name of each parameter's column; the time's own names are kept free."""
    return [apart_from_time(n) for n in dataset.names]


def batch_of(series: Series, schema: pa.Schema) -> pa.RecordBatch:
    """Return the rows of `series` as an Arrow record batch of `schema`."""
    import pyarrow as pa

    utc = pa.array(time.to_datetime64(series.time)).cast(pa.timestamp("ns", "UTC"))
    arrays: list[Any] = [utc, pa.array(series.time)]
    for p, name in zip(series.dataset.parameters, schema.names[2:], strict=True):
        arrays.append(_array(series.values[p.name], p, schema.field(name).type))
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def own_dataset(schema: pa.Schema) -> Dataset | None:
    """Return the dataset that we told in a schema, or None for a table of others."""
    told = (schema.metadata or {}).get(DATASET_KEY)
    if told is None:
        return None
    try:
        dataset = checked_dataset(Dataset.from_dict(json.loads(told)))
        columns = {"tt2000", *column_names(dataset)}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableFile(f"the dataset told in the schema is damaged: {error}") from error
    missing = columns - set(schema.names)
    if missing:
        raise UnreadableFile(f"the column {min(missing)} that the schema tells is not there")
    return dataset


def series_of_tables(tables: Tables, schema: pa.Schema, description: Description) -> Series:
    """Return the series of Arrow data: what we wrote, or what its columns hold.

    Parameters
    ----------
    tables : callable
        Gives the table of some of the columns, all rows of it, and keeps no hold of it.
    schema : pa.Schema
        Of all columns.
    description : Description
    """
    dataset = own_dataset(schema)
    if dataset is not None:
        return _own_series(tables, dataset)
    names = list(schema.names)
    # A dotted name may mean a member of a struct: then there is no asking for one column.
    plain = len(set(names)) == len(names) and not any("." in name for name in names)
    columns: list[Column] = []
    skipped: list[str] = []
    for wanted in [[name] for name in names] if plain else [names]:
        found, left_out = columns_of(tables(wanted))
        columns += found
        skipped += left_out
    about = {"attributes": {"columns_left_out": skipped}} if skipped else {}
    return series_of(columns, description, Hints(dataset=about, guess_fills=False))


def _own_series(tables: Tables, dataset: Dataset) -> Series:
    """Return what we wrote, equal to what it was."""
    ticks = np.asarray(tables(["tt2000"])["tt2000"].to_numpy(), np.int64)
    values = {
        p.name: _values(tables([name])[name], p)
        for p, name in zip(dataset.parameters, column_names(dataset), strict=True)
    }
    return checked(Series(dataset, ticks, values))


def columns_of(table: pa.Table) -> tuple[list[Column], list[str]]:
    """Return the columns of a bare table, and the names of those of no usable type."""
    columns, skipped = [], []
    said = _pandas_units(table.schema)
    table = _without_structs(table)
    for field in table.schema:
        try:
            values = _bare(table[field.name])
        except UnreadableFile:
            skipped.append(field.name)
            continue
        meta = {k.decode("utf-8", "replace").lower(): v.decode("utf-8", "replace")
                for k, v in (field.metadata or {}).items()}  # fmt: skip
        columns.append(
            Column(
                field.name,
                values,
                units=meta.get("units") or meta.get("unit") or said.get(field.name),
                description=meta.get("description") or meta.get("long_name") or "",
                frame=meta.get("frame"),
            )
        )
    return columns, skipped


def _without_structs(table: pa.Table) -> pa.Table:
    """Return the table with each member of a struct as a column, ``B_x``."""
    import pyarrow as pa

    for _ in range(_DEEPEST_STRUCT):
        structs = {f.name for f in table.schema if pa.types.is_struct(f.type)}
        if not structs:
            break
        flat = table.flatten()
        names = [
            n.replace(".", "_", 1) if n.partition(".")[0] in structs else n
            for n in flat.column_names
        ]
        table = flat.rename_columns(names).replace_schema_metadata(table.schema.metadata)
    return table


def rechunk(blocks: Iterable[Series], rows: int) -> Iterator[list[Series]]:
    """Yield blocks in groups of `rows` rows or more (but for the last), none of them empty."""
    group: list[Series] = []
    count = 0
    for block in blocks:
        if len(block) == 0:
            continue
        group.append(block)
        count += len(block)
        if count >= rows:
            yield group
            group, count = [], 0
    if group:
        yield group


def _field_metadata(p: Parameter) -> dict[str, str]:
    said = {
        "units": p.units,
        "description": p.description or p.label or None,
        "frame": p.frame,
        "fill": None if p.fill is None else str(p.fill),
        "labels": ",".join(p.labels) or None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _type(p: Parameter) -> pa.DataType:
    import pyarrow as pa

    kind = storage_dtype(p)
    base = pa.string() if kind.kind in "US" else pa.from_numpy_dtype(kind)
    for length in reversed(p.shape):
        base = pa.list_(base, length)
    return base


def _array(values: Values, p: Parameter, kind: pa.DataType) -> pa.Array:
    import pyarrow as pa

    flat = np.ascontiguousarray(values).reshape(-1)
    array = pa.array(flat.tolist(), pa.string()) if flat.dtype.kind in "US" else pa.array(flat)
    for length in reversed(p.shape):
        array = pa.FixedSizeListArray.from_arrays(array, length)
    return array.cast(kind) if array.type != kind else array


def _values(chunked: pa.ChunkedArray, p: Parameter) -> Values:
    array = chunked.combine_chunks()
    for _ in p.shape:
        array = array.flatten()
    shape = (len(chunked), *p.shape)
    want = storage_dtype(p)
    flat = numpy_text(array) if want.kind in "US" else array.to_numpy(zero_copy_only=False)
    if len(flat) != int(np.prod(shape)):
        raise UnreadableFile(f"{p.name} does not have the shape {p.shape} that the schema tells")
    return np.asarray(flat).astype(want, copy=False).reshape(shape)


def _bare(chunked: pa.ChunkedArray) -> Any:
    """Return the values of any column a parameter can be made of."""
    import pyarrow as pa

    kind = chunked.type
    if pa.types.is_dictionary(kind):
        chunked, kind = chunked.cast(kind.value_type), kind.value_type
    if pa.types.is_decimal(kind):
        chunked, kind = chunked.cast(pa.float64()), pa.float64()
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return text_array(chunked)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return _nested(chunked)
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return chunked.cast(pa.timestamp("ns")).to_numpy()
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)):
        raise UnreadableFile(f"a column of type {kind} is no parameter")
    if chunked.null_count and not pa.types.is_floating(kind):
        chunked = chunked.cast(pa.float64() if not pa.types.is_boolean(kind) else pa.int8())
        chunked = chunked.cast(pa.float64())
    return chunked.to_numpy()


def _nested(chunked: pa.ChunkedArray) -> Any:
    """Return lists that all have one length as an array (n, k, …)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    array = chunked.combine_chunks()
    lengths = pc.list_value_length(array).drop_null()
    if len(lengths) == 0 or pc.min(lengths) != pc.max(lengths):
        raise UnreadableFile("lists of several lengths are no parameter")
    present = array.drop_null()
    inner = _bare(pa.chunked_array([present.flatten()]))
    if not isinstance(inner, np.ndarray) or inner.dtype.kind == "M":
        raise UnreadableFile("lists of texts or times are no parameter")
    length = int(lengths[0].as_py())
    if length == 0:
        raise UnreadableFile("empty lists are no parameter")
    rows = inner.reshape(len(present), length, *inner.shape[1:])
    if not array.null_count:
        return rows
    kind = rows.dtype if rows.dtype.kind == "f" else np.dtype(np.float64)
    whole = np.full((len(array), *rows.shape[1:]), np.nan, kind)
    whole[array.is_valid().to_numpy(False)] = rows
    return whole


def _pandas_units(schema: pa.Schema) -> Mapping[str, str]:
    """Return units from ``DataFrame.attrs["units"]``, where pandas kept them."""
    try:
        attrs = json.loads((schema.metadata or {})[b"pandas"]).get("attributes", {})
        units = attrs.get("units", {})
    except (KeyError, ValueError, AttributeError):
        return {}
    return {str(k): str(v) for k, v in units.items()} if isinstance(units, dict) else {}
