"""``archive.events``, the same of a folder and of a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import dayside
from dayside.archive import Archive
from dayside.client import ArchiveClient
from dayside.model import Column, EventList
from dayside.model.errors import BadRequest, NameTaken, UnknownEventList
from dayside.testing.applications import TOKEN, example_application
from dayside.testing.serving import serving


@pytest.fixture(params=["folder", "server"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ArchiveClient]:
    if request.param == "folder":
        Archive.open(tmp_path / "archive").close()
        with dayside.open(tmp_path / "archive") as opened:
            yield opened
        return
    with (
        serving(example_application(tmp_path)) as address,
        dayside.open(address, token=TOKEN) as opened,
    ):
        yield opened


def example() -> EventList:
    field = Column("B", np.array([1.5, np.nan]), units="nT")
    return EventList.of(["2016-09-01", "2016-09-03"], ["2016-09-02", "2016-09-04"],
                        {"B": field, "class": np.array(["BS", ""])}, title="Mine")  # fmt: skip


def test_a_list_is_kept_and_comes_back(archive: ArchiveClient) -> None:
    assert len(archive.events) == 0
    archive.events.save(example(), "mine")
    back = archive.events["mine"]
    assert (back.start == example().start).all()
    assert np.array_equal(back["B"], example()["B"], equal_nan=True)
    assert (back.column("B").units, back.title, back.name) == ("nT", "Mine", "mine")
    assert list(archive.events) == archive.events.search("MINE") == ["mine"]
    assert "mine" in archive.events
    assert "other" not in archive.events
    assert "mine" in repr(archive.events)
    with pytest.raises(NameTaken):
        archive.events.save(example(), "mine")
    with pytest.raises(UnknownEventList):
        archive.events["other"]
    with pytest.raises(BadRequest):
        archive.events.save([1, 2], "odd")  # type: ignore[arg-type]


def test_a_list_is_changed_and_released(archive: ArchiveClient) -> None:
    archive.events.save(example(), "mine")
    assert archive.events.release("mine") == 1
    archive.events.edit("mine", {"op": "remove", "rows": [0]}, note="no")
    assert len(archive.events["mine"]) == 1
    assert len(archive.events.load("mine", version=1)) == 2
    archive.events.undo("mine")
    assert len(archive.events["mine"]) == 2
    assert [state["note"] for state in archive.events.history("mine")][1] == "no"
    archive.events.delete("mine")
    assert len(archive.events) == 0


def test_lists_are_scored_by_name_or_as_they_are(archive: ArchiveClient) -> None:
    archive.events.save(example(), "mine")
    late = archive.events["mine"].shifted("2 min")
    assert archive.score(late, "mine", "3 min").recall == 1
    assert archive.score(late, "mine", "1 min").recall == 0
    assert archive.score("mine", "mine").agreements[0].criterion == "within 10 s"
