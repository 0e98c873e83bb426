"""Fields are turned, positions moved as well, velocities freed of what the frame does."""

from __future__ import annotations

import numpy as np
import pytest
import spiceypy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dayside.model.errors import BadRequest
from dayside.science.frames import aberration_deg, frames, resolve, transform

PAIRS = st.sampled_from(["MSO", "GSE", "GSM", "HEEQ", "IAU_MARS", "JSM", "ECLIPDATE", "RTN@earth"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    source=PAIRS,
    target=PAIRS,
    kind=st.sampled_from(["vector", "position"]),
    seed=st.integers(0, 99),
)
def test_there_and_back(spice, source, target, kind, seed):
    ephemeris = spice()
    random = np.random.default_rng(seed)
    et_s = np.sort(random.uniform(0, 8e8, 7))
    given = random.normal(size=(7, 3)) * 1e5
    there = transform(given, et_s, resolve(source), resolve(target), ephemeris, kind)
    back = transform(there, et_s, resolve(target), resolve(source), ephemeris, kind)
    largest = np.abs(there).max()
    np.testing.assert_allclose(back, given, rtol=0, atol=1e-12 * max(largest, 1e5))


def test_a_velocity_is_what_sxform_makes_of_it(spice):
    ephemeris = spice()
    et_s = np.array([1.0e8, 4.4e8, 7.7e8])
    place, speed = np.array([[7e3, -2e3, 1e3]] * 3), np.array([[1.0, 2.0, -0.5]] * 3)
    for source, target in (("IAU_EARTH", "GSE"), ("ECLIPDATE", "IAU_EARTH"), ("GSE", "GSEQ")):
        expected = [
            (spiceypy.sxform(source, target, t) @ np.concatenate([r, v]))[3:]
            for t, r, v in zip(et_s, place, speed, strict=True)
        ]
        found = transform(
            speed, et_s, resolve(source), resolve(target), ephemeris, "velocity", 0.0, place
        )
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-8)


def test_a_velocity_is_told_from_the_centre_of_the_frame(spice):
    ephemeris, et_s = spice(), np.array([1.0e8])
    still = np.zeros((1, 3))
    found = transform(
        still, et_s, resolve("J2000"), resolve("J2000@mars"), ephemeris, "velocity", 0.0, still
    )
    mars = ephemeris.states("499", "10", et_s)
    mars = mars if np.isfinite(mars).all() else ephemeris.states("4", "10", et_s)
    assert np.isnan(found).all() or np.abs(found + mars[:, 3:]).max() < 1e-6


def test_the_sun_lies_on_x_of_gse(spice):
    ephemeris, et_s = spice(), np.array([5.0e8])
    sun = transform(np.zeros((1, 3)), et_s, resolve("HEEQ"), resolve("GSE"), ephemeris, "position")
    assert abs(sun[0, 0] / 149_597_870.7 - 1) < 0.02
    assert np.abs(sun[0, 1:]).max() < 1.0


def test_aberration_turns_the_nose_to_the_apparent_wind(spice):
    ephemeris, et_s = spice(), np.array([5.0e8])
    angle = np.radians(4.0)
    nose = np.array([[np.cos(angle), -np.sin(angle), 0.0]])
    mso = frames()["MSO"]
    found = transform(nose, et_s, mso, mso, ephemeris, aberration_deg=4.0)
    np.testing.assert_allclose(found, [[1.0, 0.0, 0.0]], atol=1e-12)
    assert 3.5 < aberration_deg(ephemeris, "earth", et_s, 400.0)[0] < 4.5


def test_what_does_not_fit_is_told(spice):
    gse, gsm, ephemeris, et_s = frames()["GSE"], frames()["GSM"], spice(), np.zeros(2)
    with pytest.raises(BadRequest, match="Did you mean vector"):
        transform(np.zeros((2, 3)), et_s, gse, gsm, ephemeris, "vectors")
    with pytest.raises(BadRequest, match=r"shape \(2, 3\); these are \(3, 3\)"):
        transform(np.zeros((3, 3)), et_s, gse, gsm, ephemeris)
