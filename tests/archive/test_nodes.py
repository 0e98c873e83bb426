"""Groups opened by their own metadata: what zarr finds in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import zarr

from dayside.archive import groups
from dayside.archive.nodes import Nodes
from dayside.model.errors import ArchiveDamaged


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    group = zarr.create_group(tmp_path / "g", zarr_format=3)
    group.attrs["dayside"] = {"format": 1}
    sub = group.create_group("levels")
    groups.write_array(group, "B", np.arange(12.0).reshape(4, 3), ("time", "axis"), {"unit": "nT"})
    groups.write_array(sub, "B", np.arange(5), ("bin",), {})
    groups.consolidate(tmp_path / "g")
    return tmp_path / "g"


@pytest.fixture(params=["on disk", "by zarr"])
def found(folder: Path, request: pytest.FixtureRequest) -> Nodes:
    if request.param == "on disk":
        return Nodes.on_disk(folder)
    return Nodes.of(zarr.open_group(folder, mode="r"))


def test_all_that_is_there_is_found(found: Nodes) -> None:
    assert found.attributes()["dayside"] == {"format": 1}
    assert found.attributes("B")["unit"] == "nT"
    assert (found.length("B"), "B" in found, "C" in found) == (4, True, False)
    field = found.array("B")
    assert (field.shape, field.dtype) == ((4, 3), np.float64)
    np.testing.assert_array_equal(field.read(1, 3), np.arange(12.0).reshape(4, 3)[1:3])
    np.testing.assert_array_equal(found.array("levels/B").read(0, 5), np.arange(5))


def test_rows_are_put_where_they_are_wanted(found: Nodes) -> None:
    out = np.zeros((2, 3))
    assert found.array("B").read(1, 3, out) is out
    np.testing.assert_array_equal(out, np.arange(12.0).reshape(4, 3)[1:3])


def test_what_is_not_there_is_a_key_error(found: Nodes) -> None:
    for ask in (found.array, found.attributes, found.length):
        with pytest.raises(KeyError):
            ask("C")


def test_a_group_is_no_array(folder: Path) -> None:
    with pytest.raises(ArchiveDamaged, match="levels"):
        Nodes.of(zarr.open_group(folder, mode="r")).array("levels")


def test_what_another_program_wrote_is_read_too(tmp_path: Path) -> None:
    group = zarr.create_group(tmp_path / "g", zarr_format=3)
    group.create_array("x", shape=(10,), dtype="float64", chunks=(5,))[...] = np.arange(10.0)
    groups.consolidate(tmp_path / "g")
    np.testing.assert_array_equal(Nodes.on_disk(tmp_path / "g").array("x").read(3, 7), [3, 4, 5, 6])
    (tmp_path / "h").mkdir()
    zarr.create_group(tmp_path / "h", zarr_format=3).attrs["a"] = 1
    assert Nodes.on_disk(tmp_path / "h").attributes() == {"a": 1}
