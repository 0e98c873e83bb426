"""Published event lists, as they are: counts, first events, types and units."""

import numpy as np
import pytest

from dayside.formats.events import event_formats, read_events, write_events
from dayside.model import time

pytestmark = pytest.mark.realdata

# File, events, instants or not, first start and stop, and some columns with units.
LISTS = [
    ("amda_catalog_ML_GTL.txt", 76, "1992-10-13T06:27:26Z", "1992-10-13T06:30:06Z",
     {"column_1": ("float64", None)}),
    ("cassini_cheng2022_bs_mp_2004-2016.csv", 3975, "2004-06-27T09:46:00Z", None,
     {"TYPE": ("U2", None)}),
    ("cassini_mp_rs_pilkington.csv", 2118, "2004-06-28T18:43:00Z", None,
     {"Range": ("float64", "R_S"), "Lat": ("float64", "deg"), "LT": ("float64", "h")}),
    ("cassini_skr_lfe_unet.csv", 4874, "2004-01-01T14:30:00Z", "2004-01-01T16:03:00Z",
     {"probability": ("float64", None), "label": ("U6", None)}),
    ("earth_TC1_BS_Crossings.csv", 846, "2005-01-01T22:41:00Z", "2005-01-01T22:51:00Z", {}),
    ("earth_TC1_mp_Crossings.csv", 931, "2004-02-12T12:55:00Z", "2004-02-12T13:55:00Z", {}),
    ("earth_THB_BS_crossings_2007_2009.csv", 1030, "2007-04-23T02:06:00Z",
     "2007-04-23T02:23:00Z", {"proba": ("float64", None)}),
    ("earth_cluster1Crossings.csv", 1813, "2001-02-04T06:59:00Z", "2001-02-04T07:59:00Z", {}),
    ("earth_cluster1_bs_Crossings.csv", 3225, "2007-01-01T00:29:00Z", "2007-01-01T00:39:00Z", {}),
    ("earth_mp_nguyen2019_regression.csv", 9447, "2007-08-02T01:11:00Z", "2007-08-02T03:11:00Z",
     {"Mach": ("float64", None)}),
    ("earth_themisB_mp_Crossings.csv", 373, "2007-04-08T22:05:00Z", "2007-04-08T23:05:00Z", {}),
    ("icmecat_v23.csv", 1976, "2025-08-10T05:17:00Z", "2025-08-11T08:20:00Z",
     {"icme_bmax": ("float64", "nT"), "mo_start_time": ("tt2000", None),
      "mo_sc_heliodistance": ("float64", "AU"), "icme_duration": ("float64", "h")}),
    ("maven_fruchtman_shocks_2014-2017.csv", 1908, "2014-11-15T17:31:00Z", None,
     {"up_measure_start": ("tt2000", None), "X": ("float64", "km"), "n_e": ("float64", "cm-3"),
      "thetaBN": ("float64", "deg"), "Ls": ("float64", "deg"), "Bup_x": ("float64", "nT")}),
    ("messenger_philpott2020_boundaries.csv", 32492, "2011-03-23T23:47:02.700Z", None,
     {"Boundary_number": ("int64", ""), "X_MSO": ("float64", "km"),
      "Orbit_number": ("int64", None)}),
    ("messenger_winslow2013_bs_crossings.dat", 16096, "2011-03-24T04:35:09.600Z", None,
     {"boundary": ("int64", ""), "x": ("float64", "R_M"), "source": ("U1", None)}),
    ("messenger_winslow2013_mp_crossings.dat", 16246, "2011-03-24T01:10:01.200Z", None,
     {"z": ("float64", "R_M")}),
    ("mms_bowshock_amano.csv", 91, "2016-01-02T01:54:00Z", "2016-01-02T01:55:00Z",
     {"ID": ("U31", None), "quality": ("int64", None), "u_interval_1": ("tt2000", None)}),
    ("pdbm_cme_transit.csv", 213, "1997-01-07T08:35:05.600Z", "1997-01-10T04:00:00Z",
     {"Arrival_v": ("int64", "km/s"), "LASCO_Date": ("tt2000", None), "Mass": ("float64", "g")}),
    ("richardson_cane_icme.csv", 606, "1996-05-27T15:00:00Z", "1996-05-29T03:00:00Z",
     {"V_ICME": ("int64", "km/s"), "B": ("int64", "nT"), "disturbance": ("tt2000", None)}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "count", "start", "stop", "columns"), LISTS)
def test_a_published_list_is_what_it_says(test_data, name, count, start, stop, columns):
    events = read_events(test_data / "events" / name)
    assert len(events) == count
    assert events.is_instants == (stop is None)
    assert events.start[0] == time.parse(start)
    assert events.stop[0] == time.parse(stop or start)
    assert {n: (events.column(n).dtype, events.column(n).units) for n in columns} == columns


def test_values_are_those_of_the_file(test_data):
    folder = test_data / "events"
    mercury = read_events(folder / "messenger_philpott2020_boundaries.csv")[0]
    assert mercury["Orbit_number"] == 12
    assert mercury["X_MSO"] == 6275.334
    shocks = read_events(folder / "mms_bowshock_amano.csv")
    assert shocks["lvec.x"][0] == -0.13597550736936767
    # A duration that the authors counted themselves, to the hundredth of an hour.
    ejecta = read_events(folder / "icmecat_v23.csv")
    hours = ejecta.duration_ns / (3600 * time.NS)
    assert np.nanmedian(np.abs(hours - ejecta["icme_duration"])) < 0.02
    transits = read_events(folder / "pdbm_cme_transit.csv")
    off = transits.duration_ns / (3600 * time.NS) - transits["Transit_time"]
    assert np.median(np.abs(off)) < 1e-3
    emissions = read_events(folder / "cassini_skr_lfe_unet.csv")
    off = emissions.duration_ns / time.NS - emissions["duration"]
    # Two of them go over the leap seconds of 2012 and 2015, which the authors did not count.
    assert sorted(np.round(off, 6))[-3:] == [0, 1, 1]


@pytest.mark.parametrize("name", list(event_formats()))
def test_a_published_list_survives_every_format(test_data, tmp_path, name):
    events = read_events(test_data / "events" / "mms_bowshock_amano.csv")
    path = tmp_path / "list"
    path.write_bytes(b"".join(write_events(events, name)))
    back = read_events(path)
    assert (back.start == events.start).all()
    assert list(back.columns) == list(events.columns)
    assert (back["lvec.x"] == events["lvec.x"]).all()
