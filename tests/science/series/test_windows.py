"""Statistics in windows of time, against pandas and numpy, and cut into blocks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dayside.science.series.windows import STATISTICS, blocks, over_intervals, sliding

MOMENTS = ("mean", "median", "std", "var", "min", "max", "skew", "count")
NS = 1_000_000_000
GENERATOR = np.random.default_rng(20260201)


def uneven(rows: int, *, offset: float = 0.0, nan: float = 0.05):
    """Return times with jitter and holes, and noise with a few NaN."""
    steps = np.where(GENERATOR.random(rows) < 0.02, 40, 1) * NS
    time_ns = np.cumsum(steps + GENERATOR.integers(-NS // 5, NS // 5, rows)) + 7 * NS
    values = GENERATOR.normal(offset, 1.0, rows)
    values[GENERATOR.random(rows) < nan] = np.nan
    return time_ns, values


@pytest.mark.parametrize("statistic", MOMENTS)
def test_sliding_windows_are_those_of_pandas(statistic):
    time_ns, values = uneven(3_000)
    width_ns = 20 * NS
    found = sliding(time_ns, values, width_ns, statistic)
    near = [
        pd.Series(values[(time_ns >= t - width_ns // 2) & (time_ns < t + width_ns // 2)])
        for t in time_ns
    ]
    expected = [getattr(window, statistic)() for window in near]
    np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("statistic", MOMENTS)
def test_intervals_are_those_of_pandas_to_twelve_digits(statistic):
    time_ns, values = uneven(20_000, offset=50_000.0)
    starts = GENERATOR.choice(time_ns, 50)
    stops = starts + GENERATOR.integers(10, 5_000, 50) * NS
    found = over_intervals(time_ns, values, starts, stops, statistic)
    for one, start, stop in zip(found, starts, stops, strict=True):
        inside = pd.Series(values[(time_ns >= start) & (time_ns < stop)])
        expected = getattr(inside, statistic)()
        if statistic in ("var", "std"):
            expected = np.var(inside.dropna() - 50_000.0, ddof=1) ** (
                0.5 if statistic == "std" else 1
            )
        if statistic == "skew":
            # The third power of a deviation from a mean of 5e4 is known no better.
            assert one == pytest.approx(expected, rel=1e-8, abs=1e-9, nan_ok=True)
        else:
            assert one == pytest.approx(expected, rel=1e-12, nan_ok=True)


def test_rms_is_the_root_of_the_mean_square():
    time_ns, values = uneven(2_000, nan=0.0)
    found = over_intervals(time_ns, values, time_ns[:1], time_ns[-1:], "rms")
    assert found[0] == pytest.approx(np.sqrt(np.mean(values[:-1] ** 2)), rel=1e-13)
    every = sliding(time_ns, values, 10 * (time_ns[-1] - time_ns[0]), "rms")
    assert every == pytest.approx(np.sqrt(np.mean(values**2)), rel=1e-13)


def test_a_small_variance_beside_a_large_mean_is_not_lost():
    time_ns, values = uneven(2_000, nan=0.0)
    here = sliding(time_ns, values, 60 * NS, "var")
    far = sliding(time_ns, values + 1e6, 60 * NS, "var")
    np.testing.assert_allclose(far, here, rtol=1e-8)


def test_windows_without_samples_are_unknown_and_count_nothing():
    time_ns, values = np.array([0, 10, 20]), np.array([np.nan, 1.0, 2.0])
    at_ns = np.array([0, 100])
    for statistic in STATISTICS:
        found = sliding(time_ns, values, 4, statistic, at_ns)
        assert np.isnan(found).all() if statistic != "count" else (found == 0).all()
        none = over_intervals(time_ns, values, np.array([5]), np.array([2]), statistic)
        assert np.isnan(none).all() if statistic != "count" else (none == 0).all()


def test_a_window_holds_its_start_and_not_its_stop():
    time_ns = np.array([0, 5, 10])
    assert sliding(time_ns, np.ones(3), 10, "count", np.array([5])).tolist() == [2.0]


def test_columns_are_summed_each_for_itself():
    time_ns, values = uneven(500)
    both = sliding(time_ns, np.stack([values, -values], axis=1), 9 * NS, "mean")
    np.testing.assert_array_equal(both[:, 0], sliding(time_ns, values, 9 * NS, "mean"))
    np.testing.assert_array_equal(both[:, 1], -both[:, 0])


@pytest.mark.parametrize("statistic", ["mean", "std", "max", "median"])
def test_blocks_are_those_of_pandas(statistic):
    time_ns, values = uneven(5_000)
    starts, found = blocks(time_ns, values, 60 * NS, statistic)
    groups = pd.Series(values).groupby(time_ns // (60 * NS))
    expected = getattr(groups, statistic)()
    np.testing.assert_array_equal(starts, expected.index * 60 * NS)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(st.integers(0, 30), min_size=1, max_size=60),
    seed=st.integers(0, 1000),
    width=st.integers(1, 60),
    cut=st.integers(-5, 1800),
    statistic=st.sampled_from(STATISTICS),
)
def test_a_block_with_a_halo_gives_the_very_same_bits(steps, seed, width, cut, statistic):
    time_ns = np.cumsum(steps) - 400
    values = np.random.default_rng(seed).choice([0.1, 1 / 3, 1e5, np.nan, -2.7], len(time_ns))
    whole = sliding(time_ns, values, width, statistic)
    near = (time_ns >= cut - width) & (time_ns < cut + 200 + width)
    inside = (time_ns >= cut) & (time_ns < cut + 200)
    part = sliding(time_ns[near], values[near], width, statistic, time_ns[inside])
    assert part.tobytes() == whole[inside].tobytes()
