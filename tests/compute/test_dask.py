"""A real cluster of worker processes on this machine."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.compute import Place, Pool, archive_at, in_order, open_pool
from dayside.model import Series
from dayside.testing.applications import walk

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster() -> Iterator[Pool]:
    with open_pool("dask://local?workers=2&threads=1") as pool:
        yield pool


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("dask") / "archive") as archive:
        append(archive, walk())
        yield archive


def counting(place: Place) -> Callable[[tuple[int, int]], tuple[int, int, int]]:
    """Return a task: (worker, its archive's identity, samples between two times)."""

    def count(interval: tuple[int, int]) -> tuple[int, int, int]:
        time.sleep(0.02)
        archive = archive_at(place)
        return os.getpid(), id(archive), sum(map(len, archive.read("walk", *interval)))

    return count


def pieces(series: Series, n: int) -> list[tuple[int, int]]:
    start, stop = int(series.time[0]), int(series.time[-1]) + 1
    edges = [start + (stop - start) * i // n for i in range(n + 1)]
    return list(pairwise(edges))


def test_workers_keep_their_archive_open(cluster: Pool, kept: Archive) -> None:
    assert cluster.distributed
    until = time.monotonic() + 20
    while cluster.width < 2 and time.monotonic() < until:  # one may have been killed before
        time.sleep(0.05)
    assert cluster.width == 2
    told = list(in_order(cluster, counting(Place.of(kept)), pieces(walk(), 40)))
    assert sum(rows for _, _, rows in told) == len(walk())
    assert len({worker for worker, _, _ in told}) == 2
    assert len({(worker, archive) for worker, archive, _ in told}) == 2
    assert os.getpid() not in {worker for worker, _, _ in told}


def test_a_killed_worker_loses_nothing(cluster: Pool, kept: Archive, tmp_path: Path) -> None:
    count = counting(Place.of(kept, decode_alone=True))
    results = in_order(cluster, count, pieces(walk(), 60))
    first = next(results)
    os.kill(first[0], signal.SIGKILL)
    rest = list(results)
    assert first[2] + sum(rows for _, _, rows in rest) == len(walk())


def test_an_error_of_a_worker_is_the_same_here(cluster: Pool, kept: Archive) -> None:
    from dayside.model.errors import UnknownDataset

    place = Place.of(kept)

    def ask(name: str) -> int:
        return archive_at(place).dataset(name).records

    with pytest.raises(UnknownDataset, match="Did you mean walk"):
        list(in_order(cluster, ask, ["wallk"]))
