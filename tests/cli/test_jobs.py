from __future__ import annotations

import json

import dayside as package
from dayside.client.jobs import JobClient
from dayside.services.jobs import Runner, use_cases
from dayside.services.opening import open_archive
from dayside.settings import Settings


def asked(tmp_path) -> JobClient:
    with package.open(tmp_path / "archive") as archive:
        return archive.jobs.submit("verify")


def do_all(tmp_path) -> None:
    """Do what is queued, as a server would."""
    opened = open_archive(Settings(archive=str(tmp_path / "archive")), write=True)
    runner = Runner(opened.door, opened.archive, use_cases())
    while opened.archive.index.jobs.find(phases=["QUEUED"]):
        runner._work()
    opened.close()


def test_jobs_are_listed_shown_and_waited_for(filled, tmp_path):
    assert "No jobs" in filled("jobs", "list").err
    job = asked(tmp_path)
    (head, line) = filled("jobs", "list").lines
    assert head.split()[:3] == ["id", "kind", "phase"]
    assert line.split()[:4] == [job.id, "verify", "QUEUED", "0%"]
    do_all(tmp_path)
    (told,) = json.loads(filled("jobs", "list", "--json").out)
    assert (told["phase"], told["owner"], told["attempts"]) == ("COMPLETED", "operator", 1)
    shown = filled("jobs", "show", job.id[:8])
    assert (shown.code, shown.lines[0].split()) == (0, ["id", job.id])
    assert json.loads(filled("jobs", "show", job.id, "--json").out)["result"] == {"problems": []}
    assert json.loads(filled("jobs", "wait", job.id).out) == {"problems": []}


def test_jobs_are_cancelled_and_forgotten(filled, tmp_path):
    job = asked(tmp_path)
    done = filled("jobs", "cancel", job.id)
    assert (done.code, done.err.strip()) == (0, f"Job {job.id}: ABORTED.")
    waited = filled("jobs", "wait", job.id)
    assert (waited.code, waited.err.strip()) == (
        130, f"dayside: Job {job.id} was called off: cancelled.",
    )  # fmt: skip
    assert filled("jobs", "remove", job.id).code == 0
    gone = filled("jobs", "show", job.id)
    assert (gone.code, "no job of that id" in gone.err) == (4, True)
