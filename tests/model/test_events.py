"""Event lists as people use them."""

import pickle
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayside.model import time
from dayside.model.columns import Column
from dayside.model.durations import length_ns
from dayside.model.errors import (
    BadRequest,
    BadTime,
    EmptyInterval,
    TooMuch,
    UnknownParameter,
)
from dayside.model.events import MAX_EVENTS, EventList

HOUR = 3_600 * time.NS


def hours(*pairs, **about):
    """A list of events between hours of a day."""
    day = time.parse("2016-09-01")
    return EventList.of([day + int(a * HOUR) for a, _ in pairs],
                        [day + int(b * HOUR) for _, b in pairs], **about)  # fmt: skip


def told(events):
    day = time.parse("2016-09-01")
    return [((a - day) / HOUR, (b - day) / HOUR) for a, b in zip(*events.times, strict=True)]


def test_times_are_taken_as_people_have_them():
    texts = EventList.of(["2016-12-31T23:59:60"], ["2017-01-01"])
    stamps = EventList.of(np.array(["2016-12-31T23:59:59"], "M8[s]"))
    assert texts.duration_ns.tolist() == [time.NS]
    assert stamps.is_instants
    with pytest.raises(BadTime):
        EventList.of(["yesterday"])


def test_what_cannot_be_is_refused():
    with pytest.raises(BadRequest, match=r"stops .* before it starts"):
        hours((2, 1))
    with pytest.raises(BadRequest, match="2 values for 1 events"):
        hours((1, 2), columns={"a": [1, 2]})
    with pytest.raises(TooMuch):
        EventList.of(np.zeros(MAX_EVENTS + 1, np.int64))
    with pytest.raises(BadTime):
        EventList.of([np.iinfo(np.int64).min])
    with pytest.raises(UnknownParameter, match="Did you mean beta"):
        hours((1, 2), columns={"beta": [1.0]})["beto"]


