"""kill -9 at any moment: what was acknowledged is there, and nothing is torn."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from threading import Timer

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

# Each file is its own batch, so that there are many moments to be killed at. Imports take
# longer than the writing: each writer is a fork of a process that has them.
NURSERY = """
import json, os, sys
import alembic.command, numba, pandas, psycopg, pyarrow.parquet, s3fs, zarr.codecs
from dayside.archive import Archive, ingest
from dayside.formats import formats
from dayside.science.series import bin_kernels

def write(location, index_url, *files):
    with Archive.open(location, index_url=index_url) as archive:
        print("ready", os.getpid(), flush=True)
        for outcome in ingest.ingest(archive, files):
            assert outcome.status != "refused", outcome.reason
            print(outcome.path.name, flush=True)

formats()
ingest.BATCH_FILES = 1
for line in sys.stdin:
    writer = os.fork()
    if not writer:
        write(*json.loads(line))
        os._exit(0)
    print("ended", os.waitstatus_to_exitcode(os.waitpid(writer, 0)[1]), flush=True)
"""


class Nursery:
    """Starts writers, one after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def close(self) -> None:
        self._process.communicate()

    def killed_after(self, home: Home, files: list[Path], delay_s: float) -> list[str]:
        """Run a writer, kill it after a while, and return the files it acknowledged."""
        assert self._process.stdin is not None
        command = [home.location, home.index_url, *map(str, files)]
        print(json.dumps(command), file=self._process.stdin, flush=True)
        said, writer = self._words()
        assert said == "ready"
        killer = Timer(delay_s, kill, [int(writer)])
        killer.start()
        acknowledged = []
        while (words := self._words())[0] != "ended":
            acknowledged.append(words[0])
        killer.cancel()
        assert int(words[1]) in (0, -signal.SIGKILL)
        return acknowledged

    def _words(self) -> list[str]:
        assert self._process.stdout is not None
        return self._process.stdout.readline().split()


def kill(process_id: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process_id, signal.SIGKILL)


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    with closing(Nursery()) as found:
        yield found


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
def test_killed_writers_lose_and_tear_nothing(home: Home, nursery: Nursery, tmp_path: Path) -> None:
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
            acknowledged |= set(nursery.killed_after(place, files, rng.uniform(0.0, 0.35)))
            done += 1
            with place.open() as archive:
                names = {g.name for d in archive.datasets() for g in archive.granules(d.id)}
            assert acknowledged <= names
        # Whoever comes next finishes the work, and finds nothing half done.
        nursery.killed_after(place, files, 120)
        assert state(place) == calm
