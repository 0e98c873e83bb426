"""Event lists that are kept: states, undoing, who may what, two who change one at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dayside.archive import Archive, backup
from dayside.model import OPERATOR, Column, EventList, Principal, time
from dayside.model.errors import BadRequest, Forbidden, NameTaken, Outdated, UnknownEventList
from dayside.services import events as lists
from dayside.services.door import Door
from dayside.sources.local import LocalSource

ADA = Principal("ada", frozenset({"write"}))
BEA = Principal("bea", frozenset({"write"}))
READER = Principal("carl", frozenset({"read:private"}))
STRANGER = Principal()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive") as opened:
        yield opened


@pytest.fixture
def door(archive: Archive) -> Door:
    return Door([LocalSource(archive)])


def example(count: int = 3, **about: object) -> EventList:
    start = time.parse("2016-09-01") + np.arange(count) * 3600 * time.NS
    columns = {
        "n": np.arange(count),
        "B": Column("B", np.linspace(1, 2, count), units="nT"),
        "class": np.array([f"c{k % 2}" for k in range(count)]),
        "peak": Column("peak", start + 60 * time.NS, "tt2000"),
    }
    return EventList.of(start, start + 1800 * time.NS, columns, **about)  # type: ignore[arg-type]


def same(a: EventList, b: EventList) -> bool:
    values = all((a[n] == b[n]).all() for n in b.columns)
    return (a.start == b.start).all() and (a.stop == b.stop).all() and values


def remove_first(events: EventList) -> EventList:
    return lists.apply(events, [{"op": "remove", "rows": [0]}])


@pytest.mark.parametrize("count", [0, 3, 40_000])
def test_a_list_comes_back_as_it_was_kept(door: Door, count: int) -> None:
    span = (time.parse("2016"), time.parse("2030"))
    kept = example(count, title="Mine", tags=("a",), span=span, gaps=example(2))
    lists.create(door, kept, ADA, name="mine")
    back = lists.load(door, "mine", ADA)
    assert same(back, kept)
    assert (back.title, back.tags, back.span, back.column("B").units) == (
        "Mine",
        ("a",),
        span,
        "nT",
    )
    assert back.gaps is not None
    assert len(back.gaps) == 2
    assert lists.info(door, "mine", ADA).about["count"] == count


def test_every_change_is_kept_and_can_be_taken_back(door: Door) -> None:
    lists.create(door, example(), ADA, name="mine")
    lists.change(door, "mine", ADA, remove_first, "the first is none")
    lists.change(door, "mine", ADA, remove_first, "nor is the second")
    assert len(lists.load(door, "mine", ADA)) == 1
    lists.undo(door, "mine", ADA)
    lists.undo(door, "mine", ADA)
    assert same(lists.load(door, "mine", ADA), example())
    with pytest.raises(BadRequest, match="nothing to undo"):
        lists.undo(door, "mine", ADA)
    lists.restore(door, "mine", ADA, 3)
    assert len(lists.load(door, "mine", ADA)) == 1
    told = lists.history(door, "mine", ADA)
    assert [state.revision for state in told] == [1, 2, 3, 4, 5, 6]
    assert told[1].note == "the first is none"
    assert {state.author for state in told} == {"ada"}


def test_of_two_who_change_the_same_state_the_second_is_told(door: Door) -> None:
    row = lists.create(door, example(), ADA, name="mine")
    lists.change(door, "mine", ADA, remove_first, "", base=row.revision)
    with pytest.raises(Outdated, match="revision 2 by now, not 1"):
        lists.change(door, "mine", BEA, remove_first, "", base=row.revision)
    assert len(lists.load(door, "mine", ADA)) == 2


def test_what_goes_wrong_half_way_changes_nothing(door: Door) -> None:
    lists.create(door, example(), ADA, name="mine")
    edits = [{"op": "remove", "rows": [0]}, {"op": "remove", "rows": [7]}]
    with pytest.raises(BadRequest, match="no row 7"):
        lists.change(door, "mine", ADA, lambda events: lists.apply(events, edits), "")
    assert len(lists.history(door, "mine", ADA)) == 1


def test_a_version_stays_what_it_was(door: Door) -> None:
    lists.create(door, example(), ADA, name="mine")
    assert lists.release(door, "mine", ADA, "for the paper") == 1
    lists.change(door, "mine", ADA, remove_first, "")
    assert lists.release(door, "mine", ADA) == 2
    assert len(lists.load(door, "mine", ADA, version=1)) == 3
    assert lists.info(door, "mine", ADA).versions == 2
    with pytest.raises(UnknownEventList):
        lists.load(door, "mine", ADA, version=3)


def test_lists_are_for_whom_they_are_said_to_be(door: Door) -> None:
    for access in ("public", "private", "owner"):
        lists.create(door, example(), ADA, name=access, access=access)

    def seen(principal: Principal) -> list[str]:
        return [row.name for row in lists.find(door, principal)]

    assert seen(STRANGER) == ["public"]
    assert seen(READER) == ["private", "public"]
    assert seen(ADA) == seen(OPERATOR) == ["owner", "private", "public"]
    assert seen(BEA) == ["public"]
    with pytest.raises(UnknownEventList) as error:
        lists.load(door, "owner", BEA)
    assert "owner" not in str(error.value)
    lists.share(door, "owner", ADA, shared=["bea"])
    assert seen(BEA) == ["owner", "public"]


def test_only_whoever_may_write_changes_and_only_the_owner_locks(door: Door) -> None:
    lists.create(door, example(), ADA, name="mine")
    with pytest.raises(Forbidden):
        lists.create(door, example(), STRANGER, name="other")
    with pytest.raises(Forbidden):
        lists.change(door, "mine", READER, remove_first, "")
    lists.change(door, "mine", BEA, remove_first, "")
    with pytest.raises(Forbidden):
        lists.share(door, "mine", BEA, locked=True)
    lists.share(door, "mine", ADA, locked=True)
    for refused in (
        lambda: lists.change(door, "mine", ADA, remove_first, ""),
        lambda: lists.undo(door, "mine", ADA),
        lambda: lists.remove(door, "mine", ADA),
    ):
        with pytest.raises(Forbidden, match="locked"):
            refused()
    lists.copy(door, "mine", "yours", BEA)
    assert lists.info(door, "yours", BEA).owner == "bea"
    lists.share(door, "mine", ADA, locked=False)
    lists.remove(door, "mine", ADA)
    assert [row.name for row in lists.find(door, ADA)] == ["yours"]
    assert len(lists.load(door, "yours", BEA)) == 2


@pytest.mark.parametrize("name", ["", "../etc", "with blank", "1st", "a" * 200, "a/b"])
def test_a_name_is_one_for_addresses(door: Door, name: str) -> None:
    with pytest.raises(BadRequest):
        lists.create(door, example(), ADA, name=name or " ")


def test_a_name_is_taken_once_and_a_slip_is_told_the_nearest(door: Door) -> None:
    lists.create(door, example(title="Shocks of Mars"), ADA, name="shocks")
    with pytest.raises(NameTaken):
        lists.create(door, example(), ADA, name="shocks")
    with pytest.raises(UnknownEventList, match="Did you mean shocks"):
        lists.load(door, "shock", ADA)
    assert [row.name for row in lists.find(door, ADA, "mars SHOCKS")] == ["shocks"]
    assert not lists.find(door, ADA, "venus")


def test_states_share_what_did_not_change(door: Door, archive: Archive) -> None:
    lists.create(door, example(50_000), ADA, name="mine")
    lists.change(
        door, "mine", ADA, lambda e: lists.apply(e, [{"op": "move", "row": 49_999,
                                                      "stop": "2030"}]), ""
    )  # fmt: skip
    first, second = archive.index.event_lists.states("mine")
    assert len(set(first.pieces) & set(second.pieces)) == len(first.pieces) - 1


def test_a_backup_has_the_lists_too(door: Door, archive: Archive, tmp_path: Path) -> None:
    lists.create(door, example(), ADA, name="mine")
    backup.backup(archive, tmp_path / "backup")
    with Archive.open(tmp_path / "again") as again:
        backup.restore(tmp_path / "backup", again)
        back = lists.load(Door([LocalSource(again)]), "mine", ADA)
    assert same(back, example())
