"""Conics: the numbers of the literature, and geometry that must hold anywhere."""

import numpy as np
import pytest

from dayside.science.boundaries import (
    conic,
    distance_rp,
    level_rp,
    normal,
)

BOW_SHOCK_EDBERG_2008 = conic("mars.bow_shock.edberg2008")
PILE_UP_BOUNDARY_EDBERG_2008 = conic("mars.pileup_boundary.edberg2008")
BOTH = [BOW_SHOCK_EDBERG_2008, PILE_UP_BOUNDARY_EDBERG_2008]


def on_surface(conic, angle_rad, turn_rad):
    r = conic.semilatus_rp / (1 + conic.eccentricity * np.cos(angle_rad))
    across = r * np.sin(angle_rad)
    x = conic.focus_x_rp + r * np.cos(angle_rad)
    return x, across * np.cos(turn_rad), across * np.sin(turn_rad)


@pytest.fixture
def points():
    rng = np.random.default_rng(1)
    return rng.uniform(0, 2.2, 500), rng.uniform(0, 2 * np.pi, 500)


@pytest.mark.parametrize(
    ("conic", "nose", "terminator"),
    [(BOW_SHOCK_EDBERG_2008, 1.574, 2.62), (PILE_UP_BOUNDARY_EDBERG_2008, 1.33, 1.46)],
)
def test_published_distances(conic, nose, terminator):
    assert conic.nose_rp == pytest.approx(nose, abs=0.005)
    assert conic.terminator_rp == pytest.approx(terminator, abs=0.006)
    assert level_rp(conic, np.array(conic.nose_rp), 0.0, 0.0) == pytest.approx(0, abs=1e-12)
    edge = level_rp(conic, np.array(0.0), np.array(conic.terminator_rp), np.array(0.0))
    assert edge == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("conic", BOTH)
def test_level_is_zero_on_the_surface_and_positive_outside(conic, points):
    x, y, z = on_surface(conic, *points)
    assert np.abs(level_rp(conic, x, y, z)).max() < 1e-12
    nx, ny, nz = normal(conic, x, y, z)
    assert (level_rp(conic, x + 0.1 * nx, y + 0.1 * ny, z + 0.1 * nz) > 0).all()
    assert (level_rp(conic, x - 0.1 * nx, y - 0.1 * ny, z - 0.1 * nz) < 0).all()


@pytest.mark.parametrize("conic", BOTH)
def test_normal_is_a_unit_vector_across_the_surface(conic, points):
    angle, turn = points
    x, y, z = on_surface(conic, angle, turn)
    n = np.stack(normal(conic, x, y, z))
    assert np.linalg.norm(n, axis=0) == pytest.approx(1)
    step = 1e-6
    for moved in (on_surface(conic, angle + step, turn), on_surface(conic, angle, turn + step)):
        along = (np.stack(moved) - np.stack([x, y, z])) / step
        assert np.abs((n * along).sum(axis=0)).max() < 1e-4


def test_distance_holds_near_the_surface(points):
    x, y, z = on_surface(BOW_SHOCK_EDBERG_2008, *points)
    nx, ny, nz = normal(BOW_SHOCK_EDBERG_2008, x, y, z)
    for true in (-0.05, 0.05):
        told = distance_rp(BOW_SHOCK_EDBERG_2008, x + true * nx, y + true * ny, z + true * nz)
        assert told == pytest.approx(true, rel=0.02)
