"""Published models: epochs, radii, dipoles as their papers tell."""

from datetime import datetime

import numpy as np
import pytest

from dayside.model import time
from dayside.science.fields import registry
from dayside.science.fields.harmonics import spherical
from dayside.science.fields.tables import gauss, igrf


@pytest.mark.parametrize(
    "when",
    ["1900-01-01", "1923-07-01", "1984-02-29", "2015-01-01", "2024-12-31", "2029-06-01T03:04:05"],
)
def test_igrf_is_that_of_ppigrf(when):
    import ppigrf

    rng = np.random.default_rng(5)
    r, lat = rng.uniform(6371.2, 40_000, 60), np.degrees(np.arcsin(rng.uniform(-1, 1, 60)))
    lon = rng.uniform(-180, 180, 60)
    theirs = ppigrf.igrf_gc(r, 90 - lat, lon, datetime.fromisoformat(when))
    theirs = np.stack([np.ravel(part) for part in theirs], axis=1)
    theta, phi = np.radians(90 - lat), np.radians(lon)
    direction = [np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi), np.cos(theta)]
    position = np.stack(direction, axis=1) * (r / 6371.2)[:, None]
    ours = registry.model("igrf").field(position, np.full(60, time.parse(when)))
    error = np.linalg.norm(spherical(position, ours) - theirs, axis=1)
    assert (error / np.linalg.norm(theirs, axis=1)).max() < 1e-12


def test_igrf_is_linear_between_its_epochs_and_ends_where_it_does():
    model, position = registry.model("earth.igrf14"), np.array([[0.5, 1.0, -1.2]])
    at = [
        model.field(position, np.array([time.parse(when)]))
        for when in ("2015-01-01", "2017-07-02T12", "2020-01-01", "1899-12-30", "2030-01-03")
    ]
    np.testing.assert_allclose(at[1], (at[0] + at[2]) / 2, rtol=1e-5)
    assert np.isnan(at[3]).all()
    assert np.isnan(at[4]).all()


def test_the_coefficients_of_igrf_are_those_of_ppigrf():
    from importlib.resources import files

    rows = (files("ppigrf") / "IGRF14.shc").read_text().splitlines()
    body = [line.split() for line in rows if line.split()[0].lstrip("-").isdigit()][1:]
    given = {(int(n), int(m)): np.array(v, float) for n, m, *v in body}
    table = igrf()
    for (n, m), values in given.items():
        ours = (table.g_nt if m >= 0 else table.h_nt)[:, n, abs(m)]
        np.testing.assert_allclose(ours, values, atol=1e-9, err_msg=f"{n} {m}")


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("jrm09", 79.69, 163.39),
        ("jrm33", 79.75, 163.62),
        ("cassini11", 90.0, None),
        ("q3", 31.39, 306.44),
        ("o8", 43.10, 288.04),
    ],
)
def test_dipoles_point_where_papers_say(name, latitude, longitude):
    table = gauss(name)
    x, y, z = table.g_nt[1, 1], table.h_nt[1, 1], table.g_nt[1, 0]
    assert np.degrees(np.arctan2(z, np.hypot(x, y))) == pytest.approx(latitude, abs=0.006)
    if longitude is not None:
        assert np.degrees(np.arctan2(y, x)) % 360 == pytest.approx(longitude, abs=0.006)


def test_positions_are_in_radii_of_the_body_whatever_the_coefficients_are_of():
    """VIP4 takes 71323 km for one radius: at 71492 km its field is that much weaker."""
    model = registry.model("jupiter.vip4(degree=1)")
    assert model.about.radius_km == 71492.0
    field = model.field(np.array([[0.0, 0.0, 1.0]]))[0, 2]
    assert field == pytest.approx(2 * gauss("vip4").g_nt[1, 0] * (71323 / 71492) ** 3)


def test_an_offset_dipole_is_that_of_its_own_centre():
    model = registry.model("mercury.anderson2011")
    north = 484 / model.about.radius_km
    up, down = model.field(np.array([[0, 0, north + 1.0], [0, 0, north - 1.0]]))
    np.testing.assert_allclose(up, down)
    assert up[2] == pytest.approx(-2 * 195 * (2440 / model.about.radius_km) ** 3)


def test_two_models_of_the_crust_of_mars_agree_where_orbiters_fly():
    drawn = np.random.default_rng(0).normal(size=(1000, 3))
    at = drawn / np.linalg.norm(drawn, axis=1, keepdims=True) * (3389.5 + 400) / 3389.5
    one = registry.model("mars.langlais2019").field(at)
    other = registry.model("mars.morschhauser2014").field(at)
    assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.995
    assert 150 < np.linalg.norm(one, axis=1).max() < 250
