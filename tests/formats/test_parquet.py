"""Parquet and Arrow files."""

import io

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dayside import formats
from dayside.formats import Description
from dayside.formats.parquet import Parquet
from dayside.model import Dataset, Parameter, Series, time
from dayside.model.errors import UnreadableFile


@pytest.fixture
def series():
    n = 5
    parameters = (
        Parameter("B", "float32", "nT", (3,), frame="GSE", components=("x", "y", "z")),
        Parameter("n", "float64", "cm-3", uncertainty=("n_err",), quality="q"),
        Parameter("n_err", "float64", "cm-3", role="uncertainty"),
        Parameter("q", "uint8", role="quality", fill=255),
        Parameter("mode", "U5", fill=""),
        Parameter("psd", "float64", shape=(2, 2)),
        Parameter("time", "tt2000"),
    )
    ticks = time.parse("2016-12-31T23:59:58") + np.arange(n) * time.NS
    dataset = Dataset(
        "x_mag", parameters, target="Mars", simulated=True, attributes={"a": [1, "é"]}
    )
    values = {
        "B": np.arange(15, dtype=np.float32).reshape(5, 3) / 7,
        "n": np.array([1.5, np.nan, 0.1, 1e22, -0.0]),
        "n_err": np.ones(5),
        "q": np.array([0, 1, 255, 3, 4], np.uint8),
        "mode": np.array(["a,b", "", "é", '"q"', "x"], "U5"),
        "psd": np.arange(20.0).reshape(5, 2, 2),
        "time": ticks + 7,
    }
    return Series(dataset, ticks, values)


def assert_equal(got, want):
    assert got.dataset == want.dataset
    np.testing.assert_array_equal(got.time, want.time)
    for name in want.dataset.names:
        np.testing.assert_array_equal(got.values[name], want.values[name])
        assert got.values[name].dtype == want.values[name].dtype


def written(series, blocks=None):
    return b"".join(Parquet().write(series.dataset, blocks or [series]))


def test_what_is_written_is_read_back(series, tmp_path):
    path = tmp_path / "x.parquet"
    path.write_bytes(written(series, [series[:2], series[2:2], series[2:]]))
    (got,) = formats.read(path)
    assert_equal(got, series)


def test_others_read_it(series):
    frame = pd.read_parquet(io.BytesIO(written(series)))
    assert list(frame.columns[:3]) == ["time", "tt2000", "B"]
    assert frame["time"].dt.tz is not None
    assert frame["tt2000"].is_monotonic_increasing
    assert frame["tt2000"].is_unique  # the leap second has its own
    np.testing.assert_array_equal(np.stack(frame["B"]), series.values["B"])
    lazy = pl.read_parquet(io.BytesIO(written(series)))
    np.testing.assert_array_equal(lazy["psd"].to_numpy(), series.values["psd"])
    schema = pq.read_schema(io.BytesIO(written(series)))
    assert schema.field("B").metadata[b"units"] == b"nT"
    assert schema.metadata[b"simulated"] == b"yes"


def test_no_rows(series, tmp_path):
    path = tmp_path / "x.parquet"
    path.write_bytes(written(series, [series[:0]]))
    (got,) = formats.read(path)
    assert len(got) == 0
    assert got.dataset.names == series.dataset.names


def test_a_bare_table(tmp_path):
    frame = pd.DataFrame(
        {
            "time": pd.date_range("2020-01-01", periods=3, freq="s"),
            "bx": [1.0, None, 3.0], "by": [1.0, 2, 3], "bz": [1.0, 2, 3],
            "counts": pd.array([1, None, 3], "Int32"),
            "ok": [True, False, True],
            "mode": pd.Categorical(["a", "b", "a"]),
            "spectrum": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]],
            "ragged": [[1.0], [3.0, 4.0], []],
        }
    )  # fmt: skip
    frame.attrs["units"] = {"bx": "nT", "by": "nT", "bz": "nT"}
    frame.to_parquet(tmp_path / "x.parquet")
    (got,) = formats.read(tmp_path / "x.parquet")
    assert got.dataset.names[0] == "B"
    assert got.dataset["B"].units == "nT"
    assert got.values["spectrum"].shape == (3, 2)
    assert got.values["mode"].tolist() == ["a", "b", "a"]
    assert got.values["ok"].dtype == np.uint8
    np.testing.assert_array_equal(got.values["counts"], [1, np.nan, 3])
    assert got.dataset.attributes["columns_left_out"] == ["ragged"]


