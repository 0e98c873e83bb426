"""Positions that others published, found again."""

from __future__ import annotations

import csv

import numpy as np
import pyarrow.parquet as pq
import pytest
import spiceypy

from dayside.science.bodies import body
from dayside.science.frames import aberration_deg, resolve, transform

pytestmark = pytest.mark.realdata

WIND_KM_S = 400.0


@pytest.fixture
def crossings(test_data):
    """Return times (ns since 1970) and MSO positions (km) of Philpott's list."""
    name = "messenger_philpott2020_boundaries.csv"
    with (test_data / "events" / name).open(encoding="utf-8-sig") as file:
        rows = np.array([row[1:] for row in list(csv.reader(file))[1:]], float)
    year, day, hour, minute, second = rows[:, :5].T
    begin = (year - 1970).astype("timedelta64[Y]") + np.datetime64("1970", "Y")
    seconds = ((day - 1) * 24 + hour) * 3600 + minute * 60 + second
    ns = begin.astype("datetime64[ns]").astype(np.int64) + np.rint(seconds * 1e9).astype(np.int64)
    return ns, rows[:, 6:9]


@pytest.fixture
def orbits(test_data):
    """Return times (ns since 1970) and positions (R_M, aberrated MSM) of the orbit files."""
    folder = test_data / "insitu-planetary" / "messenger_orbits"
    tables = [pq.read_table(file) for file in sorted(folder.glob("*_mag_1s.parquet"))]
    ns = np.concatenate([t["time"].to_numpy().astype("datetime64[ns]") for t in tables])
    place = [np.stack([t[c].to_numpy() for c in ("ephx", "ephy", "ephz")], axis=1) for t in tables]
    return ns.astype(np.int64), np.concatenate(place)


def test_philpotts_crossings_lie_on_messengers_orbit(spice, crossings, orbits):
    ephemeris = spice()
    (found_ns, mso_km), (ns, orbit) = crossings, orbits
    at = np.searchsorted(ns, found_ns)
    here = (at < len(ns)) & (ns[np.minimum(at, len(ns) - 1)] == found_ns)
    assert here.sum() == 64  # eight of each of eight orbits
    et_s = np.array([spiceypy.str2et(str(t)) for t in found_ns[here].astype("datetime64[ns]")])
    angle = aberration_deg(ephemeris, "mercury", et_s, np.full(len(et_s), WIND_KM_S))
    msm_km = transform(
        mso_km[here],
        et_s,
        resolve("MSO", body="mercury"),
        resolve("MSM"),
        ephemeris,
        "position",
        aberration_deg=angle,
    )
    apart = np.linalg.norm(msm_km / body("mercury").radius_km - orbit[at[here]], axis=1)
    assert apart.max() < 0.005


def test_where_tgo_was(spice, test_data):
    folder = test_data / "spice"
    ephemeris = spice(
        folder / "mar085_excerpt.bsp", folder / "em16_tgo_mlt_20171205_20230115_v01.bsp"
    )
    et_s = np.array([spiceypy.str2et("2018-06-11T12:00:00")])
    position = ephemeris.states("-143", "499", et_s)[:, :3]
    found = transform(position, et_s, resolve("J2000@mars"), resolve("MSO"), ephemeris, "position")
    np.testing.assert_allclose(found[0], [262.33, 2638.9, -2664.18], atol=0.01)
