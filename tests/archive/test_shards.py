"""Direct reads of shards: what zarr reads, or a plain error."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import zarr
from zarr.codecs import BytesCodec

from dayside.archive import groups
from dayside.archive.shards import Shards
from dayside.model.errors import ArchiveDamaged


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "CHUNK_ROWS", 64)
    monkeypatch.setattr(groups, "SHARD_ROWS", 256)


def written(folder: Path, values: np.ndarray) -> Shards | None:
    group = zarr.create_group(folder, zarr_format=3)
    groups.write_array(group, "x", values, tuple("tuvw"[: values.ndim]), {})
    return shards_of(folder / "x")


def shards_of(folder: Path) -> Shards | None:
    return Shards.of(folder, json.loads((folder / "zarr.json").read_text()))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("shape", [(), (3,), (2, 5)])
@pytest.mark.parametrize("dtype", ["float32", "int64", "uint8"])
def test_any_rows_are_those_of_zarr(tmp_path: Path, shape: tuple, dtype: str) -> None:
    rng = np.random.default_rng(0)
    values = rng.integers(0, 3, (1000, *shape)).astype(dtype)
    values[300:700] = 0  # a shard and more that hold nothing but the fill
    direct = written(tmp_path / "g", values)
    assert direct is not None
    assert (direct.shape, direct.dtype) == (values.shape, values.dtype)
    for low, high in [(0, 1000), (0, 1), (63, 65), (250, 770), (999, 1000), (5, 5)]:
        found = direct.read(low, high)
        assert found.dtype == values.dtype
        np.testing.assert_array_equal(found, values[low:high])


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("left", [0, 16, 40, 64, 100])
def test_a_file_that_was_cut_is_told(tmp_path: Path, left: int) -> None:
    direct = written(tmp_path / "g", np.random.default_rng(0).random(1000))
    file = tmp_path / "g" / "x" / "c" / "0"
    file.write_bytes(file.read_bytes()[:left])
    assert direct is not None
    with pytest.raises(ArchiveDamaged, match="dayside verify"):
        direct.read(0, 256)
    with pytest.raises(ArchiveDamaged, match="dayside verify"):
        list(direct.chunks([0, 1, 3], np.empty(direct.chunk)))


@pytest.mark.usefixtures("small")
def test_chunks_come_one_after_the_other(tmp_path: Path) -> None:
    values = np.random.default_rng(0).random(1000)
    values[256:512] = 0  # a shard that is not there
    values[64:128] = 0  # a chunk that is not
    direct = written(tmp_path / "g", values)
    assert direct is not None
    numbers = [0, 1, 2, 5, 6, 12, 13, 15]
    found = [part.copy() for part in direct.chunks(numbers, np.empty(direct.chunk))]
    for number, part in zip(numbers, found, strict=True):
        wanted = values[number * 64 : (number + 1) * 64]
        np.testing.assert_array_equal(part[: len(wanted)], wanted)


def test_arrays_of_another_making_are_left_to_zarr(tmp_path: Path) -> None:
    group = zarr.create_group(tmp_path / "g", zarr_format=3)
    group.create_array("plain", shape=(10,), dtype="float64", chunks=(5,))
    group.create_array("across", shape=(10, 4), dtype="f4", chunks=(5, 2), shards=(10, 4))
    big = BytesCodec(endian="big")
    group.create_array("big", shape=(10,), dtype="f8", chunks=(5,), shards=(10,), serializer=big)
    group.create_array("nan", shape=(10,), dtype="f8", chunks=(5,), shards=(10,), fill_value=np.nan)
    for name in ("plain", "across", "big", "nan"):
        assert shards_of(tmp_path / "g" / name) is None, name


@pytest.mark.parametrize("rows", [0, 1, 3, 64, 65])
@pytest.mark.usefixtures("small")
def test_few_rows_lie_in_a_chunk_of_few(tmp_path: Path, rows: int) -> None:
    direct = written(tmp_path / "g", np.arange(rows))
    assert direct is not None
    assert direct.chunk == {0: 1, 1: 1, 3: 4, 64: 64, 65: 64}[rows]
    np.testing.assert_array_equal(direct.read(0, rows), np.arange(rows))
