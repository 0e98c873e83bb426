"""Arrow streams and files."""

import io

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from dayside.formats import Description
from dayside.formats.arrow import Arrow
from dayside.model import time
from dayside.model.errors import UnreadableFile
from dayside.testing.examples import example_series


def test_blocks_are_record_batches():
    series = example_series()
    reader = pa.ipc.open_stream(b"".join(Arrow().write(series.dataset, [series[:5], series[5:]])))
    assert [b.num_rows for b in reader] == [5, 7]


def test_others_read_it():
    series = example_series()
    content = b"".join(Arrow().write(series.dataset, [series]))
    frame = pl.read_ipc_stream(io.BytesIO(content))
    np.testing.assert_array_equal(frame["tt2000"].to_numpy(), series.time)
    np.testing.assert_array_equal(frame["B"].to_numpy(), series.values["B"])
    schema = pa.ipc.open_stream(content).schema
    assert schema.field("B").metadata[b"frame"] == b"GSE"


@pytest.mark.parametrize("opener", [pa.ipc.new_file, pa.ipc.new_stream])
def test_bare_files_and_streams(tmp_path, opener):
    table = pa.table({"time": pa.array(["2020-01-01", "2020-01-02"]), "n": [1.0, None]})
    path = tmp_path / "x.arrow"
    with path.open("wb") as sink, opener(sink, table.schema) as writer:
        writer.write_table(table)
    (got,) = Arrow().read(path, Description())
    assert got.time[0] == time.parse("2020-01-01")
    np.testing.assert_array_equal(got.values["n"], [1, np.nan])


def test_what_unpacks_to_more_than_memory_is_refused(tmp_path, monkeypatch):
    batch = pa.record_batch({"time": np.zeros(1_000_000, "M8[ns]"), "n": np.zeros(1_000_000)})
    path = tmp_path / "x.arrow"
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(path, batch.schema, options=options) as writer:
        for _ in range(8):
            writer.write_batch(batch)
    assert path.stat().st_size < 100_000
    monkeypatch.setattr("dayside.formats.limits.memory_limit", lambda: 50 << 20)
    with pytest.raises(UnreadableFile, match="memory"):
        Arrow().read(path, Description())
