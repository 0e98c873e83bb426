"""Kept event lists are datasets like any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.model import ANONYMOUS, OPERATOR, Column, EventList, time
from dayside.model.errors import UnknownDataset
from dayside.services import catalog, events
from dayside.services.door import Door
from dayside.services.fetch import SeriesRequest, fetch
from dayside.sources import Source
from dayside.sources.event_lists import EventListSource
from dayside.sources.local import LocalSource
from dayside.testing.sources import SourceContract


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with Archive.open(tmp_path / "archive") as archive:
        yield Door([LocalSource(archive), EventListSource(archive)])


def keep(door: Door, name: str, access: str = "public") -> None:
    # Not in order of time, one twice, names that others have already.
    start = np.array(["2016-09-03", "2016-09-01", "2016-09-01"], "M8[ns]")
    columns = {
        "B": Column("B", np.array([1.5, np.nan, 2.5]), units="nT"),
        "class": np.array(["a", "", "bcd"]),
        "seen": np.array([True, False, True]),
        "stop": np.array([1, 2, 3]),
        "Time": np.array([4, 5, 6]),
    }
    listed = EventList.of(start, start + np.timedelta64(1, "h"), columns, title="Mine")
    events.create(door, listed, OPERATOR, name=name, access=access)


class TestContract(SourceContract):
    @pytest.fixture
    def source(self, door: Door) -> Source:
        keep(door, "mine")
        return door.sources[1]


def test_a_list_is_read_like_any_dataset(door: Door) -> None:
    keep(door, "mine")
    found = catalog.describe(door, "events/mine", ANONYMOUS)
    assert found.names == ("stop", "B", "class", "seen", "stop_2", "Time_")
    assert (found.title, found["B"].units, found.records) == ("Mine", "nT", 3)
    assert found.start is not None
    assert found.stop is not None
    series = fetch(door, SeriesRequest("events/mine", found.start, found.stop), ANONYMOUS).series()
    assert time.to_text(series.time, 0)[-1] == "2016-09-03T00:00:00Z"
    assert series.values["class"].tolist() == ["", "bcd", "a"]
    assert series.values["seen"].tolist() == [0, 1, 1]


def test_an_empty_list_covers_where_was_looked(door: Door) -> None:
    nothing = EventList.of([], []).within("2016-09-01", "2016-10-01")
    events.create(door, nothing, OPERATOR, name="nothing", access="public")
    found = catalog.describe(door, "events/nothing", ANONYMOUS)
    assert (found.start, found.stop) == nothing.span
    asked = SeriesRequest("events/nothing", *nothing.span)
    assert len(fetch(door, asked, ANONYMOUS).series().time) == 0


def test_lists_that_are_not_for_all_are_not_seen_by_all(door: Door) -> None:
    for access in ("public", "private", "owner"):
        keep(door, access, access)
    assert [d.id for d in catalog.datasets(door, ANONYMOUS)] == ["events/public"]
    assert [d.id for d in catalog.datasets(door, OPERATOR)] == ["events/private", "events/public"]
    for hidden in ("private", "owner"):
        with pytest.raises(UnknownDataset):
            catalog.describe(door, f"events/{hidden}", ANONYMOUS)
