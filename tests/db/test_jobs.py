"""The table of jobs, in both databases: claimed once, by whoever lives."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dayside.db import Index, connect
from dayside.db.job_rows import Note
from dayside.db.jobs import ATTEMPTS, JobTable
from dayside.model import Failure, Job, Phase, Principal
from dayside.model.errors import TooMuch, UnknownJob

ANN = Principal("ann", frozenset({"read:private"}), "192.0.2.1")
LEASE_S = 60.0


@pytest.fixture(params=["sqlite", "postgresql"])
def table(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[JobTable]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/index.sqlite"
    else:
        url = request.getfixturevalue("database")
    index = Index(connect(url))
    yield index.jobs
    index.close()


def new(owner: Principal = ANN, kind: str = "verify", **more: Any) -> Job:
    now = datetime.now(UTC)
    given = {"destruction": now + timedelta(days=1), "phase": Phase.QUEUED} | more
    return Job(secrets.token_hex(16), kind, {"x": [1, "é"]}, owner, created=now, **given)


def added(table: JobTable, *jobs: Job) -> list[str]:
    for job in jobs:
        table.add(job, 0)
    return [job.id for job in jobs]


def claim(table: JobTable, runner: str = "r", lease_s: float = LEASE_S) -> Job | None:
    return table.claim(runner, ["verify"], lease_s)


def test_a_job_is_kept_as_it_was_asked_for(table: JobTable) -> None:
    job = new(execution_s=5.0)
    table.add(job, 1)
    found = table.get(job.id)
    assert found == job
    assert found.owner.scopes == {"read:private"}
    assert table.find("ann") == [job]
    assert table.find("bob") == table.find("ann", [Phase.ERROR]) == table.find(kind="find") == []
    with pytest.raises(UnknownJob):
        table.get("none")


def test_every_job_is_claimed_once(table: JobTable) -> None:
    ids = added(table, *(new(Principal(f"p{i % 3}")) for i in range(30)))

    def take(runner: str) -> list[str]:
        mine = []
        while (job := claim(table, runner)) is not None:
            mine.append(job.id)
        return mine

    with ThreadPoolExecutor(4) as threads:
        taken = list(threads.map(take, ["a", "b", "c", "d"]))
    assert sorted(job_id for mine in taken for job_id in mine) == sorted(ids)
    for runner, mine in zip("abcd", taken, strict=True):
        assert sorted(table.running(runner)) == sorted(mine)


def test_who_asked_first_is_first_and_nobody_waits_for_one_with_many(table: JobTable) -> None:
    first, second, _ = added(table, new(), new(), new())
    (other,) = added(table, new(Principal("bob")))
    assert [job.id if (job := claim(table)) else None for _ in range(3)] == [first, other, second]


def test_a_kind_that_is_not_known_here_is_left_to_others(table: JobTable) -> None:
    added(table, new(kind="later"))
    assert claim(table) is None


def test_a_job_whose_runner_is_silent_is_done_again_from_where_it_was(table: JobTable) -> None:
    (job_id,) = added(table, new())
    assert claim(table, "a") is not None
    table.note("a", [Note(job_id, 0.5, "half", None, '{"n": 5}')])
    assert claim(table, "b") is None
    time.sleep(0.02)
    again = claim(table, "b", lease_s=0.01)
    assert again is not None
    assert (again.attempts, again.partial, again.progress) == (2, {"n": 5}, 0.5)
    # The first wakes up, too late to change anything.
    table.note("a", [Note(job_id, 0.9)])
    assert not table.finish("a", Note(job_id, 1), result="1")
    assert (table.running("a"), table.get(job_id).progress) == ([], 0.5)
    assert table.finish("b", Note(job_id, 1), result="[1]")
    assert (table.get(job_id).phase, table.get(job_id).result) == (Phase.COMPLETED, [1])


def test_a_job_that_takes_its_server_down_is_given_up(table: JobTable) -> None:
    (job_id,) = added(table, new())
    for _ in range(ATTEMPTS):
        assert claim(table, lease_s=0) is not None
        time.sleep(0.002)
    assert claim(table, lease_s=0) is None
    job = table.get(job_id)
    assert job.phase is Phase.ERROR
    assert job.failure == Failure("DaysideError", "The server went down 3 times while this ran.")


def test_a_job_given_back_is_no_attempt(table: JobTable) -> None:
    (job_id,) = added(table, new())
    for _ in range(ATTEMPTS + 2):
        assert claim(table) is not None
        assert table.release("r", Note(job_id, 0.25, "at it", None, '{"n": 1}'))
    job = table.get(job_id)
    assert (job.phase, job.partial, job.progress) == (Phase.QUEUED, {"n": 1}, 0.25)


def test_what_is_cancelled_or_removed_is_its_runners_no_more(table: JobTable) -> None:
    first, second = added(table, new(), new())
    claim(table)
    claim(table)
    assert table.move(first, [Phase.EXECUTING], Phase.ABORTED, "enough")
    assert not table.move(first, [Phase.EXECUTING], Phase.ABORTED)
    assert table.remove(second)
    assert table.running("r") == []
    assert not table.finish("r", Note(first, 1), result="1")
    assert not table.release("r", Note(second, 1))
    job = table.get(first)
    assert (job.phase, job.message, job.result, job.ended is None) == (
        Phase.ABORTED, "enough", None, False,
    )  # fmt: skip


def test_one_may_have_so_many_waiting(table: JobTable) -> None:
    table.add(new(), 2)
    table.add(new(), 2)
    with pytest.raises(TooMuch, match="You have 2 jobs"):
        table.add(new(), 2)
    # Who has no name is known by the address.
    table.add(new(Principal(client="a")), 1)
    table.add(new(Principal(client="b")), 1)
    with pytest.raises(TooMuch):
        table.add(new(Principal(client="b")), 1)
    claimed = claim(table)
    assert claimed is not None
    table.finish("r", Note(claimed.id, 0), failure=Failure("BadRequest", "No."))
    assert table.get(claimed.id).failure == Failure("BadRequest", "No.")
    table.add(new(), 2)


def test_what_has_had_its_time_goes(table: JobTable) -> None:
    past = new(destruction=datetime.now(UTC) - timedelta(seconds=1))
    kept, gone = added(table, new(), past)
    assert table.expire() == [gone]
    assert table.expire() == []
    assert [job.id for job in table.find()] == [kept]
