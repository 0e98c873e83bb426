from __future__ import annotations

import numpy as np
import pytest

from dayside.science.orbit.passages import begins, periapses, period


def distance(times, length=100.0, eccentricity=0.6, first=30.25):
    """Return the distance on a Kepler orbit, in semi-major axes."""
    mean = 2 * np.pi * (times - first) / length
    anomaly = mean.copy()
    for _ in range(60):
        anomaly -= (anomaly - eccentricity * np.sin(anomaly) - mean) / (
            1 - eccentricity * np.cos(anomaly)
        )
    return 1 - eccentricity * np.cos(anomaly)


@pytest.mark.parametrize("eccentricity", [0.01, 0.3, 0.7])
def test_periapses_of_a_kepler_orbit_are_found_between_the_samples(eccentricity) -> None:
    r = distance(np.arange(400.0), eccentricity=eccentricity)
    np.testing.assert_allclose(periapses(r), [30.25, 130.25, 230.25, 330.25], atol=0.05)
    assert period(periapses(r)) == pytest.approx(100, rel=1e-3)


def test_a_periapsis_in_a_gap_is_left_out_and_counted_nevertheless() -> None:
    r = distance(np.arange(600.0))
    r[120:145] = np.nan
    found = periapses(r)
    assert len(found) == 5
    assert period(found) == pytest.approx(100, rel=1e-3)


def test_what_is_no_orbit_has_no_period() -> None:
    rng = np.random.default_rng(1)
    flyby = np.hypot(np.arange(-300.0, 300), 40)
    assert period(periapses(flyby)) is None
    assert period(periapses(rng.random(600))) is None
    assert period(periapses(np.full(600, 7.0) + 1e-6 * rng.random(600))) is None
    assert period(periapses(np.full(600, np.nan))) is None


def test_orbit_numbers_begin_where_they_change() -> None:
    at, numbers = begins(np.repeat([41.0, 42, 43, 44], 50))
    assert at.tolist() == [50, 100, 150]
    assert numbers.tolist() == [42, 43, 44]
    assert period(at) == 50