def refused(tmp_path, content, name="x.parquet"):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        formats.read(path)
    return str(caught.value)


def test_cut_and_flipped_files_are_refused_or_read(series, tmp_path):
    whole = written(series)
    for length in (3, 4, 8, len(whole) // 2, len(whole) - 1):
        refused(tmp_path, whole[:length])
    rng = np.random.default_rng(1)
    for _ in range(60):
        damaged = bytearray(whole)
        damaged[rng.integers(4, len(whole))] ^= 1 << rng.integers(8)
        path = tmp_path / "flipped.parquet"
        path.write_bytes(damaged)
        try:
            formats.read(path)
        except UnreadableFile:
            continue


def test_a_bomb_of_repeated_values_is_refused(tmp_path):
    n = 4_000_000
    batch = pa.table({"time": pa.array(np.zeros(n, "M8[ns]")), "n": np.zeros(n)})
    path = tmp_path / "x.parquet"
    with pq.ParquetWriter(path, batch.schema, compression="zstd") as writer:
        for _ in range(2):
            writer.write_table(batch)
    from dayside.formats import parquet as module

    assert path.stat().st_size < 200_000
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dayside.formats.limits.memory_limit", lambda: 100 << 20)
        with pytest.raises(UnreadableFile, match="memory"):
            module.Parquet().read(path, Description())


def test_too_many_columns_are_refused(tmp_path):
    table = pa.table({f"c{k}": [1.0] for k in range(20_001)})
    pq.write_table(table, tmp_path / "x.parquet")
    with pytest.raises(UnreadableFile, match="columns"):
        formats.read(tmp_path / "x.parquet")


@pytest.mark.realdata
def test_messenger_orbits(test_data):
    orbits = sorted((test_data / "insitu-planetary/messenger_orbits").glob("*_mag_1s.parquet"))
    assert len(orbits) == 8
    said = Description(
        parameters={"B": {"columns": ["magx", "magy", "magz"], "units": "nT", "frame": "MSM"}}
    )
    (got,) = formats.read(orbits[0], said)
    assert len(got) == 42_434
    assert str(time.to_text(got.time[0], 0)) == "2011-12-27T18:34:24Z"
    assert got.dataset.cadence_ns == time.NS
    np.testing.assert_allclose(got.values["B"][0], [13.784248584, -16.440746120, -4.311])
    assert (got.dataset["B"].units, got.dataset["B"].frame) == ("nT", "MSM")
    assert {"magx", "magamp", "Type_num", "Transition", "eph"} <= set(got.dataset.names)


@pytest.mark.realdata
def test_messenger_moments_have_errors_and_flags(test_data):
    folder = test_data / "insitu-planetary/messenger_orbits"
    for path in sorted(folder.glob("*_fips_*.parquet")):
        (got,) = formats.read(path)
        assert got.dataset["n"].quality == "qual"
        assert got.dataset["qual"].role == "quality"
        if "moments" in path.name:
            assert got.dataset["n"].uncertainty == ("n_err",)
            p = got.values["n"] * got.values["t"] * 1.380649e-2
            np.testing.assert_allclose(p, got.values["p"], rtol=2e-2)


def test_structs_and_missing_lists_of_others(tmp_path):
    path = tmp_path / "x.parquet"
    times = pa.array(pd.date_range("2020-01-01", periods=3, freq="s"))
    vector = pa.array([{"x": 1.0, "y": 2.0, "z": 3.0}] * 3)
    spectrum = pa.array([[1.0, 2.0], None, [3.0, 4.0]])
    pq.write_table(pa.table({"time": times, "B": vector, "spec": spectrum}), path)
    (got,) = formats.read(path)
    assert got.dataset.names == ("B", "B_x", "B_y", "B_z", "spec")
    assert got.dataset["B"].components == ("x", "y", "z")
    np.testing.assert_array_equal(got.values["spec"], [[1, 2], [np.nan, np.nan], [3, 4]])
