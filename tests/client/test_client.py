"""The same object, and the same numbers, before a local and a remote archive."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import dayside
from dayside.client import ArchiveClient
from dayside.client.local import LocalBackend
from dayside.model import EventList, errors, time


def test_an_interval_is_half_open_and_told_with_units_and_frame(archive):
    array = archive["field_1s"]["B"]["2016-12-31T23:59:30":"2016-12-31T23:59:40"]
    assert isinstance(array, xr.DataArray)
    assert array.shape == (10, 3)
    assert array.attrs["units"] == "nT"
    assert array.attrs["frame"] == "GSE"
    assert array.attrs["citation"] == "Nobody, 2017"
    assert list(array.coords["B_component"].values) == ["x", "y", "z"]
    assert np.isnan(array[7]).all()
    assert array.time.values[0] == np.datetime64("2016-12-31T23:59:30", "ns")


def test_a_leap_second_keeps_its_own_row(archive):
    array = archive["field_1s"]["B"]["2016-12-31T23:59:59":"2017-01-01T00:00:01"]
    assert array.shape[0] == 3
    assert (np.diff(array.tt2000.values) == time.NS).all()
    only = archive["field_1s"]["B"]["2016-12-31T23:59:60":"2017"]
    assert list(time.to_text(only.tt2000.values, 0)) == ["2016-12-31T23:59:60Z"]


@pytest.mark.parametrize(
    "start",
    [
        "2016-12-31T23:59:40",
        "2016-366T23:59:40Z",
        np.datetime64("2016-12-31T23:59:40"),
        pd.Timestamp("2016-12-31T23:59:40"),
        pd.Timestamp("2017-01-01T00:59:40", tz="Europe/Paris"),
        datetime(2016, 12, 31, 23, 59, 40, tzinfo=UTC),
    ],
    ids=repr,
)
def test_times_are_what_people_hold(archive, start):
    array = archive["field_1s"]["B"][start:"2016-12-31T23:59:50"]
    assert array.shape[0] == 10


def test_open_ends_reach_the_coverage(archive):
    dataset = archive["field_1s"]
    assert dataset["B"][:].shape[0] == 90
    assert dataset["B"]["2017":].shape[0] == 59
    assert dataset["B"][:"2017"].shape[0] == 31
    assert dataset["B"]["2030":].shape[0] == 0
    assert dataset["B"][:"1990"].shape[0] == 0


def test_error_bars_and_flags_come_along(archive):
    array = archive["field_1s"]["B"][:]
    assert array.coords["dB"].dims == ("time",)
    assert array.coords["dB"].attrs["units"] == "nT"
    assert array.where(array.flag == 0).notnull().any()


def test_moving_bins_are_coordinates_of_the_spectrogram(archive):
    array = archive["ions_4s"]["flux"][:]
    assert array.coords["energies"].dims == array.dims
    np.testing.assert_allclose(array.values * array.energies.values, 1e6)


def test_a_dataset_gives_all_its_parameters(archive):
    values = archive["field_1s"]["2016-12-31T23:59:30":"2016-12-31T23:59:32"]
    assert isinstance(values, xr.Dataset)
    assert set(values.data_vars) == {"B", "dB", "flag", "mode"}
    assert list(values["mode"].values) == ["µ-slow", "fast"]
    assert values["flag"].dtype == np.uint8
    assert values.attrs["id"] == "field_1s"


def test_both_ways_give_the_very_same(local, remote):
    for name in local:
        assert remote[name].metadata == local[name].metadata
        if local[name].metadata.stop is not None:
            xr.testing.assert_identical(local[name][:], remote[name][:])
            for parameter in local[name]:
                mine, other = local[name][parameter][:], remote[name][parameter][:]
                xr.testing.assert_identical(mine, other)


def test_remote_sources_are_quoted_with_their_name(archive):
    array = archive["cdaweb/AC_H0_MFI"]["Magnitude"]["2016":"2018"]
    assert array.values.tolist() == [1.0]
    assert "cdaweb/AC_H0_MFI" in archive


def test_search_iteration_and_membership(archive):
    assert list(archive) == ["field_1s", "ions_4s", "cdaweb/AC_H0_MFI"]
    assert len(archive) == 3
    assert "field_1s" in archive
    assert "nothing" not in archive
    assert [d.id for d in archive.search("magnetic", target="mars")] == ["field_1s"]
    assert list(archive["field_1s"]) == ["B", "dB", "flag", "mode"]
    with pytest.raises(errors.BadRequest, match="no facet planet"):
        archive.search(planet="Mars")


def test_completion_offers_ids_and_names(archive):
    assert "field_1s" in archive._ipython_key_completions_()
    assert "field_1s" in dir(archive)
    assert "B" in dir(archive.field_1s)
    assert archive.field_1s.B.units == "nT"


def test_what_is_not_there_is_told_with_the_nearest(archive):
    with pytest.raises(errors.UnknownDataset, match="Did you mean field_1s"):
        archive["feild_1s"]
    with pytest.raises(errors.UnknownParameter, match="it has B, dB, flag, mode"):
        archive["field_1s"]["Bx"]
    with pytest.raises(AttributeError, match="Did you mean field_1s"):
        _ = archive.field_1


@pytest.mark.parametrize(
    ("interval", "error"),
    [
        (slice("yesterday", None), errors.BadStart),
        (slice(None, "2016-13"), errors.BadStop),
        (slice("2017", "2016"), errors.EmptyInterval),
        (slice("2016", "2017", 2), errors.BadRequest),
        ("2016", errors.BadRequest),
    ],
    ids=str,
)
def test_wrong_intervals_are_told(archive, interval, error):
    with pytest.raises(error):
        archive["field_1s"]["B"][interval]


def test_reprs_say_what_is_there_and_what_is_missing(archive):
    assert "3 datasets" in repr(archive)
    assert "A field at 1 s" in repr(archive)
    text = repr(archive["field_1s"])
    assert "Mars · Example · –" in text
    assert "GSE" in text
    assert 'archive["field_1s"]["B"]["2016-12-31T23:59:30Z":' in text
    assert "SIMULATED" in repr(archive["ions_4s"])
    assert "units        –" in repr(archive["ions_4s"]["pressure"])
    assert "<table>" in archive._repr_html_()
    assert "&lt;" not in archive["field_1s"]["B"]._repr_html_()
    assert "field_1s" in repr(archive.search("field"))


def test_a_repr_is_python_that_runs(archive):
    line = repr(archive["field_1s"]["B"]).splitlines()[-1]
    assert eval(line, {"archive": archive}).shape == (90, 3)


def test_nobody_at_the_address_is_one_sentence():
    with pytest.raises(errors.Upstream, match=r"http://127.0.0.1:9 did not answer"):
        dayside.open("http://127.0.0.1:9")


def test_something_else_at_the_address_is_told(remote):
    with pytest.raises(errors.Upstream, match="does not answer as a Dayside does"):
        dayside.open(f"{remote.location}/hapi")


@pytest.mark.parametrize("where", ["local", "remote"])
def test_what_was_closed_says_so(door, remote, where):
    if where == "local":
        archive = ArchiveClient(LocalBackend(door, "archive"))
    else:
        archive = dayside.open(remote.location)
    field = archive["field_1s"]["B"]
    archive.close()
    archive.close()
    with pytest.raises(errors.BadRequest, match="was closed"):
        field["2017":]
    with pytest.raises(errors.BadRequest, match="was closed"):
        list(archive)


def test_several_parameters_at_once_are_refused_with_what_is_meant(archive):
    for key in (["B", "dB"], ("B", "dB"), 3):
        with pytest.raises(errors.BadRequest, match="one parameter by its name"):
            archive["field_1s"][key]


def test_no_archive_is_told_by_its_folder(tmp_path):
    with pytest.raises(errors.ArchiveError, match="nothing"):
        dayside.open(tmp_path / "nothing")


def test_an_envelope_is_statistics_in_bins_of_time(archive):
    found = archive["field_1s"]["B"].envelope(
        "2016-12-31T23:59:30", "2017-01-01T00:00:30", pixels=10
    )
    assert isinstance(found, xr.Dataset)
    assert set(found.data_vars) == {"min", "max", "mean", "count"}
    assert list(found.column.values) == ["x", "y", "z", "magnitude"]
    assert found["min"].dtype == np.float32
    assert found["min"].attrs["units"] == "nT"
    width = np.timedelta64(int(found.time.attrs["bin_width_s"]), "s")
    assert (np.diff(found.time.values) == width).all()
    # Whole bins, the first and the last too.
    assert found.time.values[0] <= np.datetime64("2016-12-31T23:59:30") < found.time.values[1]
    values = archive["field_1s"]["B"][found.time.values[0] : found.time.values[-1] + width]
    assert found["min"].min("time").values[:3].tolist() == values.min("time").values.tolist()
    assert found["max"].max("time").values[:3].tolist() == values.max("time").values.tolist()
    assert found["count"].sum("time").values[:3].tolist() == values.count("time").values.tolist()


def test_an_envelope_of_a_scalar_has_only_time(archive):
    found = archive["field_1s"]["dB"].envelope(pixels=5)
    assert found["mean"].dims == ("time",)
    assert found["count"].sum() == 90


def test_what_an_envelope_cannot_be_is_told_alike(archive):
    with pytest.raises(errors.BadRequest, match="pixels"):
        archive["field_1s"]["B"].envelope(pixels=0)
    with pytest.raises(errors.UnknownParameter, match="no numbers"):
        archive["field_1s"]["mode"].envelope()


def test_a_formula_gives_the_same_numbers_here_and_there(archive):
    array = archive.evaluate("norm(field_1s.B)", "2016-12-31T23:59:30", "2017")
    b = archive["field_1s"]["B"]["2016-12-31T23:59:30":"2017"].astype(np.float64)
    np.testing.assert_allclose(array, np.sqrt((b**2).sum("B_component", skipna=False)), rtol=1e-15)
    assert array.attrs["units"] == "nT"
    assert array.attrs["formula"] == "norm(field_1s.B)"
    with pytest.raises(errors.BadFormula, match="Write 5"):
        archive.evaluate("norm(field_1s.B) < 5")


def test_a_search_within_a_list_looks_nowhere_else(archive):
    everywhere = archive.find("field_1s.B.x > 0*nT")
    asked = everywhere[:2].shifted("1 s")
    found = archive.find("field_1s.B.x > 0*nT", within=asked)
    expected = everywhere & asked
    assert len(found) >= 1
    assert (found.start == expected.start).all()
    assert (found.stop == expected.stop).all()
    # As many as a published list has.
    first, last = everywhere.span
    edges = np.linspace(first, last, 40_001).astype(np.int64)
    split = EventList(edges[:-1], edges[1:])
    assert (archive.find("field_1s.B.x > 0*nT", within=split) & asked).duration_ns.sum() == (
        expected.duration_ns.sum()
    )
    with pytest.raises(errors.NotFound, match="no event list"):
        archive.find("field_1s.B.x > 0*nT", within="nothing")


def test_a_condition_holds_at_the_same_times_here_and_there(archive):
    columns = {"b": "mean(norm(field_1s.B))"}
    found = archive.find("field_1s.B.x > 0*nT", min_duration="2 s", columns=columns)
    field = archive.evaluate("field_1s.B.x > 0*nT")
    assert len(found)
    assert (found.duration_ns >= 2 * 10**9).all()
    inside = field.sel(time=slice(*found.to_pandas().loc[0, ["start", "stop"]]))[:-1]
    assert (inside == 1).all()
    assert found.column("b").units == "nT"
    assert found.gaps is not None
    assert found.span is not None
    with pytest.raises(errors.BadFormula, match="not a condition"):
        archive.find("field_1s.B.x")
