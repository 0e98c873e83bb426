"""Models beside what spacecraft measured."""

import numpy as np
import pytest

from dayside.science.fields import registry

pytestmark = pytest.mark.realdata


def rms(vectors):
    return np.sqrt(np.nanmean(np.sum(vectors**2, axis=1)))


@pytest.mark.parametrize("orbit", ["20111227T1834", "20111228T0621"])
def test_mercury_is_as_messenger_found_it(test_data, orbit):
    """KT17 within 1.4 radii; the files have MSM, whose origin is the dipole."""
    pytest.importorskip("KT17", exc_type=ImportError)
    import pyarrow.parquet as parquet

    folder = test_data / "insitu-planetary" / "messenger_orbits"
    table = parquet.read_table(folder / f"messenger_{orbit}_mag_1s.parquet")
    position, measured = (
        np.stack([table[f"{name}{axis}"].to_numpy() for axis in "xyz"], axis=1)
        for name in ("eph", "mag")
    )
    near = np.linalg.norm(position + np.array([0, 0, 0.196]), axis=1) < 1.4
    position, measured = position[near], measured[near]
    model = registry.model("mercury.kt17(sun_au=0.44)").field(position)
    assert len(position) > 1700
    assert rms(measured - model) < 0.15 * rms(measured)
    # Turned about, or told from the centre of the planet, it is far from it.
    assert rms(measured - model * [-1, -1, 1]) > 0.5 * rms(measured)
    low = registry.model("kt17(sun_au=0.44)").field(position + np.array([0, 0, 0.196]))
    assert rms(measured - low) > 1.5 * rms(measured - model)


def test_ganymede_is_as_juno_found_it(test_data):
    folder = test_data / "insitu-planetary" / "juno_ganymede"
    rows = np.loadtxt(folder / "ORB101_GAN_IAU.TAB", usecols=range(1, 8))
    model = registry.model("ganymede.weber2022")
    position = rows[:, 4:] / model.about.radius_km
    near = np.linalg.norm(position, axis=1) < 2
    left = rows[near, :3] - model.field(position[near])
    left -= np.median(left, axis=0)  # Jupiter's field is about uniform here
    assert rms(left) < 0.11 * rms(rows[near, :3])
