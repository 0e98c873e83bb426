"""Searches through the door: events, what is undecided, and what is told of each."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.compute import open_pool
from dayside.model import ANONYMOUS, OPERATOR, Dataset, EventList, Parameter, Series, time
from dayside.model.errors import BadFormula, BadTime, Cancelled, UnknownDataset
from dayside.model.ticket import Silent
from dayside.services.door import Door
from dayside.services.evaluate import FormulaRequest, values
from dayside.services.search import SearchRequest, access_of, find
from dayside.services.search_job import Find
from dayside.sources.local import LocalSource

T0 = time.parse("2016-09-01")
SECOND = time.NS


def seconds(events: EventList) -> list[list[float]]:
    """Return starts and stops, s after the first sample."""
    return ((np.column_stack(events.times) - T0) / SECOND).tolist()


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Give a saw of ten minutes' period each second, with a gap, and a private dataset."""
    rng = np.random.default_rng(0)
    with Archive.open(tmp_path_factory.mktemp("search") / "archive") as archive:
        rows = np.delete(np.arange(7200), slice(1250, 1280))
        ticks = T0 + rows * SECOND
        saw = (rows % 600).astype(np.float64)
        saw[rows == 2000] = np.nan
        one = Dataset("saw", (Parameter("x", "float64", "nT"),), cadence_ns=SECOND)
        append(archive, Series(one, ticks, {"x": saw}))
        secret = one.replace(id="secret", access="private")
        append(archive, Series(secret, ticks, {"x": rng.normal(0, 1, len(ticks))}))
        yield Door([LocalSource(archive)])


def asked(condition: str, **options: object) -> SearchRequest:
    return SearchRequest.of(FormulaRequest(condition), **options)


def test_events_and_gaps(door: Door) -> None:
    found = find(door, asked("saw.x >= 590*nT or saw.x < 60*nT"), OPERATOR)
    assert seconds(found)[:3] == [[0, 60], [590, 660], [1190, 1250]]
    assert found.gaps is not None
    assert seconds(found.gaps) == [[1250, 1280], [2000, 2001]]
    assert found.span == (T0, T0 + 7200 * SECOND)


def test_an_event_may_be_bridged_merged_and_too_short(door: Door) -> None:
    condition = "saw.x >= 0*nT"
    whole = find(door, asked(condition, bridge="30 s"), OPERATOR)
    assert seconds(whole) == [[0, 7200]]
    assert whole.gaps is not None
    assert len(whole.gaps) == 0
    parts = find(door, asked(condition, bridge="29 s"), OPERATOR)
    assert seconds(parts) == [[0, 1250], [1280, 7200]]
    tops = find(door, asked("saw.x >= 590*nT", merge="600 s", min_duration="20 s"), OPERATOR)
    assert seconds(tops) == [[590, 7200]]
    assert len(find(door, asked("saw.x >= 590*nT", min_duration="10.1 s"), OPERATOR)) == 0


def test_a_search_within_events_stays_there(door: Door) -> None:
    within = EventList(T0 + np.array([630, 0]) * SECOND, T0 + np.array([700, 30]) * SECOND)
    found = find(door, asked("saw.x < 60*nT", within=within), OPERATOR)
    assert seconds(found) == [[0, 30], [630, 660]]


def test_a_search_within_events_elsewhere_finds_nothing(door: Door) -> None:
    within = EventList(T0 + np.array([90_000]) * SECOND, T0 + np.array([90_100]) * SECOND)
    request = FormulaRequest("saw.x < 60*nT", T0, T0 + 7200 * SECOND)
    found = find(door, SearchRequest.of(request, within), OPERATOR)
    assert (len(found), found.gaps is not None and len(found.gaps)) == (0, 0)


def test_a_lone_sample_at_the_start_is_decided(door: Door) -> None:
    request = FormulaRequest("saw.x < 0*nT", T0 + 1249 * SECOND, T0 + 1300 * SECOND)
    found = find(door, SearchRequest.of(request), OPERATOR)
    assert found.gaps is not None
    assert seconds(found.gaps) == [[1250, 1280]]


def test_columns_are_what_pandas_tells(door: Door) -> None:
    columns = ["m = mean(saw.x)", "std(saw.x)", "n = count(saw.x)", "f = mean(saw.x > 595*nT)",
               "a = at_start(saw.x)", "z = at_stop(saw.x)", "v = var(saw.x)",
               "duration"]  # fmt: skip
    found = find(door, asked("saw.x >= 590*nT or saw.x < 60*nT", columns=columns), OPERATOR)
    rows = np.delete(np.arange(7200), slice(1250, 1280))
    frame = pd.Series((rows % 600).astype(float), rows)
    frame[2000] = np.nan
    for event, (first, last) in zip(found, seconds(found), strict=True):
        part = frame[(frame.index >= first) & (frame.index < last)]
        expected = {
            "m": part.mean(), "std(saw.x)": part.std(), "n": part.count(),
            "f": (part > 595).mean(), "a": part.iloc[0], "z": part.iloc[-1], "v": part.var(),
            "duration": last - first,
        }  # fmt: skip
        for name, value in expected.items():
            assert event[name] == pytest.approx(value, rel=1e-12, abs=1e-12)
    assert [found.column(n).units for n in ("m", "n", "f", "v", "duration")] == [
        "nT",
        "",
        "",
        "nT**2",
        "s",
    ]


