"""Apache Parquet: columns with their units in the schema.

What we write has ``time`` (UTC, ns), ``tt2000`` and one column a parameter, so that
pandas, polars and pyarrow read it as it is; ours reads back the whole dataset. Vectors
are fixed-size lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dayside.formats.base import Description
from dayside.formats.columns.arrow import (
    Drain,
    batch_of,
    own_dataset,
    rechunk,
    schema_of,
    series_of_tables,
)
from dayside.formats.guard import guarded
from dayside.formats.limits import check_columns, check_memory
from dayside.model.dataset import Dataset
from dayside.model.series import Series

if TYPE_CHECKING:
    import pyarrow.parquet as pq

_MAGIC = b"PAR1"
_ROW_GROUP = 131_072


class Parquet:
    """Parquet files, read and written."""

    name = "parquet"
    suffixes = (".parquet", ".pq", ".parq")
    media_type = "application/vnd.apache.parquet"
    reads = True
    writes = True

    def sniff(self, path: Path, head: bytes) -> bool:
        """Tell Parquet by its magic number."""
        del path
        return head.startswith(_MAGIC)

    def read(self, path: Path, description: Description) -> list[Series]:
        """Return the one series of a Parquet file."""
        import pyarrow.parquet as pq

        with guarded(path, "Parquet"), pq.ParquetFile(path) as file:
            _check_size(file.metadata, file.schema_arrow, path)
            # One column after the other: what Arrow and numpy hold of it, at a time.
            return [series_of_tables(file.read, file.schema_arrow, description)]

    def column_names(self, path: Path) -> tuple[str, ...]:
        """Return the columns' names as the schema tells them."""
        import pyarrow.parquet as pq

        with guarded(path, "Parquet"):
            schema = pq.read_schema(path)
            return () if own_dataset(schema) is not None else tuple(schema.names)

    def write(self, dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
        """Yield a Parquet file, a row group at a time."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = schema_of(dataset)
        sink = Drain()
        floats = [f.name for f in schema if pa.types.is_floating(f.type)]
        encoding = {"time": "DELTA_BINARY_PACKED", "tt2000": "DELTA_BINARY_PACKED"}
        writer = pq.ParquetWriter(
            sink,
            schema,
            compression="zstd",
            use_dictionary=[f.name for f in schema if pa.types.is_string(f.type)],
            column_encoding=encoding | dict.fromkeys(floats, "BYTE_STREAM_SPLIT"),
        )
        for group in rechunk(blocks, _ROW_GROUP):
            batches = [batch_of(block, schema) for block in group]
            writer.write_table(pa.Table.from_batches(batches), row_group_size=_ROW_GROUP)
            yield sink.drain()
        writer.close()
        yield sink.drain()


def _check_size(metadata: pq.FileMetaData, schema: Any, path: Path) -> None:
    """Refuse what would not fit into memory, however small the file is.

    Repeated values and levels take almost no room in Parquet; only the counts tell.
    """
    check_columns(metadata.num_columns, path)
    values = 0
    for group in range(metadata.num_row_groups):
        chunks = metadata.row_group(group)
        for column in range(chunks.num_columns):
            chunk = chunks.column(column)
            values += max(chunk.num_values, 0)
            values += max(chunk.total_uncompressed_size, 0) // 8
    check_memory(max(values, metadata.num_rows * len(schema)) * 8, path)
