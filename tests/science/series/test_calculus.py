"""Derivatives and integrals in time, and filters, against numpy and scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, ndimage, signal

from dayside.science.series.bandpass import band_taps, bandpass, half_taps
from dayside.science.series.calculus import cumulative_integral, derivative, integral_over
from dayside.science.series.filters import boxcar, despike, detrend, gaussian
from dayside.science.series.runs import regular, run_of

NS = 1_000_000_000
GENERATOR = np.random.default_rng(20260202)
NOISE = GENERATOR.normal(size=4_000)
EVEN = np.arange(4_000) * NS
UNEVEN = np.cumsum(GENERATOR.integers(NS // 2, 2 * NS, 4_000))


def test_a_derivative_is_that_of_numpy_within_runs():
    time_ns = UNEVEN + np.where(np.arange(4_000) >= 2_000, 100 * NS, 0)
    found = derivative(time_ns, NOISE, 5 * NS)
    for rows in (slice(0, 2_000), slice(2_000, 4_000)):
        np.testing.assert_allclose(
            found[rows], np.gradient(NOISE[rows], time_ns[rows] / 1e9), rtol=1e-9, atol=1e-12
        )


def test_a_derivative_beside_a_nan_looks_the_other_way():
    values = np.array([[1.0], [np.nan], [3.0], [5.0], [8.0]])
    assert derivative(EVEN[:5], values, NS)[:, 0].tolist()[2:] == [2.0, 2.5, 3.0]
    assert np.isnan(derivative(EVEN[:5], values, NS)[:2]).all()


def test_an_integral_is_that_of_scipy():
    found = cumulative_integral(UNEVEN, NOISE, 5 * NS)
    expected = integrate.cumulative_trapezoid(NOISE, UNEVEN / 1e9, initial=0.0)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
    over = integral_over(UNEVEN, NOISE, UNEVEN[100:101], UNEVEN[900:901], 5 * NS)
    assert over[0] == pytest.approx(integrate.trapezoid(NOISE[100:900], UNEVEN[100:900] / 1e9))


def test_an_integral_begins_anew_in_every_bin_wherever_it_is_cut():
    whole = cumulative_integral(UNEVEN, NOISE, 5 * NS, UNEVEN // (60 * NS))
    cut = np.searchsorted(UNEVEN, 20 * 60 * NS)
    part = cumulative_integral(UNEVEN[cut:], NOISE[cut:], 5 * NS, UNEVEN[cut:] // (60 * NS))
    assert part.tobytes() == whole[cut:].tobytes()
    assert whole[cut] == 0.0


def test_smoothing_by_a_gaussian_is_that_of_scipy():
    found = gaussian(EVEN, NOISE, 5 * NS)
    expected = ndimage.gaussian_filter1d(NOISE, 5.0)
    np.testing.assert_allclose(found[25:-25], expected[25:-25], rtol=1e-9, atol=1e-12)


def test_what_is_smooth_and_what_is_left_of_the_trend_make_the_whole():
    np.testing.assert_allclose(
        boxcar(EVEN, NOISE, 30 * NS) + detrend(EVEN, NOISE, 30 * NS), NOISE, rtol=1e-12, atol=1e-12
    )


def test_spikes_are_taken_away_and_nothing_else():
    values = np.sin(np.arange(4_000) / 50) + 0.01 * NOISE
    spiked = values.copy()
    spikes = np.arange(50, 4_000, 97)
    spiked[spikes] += 30.0
    found = despike(EVEN, spiked, 15 * NS, 6.0)
    assert np.flatnonzero(np.isnan(found)).tolist() == spikes.tolist()
    left = np.delete(np.arange(4_000), spikes)
    np.testing.assert_array_equal(found[left], values[left])


@pytest.mark.parametrize(("low", "high"), [(0.02, 0.1), (None, 0.05), (0.05, None)])
def test_a_filter_passes_its_band_and_stops_the_rest(low, high):
    taps = band_taps(low, high, NS)
    frequency, response = signal.freqz(taps, worN=8192, fs=1.0)
    edge = min(e for e in (low, high) if e is not None) / 4
    passed = np.ones(len(frequency), bool)
    stopped = np.zeros(len(frequency), bool)
    if low is not None:
        passed &= frequency > low + edge
        stopped |= frequency < low - edge
    if high is not None:
        passed &= frequency < high - edge
        stopped |= frequency > high + edge
    assert np.abs(np.abs(response[passed]) - 1).max() < 3e-3
    assert np.abs(response[stopped]).max() < 3e-3


def test_a_filter_convolves_within_runs_and_tells_nothing_near_their_ends():
    time_ns = EVEN + np.where(np.arange(4_000) >= 3_000, 50 * NS, 0)
    found = bandpass(time_ns, NOISE, 0.05, 0.2, NS, 5 * NS)
    half = half_taps(0.05, 0.2, NS)
    expected = np.convolve(NOISE[:3_000], band_taps(0.05, 0.2, NS), "valid")
    np.testing.assert_allclose(found[half : 3_000 - half], expected, rtol=1e-9, atol=1e-12)
    edges = np.isnan(found)
    assert edges[:half].all()
    assert edges[3_000 - half : 3_000 + half].all()
    cut = bandpass(time_ns[500:2_500], NOISE[500:2_500], 0.05, 0.2, NS, 5 * NS)
    assert cut[half:-half].tobytes() == found[500 + half : 2_500 - half].tobytes()


def test_a_missing_sample_is_put_in_and_taken_out_again():
    time_ns = np.delete(EVEN[:100], [40, 41])
    values = np.delete(np.arange(100.0), [40, 41])
    values[10] = np.nan
    found = regular(time_ns, values, NS, 5 * NS)
    np.testing.assert_array_equal(found.values, np.arange(100.0))
    np.testing.assert_array_equal(found.time_ns, EVEN[:100])
    assert found.row[10] == -1
    assert (np.delete(found.values[found.row], 10) == np.delete(values, 10)).all()


def test_series_without_samples_pass_through():
    none, empty = np.empty(0, np.int64), np.empty(0)
    assert len(run_of(none, 1)) == 0
    assert len(regular(none, empty, 1, 1).values) == 0
    for found in (
        derivative(none, empty, NS),
        cumulative_integral(none, empty, NS),
        gaussian(none, empty, NS),
        despike(none, empty, NS, 3.0),
        bandpass(none, empty, 0.1, None, NS, NS),
    ):
        assert found.shape == (0,)
