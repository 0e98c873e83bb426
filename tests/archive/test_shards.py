"""Direct reads of shards: what zarr reads, or a plain error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import zarr

from dayside.archive import groups
from dayside.archive.shards import Shards
from dayside.model.errors import ArchiveDamaged


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "CHUNK_ROWS", 64)
    monkeypatch.setattr(groups, "SHARD_ROWS", 256)


def written(folder: Path, values: np.ndarray) -> zarr.Array:
    group = zarr.create_group(folder, zarr_format=3)
    groups.write_array(group, "x", values, tuple("tuvw"[: values.ndim]), {})
    return zarr.open_group(folder, mode="r")["x"]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("shape", [(), (3,), (2, 5)])
@pytest.mark.parametrize("dtype", ["float32", "int64", "uint8"])
def test_any_rows_are_those_of_zarr(tmp_path: Path, shape: tuple, dtype: str) -> None:
    rng = np.random.default_rng(0)
    values = rng.integers(0, 3, (1000, *shape)).astype(dtype)
    values[300:700] = 0  # a shard and more that hold nothing but the fill
    array = written(tmp_path / "g", values)
    direct = Shards.of(array)
    assert direct is not None
    for low, high in [(0, 1000), (0, 1), (63, 65), (250, 770), (999, 1000), (5, 5)]:
        found = direct.read(low, high)
        assert found.dtype == array.dtype
        np.testing.assert_array_equal(found, values[low:high])


@pytest.mark.usefixtures("small")
def test_a_file_that_was_cut_is_told(tmp_path: Path) -> None:
    direct = Shards.of(written(tmp_path / "g", np.arange(1000.0)))
    file = tmp_path / "g" / "x" / "c" / "0"
    file.write_bytes(file.read_bytes()[:40])
    assert direct is not None
    with pytest.raises(ArchiveDamaged, match="dayside verify"):
        direct.read(0, 10)


def test_arrays_of_another_making_are_left_to_zarr(tmp_path: Path) -> None:
    group = zarr.create_group(tmp_path / "g", zarr_format=3)
    plain = group.create_array("x", shape=(10,), dtype="float64", chunks=(5,))
    across = group.create_array("y", shape=(10, 4), dtype="f4", chunks=(5, 2), shards=(10, 4))
    assert Shards.of(plain) is None
    assert Shards.of(across) is None
