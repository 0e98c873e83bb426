"""The sample's kernels against what is known in closed form."""

import numpy as np
import pytest

from dayside.science.sample import constants as c
from dayside.science.sample import crust, ejecta, gaps, instruments, noise, shocks, streams
from dayside.science.sample.kepler import MarsOrbit, eccentric_anomaly_rad, heliocentric


def test_kepler_equation_is_solved():
    mean = np.linspace(-20, 20, 4001)
    for e in (0.0, 0.0934, 0.566, 0.7):
        eccentric = eccentric_anomaly_rad(mean, e)
        miss = np.remainder(eccentric - e * np.sin(eccentric) - mean + np.pi, 2 * np.pi) - np.pi
        assert np.abs(miss).max() < 1e-10


def test_mars_keeps_its_distance_from_the_sun():
    day = np.linspace(0, 687, 2000) * 86_400
    distance, anomaly = heliocentric(day, 0.0)
    assert distance.min() == pytest.approx(1.381, abs=0.001)
    assert distance.max() == pytest.approx(1.666, abs=0.001)
    assert (np.diff(anomaly) > 0).all()
    assert anomaly[-1] - anomaly[0] == pytest.approx(2 * np.pi, rel=1e-3)


def test_orbit_has_its_altitudes_and_its_period():
    orbit = MarsOrbit(320, 10_000, 86, 212, 285)
    time_s = np.arange(0, 2 * orbit.period_s)
    r_km = c.MARS_RADIUS_KM * np.linalg.norm(orbit.position_rm(time_s, 0 * time_s), axis=0)
    assert r_km.min() - c.MARS_RADIUS_KM == pytest.approx(320, abs=0.1)
    assert r_km.max() - c.MARS_RADIUS_KM == pytest.approx(10_000, abs=0.1)
    assert orbit.period_s / 3600 == pytest.approx(6.67, abs=0.01)
    # Apsides of a nearly polar orbit turn backwards by 0.6 degrees a day.
    assert np.degrees(orbit.precession_rad_s[1]) * 86_400 == pytest.approx(-0.64, abs=0.05)


def test_shock_jump_conserves_mass_momentum_and_energy():
    rng = np.random.default_rng(3)
    n, t, b = rng.uniform(1, 20, 200), rng.uniform(1, 40, 200), rng.uniform(1, 12, 200)
    u = rng.uniform(300, 900, 200)
    ratio, heat = shocks.jump(u, n, t, b)
    strong = ratio > 1.01
    assert strong.sum() > 100
    assert (ratio <= 4.0).all()

    def fluxes(n, u, t, b):
        p = 2 * n * t * c.THERMAL_NPA
        ram = n * u**2 * c.PRESSURE_NPA
        magnetic = (b / c.FIELD_OF_NPA) ** 2
        momentum = ram + p + magnetic
        energy = u * (ram / 2 + c.GAMMA / (c.GAMMA - 1) * p + 2 * magnetic)
        return momentum, energy

    ahead = fluxes(n, u, t, b)
    behind = fluxes(n * ratio, u / ratio, t * heat, b * ratio)
    for one, other in zip(ahead, behind, strict=True):
        assert one[strong] == pytest.approx(other[strong], rel=1e-6)


def test_slow_flow_makes_no_shock():
    ratio, heat = shocks.jump(*(np.array([v]) for v in (20.0, 5.0, 10.0, 5.0)))
    assert (ratio[0], heat[0]) == (1.0, 1.0)


def test_noise_has_the_spectrum_of_turbulence():
    rng = np.random.default_rng(5)
    power = 0.0
    for _ in range(20):
        values = noise.refine(rng, noise.knots(rng, 65, 2), 10, outer_doublings=2)[:-1]
        power = power + np.abs(np.fft.rfft(values * np.hanning(len(values)))) ** 2
    frequency = np.arange(len(power))
    inertial = slice(300, 8_000)
    slope = np.polyfit(np.log(frequency[inertial]), np.log(power[inertial]), 1)[0]
    assert slope == pytest.approx(-5 / 3, abs=0.15)


def test_refining_keeps_the_knots_so_that_blocks_join():
    knots = noise.knots(np.random.default_rng(1), 40, 3)
    fine = noise.refine(np.random.default_rng(2), knots, 5, jumps=True)
    assert len(fine) == 39 * 32 + 1
    assert np.array_equal(fine[::32], knots)


def test_uniform_wind_stays_uniform_and_mass_is_conserved():
    hours = 24 * 40
    flux = np.full(hours, 2_000.0)
    ((_, out_flux, out_speed, carried),) = streams.march(
        3_600.0, np.full(hours, 400.0), flux, np.ones((1, hours)), [1.0]
    )
    assert out_flux == pytest.approx(flux)
    assert np.ptp(out_speed) < 1e-9
    assert carried == pytest.approx(1)
    # Pressure speeds an isothermal wind up: v²/2 − c² ln v − 2 c² ln r is constant.
    c2 = streams.SOUND_KM_S**2

    def bernoulli(v, r):
        return v**2 / 2 - c2 * np.log(v) - 2 * c2 * np.log(r)

    assert bernoulli(out_speed[0], 1.0) == pytest.approx(bernoulli(400.0, 0.1), rel=0.005)


