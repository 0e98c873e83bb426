"""Arrow IPC: the fast lane, column by column without any conversion.

Written as a stream of record batches with the same schema as our Parquet; read as stream
or file (Feather 2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dayside.formats.base import Description
from dayside.formats.columns.arrow import (
    Drain,
    batch_of,
    schema_of,
    series_of_tables,
)
from dayside.formats.guard import guarded
from dayside.formats.limits import check_columns, check_memory
from dayside.model.dataset import Dataset
from dayside.model.series import Series

if TYPE_CHECKING:
    import pyarrow as pa

_FILE = b"ARROW1"
_STREAM = b"\xff\xff\xff\xff"


class Arrow:
    """Arrow IPC streams and files, read; streams, written."""

    name = "arrow"
    suffixes = (".arrow", ".arrows", ".feather", ".ipc")
    media_type = "application/vnd.apache.arrow.stream"
    reads = True
    writes = True

    def sniff(self, path: Path, head: bytes) -> bool:
        """Tell a file by its magic number, a stream by its first message and its suffix."""
        return head.startswith(_FILE) or (
            head.startswith(_STREAM) and path.suffix.lower() in self.suffixes
        )

    def read(self, path: Path, description: Description) -> list[Series]:
        """Return the one series of an Arrow file or stream."""
        with guarded(path, "Arrow data"):
            table = _table(path)
            table.validate(full=True)
            return [series_of_tables(table.select, table.schema, description)]

    def write(self, dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
        """Yield an Arrow stream, a record batch for each block."""
        import pyarrow as pa

        schema = schema_of(dataset)
        sink = Drain()
        writer = pa.ipc.new_stream(sink, schema)
        for block in blocks:
            if len(block):
                writer.write_batch(batch_of(block, schema))
                yield sink.drain()
        writer.close()
        yield sink.drain()


def _table(path: Path) -> pa.Table:
    """Return all batches, refusing those that unpack to more than the machine can hold."""
    import pyarrow as pa

    with pa.memory_map(str(path)) as source:
        is_file = source.read(len(_FILE)) == _FILE
        source.seek(0)
        reader = pa.ipc.open_file(source) if is_file else pa.ipc.open_stream(source)
        check_columns(len(reader.schema), path)
        size = 0
        batches: list[pa.RecordBatch] = []
        count = reader.num_record_batches if is_file else None
        while count is None or len(batches) < count:
            try:
                batch = reader.get_batch(len(batches)) if is_file else reader.read_next_batch()
            except StopIteration:
                break
            size += batch.nbytes
            check_memory(size, path)
            batches.append(batch)
        return pa.Table.from_batches(batches, reader.schema)
