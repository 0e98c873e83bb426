"""Statistics of two series, and minimum variance analysis, against scipy and rotations."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.spatial.transform import Rotation

from dayside.science.series.minimum_variance import minimum_variance
from dayside.science.series.pairs import PAIR_STATISTICS, pair_sliding, pairs_over

GENERATOR = np.random.default_rng(20260203)
TIME_NS = np.cumsum(GENERATOR.integers(1, 20, 800))
# Rounded, so that there are ties.
A = np.round(GENERATOR.normal(3.0, 1.0, 800), 1)
B = np.round(0.5 * A + GENERATOR.normal(0.0, 1.0, 800), 1)
A[::17], B[::23] = np.nan, np.nan
TRUE = {
    "covariance": lambda a, b: np.cov(a, b)[0, 1],
    "pearson": lambda a, b: stats.pearsonr(a, b).statistic,
    "spearman": lambda a, b: stats.spearmanr(a, b).statistic,
    "kendall": lambda a, b: stats.kendalltau(a, b).statistic,
}


@pytest.mark.parametrize("statistic", PAIR_STATISTICS)
def test_pairs_are_those_of_scipy(statistic):
    starts = TIME_NS[:700:7]
    stops = starts + GENERATOR.integers(100, 3_000, len(starts))
    found = pairs_over(TIME_NS, A, B, starts, stops, statistic)
    for one, start, stop in zip(found, starts, stops, strict=True):
        rows = (start <= TIME_NS) & (stop > TIME_NS) & ~np.isnan(A + B)
        assert one == pytest.approx(TRUE[statistic](A[rows], B[rows]), rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("statistic", PAIR_STATISTICS)
def test_sliding_pairs_are_those_of_each_window(statistic):
    found = pair_sliding(TIME_NS, A + 1e4, B, 400, statistic)
    expected = pairs_over(TIME_NS, A + 1e4, B, TIME_NS - 200, TIME_NS + 200, statistic)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("statistic", PAIR_STATISTICS)
def test_sliding_pairs_do_not_depend_on_the_block(statistic):
    whole = pair_sliding(TIME_NS, A, B, 200, statistic)
    cut = pair_sliding(TIME_NS[200:600], A[200:600], B[200:600], 200, statistic)
    inner = (TIME_NS[200:600] >= TIME_NS[200] + 100) & (TIME_NS[200:600] < TIME_NS[599] - 100)
    assert cut[inner].tobytes() == whole[200:600][inner].tobytes()


@pytest.mark.parametrize("statistic", PAIR_STATISTICS)
def test_too_few_pairs_and_constant_series_tell_nothing(statistic):
    one = pairs_over(TIME_NS, A, B, np.array([0]), np.array([0]), statistic)
    assert np.isnan(one).all()
    flat = pairs_over(TIME_NS, A * 0 + 1, B, TIME_NS[:1], TIME_NS[-1:], statistic)
    assert flat[0] == 0 if statistic == "covariance" else np.isnan(flat[0])


def test_minimum_variance_finds_the_axes_of_a_rotated_sheet():
    rotation = Rotation.from_euler("zyx", [25.0, -40.0, 70.0], degrees=True).as_matrix()
    phase = np.linspace(0.0, 2 * np.pi, 500, endpoint=False)
    sheet = np.stack([10 * np.cos(phase), 6 * np.sin(phase), 3.0 + 0.1 * np.sin(8 * phase)], axis=1)
    # Along the normal least of all; the three do not vary together.
    time_ns = np.arange(500)
    found = minimum_variance(time_ns, sheet @ rotation.T, np.array([0]), np.array([500]))
    variances = sheet.var(axis=0, ddof=1)
    np.testing.assert_allclose(found.eigenvalues[0], variances, rtol=1e-9)
    for axis, true in zip(found.axes[0], rotation.T, strict=True):
        assert abs(axis @ true) > 1 - 1e-12
    assert found.ratio[0] == pytest.approx(variances[1] / variances[2], rel=1e-9)
    assert np.linalg.det(found.axes[0]) == pytest.approx(1.0)
    assert found.axes[0, 2, 0] > 0
    assert found.axes[0, 0, 2] > 0


def test_minimum_variance_needs_three_vectors():
    vectors = GENERATOR.normal(size=(10, 3))
    vectors[5, 1] = np.nan
    found = minimum_variance(np.arange(10), vectors, np.array([0, 3, 4]), np.array([10, 6, 8]))
    assert np.isnan(found.axes[1]).all()
    assert np.isfinite(found.axes[[0, 2]]).all()
