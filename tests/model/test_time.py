"""Time: TT2000 against CDF's own library, texts of every style, leap seconds."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import cdflib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayside.model import time
from dayside.model.errors import BadTime

TICKS = st.integers(time.parse("1708"), time.parse("2261") - 1)


@pytest.mark.parametrize(
    "text",
    [
        "1959-05-01T00:00:00", "1961-08-01T00:00:00", "1965-03-07T12:00:00.5",
        "1971-12-31T23:59:59", "1972-06-30T23:59:60", "1975-03-13T00:00:58",
        "1989-08-25T00:00:01.249", "2016-12-31T23:59:60.5", "2017-01-01T00:00:00",
        "2024-05-10T00:00:30.123456789",
    ],
)  # fmt: skip
def test_times_are_those_of_the_cdf_library(text: str) -> None:
    padded = text if "." in text else text + "."
    expected = int(np.ravel(cdflib.cdfepoch.parse(padded.ljust(29, "0")))[0])
    assert time.parse(text) == expected


@given(TICKS)
def test_text_keeps_every_nanosecond(ticks: int) -> None:
    assert time.parse(str(time.to_text(ticks, 9))) == ticks


@given(TICKS)
def test_datetime64_keeps_every_nanosecond_but_those_of_leap_seconds(ticks: int) -> None:
    if not time.in_leap_second(ticks):
        assert time.from_datetime64(time.to_datetime64(ticks)) == ticks


@given(st.lists(TICKS, min_size=2, max_size=50))
def test_utc_never_decreases(ticks: list[int]) -> None:
    assert (np.diff(time.to_unix_ns(np.sort(np.array(ticks)))) >= 0).all()


def test_a_leap_second_is_a_second_of_its_own() -> None:
    before, inside, after = map(
        time.parse, ("2016-12-31T23:59:59", "2016-12-31T23:59:60", "2017-01-01T00:00:00")
    )
    assert (inside - before, after - inside) == (time.NS, time.NS)
    assert time.in_leap_second([before, inside, after]).tolist() == [False, True, False]
    assert str(time.to_datetime64(inside + time.NS // 2)) == "2016-12-31T23:59:59.999999999"


@pytest.mark.parametrize(
    "text",
    [
        "", "now", "200Z", "2000-13", "2000-00", "2001-02-29", "2000-01-01T0", "2000-1-1",
        "2000-01-01T00:00:00.1234567890", "2000-367", "2001-366", "2016-12-31T23:59:61",
        "2016-06-30T23:59:60", "2000-01-01T25", "2000-01-01T24:00:01", "9999", "2000-01-01T00:0",
        "２０００-01-01",
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadTime):
        time.parse(text)


@given(st.text(max_size=40))
def test_no_text_does_worse_than_a_bad_time(text: str) -> None:
    with contextlib.suppress(BadTime):
        time.parse(text)


@pytest.mark.realdata
def test_the_times_hapi_lists_as_legal_and_not(test_data: Path) -> None:
    for line in (test_data / "vo-metadata/HAPITime-tests.txt").read_text().splitlines():
        if not line[:1].isdigit():
            continue
        text, legal = line.split(",")[:2]
        if not text.strip().endswith("Z"):
            continue  # a missing Z means UTC since HAPI 3
        if legal == "1":
            time.parse(text)
        else:
            with pytest.raises(BadTime):
                time.parse(text)


def test_people_write_times_in_many_ways() -> None:
    expected = time.parse("2016-09-01T12:30:00.5Z")
    for when in (
        "2016-245T12:30:00.5",
        "2016-09-01 12:30:00.500Z",
        np.datetime64("2016-09-01T12:30:00.5"),
        pd.Timestamp("2016-09-01T12:30:00.5"),
        pd.Timestamp("2016-09-01T14:30:00.5", tz="Europe/Paris"),
        datetime(2016, 9, 1, 12, 30, 0, 500_000, tzinfo=UTC),
        datetime(2016, 9, 1, 7, 30, 0, 500_000, tzinfo=timezone(timedelta(hours=-5))),
        expected,
    ):
        assert time.ticks(when) == expected
    assert time.ticks("2016Z") == time.ticks("2016-01-01T00:00:00Z")
    assert time.ticks("2016-08-31T24:00:00") == time.ticks("2016-09-01")
    with pytest.raises(BadTime, match="NaT"):
        time.ticks(np.datetime64("NaT"))
    with pytest.raises(BadTime, match="list is no time"):
        time.ticks([])


@given(st.integers(1, 10**18))
def test_durations_survive_their_text(duration_ns: int) -> None:
    assert time.parse_duration(time.duration_text(duration_ns)) == duration_ns


def test_as_many_digits_as_the_times_need() -> None:
    base = time.parse("2016-09-01")
    steps = ((time.NS, 0), (time.NS // 8, 3), (1_500, 9), (1_000, 6))
    assert [time.digits_needed(np.array([base, base + s])) for s, _ in steps] == [
        d for _, d in steps
    ]


def test_a_leap_second_needs_no_more_digits_than_others() -> None:
    leap = [time.parse(f"2016-12-31T23:59:60{rest}") for rest in ("", ".5", ".123456")]
    assert [time.digits_needed(np.array([ticks])) for ticks in leap] == [0, 3, 6]
