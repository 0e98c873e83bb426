"""Groups of NetCDF-4: scopes of names, some with a time of their own."""

from __future__ import annotations

import h5py
import numpy as np
import pytest
import xarray

from dayside.archive.identity import dataset_names
from dayside.formats.base import NOTHING_SAID
from dayside.formats.netcdf.format import NetCdf
from dayside.model.errors import UnreadableFile

SECONDS = {"units": "seconds since 2020-01-01"}


def times(rows, **more):
    return ("time", np.arange(float(rows)), {**SECONDS, **more})


def read(folder, **groups):
    path = folder / "probe_20200101.nc"
    for place, dataset in groups.items():
        dataset.to_netcdf(path, mode="a", engine="h5netcdf", group=place.replace("__", "/"))
    found = NetCdf().read(path, NOTHING_SAID)
    return dict(zip(dataset_names(found, path, None), found, strict=True))


def test_a_group_with_a_time_of_its_own_is_a_dataset(tmp_path):
    found = read(
        tmp_path,
        mag=xarray.Dataset(
            {"B": (("time", "c"), np.ones((4, 3))), "q": ("time", np.ones(4))}, {"time": times(4)}
        ),
        swe=xarray.Dataset({"n": ("time", np.ones(2))}, {"time": times(2)}, {"title": "Ions"}),
    )
    assert {name: series.dataset.names for name, series in found.items()} == {
        "probe": ("B", "q"),
        "probe_swe": ("n",),
    }
    assert [len(series) for series in found.values()] == [4, 2]
    assert found["probe_swe"].dataset.title == "Ions"
    assert found["probe"].dataset.title == "probe_20200101 (mag)"


def test_variables_of_a_group_along_the_time_above_it_join_it(tmp_path):
    path = tmp_path / "file.nc"
    above = xarray.Dataset({"Q": ("time", np.zeros(4))}, {"time": times(4)})
    beside = {
        name: xarray.Dataset({"B": ("time", np.full(4, k)), name: ("time", np.ones(4))})
        for k, name in enumerate(("inboard", "outboard"))
    }
    tree = xarray.DataTree.from_dict({"/": above, **beside})
    tree.to_netcdf(path, engine="h5netcdf", write_inherited_coords=False)
    (found,) = NetCdf().read(path, NOTHING_SAID)
    assert found.dataset.names == ("Q", "inboard_B", "inboard", "outboard_B", "outboard")
    assert found.values["outboard_B"].tolist() == [1] * 4


def test_names_that_a_group_refers_to_are_those_of_its_scope(tmp_path):
    spectrum = {"coordinates": "energy", "ancillary_variables": "quality"}
    one, two = (
        xarray.Dataset(
            {
                "flux": (("time", "energy"), np.ones((rows, bins)), spectrum),
                "quality": ("time", np.zeros(rows, np.int8), {"flag_meanings": "good bad"}),
            },
            {"time": times(rows), "energy": ("energy", np.arange(1.0, bins + 1), {"units": "keV"})},
        )
        for rows, bins in ((4, 2), (3, 3))
    )
    found = read(tmp_path, hot=one, hot__hotter=two)
    inner = found["probe_hot_hotter"].dataset
    assert inner.names == ("flux", "quality")
    assert inner["flux"].quality == "quality"
    assert inner["flux"].bins[0].centers == (1.0, 2.0, 3.0)
    assert found["probe"].dataset["flux"].bins[0].centers == (1.0, 2.0)


def test_constants_are_those_in_scope(tmp_path):
    found = read(
        tmp_path,
        mag=xarray.Dataset({"B": ("time", np.ones(4)), "gain": 2.0}, {"time": times(4)}),
        swe=xarray.Dataset({"n": ("time", np.ones(2)), "area": 3.0}, {"time": times(2)}),
    )
    constants = [list(s.dataset.attributes["constants"]) for s in found.values()]
    assert constants == [["gain"], ["area"]]


def test_a_file_that_points_into_others_is_refused(tmp_path):
    secret = tmp_path / "secret.h5"
    with h5py.File(secret, "w") as file:
        file["B"] = np.ones(4)
    link, virtual = tmp_path / "link.nc", tmp_path / "virtual.nc"
    with h5py.File(link, "w") as file:
        file["time"] = np.arange(4.0)
        file["B"] = h5py.ExternalLink(str(secret), "/B")
    with h5py.File(virtual, "w") as file:
        layout = h5py.VirtualLayout((4,), "f8")
        layout[:] = h5py.VirtualSource(str(secret), "B", shape=(4,))
        file.create_virtual_dataset("B", layout)
    for path in (link, virtual):
        with pytest.raises(UnreadableFile, match="pointers to values in other files"):
            NetCdf().read(path, NOTHING_SAID)
