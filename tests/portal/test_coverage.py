"""Stretches, gaps and their words."""

from __future__ import annotations

import re

import numpy as np

from dayside.model import time
from dayside.portal.coverage import coverage

HOUR = 3600 * time.NS
START = int(time.to_unix_ns(time.parse("2016-09-01")))
DAY = (START, START + 24 * HOUR)


def test_gaps_are_where_nothing_has_a_sample() -> None:
    first, second = np.full(24, 60.0), np.zeros(24)
    first[6:9] = 0
    first[20:] = 0
    second[7] = 3  # another parameter has samples there
    found = coverage([first, second], START, HOUR, DAY)
    assert found is not None
    told = [(str(time.to_text(g.start, 0)), str(time.to_text(g.stop, 0))) for g in found.gaps]
    assert told == [
        ("2016-09-01T06:00:00Z", "2016-09-01T07:00:00Z"),
        ("2016-09-01T08:00:00Z", "2016-09-01T09:00:00Z"),
    ]
    assert [run.samples for run in found.runs] == [360, 3, 660]
    assert found.words.startswith("3 stretches with samples; the longest gap is 60 minutes long")


def test_no_gap_is_told_with_what_could_hide() -> None:
    found = coverage([np.ones(24)], START, HOUR, DAY)
    assert found is not None
    assert found.words == "1 stretch with samples, no gap longer than 60 minutes"


def test_buckets_beyond_the_interval_are_cut() -> None:
    found = coverage([np.full(25, 60.0)], START - HOUR / 2, HOUR, DAY)
    assert found is not None
    xs = [float(x) for x in re.findall(r"H([\d.]+)", found.area)]
    assert min(xs) == 0
    assert max(xs) == 1000
    assert (found.runs[0].start, found.runs[0].stop) == tuple(
        int(t) for t in time.from_unix_ns(np.array(DAY))
    )


def test_nothing_is_none() -> None:
    assert coverage([np.zeros(4)], START, HOUR, DAY) is None


def test_what_is_shorter_than_a_cadence_is_no_gap() -> None:
    count = np.ones(24)
    count[5] = count[10] = count[11] = 0
    found = coverage([count], START, HOUR, DAY, shortest_ns=1.5 * HOUR)
    assert found is not None
    assert len(found.gaps) == 1
    assert [run.samples for run in found.runs] == [9, 12]
