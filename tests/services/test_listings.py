"""A slow server holds nobody up who did not ask to wait."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from dayside.model import ANONYMOUS, Dataset, Series
from dayside.services import catalog
from dayside.services.door import Door
from dayside.testing.memory import MemorySource


class Slow(MemorySource):
    """A remote server that answers when it is let."""

    def __init__(self, held: Sequence[Series]) -> None:
        super().__init__(held, name="slow")
        self.let = threading.Event()
        self.asked = 0

    def datasets(self, snapshot: int | None = None) -> Sequence[Dataset]:
        self.asked += 1
        self.let.wait(20)
        return super().datasets(snapshot)


def test_who_is_late_is_told_and_answers_the_next(held: dict[str, Series]) -> None:
    slow = Slow([held["wind"]])
    door = Door([MemorySource([held["mars_mag"]]), slow])
    for _ in range(3):
        found = catalog.search(door, ANONYMOUS, patience_s=0.05)
        assert [d.id for d in found.datasets] == ["mars_mag"]
        assert "has not answered within 0.05 s" in found.unreachable["slow"]
    assert slow.asked == 1
    slow.let.set()
    found = catalog.search(door, ANONYMOUS)
    assert [d.id for d in found.datasets] == ["mars_mag", "slow/wind"]
    assert found.unreachable == {}


def test_what_is_kept_asks_nobody(held: dict[str, Series]) -> None:
    slow = Slow([])
    door = Door([MemorySource([held["mars_mag"]]), slow])
    assert [d.id for d in catalog.kept(door, ANONYMOUS)] == ["mars_mag"]
    assert slow.asked == 0
