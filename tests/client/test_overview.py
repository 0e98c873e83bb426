from __future__ import annotations

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.client.overview import BINS, SAMPLES, overview_of_levels, overviews
from dayside.model import OPERATOR, Dataset, Parameter, Series, time
from dayside.services.door import Door
from dayside.sources.local import LocalSource
from dayside.testing.memory import MemorySource

START = time.parse("2016-09-01")
VECTOR = Parameter("B", "float32", "nT", (3,), components=("x", "y", "z"))
COUNTS = Parameter("n", "int32", "", fill=-1)


def blocks(rows, step=time.NS, block_rows=1000):
    ticks = START + step * np.arange(rows)
    values = {
        "B": np.sin(np.arange(rows * 3)).reshape(rows, 3).astype(np.float32),
        "n": np.arange(rows, dtype=np.int32),
    }
    series = Series(Dataset("d", (VECTOR, COUNTS), cadence_ns=step), ticks, values)
    return series, [series[i : i + block_rows] for i in range(0, rows, block_rows)]


def overview(rows, parameter, **kwargs):
    series, parts = blocks(rows, **kwargs)
    stop = START + time.NS * rows
    return series, overviews((parameter,), parts, START, stop, time.NS)[parameter.name]


def test_few_samples_are_shown_as_they_are():
    series, found = overview(100, VECTOR)
    assert found.low is None
    np.testing.assert_array_equal(found.center[:, :3], series.values["B"])
    np.testing.assert_allclose(found.center[:, 3], np.linalg.norm(series.values["B"], axis=1))
    assert found.columns[-1] == "magnitude"
    assert found.times[0] == np.datetime64("2016-09-01", "ns")


@pytest.mark.parametrize("block_rows", [1000, 7919])
def test_many_samples_are_bins_that_hide_no_extreme(block_rows):
    series, found = overview(20 * SAMPLES, VECTOR, block_rows=block_rows)
    assert len(found.times) <= BINS + 1
    values = series.values["B"]
    np.testing.assert_array_equal(found.low[:, :3].min(axis=0), values.min(axis=0))
    np.testing.assert_array_equal(found.high[:, :3].max(axis=0), values.max(axis=0))
    assert ((found.low <= found.center) & (found.center <= found.high)).all()


def test_a_gap_is_one_row_of_nan():
    series, _ = blocks(100)
    kept = np.r_[0:40, 60:100]
    found = overviews((VECTOR,), [series[kept]], START, START + 100 * time.NS, time.NS)["B"]
    assert len(found.times) == 81
    assert np.isnan(found.center[40]).all()
    assert (np.diff(found.times) > np.timedelta64(0)).all()


def test_fills_of_integers_are_no_values():
    series, _ = blocks(10)
    series.values["n"][3] = -1
    found = overviews((COUNTS,), [series], START, START + 10 * time.NS)["n"]
    assert np.isnan(found.center[3, 0])
    assert found.step_ns == time.NS


def test_nothing_is_nothing():
    found = overviews((VECTOR,), [], START, START + time.NS)["B"]
    assert len(found.times) == 0


LONG = 200_000


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return a long series with a gap, and a door to it."""
    series, _ = blocks(LONG)
    series.values["B"][50_000:80_000] = np.nan
    with Archive.open(tmp_path_factory.mktemp("long")) as archive:
        append(archive, series)
        yield series, Door([LocalSource(archive)])


def test_a_long_interval_is_drawn_from_levels_without_reading_a_sample(kept, monkeypatch):
    series, door = kept
    dataset = door.sources[0].describe("d")
    monkeypatch.setattr(LocalSource, "read", lambda *_: 1 / 0)
    found = overview_of_levels(door, dataset, "B", START, START + LONG * time.NS, OPERATOR)
    assert BINS <= len(found.times) <= 4 * BINS
    assert found.columns[-1] == "magnitude"
    values = series.values["B"]
    np.testing.assert_array_equal(np.nanmin(found.low[:, :3], axis=0), np.nanmin(values, axis=0))
    np.testing.assert_array_equal(np.nanmax(found.high[:, :3], axis=0), np.nanmax(values, axis=0))
    alone = np.flatnonzero(np.isnan(found.center).all(axis=1))
    assert len(alone) == 1  # one row stands for the gap
    assert found.times[alone[0]] >= series.to_xarray().time.values[49_999]
    assert (np.diff(found.times) > np.timedelta64(0)).all()


def test_levels_and_samples_show_the_same(kept):
    _, door = kept
    dataset = door.sources[0].describe("d")
    start, stop = START + 100_000 * time.NS, START + 180_000 * time.NS
    found = overview_of_levels(door, dataset, "n", start, stop, OPERATOR)
    read = door.sources[0].read("d", start, stop, ["n"])
    exact = overviews((COUNTS,), read, start, stop, time.NS)["n"]
    assert abs(found.low.min() - exact.low.min()) <= 64  # the first bin may begin before
    assert abs(found.high.max() - exact.high.max()) <= 64
    at = np.interp(exact.times.astype(float), found.times.astype(float), found.center[:, 0])
    np.testing.assert_allclose(at[1:-1], exact.center[1:-1, 0], atol=64)


def test_a_short_interval_and_a_source_without_levels_are_read(kept):
    series, door = kept
    dataset = door.sources[0].describe("d")
    assert overview_of_levels(door, dataset, "B", START, START + 999 * time.NS, OPERATOR) is None
    memory = Door([MemorySource([series])])
    stop = START + LONG * time.NS
    assert overview_of_levels(memory, series.dataset, "B", START, stop, OPERATOR) is None
