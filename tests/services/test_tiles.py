"""A tile says of every bucket what numpy says of its samples, whatever the source keeps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.model import ANONYMOUS, Dataset, Parameter, Series, time
from dayside.model.errors import BadRequest, NotFound, UnknownDataset, UnknownParameter
from dayside.services import tiles, tiling
from dayside.services.door import Door
from dayside.services.tiles import RawTile, Tile
from dayside.sources.local import LocalSource
from dayside.testing.memory import MemorySource


@pytest.fixture(params=["memory", "archive"])
def any_door(request: pytest.FixtureRequest, door: Door, held: dict[str, Series], tmp_path: Path):
    if request.param == "memory":
        yield door
        return
    with Archive.open(tmp_path / "archive") as archive:
        append(archive, held["mars_mag"])
        yield Door([LocalSource(archive)])


def test_tiles_of_every_level_equal_numpy(any_door: Door, held: dict[str, Series]) -> None:
    series = held["mars_mag"]
    unix = time.to_unix_ns(series.time)
    field = series.values["B"]
    columns = np.column_stack([field, np.sqrt((field**2).sum(1))])
    pyramid = tiles.levels(any_door, "mars_mag", ANONYMOUS)
    tiled = pyramid.parameters[0]
    assert tiled.columns == ("x", "y", "z", "magnitude")
    for level, width in enumerate(pyramid.widths_ns):
        index = int(unix[0] // (width * tiled.buckets))
        tile = tiles.tile(any_door, "mars_mag", "B", level, index, ANONYMOUS)
        assert isinstance(tile, Tile)
        bucket = (unix - tile.start_ns) // width
        inside = (bucket >= 0) & (bucket < tiled.buckets)
        for k in np.unique(bucket[inside])[::7]:
            samples = columns[bucket == k]
            if np.isnan(samples).all():
                assert np.isnan(tile.stats[:, :, k]).all()
                continue
            np.testing.assert_array_equal(
                tile.stats[0, :, k], np.nanmin(samples, axis=0).astype(np.float32)
            )
            np.testing.assert_array_equal(
                tile.stats[1, :, k], np.nanmax(samples, axis=0).astype(np.float32)
            )
            assert tile.count[k] == np.isfinite(samples[:, 0]).sum()


def test_a_raw_tile_holds_the_samples(any_door: Door, held: dict[str, Series]) -> None:
    series = held["mars_mag"]
    unix = time.to_unix_ns(series.time)
    width = tiles.levels(any_door, "mars_mag", ANONYMOUS).parameters[0].raw_width_ns
    index = int(unix[0] // width) + 1
    tile = tiles.tile(any_door, "mars_mag", "B", tiles.RAW, index, ANONYMOUS)
    assert isinstance(tile, RawTile)
    inside = (unix >= tile.start_ns) & (unix < tile.start_ns + width)
    np.testing.assert_array_equal(tile.offsets_s, (unix[inside] - tile.start_ns) / time.NS)
    np.testing.assert_array_equal(tile.values[:3], series.values["B"][inside].T)


@pytest.mark.parametrize(
    ("dtype", "raw"),
    [("float64", "float64"), ("float32", "float32"),
     ("int32", "float64"), ("int64", "float64"), ("int16", "float32"), ("uint8", "float32")],
)  # fmt: skip
def test_raw_tiles_hold_samples_to_the_last_digit(dtype: str, raw: str) -> None:
    numbers = np.array([0.1, -12345.678901234567, 2**30 + 1, 3])
    values = numbers.clip(-9, 99).astype(dtype) if dtype in ("int16", "uint8") else numbers
    values = np.abs(values).astype(dtype)
    start = time.parse("2016-09-01")
    dataset = Dataset(
        "d", (Parameter("n", dtype),), cadence_ns=time.NS, start=start, stop=start + 4 * time.NS
    )
    held = Series(dataset, start + np.arange(4) * time.NS, {"n": values})
    door = Door([MemorySource([held])])
    tiled = tiles.levels(door, "d", ANONYMOUS).parameters[0]
    assert tiled.raw_dtype == raw
    index = int(time.to_unix_ns(start)) // tiled.raw_width_ns
    tile = tiles.tile(door, "d", "n", tiles.RAW, index, ANONYMOUS)
    assert isinstance(tile, RawTile)
    assert tile.values.dtype == raw
    np.testing.assert_array_equal(tile.values[0], values)


def test_a_spectrum_carries_its_mean_in_small_tiles(any_door: Door) -> None:
    tiled = tiles.levels(any_door, "mars_mag", ANONYMOUS).parameters[1]
    assert tiled.stats == ("mean",)
    assert tiled.buckets * len(tiled.columns) * 4 <= tiling.TILE_BYTES


def test_many_channels_make_shorter_raw_tiles(any_door: Door) -> None:
    line, spectrum = tiles.levels(any_door, "mars_mag", ANONYMOUS).parameters[:2]
    for tiled in (line, spectrum):
        samples = (
            16 * tiled.raw_width_ns // tiles.levels(any_door, "mars_mag", ANONYMOUS).widths_ns[0]
        )
        assert samples * (8 + 4 * len(tiled.columns)) <= tiling.TILE_BYTES


def test_what_is_not_there_is_told(any_door: Door) -> None:
    with pytest.raises(UnknownDataset):
        tiles.levels(any_door, "hidden", ANONYMOUS)
    with pytest.raises(UnknownParameter, match="no numbers"):
        tiles.tile(any_door, "mars_mag", "note", 0, 0, ANONYMOUS)
    with pytest.raises(NotFound, match="There is no level 99"):
        tiles.tile(any_door, "mars_mag", "B", 99, 0, ANONYMOUS)
    with pytest.raises(BadRequest, match="outside the times"):
        tiles.tile(any_door, "mars_mag", "B", 3, 10**15, ANONYMOUS)


DAY_NS = 86_400 * time.NS


@pytest.mark.parametrize(
    ("cadence_ns", "opened_ns"),
    [
        (time.NS, DAY_NS),
        (60 * time.NS, 69 * DAY_NS),
        (time.NS // 1000, 100 * time.NS),
        (1000 * DAY_NS, None),  # all there is
    ],
)
def test_what_is_far_and_long_opens_with_its_end(cadence_ns, opened_ns) -> None:
    start, stop = time.parse("2000-01-01"), time.parse("2020-01-01")
    dataset = Dataset("d", cadence_ns=cadence_ns, start=start, stop=stop)
    found = tiles.first_look(dataset)
    assert found == (None if opened_ns is None else (stop - opened_ns, stop))
    assert tiles.first_look(Dataset("d", cadence_ns=cadence_ns)) is None
