"""Spectra against scipy, analytic waves and Maxwellians, and cut into blocks."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import constants, signal

from dayside.science.series.spectra import (
    OMEGA0,
    power_spectral_density,
    scale_s,
    wavelet_frequencies,
    wavelet_power,
)
from dayside.science.series.spectrum_moments import band_integral, band_sum, energy_moments

NS = 1_000_000_000
GENERATOR = np.random.default_rng(20260204)
CADENCE = NS // 4
TIME_NS = np.arange(6_000) * CADENCE + GENERATOR.integers(-NS // 100, NS // 100, 6_000)
NOISE = GENERATOR.normal(2.0, 3.0, 6_000)
STARTS = np.arange(40) * 32 * NS


@pytest.mark.parametrize("averaged", [1, 3])
def test_power_spectral_density_is_that_of_scipy(averaged):
    even = np.arange(6_000) * CADENCE
    frequency, density = power_spectral_density(
        even, NOISE, STARTS, 64 * NS, CADENCE, 5 * CADENCE, averaged
    )
    for start, one in zip(STARTS, density, strict=True):
        first = start // CADENCE
        expected = signal.welch(NOISE[first : first + 256], fs=4.0, nperseg=512 // (averaged + 1))
        np.testing.assert_allclose(frequency, expected[0])
        np.testing.assert_allclose(one, expected[1], rtol=1e-10, atol=1e-14)


def test_a_segment_over_a_gap_or_the_end_tells_nothing_and_one_missing_sample_is_put_in():
    keep = np.ones(6_000, bool)
    keep[1_000:1_020] = False
    keep[3_000] = False
    _, density = power_spectral_density(
        TIME_NS[keep], NOISE[keep], np.append(STARTS, 1_490 * NS), 64 * NS, CADENCE, 5 * CADENCE
    )
    unknown = np.isnan(density).all(axis=1)
    assert STARTS[unknown[:-1]].tolist() == [192 * NS, 224 * NS]
    assert unknown[-1]


def test_spectra_do_not_depend_on_the_block():
    part = slice(1_500, 4_500)
    starts = STARTS[(TIME_NS[1_510] <= STARTS) & (TIME_NS[4_499] > STARTS + 65 * NS)]
    for averaged in (1, 2):
        whole, cut = (
            power_spectral_density(
                TIME_NS[rows], NOISE[rows], starts, 60 * NS, CADENCE, 5 * CADENCE, averaged
            )[1]
            for rows in (slice(None), part)
        )
        assert whole.tobytes() == cut.tobytes()
    frequency = wavelet_frequencies(0.1, 1.0, 4)
    at = TIME_NS[2_000:4_000:50]
    whole, cut = (
        wavelet_power(TIME_NS[rows], NOISE[rows], at, frequency, CADENCE, 5 * CADENCE)
        for rows in (slice(None), part)
    )
    assert np.isfinite(whole).all()
    assert whole.tobytes() == cut.tobytes()


def test_wavelet_power_is_that_of_a_direct_convolution():
    frequency = np.array([0.2, 0.7])
    at = TIME_NS[1_000:5_000:400]
    found = wavelet_power(TIME_NS, NOISE, at, frequency, CADENCE, 5 * CADENCE)
    for column, scale in enumerate(scale_s(frequency)):
        eta = np.arange(-200, 201) * 0.25 / scale
        wave = np.pi**-0.25 * np.exp(1j * OMEGA0 * eta - eta**2 / 2) * np.sqrt(0.25 / scale)
        transform = np.convolve(NOISE - 2.0, np.conj(wave)[::-1], "same")
        expected = 2 * 0.25 * np.abs(transform[1_000:5_000:400]) ** 2
        np.testing.assert_allclose(found[:, column], expected, rtol=2e-2, atol=1e-2)


def test_a_wave_has_its_power_at_its_frequency():
    wave = 5.0 * np.cos(2 * np.pi * 0.25 * np.arange(6_000) / 4)
    frequency = wavelet_frequencies(0.1, 1.0, 16)
    power = wavelet_power(TIME_NS, wave + 1e4, TIME_NS[3_000:3_001], frequency, CADENCE, NS)
    assert frequency[power[0].argmax()] == pytest.approx(0.25, rel=0.03)
    # Torrence & Compo: |W|² = amplitude² √π s / (2 dt) where the wavelet is in tune.
    amplitude = np.sqrt(power[0].max() / (np.sqrt(np.pi) * scale_s(0.25)))
    assert amplitude == pytest.approx(5.0, rel=0.01)
    assert power[0, -1] < 1e-4 * power[0].max()


def test_white_noise_has_the_same_level_in_both():
    frequency = wavelet_frequencies(0.3, 1.0, 4)
    wavelets = wavelet_power(TIME_NS, NOISE, TIME_NS[500:5_500:5], frequency, CADENCE, NS)
    _, density = power_spectral_density(TIME_NS, NOISE, STARTS, 64 * NS, CADENCE, NS)
    level = 2 * 0.25 * 9.0
    assert np.nanmean(wavelets) == pytest.approx(level, rel=0.1)
    assert np.nanmean(density[:, 3:-3]) == pytest.approx(level, rel=0.1)


def test_bands_take_what_lies_in_them():
    centre = np.array([1.0, 2.0, 4.0, 8.0])
    values = np.array([[1.0, 2.0, np.nan, 8.0], [np.nan] * 4])
    assert band_sum(values, centre, 2.0, 8.0)[0] == 2.0
    assert np.isnan(band_sum(values, centre, 2.0, 8.0)[1])
    edges = np.array([0.0, 1.0, 3.0, 5.0, 11.0])
    assert band_integral(values, edges[:-1], edges[1:], 2.0, 8.0)[0] == 2.0 + 24.0


def test_moments_of_a_maxwellian():
    density, temperature_k, mass = 7e6, 3e5, constants.m_p
    edges = np.geomspace(0.01, 3_000, 400) * constants.e
    lower, upper = edges[:-1], edges[1:]
    energy = np.sqrt(lower * upper)
    thermal = 2 * constants.k * temperature_k / mass
    f = density * (np.pi * thermal) ** -1.5 * np.exp(-2 * energy / mass / thermal)
    found = energy_moments((2 * energy / mass**2 * f)[np.newaxis], lower, upper, mass)
    assert found.density_m3[0] == pytest.approx(density, rel=1e-3)
    assert found.temperature_j[0] == pytest.approx(constants.k * temperature_k, rel=1e-3)
    assert found.energy_j[0] == pytest.approx(1.5 * constants.k * temperature_k, rel=1e-3)
    assert found.speed_m_s[0] == pytest.approx(np.sqrt(4 * thermal / np.pi), rel=1e-3)
    assert found.pressure_pa[0] == pytest.approx(density * constants.k * temperature_k, rel=1e-3)
