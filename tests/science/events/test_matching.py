"""Matchings against an assignment solver that sees every pair."""

import time as clock

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from dayside.science.events.matching import match_overlaps, match_times, overlaps

NS = 10**9
times = st.lists(st.integers(0, 60), max_size=9).map(lambda t: np.array(t, np.int64))
intervals = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=8).map(
    lambda rows: (
        np.array([a for a, _ in rows], np.int64),
        np.array([a + length for a, length in rows], np.int64),
    )
)


def best(worth):
    """How many pairs and what sum the best assignment has; a worth of 0 is no pair."""
    if not worth.size:
        return 0, 0.0
    rows, columns = linear_sum_assignment(np.where(worth > 0, 100 + worth, 0), maximize=True)
    chosen = worth[rows, columns]
    return int((chosen > 0).sum()), float(chosen.sum())


def one_to_one(pairs):
    return len(set(pairs[0])) == len(pairs[0]) and len(set(pairs[1])) == len(pairs[1])


@given(times, times, st.integers(0, 15))
def test_times_are_matched_as_well_as_can_be(a, b, tolerance):
    pairs = match_times(a, b, tolerance)
    distance = np.abs(a[pairs.first] - b[pairs.second])
    worth = tolerance + 1 - np.abs(a[:, None] - b[None, :])
    count, total = best(np.maximum(worth, 0).astype(float))
    assert one_to_one(pairs)
    assert (distance <= tolerance).all()
    assert (len(distance), float((tolerance + 1 - distance).sum())) == (count, total)


@given(intervals, intervals, st.sampled_from([0.1, 0.3, 0.5, 1.0]))
def test_intervals_are_matched_as_well_as_can_be(one, other, iou):
    found = overlaps(*one, *other).at_least(iou)
    matched = match_overlaps(found)
    common = np.minimum(one[1][:, None], other[1]) - np.maximum(one[0][:, None], other[0])
    whole = np.maximum(one[1][:, None], other[1]) - np.minimum(one[0][:, None], other[0])
    worth = np.where(common > 0, common / np.where(common > 0, whole, 1), 0)
    count, total = best(np.where(worth >= iou, worth, 0))
    assert one_to_one(matched)
    assert len(matched.first) == count
    assert np.isclose(matched.iou.sum(), total)


def test_greedy_would_lose_a_pair():
    pairs = match_times(np.array([0, 4]), np.array([3, 9]), 5)
    assert (pairs.first.tolist(), pairs.second.tolist()) == ([0, 1], [0, 1])


def test_ten_thousand_against_ten_thousand_in_under_a_second():
    rng = np.random.default_rng(4)
    a = np.sort(rng.integers(0, 600 * 10_000, 10_000)) * NS
    b = a + (rng.normal(0, 60, 10_000) * NS).astype(np.int64)
    begin = clock.process_time()
    pairs = match_times(a, b, 180 * NS)
    match_overlaps(overlaps(a, a + 300 * NS, b, b + 300 * NS).at_least(0.3))
    assert clock.process_time() - begin < 1
    assert len(pairs.first) > 9_900
