"""What is new: one change a dataset and day, for those who may see it."""

from __future__ import annotations

from pathlib import Path

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.model import ANONYMOUS, OPERATOR
from dayside.services import history
from dayside.services.door import Door
from dayside.services.state import state
from dayside.sources.local import LocalSource
from dayside.testing.applications import hidden, walk


def test_many_states_of_a_day_are_one_change(tmp_path: Path) -> None:
    series = walk()
    with Archive.open(tmp_path) as archive:
        append(archive, series[:100], name="first")
        append(archive, series[100:200], name="second")
        append(archive, hidden())
        door = Door([LocalSource(archive)])
        (change,) = history.recent(door, ANONYMOUS)
        assert change.dataset.records == 200
        assert change.is_first
        assert {c.dataset.id for c in history.recent(door, OPERATOR)} == {"walk", "hidden"}


def test_sizes_count_what_the_caller_may_see(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        append(archive, walk()[:100], name="first")
        append(archive, hidden())
        door = Door([LocalSource(archive)])
        (seen,) = state(door, ANONYMOUS).sources
        (every,) = state(door, OPERATOR).sources
        assert (seen.datasets, every.datasets) == (1, 2)
        on_disk = sum(f.stat().st_size for f in tmp_path.rglob("*") if f.is_file())
        assert 0 < seen.stored_bytes < every.stored_bytes <= on_disk
