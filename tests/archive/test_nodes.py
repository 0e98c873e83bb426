"""Groups opened by their own metadata: what zarr finds in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import zarr

from dayside.archive import groups, nodes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    group = zarr.create_group(tmp_path / "g", zarr_format=3)
    group.attrs["dayside"] = {"format": 1}
    sub = group.create_group("levels")
    groups.write_array(group, "B", np.arange(12.0).reshape(4, 3), ("time", "axis"), {"unit": "nT"})
    groups.write_array(sub, "B", np.arange(5), ("bin",), {})
    groups.consolidate(tmp_path / "g")
    return tmp_path / "g"


def test_all_that_is_there_is_found(folder: Path) -> None:
    group = nodes.open_local(folder)
    assert group.attrs["dayside"] == {"format": 1}
    assert (nodes.length(group, "B"), "B" in group, "C" in group) == (4, True, False)
    field = nodes.open_array(group, "B")
    assert field.attrs["unit"] == "nT"
    np.testing.assert_array_equal(field[:], np.arange(12.0).reshape(4, 3))
    np.testing.assert_array_equal(nodes.open_array(group, "levels/B")[:], np.arange(5))
    assert nodes.length(group, "B") == 4
    told = sorted(name for name, _ in group.members(max_depth=None))
    assert told == ["B", "levels", "levels/B"]


def test_what_is_not_there_is_a_key_error(folder: Path) -> None:
    with pytest.raises(KeyError):
        nodes.open_array(nodes.open_local(folder), "C")
