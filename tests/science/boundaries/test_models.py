"""Published boundaries: printed numbers, true distances, normals, traps."""

from __future__ import annotations

import numpy as np
import pytest

import dayside
from dayside.model.errors import BadRequest, NotFound
from dayside.science.bodies import bodies
from dayside.science.boundaries import abouts, boundary, distance_in_wind, entry
from dayside.science.boundaries.shapes import ByAngle, ConicShape
from dayside.science.frames.registry import resolve

IDS = [about.id for about in abouts()]

# Rows of a table that 3DView prints: a bow shock of Mars, R_M in MSO, and inward normals.
PRINTED = [
    ((-1, 0.86, -3.27), (-0.57, -0.19, 0.80)),
    ((1.46, 0.26, 0.64), (-0.95, -0.12, -0.29)),
    ((-0.99, 0.86, -3.27), (-0.57, -0.19, 0.80)),
    ((1.46, 0.21, 0.67), (-0.95, -0.09, -0.30)),
]


@pytest.mark.parametrize(("place", "normal"), PRINTED)
def test_3dviews_crossings_lie_on_edbergs_shock(place, normal):
    model = dayside.boundary("mars.bow_shock.edberg2008")
    assert abs(model.distance(place)) < 0.01
    cosine = model.normal(place, inward=True) @ np.array(normal) / np.linalg.norm(normal)
    assert np.degrees(np.arccos(min(cosine, 1.0))) < 1.5
    if place[0] < 0:
        turned = dayside.boundary("mars.bow_shock.edberg2008", aberration=4.0)
        assert abs(turned.distance(place)) > 0.04


@pytest.mark.parametrize("name", IDS)
def test_noses_and_terminators_are_those_that_are_printed(name):
    model = boundary(name)
    for ours, printed in (
        (model.standoff, model.about.nose_rp),
        (model.terminator, model.about.terminator_rp),
    ):
        if printed is not None:
            assert ours == pytest.approx(printed, rel=4e-3)


@pytest.mark.parametrize("name", IDS)
def test_a_surface_is_where_distance_and_level_are_zero(name):
    model = boundary(name, aberration=3.0)
    mesh = model.surface(16, 12)
    assert mesh.shape == (16, 12, 3)
    points = mesh[np.isfinite(mesh).all(axis=-1)]
    assert len(points) > 150
    size = model.standoff
    np.testing.assert_allclose(model.distance(points), 0, atol=1e-9 * size)
    normals = model.normal(points)
    np.testing.assert_allclose(np.linalg.norm(normals, axis=1), 1, rtol=1e-12)
    np.testing.assert_array_equal(model.normal(points, inward=True), -normals)
    # A little further along the normal, the distance is what was gone; inside it is negative.
    for step in (0.02 * size, -0.02 * size):
        moved = model.distance(points + step * normals)
        np.testing.assert_allclose(moved, step, atol=1e-6 * size)
    assert model.distance([0.0, 0.0, 0.01]) < 0
    assert model.distance([20 * size, 0.0, 0.0]) > 0


@pytest.mark.parametrize("name", IDS)
def test_a_model_says_what_it_is(name):
    about = boundary(name).about
    assert about.doi
    assert about.reference
    assert about.body in bodies()
    assert resolve(about.frame, about.body).center == about.body
    assert about.verified or about.doubt, "a model that was not verified says what is not sure"


def test_distance_is_to_the_nearest_point():
    rng = np.random.default_rng(3)
    for name in (
        "mars.bow_shock.edberg2008",
        "earth.magnetopause.shue1998",
        "earth.bow_shock.jerab2005",
    ):
        model = boundary(name)
        size = model.standoff
        mesh = model.surface(1500, 700, x_min=-6 * size).reshape(-1, 3)
        mesh = mesh[np.isfinite(mesh).all(axis=1)]
        for place in rng.uniform(-1.5 * size, 2 * size, (12, 3)):
            brute = np.sqrt(((mesh - place) ** 2).sum(axis=1).min())
            assert abs(model.distance(place)) == pytest.approx(brute, abs=0.01 * size)
            assert abs(model.distance(place)) <= brute + 1e-9


