"""What NetCDF files say, read and written: CF conventions one by one."""

from __future__ import annotations

import numpy as np
import pytest
import xarray

from dayside.formats.base import NOTHING_SAID
from dayside.formats.netcdf import probe as netcdf_probe
from dayside.formats.netcdf.format import NetCdf
from dayside.formats.netcdf.time import is_time, ticks_of
from dayside.model import time
from dayside.model.errors import BadTime, UnreadableFile
from dayside.testing.examples import example_series

SECONDS = ("time", np.arange(4.0), {"units": "seconds since 2020-01-01"})


def read(dataset, folder, **options):
    path = folder / "file.nc"
    dataset.to_netcdf(path, engine="h5netcdf", **options)
    return NetCdf().read(path, NOTHING_SAID)


def one(dataset, folder, **options):
    (series,) = read(dataset, folder, **options)
    return series


@pytest.mark.parametrize(
    ("values", "units", "calendar", "expected"),
    [
        ([0, 1], "seconds since 1970-01-01", "", "1970-01-01T00:00:01.000000000Z"),
        ([0, 1], "days since 2000-1-1 12:00:00 UTC", "standard", "2000-01-02T12:00:00.000000000Z"),
        ([0.0, 0.1], "s since 2020-01-01T00:00:00+01:00", "", "2019-12-31T23:00:00.100000000Z"),
        ([0.0, 36.5], "hours since 2016-12-31", "gregorian", "2017-01-01T12:30:00.000000000Z"),
        ([0, 1_000_000], "microseconds since 2020-01-01", "utc", "2020-01-01T00:00:01.000000000Z"),
        ([0, 37], "seconds since 2017-01-01", "tai", "2017-01-01T00:00:00.000000000Z"),
        ([0.0, 730_000.0], "days since 1-1-1", "standard", "1999-09-04T00:00:00.000000000Z"),
    ],
)  # fmt: skip
def test_units_of_time(values, units, calendar, expected):
    assert str(time.to_text(ticks_of(np.array(values), units, calendar)[1])) == expected


def test_times_that_are_none():
    assert not is_time("seconds since launch")
    assert not is_time("nT")
    with pytest.raises(BadTime, match="noleap"):
        ticks_of(np.arange(2), "days since 2000-01-01", "noleap")
    with pytest.raises(BadTime, match="2000-13-01"):
        ticks_of(np.arange(2), "days since 2000-13-01")
    found = ticks_of(np.array([np.nan, 1e30, 0.0]), "seconds since 2000-01-01")
    assert (found == time.FILL).tolist() == [True, True, False]


def test_what_xarray_writes_is_read(tmp_path):
    source = xarray.Dataset(
        {
            "B": (("time", "axis"), np.ones((4, 3), np.float32), {"units": "nT", "frame": "GSE"}),
            "flux": (("time", "energy"), np.ones((4, 2)), {"units": "cm-2"}),
            "n": ("time", np.array([1, 2, -9, 4], np.int16), {"_FillValue": np.int16(-9)}),
        },
        {
            "time": np.datetime64("2020-01-01", "ns") + np.arange(4) * np.timedelta64(1, "s"),
            "axis": ["Bx", "By", "Bz"],
            "energy": ("energy", [1.0, 10.0], {"units": "keV"}),
        },
        {"title": "Mine", "project": "A", "id": "My-Set"},
    )
    found = one(source, tmp_path)
    np.testing.assert_array_equal(found.time, time.from_datetime64(source["time"].values))
    assert (found.dataset.id, found.dataset.title, found.dataset.mission) == ("my_set", "Mine", "A")
    b = found.dataset["B"]
    assert (b.units, b.frame, b.components) == ("nT", "GSE", ("x", "y", "z"))
    assert b.labels == ("Bx", "By", "Bz")
    assert found.dataset["flux"].bins[0].centers == (1.0, 10.0)
    assert found.dataset["flux"].bins[0].units == "keV"
    assert (found.dataset["n"].fill, found.values["n"].tolist()) == (-9, [1, 2, -9, 4])


def test_packed_and_filled_numbers(tmp_path):
    said = {"scale_factor": np.float32(0.5), "add_offset": np.float32(1), "_FillValue": np.int8(-1)}
    source = xarray.Dataset(
        {
            "packed": ("time", np.array([0, 2, -1, 4], np.int8), said),
            "missing": ("time", np.array([0.0, 99.0, 2, 3]), {"missing_value": 99.0}),
        },
        {"time": SECONDS},
    )
    found = one(source, tmp_path)
    np.testing.assert_array_equal(found.values["packed"], np.float32([1, 2, np.nan, 3]))
    np.testing.assert_array_equal(found.values["missing"], [0, np.nan, 2, 3])


def test_ancillary_variables_are_error_bars_and_flags(tmp_path):
    source = xarray.Dataset(
        {
            "n": ("time", np.ones(4), {"ancillary_variables": "n_qc n_se"}),
            "n_se": ("time", np.ones(4), {"standard_name": "density standard_error"}),
            "n_qc": ("time", np.ones(4, np.int8), {"flag_meanings": "good bad"}),
        },
        {"time": SECONDS},
    )
    dataset = one(source, tmp_path).dataset
    assert (dataset["n"].uncertainty, dataset["n"].quality) == (("n_se",), "n_qc")
    assert (dataset["n_se"].role, dataset["n_qc"].role) == ("uncertainty", "quality")
    assert dataset["n_qc"].description == "good bad"


