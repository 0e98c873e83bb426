"""Jobs from Python, of an archive of this machine and of a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import dayside
from dayside.client import ArchiveClient
from dayside.model.errors import BadRequest, Cancelled, NotFound, UnknownJob
from dayside.services.jobs import Runner, use_cases
from dayside.services.opening import open_archive
from dayside.settings import Settings
from dayside.testing.applications import TOKEN, example_application
from dayside.testing.serving import serving


@pytest.fixture(params=["local", "remote"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ArchiveClient]:
    """Give an archive whose jobs are done by a server, opened either way."""
    application = example_application(tmp_path)
    with serving(application) as url:
        where = url if request.param == "remote" else tmp_path / "archive"
        with dayside.open(where, token=TOKEN) as archive:
            yield archive


def test_a_job_is_asked_for_and_brings_its_result(archive: ArchiveClient) -> None:
    job = archive.jobs.submit("verify")
    assert job.result(timeout_s=60) == {"problems": []}
    assert (job.phase, job.progress) == ("COMPLETED", 1.0)
    assert [j.id for j in archive.jobs] == [job.id]
    assert archive.jobs[job.id].job.result == {"problems": []}
    assert "verify, COMPLETED, 100%" in repr(job)
    assert job.id in repr(archive.jobs)
    job.remove()
    assert (len(archive.jobs), repr(archive.jobs)) == (0, "No jobs.")
    with pytest.raises(UnknownJob):
        job.refresh()


def test_the_file_of_a_job_is_saved(
    archive: ArchiveClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    job = archive.jobs.submit("evaluate", formula="norm(walk.B)", start="2017-01-01")
    saved = job.save()
    assert (saved, saved.stat().st_size) == (Path("formula.csv"), job.result()["size"])
    assert job.save(tmp_path / "as.csv").read_bytes() == saved.read_bytes()
    with pytest.raises(NotFound, match="brought no file"):
        archive.jobs.submit("verify").save()
    assert not list(tmp_path.glob(".*"))


def test_what_cannot_be_right_is_told_at_once(archive: ArchiveClient) -> None:
    with pytest.raises(BadRequest, match="Did you mean verify"):
        archive.jobs.submit("veryfy")
    with pytest.raises(BadRequest, match="no parameter 'x'"):
        archive.jobs.submit("verify", x=1)


def test_a_job_that_is_not_done_is_not_waited_for_too_long(tmp_path: Path) -> None:
    application = example_application(tmp_path, job_threads=0)
    with serving(application) as url, dayside.open(url, token=TOKEN) as archive:
        job = archive.jobs.submit("verify")
        with pytest.raises(TimeoutError, match="not over yet"):
            job.wait(0.2)
        assert job.cancel().phase == "ABORTED"
        with pytest.raises(Cancelled, match="cancelled"):
            job.result()


def test_an_archive_opened_to_read_can_still_ask_for_a_job(tmp_path: Path) -> None:
    example_application(tmp_path)
    place = str(tmp_path / "archive")
    with dayside.open(place) as archive:
        job = archive.jobs.submit("verify")
        opened = open_archive(Settings(archive=place), write=True)
        runner = Runner(opened.door, opened.archive, use_cases())
        runner.start()
        assert job.result(30) == {"problems": []}
        runner.stop()
        opened.close()


def test_an_executor_that_is_none_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example_application(tmp_path)
    monkeypatch.setenv("DAYSIDE_EXECUTOR", "dask//host:1")
    with pytest.raises(BadRequest, match="There is no executor 'dask//host:1'"):
        dayside.open(tmp_path / "archive")
