"""kill -9 of a server: its jobs are gone on with by the next."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np
import pytest

from dayside.archive import Archive, integrity
from dayside.archive.writer import append
from dayside.model import Dataset, Parameter, Series

# A disk so slow that there is time to be killed, and little patience with the silent.
SERVER = """
import sys, time
from dayside.archive import integrity
from dayside.services.jobs import runner

def slowly(archive, part, check=integrity.check):
    time.sleep(0.3)
    print("checked", flush=True)
    return check(archive, part)

integrity.check = slowly
runner.LEASE_S, runner.BEAT_S, runner.NOTE_S = 1.5, 0.3, 0.2
from dayside.cli import main
main(["--archive", sys.argv[1], "serve", "--port", "0"])
"""


@contextmanager
def server(archive: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(archive)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[2].rstrip("/"), process
        finally:
            process.kill()


@pytest.mark.slow
def test_a_killed_server_loses_no_job(tmp_path: Path) -> None:
    dataset = Dataset("mag", (Parameter("x", "float64", "nT"),), cadence_ns=10**9)
    with Archive.open(tmp_path / "archive") as archive:
        for n in range(5):
            ticks = np.arange(10) * 10**9 + n * 10**11
            append(archive, Series(dataset, ticks, {"x": np.ones(10)}))
        parts = len(integrity.parts(archive))
    with server(tmp_path / "archive") as (url, process), httpx.Client(base_url=url) as client:
        path = f"/api/jobs/{client.post('/api/jobs', json={'kind': 'verify'}).json()['id']}"
        while (job := client.get(path).json())["progress"] < 0.4:
            time.sleep(0.02)
        assert job["partial"]["checked"]
        process.kill()
    with server(tmp_path / "archive") as (url, process), httpx.Client(base_url=url) as client:
        job = client.get(path).json()
        while job["phase"] not in {"COMPLETED", "ERROR", "ABORTED"}:
            told = {"wait": 20, "phase": job["phase"]}
            job = client.get(path, params=told, timeout=30).json()
        process.terminate()
        checked = process.communicate()[0].count("checked")
    assert (job["phase"], job["result"], job["attempts"]) == ("COMPLETED", {"problems": []}, 2)
    assert 0 < checked < 0.75 * parts  # gone on with, not from the start