def test_fast_wind_compresses_the_slow_wind_ahead_of_it():
    hours = np.arange(24 * 40)
    speed = 320 + 280 * np.exp(-(((hours - 480) / 60.0) ** 2))
    flux = np.full(len(hours), 2_000.0)
    ((_, out_flux, out_speed, _),) = streams.march(
        3_600.0, speed, flux, np.ones((1, len(hours))), [1.0]
    )
    density = out_flux / out_speed
    rise = np.argmax(np.diff(out_speed))
    assert density[rise - 12 : rise + 12].max() > 1.8 * np.median(density)
    assert np.diff(out_speed).max() > 1.5 * np.diff(speed).max()
    assert density[rise + 24 : rise + 120].min() < 0.7 * np.median(density)


def test_field_lies_on_the_parker_spiral():
    (earth,) = streams.streams(np.random.default_rng(4), 400 * 86_400.0, 1.0, [1.0])
    away = np.abs(earth.normal_nt) < 0.3
    angle = np.degrees(np.arctan(-earth.tangential_nt[away] / earth.radial_nt[away]))
    assert np.median(angle) == pytest.approx(44, abs=8)


def test_flux_rope_turns_and_is_strongest_on_its_axis():
    rope = ejecta.Ejection(0.0, 36_000.0, 86_400.0, 150.0, 20.0, 1, 90.0, 0.0)
    field = ejecta.rope_field_nt(rope, np.arange(0.0, 140_000.0, 60.0))
    strength = np.linalg.norm(field, axis=0)
    assert strength.max() == pytest.approx(20, rel=1e-3)
    inside = strength > 0
    # The axis points north: the field there goes from one T side to the other.
    across = field[1, inside]
    assert across[5] * across[-5] < 0
    assert field[2, inside].max() == pytest.approx(20, rel=1e-3)
    assert not strength[: 36_000 // 60 - 1].any()


def test_crustal_field_falls_off_and_turns_with_the_planet():
    time_day = np.linspace(0, 1.03, 400)
    low = np.repeat([[0.0], [-0.5], [-0.98]], 400, axis=1)
    field = np.linalg.norm(crust.field_nt(low, time_day, 240.0), axis=0)
    assert field.max() > 30
    assert np.ptp(field) > 20
    assert not crust.field_nt(2 * low, time_day, 240.0).any()


def test_density_comes_back_from_a_spectrum_within_counting_error():
    rng = np.random.default_rng(8)
    rows = 400
    density, speed = rng.uniform(1, 10, rows), rng.uniform(300, 600, rows)
    temperature = rng.uniform(5, 120, rows)
    proton = [a.astype(np.float32) for a in (density, speed, temperature)]
    exact = instruments.energy_flux(*proton, 1, 1)
    center = c.PROTON_KM_S * 1e5 * np.sqrt(instruments.ENERGY_EV)
    to_density = 8 * np.pi * instruments.SPEED_WIDTH / center
    assert (exact * to_density).sum(axis=1) == pytest.approx(density, rel=1e-3)

    seen = instruments.counted(exact, rng) * instruments.COUNTS_PER_FLUX
    expected = exact * instruments.COUNTS_PER_FLUX + instruments.BACKGROUND_COUNTS
    per_count = to_density / instruments.COUNTS_PER_FLUX
    error = np.sqrt((expected * per_count**2).sum(axis=1))
    told = ((seen - instruments.BACKGROUND_COUNTS) * per_count).sum(axis=1)
    pull = (told - density) / error
    assert abs(pull.mean()) < 0.2
    assert pull.std() == pytest.approx(1, abs=0.15)


def test_helium_appears_at_twice_the_energy_of_protons():
    one = np.ones(1, np.float32)
    proton = instruments.energy_flux(one, 450 * one, 3 * one, 1, 1)
    helium = instruments.energy_flux(one, 450 * one, 12 * one, 4, 2)
    at = [instruments.ENERGY_EV[np.argmax(f)] for f in (proton, helium)]
    assert at[1] / at[0] == pytest.approx(2, rel=0.25)


def test_rounding_is_relative_or_absolute():
    values = np.random.default_rng(2).lognormal(0, 4, 5_000).astype(np.float32)
    assert np.abs(instruments.shortened(values, 9) / values - 1).max() <= 2**-10
    steps = instruments.stepped(values, 1 / 128) * 128
    assert np.array_equal(steps, np.rint(steps))


def test_intervals_cover_what_lies_in_them():
    times = np.arange(0.0, 100.0)
    intervals = gaps.random_intervals(np.random.default_rng(1), 100.0, 5, 1.0, 10.0)
    hidden = gaps.covered(times, intervals)
    naive = [any(a <= t < b for a, b in intervals) for t in times]
    assert hidden.tolist() == naive
