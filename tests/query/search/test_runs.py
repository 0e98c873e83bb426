"""The rule by which truth becomes events."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayside.query.search.runs import Beat, Found, Stitcher, joined, runs_of

BEAT = Beat(cadence_ns=10, longest_ns=30)


def found_in(*stretches: tuple[list[int], list[int]], start: int = 0, stop: int = 1000) -> Found:
    stitcher = Stitcher(BEAT, start, stop)
    for ticks, truth in stretches:
        runs = runs_of(np.array(ticks, np.int64), np.array(truth, np.int8), BEAT)
        if runs is not None:
            stitcher.add(runs)
    return stitcher.finish()


@pytest.mark.parametrize(
    ("ticks", "truth", "events"),
    [
        ([0, 10, 20, 30], [0, 2, 2, 0], [[10, 30]]),
        ([0, 10, 20, 60], [0, 2, 2, 2], [[10, 30], [60, 70]]),  # a gap of more than 30
        ([0, 10, 20, 50], [0, 2, 2, 2], [[10, 60]]),  # a step of 30 is none
        ([0, 10, 20, 50], [0, 2, 2, 0], [[10, 50]]),
        ([0, 10, 20], [2, 1, 2], [[0, 10], [20, 30]]),
        ([0, 10, 10, 20], [0, 2, 0, 0], []),  # no time passes
        ([], [], []),
    ],
)
def test_an_event_ends_with_the_first_sample_that_is_not_true(
    ticks: list[int], truth: list[int], events: list[list[int]]
) -> None:
    assert found_in((ticks, truth)).events.tolist() == events


def test_what_is_not_known_and_what_was_not_measured_is_undecided() -> None:
    found = found_in(([40, 50, 60, 200, 210], [2, 1, 1, 1, 0]), stop=215)
    assert found.events.tolist() == [[40, 50]]
    assert found.undecided.tolist() == [[0, 40], [50, 210]]


def test_an_interval_without_samples_is_undecided() -> None:
    found = found_in(start=5, stop=95)
    assert found.events.tolist() == []
    assert found.undecided.tolist() == [[5, 95]]


def test_a_sample_at_the_start_is_decided_though_a_gap_follows() -> None:
    assert found_in(([0, 100], [0, 2]), stop=110).undecided.tolist() == [[10, 100]]
    assert found_in(([0, 100], [2, 2]), stop=110).events.tolist() == [[0, 10], [100, 110]]


def test_an_event_does_not_outlast_the_interval() -> None:
    assert found_in(([0, 10], [0, 2]), stop=13).events.tolist() == [[10, 13]]


@given(
    st.lists(st.tuples(st.integers(0, 45), st.sampled_from([0, 1, 2])), max_size=40),
    st.lists(st.integers(0, 40), max_size=5),
)
def test_it_does_not_matter_where_stretches_are_cut(
    samples: list[tuple[int, int]], cuts: list[int]
) -> None:
    ticks = np.cumsum([step for step, _ in samples], dtype=np.int64).tolist()
    truth = [state for _, state in samples]
    edges = [0, *sorted(min(c, len(ticks)) for c in cuts), len(ticks)]
    parts = [(ticks[a:b], truth[a:b]) for a, b in pairwise(edges)]
    whole, cut = found_in((ticks, truth), stop=2000), found_in(*parts, stop=2000)
    assert cut.events.tolist() == whole.events.tolist()
    assert cut.undecided.tolist() == whole.undecided.tolist()


def test_intervals_that_are_near_are_joined() -> None:
    spans = np.array([[0, 10], [20, 30], [33, 40]])
    assert joined(spans, 3).tolist() == [[0, 10], [20, 40]]
