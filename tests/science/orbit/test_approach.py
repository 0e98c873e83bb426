"""Closest approaches, by hand and of Galileo's flybys of Ganymede."""

from __future__ import annotations

import numpy as np
import pytest

from dayside.science.orbit.approach import closest_approaches

FLYBYS = ("ORB01", "ORB02", "ORB08")


def test_a_straight_flyby():
    t = np.arange(0.0, 3600.0, 60.0)
    place = np.stack([7.7 * (t - 1234.5), np.full_like(t, 1500.0), 0.3 * (t - 1234.5)], axis=1)
    found = closest_approaches(t, place)
    np.testing.assert_allclose(found.time_s, [1234.5], atol=1e-6)
    np.testing.assert_allclose(found.distance, [1500.0], atol=1e-9)


def test_every_periapsis_of_an_ellipse():
    mean = np.arange(0.5, 20.0, 0.01)
    angle = mean.copy()
    for _ in range(50):
        angle = mean + 0.6 * np.sin(angle)
    place = np.stack([np.cos(angle) - 0.6, 0.8 * np.sin(angle), 0 * angle], axis=1)
    found = closest_approaches(mean, place)
    np.testing.assert_allclose(found.time_s, 2 * np.pi * np.array([1, 2, 3]), atol=1e-6)
    np.testing.assert_allclose(found.distance, 0.4, atol=1e-8)


def test_none_across_a_gap():
    t = np.array([0.0, 1, 2, 50, 51, 52])
    place = np.stack([t - 26, np.ones(6), np.zeros(6)], axis=1)
    assert len(closest_approaches(t, place).time_s) == 0


@pytest.mark.realdata
@pytest.mark.parametrize("orbit", FLYBYS)
def test_galileo_at_ganymede(test_data, orbit):
    file = test_data / "insitu-planetary" / "galileo_ganymede" / f"{orbit}_GAN_IAU.txt"
    words = np.array([line.split() for line in file.read_text().splitlines() if line.strip()])
    t = (words[:, 0].astype("datetime64[ms]") - np.datetime64("1996-01-01")).astype(float) / 1e3
    place = words[:, 5:8].astype(float)
    increasing = np.concatenate([[True], np.diff(t) > 0])
    t, place = t[increasing], place[increasing]
    found = closest_approaches(t, place)
    distance = np.linalg.norm(place, axis=1)
    # The vertex of the parabola through the squares of the distances about the least.
    about = np.abs(t - t[np.argmin(distance)]) < 60
    bend, slope, level = np.polyfit(t[about] - t[about].mean(), distance[about] ** 2, 2)
    vertex = -slope / (2 * bend)
    nearest = np.argmin(np.abs(found.time_s - t[about].mean() - vertex))
    assert abs(found.time_s[nearest] - t[about].mean() - vertex) < 1.0
    expected = np.sqrt(level - slope**2 / (4 * bend))
    assert found.distance[nearest] == pytest.approx(expected, abs=1e-3)
