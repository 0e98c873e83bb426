"""When positions are known, from what is told about what."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dayside.sources.ephemeris.windows import Links, Segment, intersection, union, within

SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda s: (s[0], s[0] + s[1])), max_size=6
)
HALVES = np.arange(-1.0, 52.0, 0.5)


def windows(spans):
    return union(np.array(spans, float).reshape(-1, 2), np.empty((0, 2)))


@given(SPANS, SPANS)
def test_both_and_either(a, b):
    of_a, of_b = windows(a), windows(b)
    in_a, in_b = within(of_a, HALVES), within(of_b, HALVES)
    np.testing.assert_array_equal(within(union(of_a, of_b), HALVES), in_a | in_b)
    np.testing.assert_array_equal(within(intersection(of_a, of_b), HALVES), in_a & in_b)


def test_every_link_must_be_there():
    links = Links(
        [
            Segment(-1, 499, 0, 100),
            Segment(499, 4, 50, 60),
            Segment(4, 0, -1000, 1000),
            Segment(10, 0, -1000, 1000),
        ]
    )
    assert links.when(-1, 499).tolist() == [[0, 100]]
    assert links.when(499, -1).tolist() == [[0, 100]]
    assert links.when(-1, 10).tolist() == [[50, 60]]
    assert links.when(-1, 7).tolist() == []
