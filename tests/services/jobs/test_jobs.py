"""Jobs from being asked for to being over."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from tests.services.jobs.conftest import ANN, BOB, Count, until

from dayside.archive import Archive
from dayside.model import ANONYMOUS, OPERATOR, Failure, Phase, Principal
from dayside.model.errors import BadRequest, Forbidden, NotFound, TooMuch, UnknownJob
from dayside.services import jobs
from dayside.services.door import Door
from dayside.services.jobs import Rules, Runner

Running = Callable[..., Runner]


def is_over(job: jobs.Job) -> bool:
    return job.phase.is_over


def test_a_job_brings_its_result_to_its_owner(door: Door, running: Running) -> None:
    running()
    asked = jobs.submit(door, "count", {"n": 10}, ANN)
    assert (asked.phase, asked.parameters) == (Phase.QUEUED, {"n": 10, "fails": ""})
    job = until(lambda: jobs.get(door, asked.id, ANN), is_over)
    assert (job.phase, job.result) == (Phase.COMPLETED, {"sum": 45, "for": "ann"})
    assert (job.progress, job.attempts, job.left_s) == (1.0, 1, None)
    assert job.started is not None
    assert job.ended is not None
    assert job.created <= job.started <= job.ended < job.destruction
    (listed,) = jobs.find(door, ANN)
    assert (listed.id, listed.result) == (job.id, None)


@pytest.mark.parametrize(
    ("fails", "failure"),
    [
        ("told", Failure("BadRequest", "No such luck.")),
        ("broken", Failure("DaysideError", "Something went wrong here; the log of the server")),
    ],
)
def test_what_goes_wrong_is_told(
    door: Door, running: Running, fails: str, failure: Failure
) -> None:
    running()
    asked = jobs.submit(door, "count", {"n": 3, "fails": fails}, ANN)
    job = until(lambda: jobs.get(door, asked.id, ANN), is_over)
    assert (job.phase, job.result) == (Phase.ERROR, None)
    assert job.failure is not None
    assert job.failure.kind == failure.kind
    assert job.failure.message.startswith(failure.message)


def test_progress_and_what_is_there_so_far_are_seen(
    door: Door, running: Running, count: Count
) -> None:
    count.wait_at = 5
    running()
    asked = jobs.submit(door, "count", {"n": 10}, ANN)
    job = until(lambda: jobs.get(door, asked.id, ANN), lambda job: job.progress >= 0.5)
    assert (job.phase, job.message, job.partial) == (Phase.EXECUTING, "at 5", {"counted": 5})
    assert job.left_s is not None
    assert 0 <= job.left_s < 60


def test_cancelled_is_stopped_within_a_second(door: Door, running: Running, count: Count) -> None:
    count.wait_at = 5
    runner = running()
    asked = jobs.submit(door, "count", {"n": 10}, ANN)
    until(lambda: jobs.get(door, asked.id, ANN), lambda job: job.partial == {"counted": 5})
    job = jobs.cancel(door, asked.id, ANN)
    assert (job.phase, job.message) == (Phase.ABORTED, "cancelled")
    began = time.monotonic()
    while runner._running:
        assert time.monotonic() - began < 1
        time.sleep(0.01)
    job = jobs.get(door, asked.id, ANN)
    assert (job.phase, job.result, job.partial) == (Phase.ABORTED, None, {"counted": 5})
    # Again is no error, and changes nothing.
    assert jobs.cancel(door, asked.id, ANN) == job


def test_a_server_that_stops_gives_its_jobs_to_the_next(
    door: Door, running: Running, count: Count
) -> None:
    count.wait_at = 5
    first = running()
    asked = jobs.submit(door, "count", {"n": 10}, ANN)
    assert count.at.wait(20)
    first.stop()
    job = jobs.get(door, asked.id, ANN)
    assert (job.phase, job.partial) == (Phase.QUEUED, {"counted": 5})
    count.wait_at = None
    running()
    job = until(lambda: jobs.get(door, asked.id, ANN), is_over)
    assert job.result == {"sum": 45, "for": "ann"}
    assert count.counted == [*range(6), *range(5, 10)]  # gone on with, not from the start
    assert job.attempts == 1


def test_a_job_runs_no_longer_than_it_may(door: Door, running: Running, count: Count) -> None:
    count.wait_at = 0
    running()
    asked = jobs.submit(door, "count", {"n": 2}, ANN, execution_s=0.1)
    job = until(lambda: jobs.get(door, asked.id, ANN), is_over)
    assert (job.phase, job.message) == (
        Phase.ABORTED, "stopped after 0.1 s, as long as it might run",
    )  # fmt: skip


def test_several_run_at_once(door: Door, running: Running, count: Count) -> None:
    count.wait_at = 1
    running(threads=2)
    asked = [jobs.submit(door, "count", {"n": 3}, who) for who in (ANN, BOB)]
    for job in asked:
        until(lambda i=job.id: jobs.get(door, i, OPERATOR), lambda j: j.phase is Phase.EXECUTING)


def test_a_file_stays_as_long_as_its_job(door: Door, archive: Archive, running: Running) -> None:
    running()
    first, second = (jobs.submit(door, "count", {"n": 3, "file": True}, ANN) for _ in range(2))
    for asked in (first, second):
        until(lambda i=asked.id: jobs.get(door, i, ANN), is_over)
    kept, pieces = jobs.file(door, first.id, ANN)
    assert (kept.name, kept.media_type, kept.size) == ("sum.txt", "text/plain", 6)
    assert b"".join(pieces) == b"0\n1\n2\n"
    assert jobs.get(door, first.id, ANN).result == {
        "file": "sum.txt", "media_type": "text/plain", "size": 6,
    }  # fmt: skip
    with pytest.raises(UnknownJob):
        jobs.file(door, first.id, BOB)
    jobs.remove(door, first.id, ANN)
    assert archive.objects.names("results") == [f"results/{second.id}/sum.txt"]


def test_a_file_that_is_too_large_is_none(door: Door, archive: Archive, running: Running) -> None:
    running(most_bytes=5)
    asked = jobs.submit(door, "count", {"n": 3, "file": True}, ANN)
    job = until(lambda: jobs.get(door, asked.id, ANN), is_over)
    assert job.failure is not None
    assert (job.failure.kind, job.phase) == ("TooMuch", Phase.ERROR)
    assert archive.objects.names("results") == archive.objects.names("tmp") == []


def test_a_job_without_a_file_says_so(door: Door, count: Count) -> None:
    asked = jobs.submit(door, "count", {"n": 3}, ANN)
    with pytest.raises(NotFound, match=r"no file .QUEUED."):
        jobs.file(door, asked.id, ANN)


def test_phases_are_those_of_uws(door: Door, count: Count) -> None:
    job = jobs.submit(door, "count", {"n": 1}, ANN, run=False)
    assert job.phase is Phase.PENDING
    assert jobs.hold(door, job.id, ANN).phase is Phase.HELD
    assert jobs.start(door, job.id, ANN).phase is Phase.QUEUED
    assert jobs.hold(door, job.id, ANN).phase is Phase.HELD
    assert jobs.cancel(door, job.id, ANN).phase is Phase.ABORTED
    with pytest.raises(BadRequest, match=r"is over .ABORTED."):
        jobs.start(door, job.id, ANN)
    with pytest.raises(BadRequest, match="is over"):
        jobs.hold(door, job.id, ANN)


def test_a_job_is_its_owners_alone(door: Door, count: Count) -> None:
    job = jobs.submit(door, "count", {"n": 1}, ANN)
    for stranger in (BOB, ANONYMOUS):
        assert jobs.find(door, stranger) == []
        for action in (jobs.get, jobs.cancel, jobs.start, jobs.hold, jobs.remove):
            with pytest.raises(UnknownJob, match="no job of that id"):
                action(door, job.id, stranger)
    assert [j.id for j in jobs.find(door, OPERATOR)] == [job.id]
    assert jobs.cancel(door, job.id, OPERATOR).phase is Phase.ABORTED
    jobs.remove(door, job.id, ANN)
    with pytest.raises(UnknownJob):
        jobs.get(door, job.id, ANN)


def test_the_job_of_the_anonymous_is_for_who_knows_its_id(door: Door, count: Count) -> None:
    job = jobs.submit(door, "count", {"n": 1}, ANONYMOUS)
    assert len(job.id) == 32
    assert jobs.find(door, ANONYMOUS) == []
    assert jobs.get(door, job.id, BOB).id == job.id


def test_what_cannot_be_right_is_refused_at_once(door: Door, count: Count) -> None:
    with pytest.raises(BadRequest, match="Did you mean count"):
        jobs.submit(door, "coumt", {}, ANN)
    with pytest.raises(BadRequest, match="n is a number"):
        jobs.submit(door, "count", {}, ANN)
    with pytest.raises(Forbidden, match="scope write"):
        jobs.submit(door, "verify", {}, ANN)
    with pytest.raises(TooMuch, match="parameters"):
        jobs.submit(door, "count", {"n": 1, "x": "x" * 300_000}, ANN)
    for odd in ({"keep_s": 0.0}, {"keep_s": 1e9}, {"execution_s": -1.0}, {"keep_s": float("nan")}):
        with pytest.raises(BadRequest, match="at most a year"):
            jobs.submit(door, "count", {"n": 1}, ANN, **odd)
    assert jobs.find(door, OPERATOR) == []


def test_one_may_have_so_many_jobs(door: Door, count: Count) -> None:
    rules = Rules(per_user=2, keep_s=60)
    first = jobs.submit(door, "count", {"n": 1}, ANN, rules=rules)
    assert timedelta() < first.destruction - datetime.now(UTC) <= timedelta(seconds=60)
    jobs.submit(door, "count", {"n": 1}, ANN, rules=rules)
    with pytest.raises(TooMuch):
        jobs.submit(door, "count", {"n": 1}, ANN, rules=rules)
    jobs.cancel(door, first.id, ANN)
    jobs.submit(door, "count", {"n": 1}, ANN, rules=rules)


def test_jobs_are_no_part_of_a_backup(door: Door, archive: Archive, count: Count) -> None:
    jobs.submit(door, "count", {"n": 1}, Principal("ann"))
    assert "job" not in archive.index.dump()
