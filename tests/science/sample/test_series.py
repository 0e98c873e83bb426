"""The datasets as a whole: marked, plausible, and the same each time."""

import hashlib

import numpy as np
import pytest

from dayside.model import time
from dayside.science import boundaries
from dayside.science.sample import constants as c
from dayside.science.sample import described, mission, series

GOLDEN_FIELD = [[1.378, -1.059, 0.153], [-0.146, -2.219, 0.920], [1.764, -1.013, 0.776]]
"""nT on 4 September 2016 at 00:00:00, 08:20:00 and 16:40:00."""


@pytest.fixture(scope="module")
def winds():
    return series.recurring()


@pytest.fixture(scope="module")
def orbiter(winds):
    return series.mission(winds[1])


@pytest.fixture(scope="module")
def days(orbiter):
    return [orbiter.day(index) for index in (3, 30, 57)]


@pytest.fixture(scope="module")
def year_2015(winds):
    return next(b for b in series.solar_wind(winds[0]) if b.name == "simulated-2015").series


def digest(arrays):
    total = hashlib.sha256()
    for array in arrays:
        total.update(np.ascontiguousarray(array).tobytes())
    return total.hexdigest()


@pytest.mark.parametrize("dataset", described.DATASETS, ids=lambda d: d.id)
def test_every_dataset_says_that_it_is_simulated(dataset):
    assert dataset.simulated
    assert dataset.title.startswith("Simulated")
    assert dataset.description.startswith("Simulated")
    assert "Simulated" in dataset.citation
    assert "Simulated" in dataset.mission
    assert "Simulated" in dataset.instrument
    assert dataset.licence == "CC0-1.0"
    names = set(dataset.names)
    for p in dataset.parameters:
        assert p.units is not None
        assert p.description
        assert set(p.uncertainty) <= names
        assert p.quality is None or p.quality in names


def test_units_are_vounits():
    from astropy import units

    for dataset in described.DATASETS:
        for p in dataset.parameters:
            units.Unit(p.units, format="vounit")


def test_the_same_each_time_and_whatever_came_before(orbiter, days):
    again = series.mission(series.recurring()[1]).day(30)
    first = days[1].plasma
    assert digest([first.field_nt, first.density_cm3]) == digest(
        [again.plasma.field_nt, again.plasma.density_cm3]
    )


def test_golden_values(days):
    # Loose enough for another processor's last bit, tight enough to notice another model.
    field = days[0].plasma.field_nt
    np.testing.assert_allclose(field[:, [0, 30_000, 60_000]].T, GOLDEN_FIELD, atol=0.02)


def test_days_join_without_a_step(orbiter):
    before, after = orbiter.day(20), orbiter.day(21)
    assert np.abs(after.position_rm[:, 0] - before.position_rm[:, -1]).max() < 0.002
    upstream = np.abs(before.upstream.field_nt[:, -1] - after.upstream.field_nt[:, 0])
    assert upstream.max() == 0


def test_shock_crossings_lie_on_the_scaled_conic(days):
    found = 0
    for day in days:
        at = np.flatnonzero(np.diff(np.sign(day.plasma.shock_depth_rm)))
        minute = at // 60
        scale = day.upstream.shock_scale[minute]
        x, y, z = day.position_rm[:, at] / scale
        distance = boundaries.distance_rp(boundaries.conic("mars.bow_shock.edberg2008"), x, y, z)
        # Five standard deviations of the boundary's own swing, of a surface 2 to 4 radii away.
        assert np.abs(distance).max() < 5 * 0.022 * np.hypot(x, np.hypot(y, z)).max()
        found += len(at)
    assert found >= 12


def test_the_field_jumps_where_the_shock_is(days):
    for day in days:
        depth = day.plasma.shock_depth_rm * c.MARS_RADIUS_KM
        outside, behind = (depth < -2_000), (depth > 200) & (depth < 900)
        strength = np.linalg.norm(day.plasma.field_nt, axis=0)
        n = day.plasma.density_cm3
        upstream = np.median(n[outside])
        assert 1.3 < np.median(strength[behind]) / np.median(strength[outside]) < 4.5
        assert 1.5 < np.median(n[behind]) / upstream < 4.5
        assert np.median(day.plasma.temperature_ev[behind]) > 4 * np.median(
            day.plasma.temperature_ev[outside]
        )


