"""Scores of lists whose agreement is known."""

import numpy as np
import pytest

from dayside.formats.events import read_events
from dayside.model import EventList, time
from dayside.model.errors import BadRequest, BadTime
from dayside.science.events import score

DAY = 86_400 * time.NS
BEGIN = time.parse("2016-09-01")


def instants(*hours, **about):
    return EventList.of([BEGIN + int(h * 3600 * time.NS) for h in hours], **about)


def events(*hours, **about):
    starts, stops = zip(*hours, strict=True) if hours else ((), ())
    return EventList(instants(*starts).start, instants(*stops).start, **about)


def test_a_list_agrees_with_itself():
    mine = instants(1, 2, 3)
    result = score(mine, mine)
    assert (result.precision, result.recall, result.f1) == (1, 1, 1)
    assert result["within 10 s"].start.p90_s == 0


def test_counts_errors_and_false_events_are_those_made():
    reference = instants(1, 5, 9, 20, span=(BEGIN, BEGIN + DAY))
    found = instants(1 + 1 / 60, 5 - 2 / 60, 9, 12, 13)
    result = score(found, reference, "3 min")["within 3 min"]
    assert (result.matched, result.precision, result.recall) == (3, 0.6, 0.75)
    assert result.f1 == pytest.approx(2 / 3)
    assert (result.start.median_s, result.start.mad_s) == (0, 60)
    assert result.false_per_day == 2
    assert result.precision_range[0] < 0.6 < result.precision_range[1]


def test_what_lies_outside_the_common_span_is_not_compared():
    reference = instants(1, 30)
    found = instants(1, 2, span=(BEGIN, BEGIN + DAY // 12))
    assert (score(found, reference, "1 min").reference, score(found, reference).found) == (1, 1)
    with pytest.raises(BadRequest, match="no time in common"):
        score(found, reference.within("2017", "2018"))


def test_intervals_are_compared_by_overlap_too_and_by_the_lenient_rule():
    reference = events((0, 10), (20, 30))
    found = events((1, 10), (10, 19), (25, 30), (40, 41))
    result = score(found, reference)
    assert result["IoU ≥ 0.5"].matched == 2
    assert result["IoU ≥ 0.5"].mean_iou == pytest.approx((0.9 + 0.5) / 2)
    assert result["IoU ≥ 0.1"].stop.median_s == 0
    assert result.lenient.recall == 0.5
    assert result.lenient.precision == pytest.approx(2 / 3)
    assert result.lenient.left_out == 1


def test_short_events_against_instants_are_placed_by_their_middle():
    result = score(events((0, 2)), instants(1), "1 s")
    assert (result.edge, result.recall) == ("center", 1)


def test_nothing_against_nothing_has_no_score():
    result = score(EventList.empty(), EventList.empty())
    assert (result.precision, result.recall, result.f1, result.span) == (None, None, None, None)
    assert "0 found against 0" in repr(result)
    assert score(EventList.empty(), instants(1)).recall == 0


def test_the_same_seed_gives_the_same_ranges():
    a, b = instants(*range(20)), instants(*range(0, 40, 2))
    assert score(a, b, seed=3).to_dict() == score(a, b, seed=3).to_dict()
    assert "pairs" not in score(a, b).to_dict()["agreements"][0]


def test_what_makes_no_sense_is_refused():
    a = instants(1)
    with pytest.raises(BadTime):
        score(a, a, "near")
    with pytest.raises(BadRequest):
        score(a, a, "-1 s")
    with pytest.raises(BadRequest):
        score(a, a, overlap=[0.0])
    with pytest.raises(BadRequest, match="within 10 s"):
        score(a, a)["within 1 year"]


@pytest.mark.realdata
def test_two_teams_mostly_agree_where_the_bow_shock_of_mercury_is(test_data):
    folder = test_data / "events"
    winslow = read_events(folder / "messenger_winslow2013_bs_crossings.dat")
    philpott = read_events(folder / "messenger_philpott2020_boundaries.csv")
    shocks = philpott[np.isin(philpott["Boundary_number"], (1, 2, 7, 8))]
    result = score(winslow, shocks, "3 min")
    assert result.precision > 0.85
    assert abs(result["within 3 min"].start.median_s) < 1