def test_a_list_cannot_be_written_to():
    events = hours((1, 2), columns={"a": [1.0]})
    for array in (events.start, events.stop, events["a"]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_rows_keep_their_values():
    events = hours((1, 2), (5, 6), (3, 4), columns={"n": [1, 5, 3], "class": ["a", "b", "c"]})
    assert events.sorted()["n"].tolist() == [1, 3, 5]
    assert events[1:]["class"].tolist() == ["b", "c"]
    assert events[events["n"] > 2]["n"].tolist() == [5, 3]
    assert events[-1].values == {"n": 3, "class": "c"}
    assert [event["n"] for event in events] == [1, 5, 3]


def test_a_union_merges_what_touches_and_keeps_what_all_share():
    one = hours((1, 2), (6, 7), columns={"class": ["BS", "MP"], "n": [1, 2]})
    other = hours((2, 3), (6.5, 8), (9, 9), columns={"class": ["BS", "BS", "X"]})
    both = one | other
    assert told(both) == [(1, 3), (6, 8), (9, 9)]
    assert both["class"].tolist() == ["BS", "", "X"]
    assert np.array_equal(both["n"], [1.0, 2.0, np.nan], equal_nan=True)


def test_parts_of_events_keep_the_values_of_their_event():
    one = hours((1, 4), (6, 8), columns={"n": [1, 2]})
    other = hours((2, 3), (7, 7.5))
    assert told(one & other) == [(2, 3), (7, 7.5)]
    assert (one & other)["n"].tolist() == [1, 2]
    assert told(one - other) == [(1, 2), (3, 4), (6, 7), (7.5, 8)]
    assert (one - other)["n"].tolist() == [1, 1, 2, 2]
    assert told(one ^ hours((3, 7))) == [(1, 3), (4, 6), (7, 8)]


def test_instants_lie_in_an_interval_from_its_start_to_before_its_stop():
    crossings = hours((1, 1), (2, 2), (3, 3))
    assert told(crossings & hours((1, 2), (2, 3))) == [(1, 1), (2, 2)]
    assert told(crossings - hours((1, 3))) == [(3, 3)]
    assert told(hours((0, 4)) - crossings) == [(0, 4)]
    assert told(crossings | hours((2, 3))) == [(1, 1), (2, 3), (3, 3)]


def test_a_complement_needs_to_know_where_the_list_is_complete():
    events = hours((1, 2), (4, 5))
    with pytest.raises(BadRequest, match="span"):
        events.__invert__()
    with pytest.raises(EmptyInterval):
        events.within("2016-09-02", "2016-09-01")
    inside = events.within("2016-09-01T01:30", "2016-09-01T06:00")
    assert told(inside) == [(1.5, 2), (4, 5)]
    assert told(~inside) == [(2, 4), (5, 6)]
    assert told(~~inside) == told(inside)


def test_what_is_undecided_stays_undecided_unless_the_other_decides():
    span = (time.parse("2016-09-01"), time.parse("2016-09-02"))
    found = hours((1, 2)).replace(span=span, gaps=hours((4, 8)))
    other = hours((3, 5), (6, 7)).replace(span=span)
    assert told((found & other).gaps) == [(4, 5), (6, 7)]
    assert told((found | other).gaps) == [(5, 6), (7, 8)]
    assert told((found - other).gaps) == [(5, 6), (7, 8)]
    assert told(other - found) == [(3, 4)]
    assert told((other - found).gaps) == [(4, 5), (6, 7)]
    assert told(~found) == [(0, 1), (2, 4), (8, 24)]
    assert told((~found).gaps) == [(4, 8)]


@given(st.lists(st.integers(0, 2), min_size=24, max_size=24),
       st.lists(st.integers(0, 2), min_size=24, max_size=24))  # fmt: skip
def test_algebra_is_kleene_logic_hour_by_hour(one, other):
    lists = [_of_truth(one), _of_truth(other)]
    # 0 false, 1 unknown, 2 true: min is "and", max is "or", 2 − x is "not".
    expected = {
        "&": np.minimum(one, other),
        "|": np.maximum(one, other),
        "-": np.minimum(one, 2 - np.array(other)),
        "~": 2 - np.array(one),
    }
    a, b = lists
    results = {"&": a & b, "|": a | b, "-": a - b, "~": ~a}
    for name, result in results.items():
        assert _truth_of(result) == expected[name].tolist(), name


def _of_truth(values):
    span = (time.parse("2016-09-01"), time.parse("2016-09-02"))
    events = hours(*((h, h + 1) for h, v in enumerate(values) if v == 2))
    gaps = hours(*((h, h + 1) for h, v in enumerate(values) if v == 1))
    return events.replace(span=span, gaps=gaps)


def _truth_of(events):
    middle = time.parse("2016-09-01T00:30") + np.arange(24) * HOUR

    def inside(which):
        return ((which.start <= middle[:, None]) & (middle[:, None] < which.stop)).any(axis=1)

    assert not (inside(events) & inside(events.gaps)).any()
    return (2 * inside(events) + inside(events.gaps)).tolist()


def test_events_are_extended_shifted_and_split():
    events = hours((1, 2), (4, 4), columns={"n": [1, 2]})
    assert told(events.extended("30 min", timedelta(hours=1))) == [(0.5, 3), (3.5, 5)]
    assert told(events.extended(-HOUR)) == []
    assert told(events.shifted("-1 h")) == [(0, 1), (3, 3)]
    bins = events.split("25 min")
    assert (bins.duration_ns // (60 * time.NS)).tolist() == [25, 25, 10, 0]
    assert bins["n"].tolist() == [1, 1, 1, 2]
    with pytest.raises(TooMuch):
        events.split("1 us")
    with pytest.raises(BadRequest):
        events.split("0 s")


def test_events_are_chosen_by_duration_and_by_columns():
    events = hours((1, 2), (3, 3.5), (4, 4.25), columns={
        "beta": [0.5, np.nan, 3.0],
        "class": ["BS", "MP", "BS"],
        "seen": [True, False, True],
        "peak": Column("peak", np.array([0, time.FILL, HOUR]), "tt2000"),
    })  # fmt: skip
    assert told(events.filtered(min_duration="30 min")) == [(1, 2), (3, 3.5)]
    assert told(events.filtered("beta > 1")) == [(4, 4.25)]
    assert told(events.filtered("beta != 3", "class = BS")) == [(1, 2)]
    assert told(events.filtered("class != 'BS'")) == [(3, 3.5)]
    assert told(events.filtered("seen = false")) == [(3, 3.5)]
    assert told(events.filtered("peak > 2000-01-01T12:30")) == [(4, 4.25)]
    for wrong in ("beta", "beta > high", "seen = maybe"):
        with pytest.raises(BadRequest):
            events.filtered(wrong)
    with pytest.raises(UnknownParameter):
        events.filtered("gamma > 1")


def test_the_nearest_event_brings_its_columns():
    shocks = hours((1, 1), (6, 6), columns={"mach": [3.0, 5.0], "n": [1, 2]}, name="shocks")
    events = hours((0, 0.5), (5, 7), (20, 21)).nearest(shocks, tolerance="1 h")
    assert events["shocks_mach"].tolist()[:2] == [3.0, 5.0]
    assert events["shocks_distance"].tolist()[:2] == [1800.0, 0.0]
    assert events.column("shocks_start").texts().tolist()[1:] == ["2016-09-01T06:00:00Z", ""]
    assert events.column("shocks_distance").units == "s"
    assert events.column("shocks_n").missing.tolist() == [False, False, True]
    alone = hours((0, 1)).nearest(EventList.empty(), prefix="x_")
    assert alone.column("x_start").missing.tolist() == [True]


def test_frames_and_tables_have_utc_and_units():
    events = hours((1, 2), columns={"b": Column("b", np.array([1.5]), units="nT")})
    frame = events.to_pandas()
    assert frame["start"][0].isoformat() == "2016-09-01T01:00:00"
    assert frame.attrs["units"] == {"b": "nT"}
    assert told(EventList.from_pandas(frame)) == [(1, 2)]
    table = events.to_table()
    assert str(table["b"].unit) == "nT"
    assert table["stop"][0].isot == "2016-09-01T02:00:00.000"


def test_a_list_shows_what_it_is():
    events = hours(*((k / 2, k / 2 + 0.25) for k in range(20)), name="mine")
    assert repr(events).startswith("EventList mine: 20 events\n")
    assert repr(events).endswith("… 10 more")
    assert "2016-09-01T00:00:00Z" in events._repr_html_()
    assert repr(EventList.empty()) == "EventList: 0 events\n  start  stop  duration"


def test_a_list_travels_between_processes():
    events = hours((1, 2), columns={"class": ["<BS>"]}, tags=("a",))
    copy = pickle.loads(pickle.dumps(events))
    assert told(copy) == told(events)
    assert copy["class"].tolist() == ["<BS>"]


@pytest.mark.parametrize("wrong", ["", "3", "3 parsecs", "min", None, 1.5, "1e400 d", "300000 d"])
def test_what_is_no_length_of_time_is_refused(wrong):
    with pytest.raises(BadTime):
        length_ns(wrong)