@pytest.mark.parametrize("column", ["saw.x", "mean(saw.x, saw.x)", "meen(saw.x)", "mean(nope.x)"])
def test_a_column_that_is_none_is_refused(door: Door, column: str) -> None:
    with pytest.raises((BadFormula, UnknownDataset)):
        find(door, asked("saw.x < 60*nT", columns=[column]), OPERATOR)


def test_what_is_no_condition_is_refused(door: Door) -> None:
    with pytest.raises(BadFormula, match="compare it with something"):
        find(door, asked("saw.x"), OPERATOR)
    with pytest.raises(BadTime):
        asked("saw.x < 1*nT", min_duration="-3 s")


def test_private_data_are_not_searched_for_others(door: Door) -> None:
    assert len(find(door, asked("secret.x > 0*nT"), OPERATOR))
    with pytest.raises(UnknownDataset):
        find(door, asked("secret.x > 0*nT"), ANONYMOUS)
    with pytest.raises(UnknownDataset):
        find(door, asked("saw.x < 60*nT", columns=["mean(secret.x)"]), ANONYMOUS)


def test_a_search_ends_when_nobody_wants_it(door: Door) -> None:
    class Ticket:
        saved = None

        def advance(self, done: float, total: float, message: str = "") -> None:
            raise Cancelled

        def check(self) -> None: ...

        def partial(self, state: object) -> None: ...

    with pytest.raises(Cancelled):
        find(door, asked("saw.x < 60*nT"), OPERATOR, Ticket())


def test_a_search_tells_what_it_has_found_so_far(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dayside.services.search_kept.KEEP_S", 0.0)
    told: list[Mapping[str, Any]] = []

    class Ticket:
        saved = None

        def advance(self, done: float, total: float, message: str = "") -> None: ...

        def check(self) -> None: ...

        def partial(self, state: Mapping[str, Any]) -> None:
            told.append(state)

    found = find(door, asked("saw.x < 60*nT", min_duration="60 s"), OPERATOR, Ticket())
    assert told[-1]["count"] == len(found) == 11
    assert told[-1]["start"] == time.to_text(found.start, 3).tolist()


def test_as_a_job(door: Door) -> None:
    from dayside.model.ticket import SILENT

    told = Find().check({"condition": "saw.x < 60*nT", "min_duration": "60 s"}, door, OPERATOR)
    assert told["stop"].startswith("2016-09-01T02:00:00")
    assert Find().run(told, SILENT, door, OPERATOR)["count"] == 11


class Killing(Silent):
    """A ticket that kills a worker once a search has begun to find."""

    def __init__(self, worker: int) -> None:
        self.worker: int | None = worker

    def advance(self, done: float, total: float, message: str = "") -> None:
        if done and self.worker is not None:
            os.kill(self.worker, signal.SIGKILL)
            self.worker = None


@pytest.mark.slow
def test_the_same_through_a_cluster_that_loses_a_worker(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two hours would be a single task.
    monkeypatch.setattr("dayside.query.search.search.TASK_SAMPLES", 300)
    monkeypatch.setattr("dayside.query.evaluate.BLOCK_NUMBERS", 300)
    condition = asked("saw.x >= 590*nT or saw.x < 60*nT", columns=("m = mean(saw.x)",))
    formula = FormulaRequest('mean(saw.x, "1 min")')
    here = find(door, condition, OPERATOR)
    with open_pool("dask://local?workers=2&threads=1") as pool:
        killing = Killing(pool.executor.submit(os.getpid).result())
        cluster = replace(door, pool=pool)
        there = find(cluster, condition, OPERATOR, killing)
        evaluated = values(cluster, formula, OPERATOR).series()
    alone = values(door, formula, OPERATOR).series()
    np.testing.assert_array_equal(evaluated.time, alone.time)
    np.testing.assert_array_equal(*(s.values[s.dataset.names[0]] for s in (evaluated, alone)))
    np.testing.assert_array_equal(there.columns["m"].values, here.columns["m"].values)
    assert killing.worker is None
    assert len(there) == len(here) > 10
    assert seconds(there) == seconds(here)
    assert seconds(there.gaps) == seconds(here.gaps)


def test_a_list_found_in_private_data_is_private(door: Door) -> None:
    assert access_of(door, asked("saw.x < 60*nT"), OPERATOR) == "public"
    assert access_of(door, asked("secret.x < 60*nT"), OPERATOR) == "private"
    told = asked("saw.x < 60*nT", columns=("b = max(secret.x)",))
    assert access_of(door, told, OPERATOR) == "private"
