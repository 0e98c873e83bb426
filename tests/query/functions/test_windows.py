"""Windows, derivatives, filters, pairs: through formulas, against pandas, numpy and scipy."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import signal, stats
from tests.query.conftest import T0, S, field, ions

from dayside.model import time
from dayside.model.errors import BadFormula
from dayside.query.functions.grids import bin_edges

TIME = field().time
B = field().values["B"].astype(np.float64)
X = B[:, 0]
DENSITY = ions().values["density"]
STATISTICS = ("mean", "median", "std", "var", "min", "max", "skew", "count")


def near(at: int, width_s: float) -> pd.Series:
    """Return Bx in a window centred on a time."""
    half = round(width_s * S / 2)
    return pd.Series(X[(at - half <= TIME) & (at + half > TIME)])


@pytest.mark.parametrize("statistic", STATISTICS)
def test_windows_are_those_of_pandas(value, statistic: str) -> None:
    found = value(f'{statistic}(mag.B.x, "20 s")')
    np.testing.assert_array_equal(found.time, TIME)
    expected = [getattr(near(t, 20), statistic)() for t in TIME]
    np.testing.assert_allclose(found.values["value"], expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("statistic", STATISTICS)
def test_bins_are_those_of_pandas(value, statistic: str) -> None:
    found = value(f'{statistic}(mag.B.x, every="1 min")')
    series = pd.Series(X, pd.DatetimeIndex(time.to_datetime64(TIME)))
    expected = series.resample("1min").apply(lambda part: getattr(part, statistic)())
    np.testing.assert_array_equal(time.to_datetime64(found.time), expected.index)
    np.testing.assert_allclose(found.values["value"], expected, rtol=1e-12)


def test_bins_may_be_labelled_by_their_centres(value) -> None:
    start = value('mean(mag.B, every="1 min")')
    center = value('mean(mag.B, every="1 min", label="center")')
    np.testing.assert_array_equal(center.time, start.time + 30 * S)
    np.testing.assert_array_equal(center.values["value"], start.values["value"])


def test_windows_may_stand_on_a_grid(value) -> None:
    found = value('max(mag.B.x, "20 s", every="7 s")', 3, 500)
    expected = [near(t, 20).max() for t in found.time]
    np.testing.assert_array_equal(found.values["value"], expected)
    assert len(found) == 71


def test_a_vector_keeps_its_frame_in_a_mean_and_its_unit_is_squared_in_a_variance(value) -> None:
    mean = value('mean(mag.B, "1 min")').dataset["value"]
    assert (mean.units, mean.frame, mean.shape) == ("nT", "MSO", (3,))
    assert value('var(mag.B, "1 min")').dataset["value"].units == "nT**2"
    assert value('count(mag.B, "1 min")').dataset["value"].units == ""


def test_windows_without_width_or_of_numbers_say_what_is_meant(value) -> None:
    with pytest.raises(BadFormula, match=r'mean\(mag.B.x, "10 min"\)'):
        value("mean(mag.B.x)")
    with pytest.raises(BadFormula, match="length of time"):
        value("max(mag.B.x, mag.B.y)")
    with pytest.raises(BadFormula, match="more than"):
        value('mean(mag.B, "30000 d")')
    with pytest.raises(BadFormula, match="far finer"):
        value('mean(mag.B, every="1 ns")')


def test_a_derivative_is_that_of_numpy(value) -> None:
    found = value("deriv(ions.density)")
    np.testing.assert_allclose(found.values["value"], np.gradient(DENSITY, 4.0), rtol=1e-12)
    assert value("deriv(ions.density) / (1/cm**3/s)").dataset["value"].units == ""


def test_integrals_are_trapezoids(value) -> None:
    found = value('integral(ions.density, every="1 min")').values["value"]
    expected = np.trapezoid(DENSITY[:15], dx=4.0)
    assert found[0] == pytest.approx(expected, rel=1e-12)
    running = value('cumulative(ions.density, "1 min")').values["value"]
    assert running[14] == pytest.approx(expected, rel=1e-12)
    assert running[15] == 0.0
    about = value('integral(ions.density, "32 s")').values["value"]
    assert about[50] == pytest.approx(np.trapezoid(DENSITY[46:54], dx=4.0), rel=1e-12)


def test_filters_leave_what_they_should(value) -> None:
    smooth, rest = value('smooth(mag.B, "9 s")'), value('detrend(mag.B, "9 s")')
    np.testing.assert_allclose(
        smooth.values["value"] + rest.values["value"], B, rtol=1e-12, atol=1e-12
    )
    bell = value('smooth(ions.density, "20 s", shape="gaussian")').values["value"]
    weights = np.exp(-4 * np.log(2) * (np.arange(-8, 9) * 4 / 20) ** 2)
    expected = np.convolve(DENSITY, weights / weights.sum(), "valid")
    np.testing.assert_allclose(bell[8:-8], expected, rtol=1e-9)
    assert np.isnan(value('despike(mag.B.x, "30 s", 2)').values["value"]).sum() > 10


def test_a_band_is_that_of_scipy(value) -> None:
    from dayside.science.series.bandpass import band_taps

    found = value('bandpass(ions.density, "20 mHz", "20 s")').values["value"]
    taps = band_taps(0.02, 0.05, 4 * S)
    half = len(taps) // 2
    expected = signal.convolve(DENSITY, taps, "valid")
    np.testing.assert_allclose(found[half:-half], expected, rtol=1e-9, atol=1e-12)
    assert np.isnan(found[:half]).all()
    with pytest.raises(BadFormula, match="half the sampling frequency"):
        value('lowpass(ions.density, "1 Hz")')
    with pytest.raises(BadFormula, match="is not below"):
        value('bandpass(ions.density, "20 s", "20 mHz")')


@pytest.mark.parametrize(
    ("formula", "truth"),
    [
        ("corr", lambda a, b: stats.pearsonr(a, b).statistic),
        ("spearman", lambda a, b: stats.spearmanr(a, b).statistic),
        ("kendall", lambda a, b: stats.kendalltau(a, b).statistic),
        ("covariance", lambda a, b: np.cov(a, b)[0, 1]),
    ],
)
def test_two_series_are_compared_on_one_axis(value, formula: str, truth) -> None:
    found = value(f'{formula}(ions.velocity.x, ions.density, every="2 min")').values["value"]
    speed = ions().values["velocity"][:, 0]
    assert found[1] == pytest.approx(truth(speed[30:60], DENSITY[30:60]), rel=1e-12)
    finer = value(f'{formula}(mag.B.x, ions.density, "1 min")')
    np.testing.assert_array_equal(finer.time, TIME)


@pytest.mark.parametrize(
    "formula",
    [
        'mean(mag.B, "20 s") - mag.B',
        'median(mag.B.x, "20 s")',
        'skew(mag.B, "33 s")',
        'std(mag.B, every="20 s")',
        "deriv(mag.B)",
        'cumulative(mag.B.x, "30 s")',
        'integral(mag.B.x, "30 s")',
        'smooth(mag.B, "20 s", shape="gaussian")',
        'despike(mag.B, "20 s")',
        'bandpass(mag.B, "10 s", "4 s")',
        'kendall(mag.B.x, ions.density, "30 s")',
        'mva(mag.B, window="20 s")',
        'mva_ratio(mag.B, every="30 s")',
        'psd(mag.B.x, "20 s", every="3 s", averaged=2)',
        'wavelet(mag.B.x, "10 s", "4 s", every="3 s")',
        'band_sum(ions.flux, "50 eV", "300 eV") + 0*mean(ions.flux[0], "1 min")',
        'mean(alfven_speed(mag.B, ions.density), "10 s")',
    ],
)
@pytest.mark.parametrize("numbers", [40, 333])
def test_how_it_is_cut_does_not_matter(value, monkeypatch, formula: str, numbers: int) -> None:
    from dayside.query import evaluate

    whole = value(formula)
    assert not np.isnan(whole.values["value"]).all()
    monkeypatch.setattr(evaluate, "BLOCK_NUMBERS", numbers)
    cut = value(formula)
    np.testing.assert_array_equal(cut.time, whole.time)
    assert cut.values["value"].tobytes() == whole.values["value"].tobytes()


def test_windows_reach_over_the_ends_of_the_interval(value) -> None:
    whole, part = value('mean(mag.B.x, "20 s")'), value('mean(mag.B.x, "20 s")', 200, 210)
    inside = (whole.time >= T0 + 200 * S) & (whole.time < T0 + 210 * S)
    np.testing.assert_array_equal(part.values["value"], whole.values["value"][inside])


def test_a_bin_with_a_leap_second_is_a_second_longer() -> None:
    minute = time.parse("2016-12-31T23:59:00")
    start, stop = bin_edges(np.array([minute]), 60 * S, 0)
    assert (start[0], stop[0] - start[0]) == (minute, 61 * S)
    start, stop = bin_edges(np.array([time.parse("2016-12-31T23:59:30")]), 60 * S, 30 * S)
    assert (start[0], stop[0] - start[0]) == (minute, 61 * S)


@pytest.mark.parametrize(
    "formula",
    [
        'kendall(mag.B.x, mag.B.y, "3 h")',
        'despike(mag.B, "3 h")',
        'bandpass(mag.B, "3 h", "1 min")',
        'smooth(mag.B, "3 h", shape="gaussian")',
        'wavelet(mag.B.x, "10 d", "1 min")',
        'psd(mag.B.x, "10000 d")',
    ],
)
def test_windows_too_wide_are_refused(value, formula: str) -> None:
    with pytest.raises(BadFormula, match=r"more than|of 4 to"):
        value(formula)
