from __future__ import annotations

import pytest

from dayside.model import time
from dayside.model.timeaxis import time_ticks


def ticks(start: str, stop: str, most: float = 7):
    return time_ticks(*(int(time.to_unix_ns(time.parse(t))) for t in (start, stop)), most)


@pytest.mark.parametrize(
    ("start", "stop"),
    [
        ("2016-09-01T00:00:00", "2016-09-01T00:00:00.004"),
        ("2016-09-01T00:00:00", "2016-09-01T00:00:04"),
        ("2016-09-01T00:00", "2016-09-01T07:13"),
        ("2016-09-01T00:00", "2016-11-01"),
        ("2010-01-01", "2020-01-01"),
        ("1975-03-03T04:05", "2024-05-06"),
        ("1800-01-01", "2200-01-01"),
    ],
)
def test_ticks_are_few_ordered_and_inside(start: str, stop: str) -> None:
    found = ticks(start, stop)
    percents = [t.percent for t in found.major]
    assert 2 <= len(percents) <= 9
    assert percents == sorted(percents)
    assert percents[0] >= 0
    assert percents[-1] <= 100


@pytest.mark.parametrize(
    ("start", "stop", "labels", "context"),
    [
        ("2016-09-01T11:58", "2016-09-01T12:02", ["11:58", "11:59", "12:00"], "2016-09-01"),
        ("2016-02-27", "2016-03-03", ["Feb 27", "Feb 28", "Feb 29"], "2016"),
        ("2016-01-20", "2016-03-03", ["Jan 21", "Feb 1", "Feb 11"], "2016"),
        ("2015-11-20", "2016-03-10", ["Dec", "Jan", "Feb", "Mar"], "2015"),
        ("1999-06-01", "2012-01-01", ["2000", "2005", "2010"], ""),
        ("2016-09-01T00:00:01.1", "2016-09-01T00:00:01.9", ["01.2", "01.4"], "2016-09-01 00:00"),
    ],
)
def test_labels_leave_out_what_their_context_tells(start, stop, labels, context) -> None:
    found = ticks(start, stop, 5.5)
    assert [t.label for t in found.major][: len(labels)] == labels
    assert found.major[0].context == context


def test_no_time_has_no_ticks() -> None:
    assert time_ticks(5, 5).major == ()
