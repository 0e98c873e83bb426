"""Surfaces fitted to crossings, with honest errors."""

from __future__ import annotations

import numpy as np
import pytest

from dayside.model.errors import BadRequest
from dayside.science.boundaries import boundary
from dayside.science.boundaries.fit import fit


def scattered(name, sigma, seed, aberration=0.0):
    """Return points of a boundary, moved along its normals."""
    model = boundary(name, aberration)
    rng = np.random.default_rng(seed)
    mesh = model.surface(60, 40, x_min=-3).reshape(-1, 3)
    mesh = mesh[np.isfinite(mesh).all(axis=1)]
    points = mesh[rng.choice(len(mesh), 300, replace=False)]
    return points + rng.normal(0, sigma, (300, 1)) * model.normal(points)


@pytest.mark.parametrize(
    ("name", "family", "expected"),
    [
        ("mars.bow_shock.vignes2000", "conic", (0.64, 1.03, 2.04)),
        ("mercury.magnetopause.winslow2013", "shue", (1.45, 0.5)),
    ],
)
def test_what_was_put_in_is_found_within_its_errors(name, family, expected):
    deviations = []
    for seed in range(6):
        found = fit(scattered(name, 0.05, seed, 4.0), family, aberration=4.0)
        assert found.rms == pytest.approx(0.05, rel=0.15)
        deviations.append(
            (np.array(list(found.values.values())) - expected) / list(found.errors.values())
        )
    assert np.abs(deviations).max() < 4
    assert 0.4 < np.sqrt(np.mean(np.square(deviations))) < 1.7


def test_too_few_or_an_unknown_family():
    with pytest.raises(BadRequest, match="give more crossings"):
        fit(np.ones((3, 3)))
    with pytest.raises(BadRequest, match="Did you mean conic"):
        fit(np.ones((9, 3)), "conics")
