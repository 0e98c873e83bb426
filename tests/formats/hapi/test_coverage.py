"""Which times an info object tells."""

from __future__ import annotations

import pytest

from dayside.formats.hapi.info import info
from dayside.model import Dataset, Parameter, time

START, STOP = "startDate", "stopDate"
SAMPLE = "sampleStartDate", "sampleStopDate"


def said(start: str, stop: str, cadence_ns: int | None = time.NS) -> dict[str, str]:
    dataset = Dataset(
        "d", (Parameter("x", "float64"),), cadence_ns=cadence_ns,
        start=time.parse(start), stop=time.parse(stop),
    )  # fmt: skip
    return {k: v for k, v in info(dataset).items() if k in {START, STOP, *SAMPLE}}


def test_the_sample_is_the_first_hundred_rows() -> None:
    told = said("2016-09-01", "2016-09-02")
    assert [told[k] for k in SAMPLE] == ["2016-09-01T00:00:00.000Z", "2016-09-01T00:01:40.000Z"]


def test_few_rows_have_no_sample_and_rows_without_a_cadence_are_one() -> None:
    assert set(said("2016-09-01", "2016-09-01T00:01")) == {START, STOP}
    told = said("2016-09-01", "2016-09-01T00:00:00.001", None)
    assert [told[k] for k in SAMPLE] == [told[START], told[STOP]]


@pytest.mark.parametrize(
    ("start", "stop", "told"),
    [
        ("2016-12-31", "2016-12-31T23:59:60", ("2016-12-31T00:00", "2017-01-01T00:00")),
        ("2016-12-31T23:59:60.5", "2017-01-02", ("2016-12-31T23:59:59", "2017-01-02T00:00")),
    ],
)
def test_coverage_never_ends_within_a_leap_second(
    start: str, stop: str, told: tuple[str, str]
) -> None:
    found = said(start, stop)
    assert (time.parse(found[START]), time.parse(found[STOP])) == tuple(map(time.parse, told))


def test_the_sample_keeps_clear_of_a_leap_second() -> None:
    told = said("2016-12-31T23:59:00", "2017-01-02")
    assert [told[k] for k in SAMPLE] == ["2017-01-01T00:00:00.000Z", "2017-01-01T00:01:40.000Z"]
    assert not set(SAMPLE) & set(said("2016-12-31T23:58:30", "2017-01-01T00:00:30"))
