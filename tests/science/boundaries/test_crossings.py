"""Crossings of a trajectory with a boundary, against what can be computed by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from dayside.model import time
from dayside.model.errors import BadRequest
from dayside.science.boundaries import boundary

T0 = time.parse("2016-09-01")
PERIOD_S = 16_000.0


def ellipse(t, a=3.2, e=0.45, tilt=0.5):
    """Return a Kepler ellipse about the planet's centre, apoapsis towards -X and up."""
    mean = 2 * np.pi * np.asarray(t) / PERIOD_S
    big = mean.copy()
    for _ in range(60):
        big = mean + e * np.sin(big)
    x, y = a * (np.cos(big) - e), a * np.sqrt(1 - e * e) * np.sin(big)
    return np.stack([x, y * np.cos(tilt), y * np.sin(tilt)], axis=-1)


@pytest.mark.parametrize("step_s", [20.0, 60.0, 240.0])
def test_an_ellipse_crosses_when_it_must(step_s):
    model = boundary("mars.bow_shock.edberg2008", aberration=4.0)
    t = np.arange(0.0, 3 * PERIOD_S, step_s)
    found = model.crossings(T0 + np.rint(t * 1e9).astype(np.int64), ellipse(t))

    def level(s):
        return model.level(ellipse(np.array([s])))[0]

    dense = np.linspace(0, t[-1], 4001)
    signs = model.level(ellipse(dense)) > 0
    exact = [brentq(level, dense[k], dense[k + 1]) for k in np.flatnonzero(signs[1:] != signs[:-1])]
    assert len(exact) >= 6
    apart = np.abs((found.start - T0) / 1e9 - np.array(exact))
    assert apart.max() < 1.0
    into = [not bool(signs[np.searchsorted(dense, s)]) for s in exact]
    assert (found["direction"] == np.where(into, "in", "out")).all()


def test_columns_are_those_of_3dview_and_more():
    model = boundary("mars.bow_shock.edberg2008", aberration=4.0)
    t = np.arange(0.0, PERIOD_S, 60.0)
    field = np.tile([1.0, 0.0, 0.0], (len(t), 1))
    found = model.crossings(T0 + (t * 1e9).astype(np.int64), ellipse(t), field=field)
    place = np.stack([found[c] for c in "XYZ"], axis=1)
    normal = np.stack([found[f"N_{c}"] for c in "XYZ"], axis=1)
    assert np.abs(model.distance(place)).max() < 1e-9
    np.testing.assert_allclose(normal, model.normal(place, inward=True), atol=1e-9)
    np.testing.assert_allclose(
        found["theta_Bn"], np.degrees(np.arccos(np.abs(normal[:, 0]))), atol=1e-9
    )
    assert set(found["aberration"]) == {4.0}
    assert set(found["boundary"]) == {"mars.bow_shock.edberg2008"}
    assert found.columns["X"].units == "R_M"
    assert ((found["local_time"] >= 0) & (found["local_time"] < 24)).all()


def test_in_and_out_between_two_samples_is_found():
    model = boundary("earth.bow_shock.farris1991")
    t = np.arange(-5, 6) * 600.0
    nose = model.standoff
    # Moves along +Y past the nose and dips inside for minutes: the samples are all outside.
    for shift in (0.0, 40.0):
        x = nose + 2e-5 * ((t - shift - 300.0) ** 2 / 100.0 - 500.0) / nose
        place = np.stack([x, np.zeros_like(t), np.zeros_like(t)], axis=1)
        assert (model.level(place) > 0).all()
        found = model.crossings(T0 + (t * 1e9).astype(np.int64), place)
        assert list(found["direction"]) == ["in", "out"]


def test_nothing_is_found_across_a_gap():
    model = boundary("mars.bow_shock.edberg2008")
    t = np.concatenate([np.arange(0, 600, 60.0), np.arange(6000, 6600, 60.0)])
    place = np.zeros((len(t), 3))
    place[:, 0] = np.where(t < 1000, 3.0, 0.5)
    assert len(model.crossings(T0 + (t * 1e9).astype(np.int64), place)) == 0
    place[5] = np.nan
    assert len(model.crossings(T0 + (t * 1e9).astype(np.int64), place)) == 0


def test_what_does_not_fit_is_told():
    model = boundary("mars.bow_shock.edberg2008")
    with pytest.raises(BadRequest, match=r"shape \(2, 3\)"):
        model.crossings(["2016-09-01", "2016-09-02"], [[1.0, 2, 3]])
    with pytest.raises(BadRequest, match="increase"):
        model.crossings(["2016-09-02", "2016-09-01"], [[1.0, 2, 3], [2, 2, 3]])
    assert len(model.crossings([], np.empty((0, 3)))) == 0
