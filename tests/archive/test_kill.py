"""kill -9 at any moment: what was acknowledged is there, and nothing is torn."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.archive.conftest import Home

from dayside.archive import integrity
from dayside.archive.ingest import ingest
from dayside.model import Series, time

FILES = 12
ROWS = 400

# Each file is its own batch, so that there are many moments to be killed at.
WRITER = """
import sys
from dayside.archive import Archive, ingest
ingest.BATCH_FILES = 1
location, index_url, *files = sys.argv[1:]
with Archive.open(location, index_url=index_url or None) as archive:
    print("ready", flush=True)
    for outcome in ingest.ingest(archive, files):
        assert outcome.status != "refused", outcome.reason
        print(outcome.path.name, flush=True)
"""


def make_files(folder: Path) -> list[Path]:
    """Write twelve days that overlap by half, in shuffled order, two issues of some."""
    paths = []
    for day in range(FILES):
        times = np.datetime64("2016-09-01", "ns") + np.arange(ROWS) * np.timedelta64(60, "s")
        times = times + np.timedelta64(day * ROWS // 2, "m")
        values = np.random.default_rng(day).normal(size=(ROWS, 3))
        table = pa.table({"time": times, **{f"b{c}": values[:, i] for i, c in enumerate("xyz")}})
        path = folder / f"mag_201609{day + 1:02d}_v{1 + day % 2:02d}.parquet"
        pq.write_table(table, path)
        paths.append(path)
    random.Random(4).shuffle(paths)
    return paths


def killed_after(home: Home, files: list[Path], delay_s: float) -> list[str]:
    """Run a writer, kill it after a while, and return the files it acknowledged."""
    command = [sys.executable, "-c", WRITER, home.location, home.index_url or ""]
    process = subprocess.Popen(
        [*command, *map(str, files)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stderr is not None
    first = process.stdout.readline()
    assert first == "ready\n", process.stderr.read()
    try:
        process.wait(delay_s)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
    acknowledged = process.stdout.read().splitlines()
    process.wait()
    errors = process.stderr.read()
    process.stdout.close()
    process.stderr.close()
    assert process.returncode in (0, -signal.SIGKILL), errors
    return acknowledged


def state(home: Home) -> dict[str, bytes]:
    """Return all samples of an archive, and check that every promise holds."""
    with home.open() as archive:
        assert [f.problem for f in integrity.verify(archive)] == []
        found = {}
        for dataset in archive.datasets():
            series = Series.concatenate(
                dataset, archive.read(dataset.id, time.parse("1900"), time.parse("2100"))
            )
            found[dataset.id] = series.time.tobytes() + b"".join(
                np.ascontiguousarray(v).tobytes() for v in series.values.values()
            )
        return found


@pytest.mark.slow
def test_killed_writers_lose_and_tear_nothing(home: Home, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    files = make_files(tmp_path / "files")
    with Home(str(tmp_path / "calm"), None).open() as archive:
        assert all(o.status == "added" for o in ingest(archive, files))
    calm = state(Home(str(tmp_path / "calm"), None))

    # A hundred on SQLite and a disk; the others share all code but the last step.
    kills = 100 if home.index_url is None else 10
    rng = random.Random(1)
    rounds = 0
    done = 0
    while done < kills:
        place = (
            Home(f"{home.location}-{rounds}", home.index_url) if home.index_url is None else home
        )
        rounds += 1
        acknowledged: set[str] = set()
        for _ in range(10):
            acknowledged |= set(killed_after(place, files, rng.uniform(0.0, 0.35)))
            done += 1
            with place.open() as archive:
                names = {g.name for d in archive.datasets() for g in archive.granules(d.id)}
            assert acknowledged <= names
        # Whoever comes next finishes the work, and finds nothing half done.
        killed_after(place, files, 120)
        assert state(place) == calm