def test_jump_of_the_model_never_exceeds_four(days):
    from dayside.science.sample import shocks

    for day in days:
        w = day.upstream
        speed = np.linalg.norm(w.velocity_km_s, axis=0)
        strength = np.linalg.norm(w.field_nt, axis=0)
        ratio, _ = shocks.jump(speed, w.density_cm3, w.temperature_ev, strength)
        assert ratio.max() <= 4
        assert ratio.min() > 1.5


def test_regions_of_mars_look_as_they_should(days):
    for day in days:
        strength = np.linalg.norm(day.plasma.field_nt, axis=0)
        inside = day.plasma.obstacle_depth_rm > 0.1
        outside = day.plasma.shock_depth_rm < -0.5
        assert 0.5 < np.median(strength[outside]) < 12
        assert 5 < np.median(strength[inside]) < 60
        assert day.plasma.heavy_cm3[inside].max() > 1_000
        assert day.plasma.heavy_cm3[outside].max() < 0.01
        assert np.median(day.plasma.density_cm3[inside]) < 1
        assert np.isfinite(strength).all()


def test_instruments_agree_with_each_other(orbiter, days):
    outages = series._Outages.drawn()
    start = time.parse(series.MISSION_START)
    moments = series._moments(orbiter, days[1], start, outages)
    spectra = series._spectra(orbiter, days[1], start, outages)
    fields = series._fields(days[1], start, outages)
    assert moments.values["velocity"].shape == (len(moments), 3)
    assert spectra.values["energy_flux"].shape == (len(spectra), 32)
    for made in (moments, spectra, fields):
        assert set(made.values) == set(made.dataset.names)
        assert (np.diff(made.time) > 0).all()
        for p in made.dataset.parameters:
            assert made.values[p.name].dtype == p.dtype
            assert made.values[p.name].shape == (len(made), *p.shape)
    steps = np.unique(np.diff(moments.time))
    assert steps[0] == 4 * time.NS
    energy = np.array(spectra.dataset["energy_flux"].bins[0].centers)
    peak = energy[np.nanargmax(spectra.values["energy_flux"][:60].mean(axis=0))]
    speed = np.linalg.norm(moments.values["velocity"][:180], axis=1).mean()
    assert peak == pytest.approx((speed / c.PROTON_KM_S) ** 2, rel=0.4)


def test_solar_wind_of_a_year_is_plausible(year_2015):
    field = np.linalg.norm(year_2015.values["B"], axis=1)
    speed, density = year_2015.values["speed"], year_2015.values["density"]
    assert 4 < np.nanmedian(field) < 7.5
    assert 340 < np.nanmedian(speed) < 520
    assert np.nanpercentile(speed, 99.9) < 1_300
    assert 2.5 < np.nanmedian(density) < 9
    assert np.nanmin(density) > 0.2
    assert 2e4 < np.nanmedian(year_2015.values["temperature"]) < 1.5e5
    # Fast wind is thin: the two are opposed.
    known = np.isfinite(speed)
    assert np.corrcoef(np.log(speed[known]), np.log(density[known]))[0, 1] < -0.5
    assert 0.01 < 1 - len(year_2015) / (365 * 1_440) < 0.15
    assert year_2015.time[0] >= time.parse("2015-01-01")


def test_streams_come_back_after_a_turn_of_the_sun(year_2015):
    minute = (year_2015.time - year_2015.time[0]) // (60 * time.NS)
    hourly = np.full(365 * 24, np.nan)
    hours = minute // 60
    known = np.isfinite(year_2015.values["speed"])
    sums = np.bincount(hours[known], year_2015.values["speed"][known], 365 * 24)
    counts = np.bincount(hours[known], minlength=365 * 24)
    hourly[counts > 0] = sums[counts > 0] / counts[counts > 0]

    def correlation(lag_h):
        a, b = hourly[:-lag_h], hourly[lag_h:]
        both = np.isfinite(a) & np.isfinite(b)
        return np.corrcoef(a[both], b[both])[0, 1]

    assert correlation(round(27.27 * 24)) > 0.3
    assert correlation(round(27.27 * 24)) > correlation(20 * 24)


def test_minutes_stay_utc_minutes_over_the_leap_second(year_2015):
    unix = time.to_unix_ns(year_2015.time)
    assert not (unix % (60 * time.NS)).any()


def test_names_of_blocks_are_those_that_come(winds):
    made = [(b.series.dataset.id, b.name) for b in series.solar_wind(winds[0])]
    assert made == list(series.WIND_BLOCKS)
    assert mission.DAYS == 61