def test_each_time_dimension_is_a_series(tmp_path):
    source = xarray.Dataset(
        {"a": ("time", np.ones(4)), "b": (("x", "slow"), np.arange(6.0).reshape(3, 2))},
        {"time": SECONDS, "slow": ("slow", [0, 1], {"units": "hours since 2020-01-01"})},
    )
    fast, slow = read(source, tmp_path)
    assert (fast.dataset.names, slow.dataset.names) == (("a",), ("b",))
    assert slow.values["b"].tolist() == [[0, 2, 4], [1, 3, 5]]
    assert slow.dataset.attributes["time_axis"] == "slow"


def test_bounds_tell_edges_and_where_a_time_stands(tmp_path):
    seconds = (*SECONDS[:2], {**SECONDS[2], "bounds": "time_bounds"})
    source = xarray.Dataset(
        {
            "time_bounds": (("time", "two"), np.stack([np.arange(4.0), np.arange(1.0, 5)], 1)),
            "edges": (("e", "two"), [[0.0, 2.0], [2.0, 4.0]]),
            "flux": (("time", "e"), np.ones((4, 2))),
        },
        {"time": seconds, "e": ("e", [1.0, 3.0], {"bounds": "edges"})},
    )
    dataset = one(source, tmp_path).dataset
    assert dataset.time_stamp == "begin"
    assert dataset.names == ("flux",)
    assert dataset["flux"].bins[0].ranges == ((0.0, 2.0), (2.0, 4.0))


def test_no_time_and_the_64_bit_data_format_are_told(tmp_path):
    with pytest.raises(UnreadableFile, match=r"file\.nc has no time coordinate"):
        read(xarray.Dataset({"a": ("x", np.ones(3))}), tmp_path)
    wide = tmp_path / "wide.nc"
    wide.write_bytes(b"CDF\x05" + bytes(64))
    assert NetCdf().sniff(wide, wide.read_bytes())
    with pytest.raises(UnreadableFile, match="nccopy -k nc4"):
        NetCdf().read(wide, NOTHING_SAID)


def test_a_file_that_leads_the_library_in_circles_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "circles.nc"
    xarray.Dataset({"a": ("time", np.ones(4))}, {"time": SECONDS}).to_netcdf(
        path, engine="h5netcdf"
    )
    child = tmp_path / "child.py"
    child.write_text("while True: pass")
    monkeypatch.setattr(netcdf_probe, "__file__", str(child))
    monkeypatch.setattr(netcdf_probe, "_CPU_S", 0.05)
    assert not netcdf_probe.survives(path)


def test_plain_xarray_reads_what_is_written(tmp_path):
    series = example_series()
    path = tmp_path / "example.nc"
    path.write_bytes(b"".join(NetCdf().write(series.dataset, [series[:5], series[5:]])))
    with xarray.open_dataset(path, engine="h5netcdf") as found:
        np.testing.assert_array_equal(found["time"].values, time.to_datetime64(series.time))
        np.testing.assert_array_equal(found["tt2000"].values, series.time)
        np.testing.assert_array_equal(found["B"].values, series.values["B"])
        np.testing.assert_array_equal(found["energy"].values, [10, 100, 1000, 10000])
        np.testing.assert_array_equal(found["sweep"].values, series.values["sweep"])
        assert found["sweep"].dims == found["swept"].dims
        assert found["counts"].isnull().to_numpy().tolist() == [True] + [False] * 11
        assert found["B"].attrs["units"] == "nT"
        assert found["B"].attrs["ancillary_variables"] == "B_sigma flag"
        assert found["mode"].values.tolist() == series.values["mode"].tolist()
        assert found.attrs["Conventions"].startswith("CF-1.8")
        assert found.attrs["comment"] == "Simulated: nothing here was measured."


@pytest.mark.parametrize(
    "variables",
    [
        {"time": ("obs", 1577836800.0 + np.arange(4))},
        {"utc": ("obs", np.array([f"2020-01-01T00:00:0{k}Z" for k in range(4)]))},
        {"year": ("obs", [2020] * 4), "doy": ("obs", [1] * 4), "sod": ("obs", np.arange(4.0))},
    ],
    ids=["unix", "text", "fields"],
)
def test_a_time_without_units_is_found_as_in_any_table(tmp_path, variables):
    found = one(xarray.Dataset({**variables, "B": (("obs", "c"), np.ones((4, 3)))}), tmp_path)
    assert found.dataset.names == ("B",)
    assert str(time.to_text(found.time[1], 0)) == "2020-01-01T00:00:01Z"


def test_an_id_that_is_the_files_name_loses_its_dates(tmp_path):
    file = xarray.Dataset({"B": ("time", np.ones(4))}, {"time": SECONDS})
    file.attrs["id"] = "oe_m1m_dscovr_s20200101000000_e20200101235959_p20200102030405_pub"
    assert one(file, tmp_path).dataset.id == "oe_m1m_dscovr_pub"