def test_traps_of_public_code():
    # L itself, not p e: the nose of Edberg is 1.574, not 1.63.
    assert boundary("mars.bow_shock.edberg2008").standoff == pytest.approx(1.574, abs=1e-3)
    # x0 moves the focus along x; it is not added to the radius.
    assert boundary("mercury.bow_shock.winslow2013").standoff == pytest.approx(1.902, abs=1e-3)
    # 0.013, not 0.13, for northward fields.
    north = boundary("earth.magnetopause.shue1997", pdyn=2, bz=10)
    assert north.standoff == pytest.approx(10.38, abs=0.01)
    # The second branch of Fairfield's curve is not a boundary.
    assert boundary("earth.bow_shock.fairfield1971").distance([1184.0, 0, 0]) > 1000
    # The two noses of Jupiter's magnetopause, and of its bow shock.
    for name, pressure, nose in (
        ("jupiter.magnetopause.joy2002", 0.039, 92.0),
        ("jupiter.magnetopause.joy2002", 0.306, 63.1),
        ("jupiter.bow_shock.joy2002", 0.306, 73.9),
    ):
        assert boundary(name, pdyn=pressure).standoff == pytest.approx(nose, rel=2e-3)


def test_unknown_models_and_inputs_are_told():
    with pytest.raises(NotFound, match=r"Did you mean mars\.bow_shock\.edberg2008"):
        boundary("mars.bow_shock.edberg2009")
    with pytest.raises(BadRequest, match="takes pdyn"):
        boundary("earth.magnetopause.shue1997", vx=3)
    with pytest.raises(BadRequest, match="number from"):
        boundary("earth.magnetopause.shue1997", pdyn=-1)
    with pytest.raises(BadRequest, match=r"shape \(n, 3\)"):
        boundary("mars.bow_shock.edberg2008").distance([[1.0, 2.0]])


def test_gaps_stay_gaps():
    found = boundary("mars.bow_shock.edberg2008").distance([[np.nan, 0, 0], [2, 0, 0]])
    assert np.isnan(found[0])
    assert np.isfinite(found[1])


MOVED = [about.id for about in abouts() if about.inputs]


@pytest.mark.parametrize("name", MOVED)
def test_in_a_wind_that_moves_it_is_that_of_each_position(name: str) -> None:
    rng = np.random.default_rng(3)
    about = entry(name).about
    wind = {}
    for key, option in about.inputs.items():
        moved = option.default * rng.uniform(0.6, 1.5, 6)
        if key == "bz":
            moved = rng.normal(0, 4, 6).round(2)
        wind[key] = np.clip(moved, option.low, option.high)
    nose = boundary(name).standoff
    place = nose * rng.normal(0, 1.0, (6, 3))
    found = distance_in_wind(name, place, 3.0, **wind)
    one_by_one = [
        boundary(name, 3.0, **{k: v[row] for k, v in wind.items()}).distance(place[row])
        for row in range(6)
    ]
    exact = isinstance(boundary(name).shape, (ByAngle, ConicShape))
    np.testing.assert_allclose(found, one_by_one, atol=nose * (1e-9 if exact else 2e-3))


def test_outside_of_what_a_model_is_given_for_there_is_no_distance() -> None:
    place = np.array([[12.0, 0, 0], [np.nan, 0, 0], [12.0, 0, 0]])
    found = distance_in_wind("earth.magnetopause.shue1998", place, pdyn=[-1.0, 2.0, np.nan], bz=0.0)
    assert np.isnan(found).all()
    with pytest.raises(BadRequest, match="has no input mach"):
        distance_in_wind("earth.magnetopause.shue1998", place, mach=3.0)
