"""Interval arithmetic against membership of single ticks, and against plain loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayside.model import intervals

TICKS = np.arange(-2, 44)


@st.composite
def sets(draw, most=12):
    """Starts and stops within 0..40: touching, overlapping, equal and empty ones."""
    rows = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), max_size=most))
    start = np.array([a for a, _ in rows], np.int64)
    return start, start + np.array([length for _, length in rows], np.int64)


def covered(start, stop):
    """Which ticks lie in any interval."""
    return ((start <= TICKS[:, None]) & (TICKS[:, None] < stop)).any(axis=1)


def instants(start, stop):
    return {int(t) for t in start[start == stop]}


def lie_in(points, start, stop):
    """Which instants lie in an interval, or are equal to an instant."""
    inside = covered(start, stop)
    return {t for t in points if inside[t - TICKS[0]] or t in instants(start, stop)}


def in_normal_form(start, stop):
    """In order, with room between intervals, no instant inside of one or twice."""
    long = start < stop
    gaps = start[long][1:] - stop[long][:-1]
    points = instants(start, stop)
    return (
        (np.diff(start) >= 0).all()
        and (gaps > 0).all()
        and len(points) == (~long).sum()
        and not lie_in(points, start[long], stop[long])
    )


@given(sets())
def test_a_union_has_the_ticks_of_all_and_nothing_touches(one):
    merged = intervals.merge(*one)
    assert (covered(merged.start, merged.stop) == covered(*one)).all()
    assert in_normal_form(merged.start, merged.stop)
    free = instants(*one) - {t for t in instants(*one) if covered(*one)[t - TICKS[0]]}
    assert instants(merged.start, merged.stop) == free


@given(sets())
def test_each_interval_went_into_one_that_holds_it(one):
    start, stop = one
    merged = intervals.merge(start, stop)
    assert (merged.start[merged.group] <= start).all()
    assert (stop <= merged.stop[merged.group]).all()


@given(sets(), st.integers(1, 5))
def test_a_gap_up_to_that_long_is_bridged(one, gap):
    merged = intervals.merge(*one, gap)
    assert (merged.start[1:] - merged.stop[:-1] > gap).all()
    assert covered(merged.start, merged.stop)[covered(*one)].all()


@pytest.mark.parametrize(
    ("operation", "logic"),
    [
        (intervals.intersect, lambda mine, other: mine & other),
        (intervals.subtract, lambda mine, other: mine & ~other),
    ],
)
@given(one=sets(), other=sets())
def test_pieces_have_just_the_ticks_that_logic_leaves_of_each(operation, logic, one, other):
    pieces = operation(*one, *other)
    assert (np.diff(pieces.row) >= 0).all()
    for row, (start, stop) in enumerate(zip(*one, strict=True)):
        mine = pieces.row == row
        got = covered(pieces.start[mine], pieces.stop[mine])
        whole = covered(np.array([start]), np.array([stop]))
        assert (got == logic(whole, covered(*other))).all()


@given(sets(), sets())
def test_instants_are_in_the_intersection_or_in_the_difference(one, other):
    both = instants(*intervals.intersect(*one, *other)[:2])
    rest = instants(*intervals.subtract(*one, *other)[:2])
    mine = instants(*one)
    assert lie_in(mine, *other) <= both
    assert rest == mine - lie_in(mine, *other)


@given(sets(), st.integers(0, 20), st.integers(0, 25))
def test_a_complement_has_the_other_ticks_of_the_span(one, first, length):
    last = first + length
    start, stop = intervals.complement(*one, first, last)
    span = (first <= TICKS) & (last > TICKS)
    assert (covered(start, stop) == (span & ~covered(*one))).all()
    assert (start < stop).all()


@given(sets(), st.integers(1, 7), st.booleans())
def test_bins_are_the_interval_and_begin_where_said(one, step, aligned):
    start, stop = one
    bins = intervals.split(start, stop, step, aligned=aligned)
    for row in range(len(start)):
        a, b = bins.start[bins.row == row], bins.stop[bins.row == row]
        assert a[0] == start[row]
        assert b[-1] == stop[row]
        assert (a[1:] == b[:-1]).all()
        assert (b - a <= step).all()
        assert not aligned or (a[1:] % step == 0).all()


@given(sets(), sets())
def test_nothing_is_nearer_than_the_nearest(one, other):
    row, distance = intervals.nearest(*one, *other)
    for k, (start, stop) in enumerate(zip(*one, strict=True)):
        if not len(other[0]):
            assert row[k] == -1
            continue
        away = np.maximum(np.maximum(other[0] - stop, start - other[1]), 0)
        assert away.min() == away[row[k]] == abs(distance[k])


def test_a_million_intervals_take_no_time_to_speak_of():
    start = np.arange(1_000_000, dtype=np.int64) * 10
    merged = intervals.merge(start, start + 10)
    assert len(merged.start) == 1
    assert len(intervals.intersect(start, start + 5, start + 2, start + 9).start) == 1_000_000
