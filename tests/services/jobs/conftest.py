"""An archive with a runner, and work that goes as a test wants it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from dayside.archive import Archive
from dayside.model import Job, Principal
from dayside.model.errors import BadRequest
from dayside.services.door import Door
from dayside.services.jobs import Product, Runner, cases
from dayside.sources.local import LocalSource

ANN, BOB = Principal("ann"), Principal("bob")


class Count:
    """Counts to n, waiting where it is told to."""

    name, title, scope = "count", "Counting", ""

    def __init__(self) -> None:
        self.at = Event()
        self.wait_at: int | None = None
        self.counted: list[int] = []

    def check(self, parameters: Mapping[str, Any], door: Door, principal: Principal) -> dict:
        if not isinstance(parameters.get("n"), int):
            raise BadRequest("n is a number.")
        return {"fails": "", **parameters}

    def run(self, parameters: Mapping[str, Any], ticket: Any, door: Door, who: Principal) -> Any:
        n = parameters["n"]
        for i in range((ticket.saved or {}).get("counted", 0), n):
            ticket.advance(i, n, f"at {i}")
            ticket.partial({"counted": i})
            self.counted.append(i)
            while i == self.wait_at:
                self.at.set()
                time.sleep(0.01)
                ticket.advance(i, n, f"at {i}")
        if parameters["fails"]:
            raise {"told": BadRequest("No such luck."), "broken": ZeroDivisionError()}[
                parameters["fails"]
            ]
        if parameters.get("file"):
            return Product("sum.txt", "text/plain", (b"%d\n" % i for i in range(n)))
        return {"sum": sum(range(n)), "for": who.name}


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Count:
    case = Count()
    known = {**cases.use_cases(), "count": case}
    monkeypatch.setattr(cases, "use_cases", lambda: known)
    return case


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive") as archive:
        yield archive


@pytest.fixture
def door(archive: Archive) -> Door:
    return Door([LocalSource(archive)])


@pytest.fixture
def running(
    door: Door, archive: Archive, count: Count, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Runner]]:
    """Give a function that starts a runner; it is stopped at the end."""
    monkeypatch.setattr("dayside.services.jobs.runner.LOOK_S", 0.02)
    monkeypatch.setattr("dayside.services.jobs.runner.NOTE_S", 0.02)
    started: list[Runner] = []

    def start(threads: int = 1, most_bytes: int = 0) -> Runner:
        runner = Runner(door, archive, cases.use_cases(), threads, most_bytes)
        runner.start()
        started.append(runner)
        return runner

    yield start
    count.wait_at = None
    for runner in started:
        runner.stop()


def until(ask: Callable[[], Job], true: Callable[[Job], bool], patience_s: float = 20) -> Job:
    """Return a job as soon as something is true of it."""
    end = time.monotonic() + patience_s
    while not true(job := ask()):
        assert time.monotonic() < end, job
        time.sleep(0.01)
    return job
