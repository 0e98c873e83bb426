"""Pools of processes: a Dask cluster, found or started. Imports `distributed`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from types import ModuleType
from typing import TYPE_CHECKING

from dayside.compute.pool import Pool
from dayside.model.errors import BadRequest, Upstream

if TYPE_CHECKING:
    from distributed import Client

PATIENCE_S = 10


def join_cluster(place: str) -> Pool:
    """Return a pool on the cluster whose scheduler is at `place`, ``host:port``.

    Its workers need the same Dayside, and reach archive and index at the same addresses.

    Raises
    ------
    BadRequest
        If Dask is not installed.
    Upstream
        If no scheduler answers there.
    """
    distributed = _distributed()
    try:
        client = distributed.Client(f"tcp://{place}", timeout=PATIENCE_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise Upstream(f"No Dask scheduler answers at {place}: {error}.") from error
    return _pool(client, place, client.close)


def start_cluster(workers: int, threads: int = 1) -> Pool:
    """Return a pool of new processes of this machine, which end with it.

    Parameters
    ----------
    workers : int
        How many processes.
    threads : int
        How many functions each runs at once.

    Raises
    ------
    BadRequest
        If Dask is not installed.
    """
    distributed = _distributed()
    with _memory_kept():
        cluster = distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=threads,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",  # its usual port may be another cluster's
        )
    client = distributed.Client(cluster, set_as_default=False)

    def close() -> None:
        client.close()
        cluster.close()

    return _pool(client, f"{workers} processes", close)


def _pool(client: Client, place: str, close: Callable[[], None]) -> Pool:
    # Nothing is remembered by its arguments: an archive changes. A worker that goes is made up
    # for by the scheduler, which hands its tasks to another.
    executor: Executor = client.get_executor(pure=False)  # type: ignore[no-untyped-call]

    def width() -> int:
        threads: dict[str, int] = client.ncores()  # type: ignore[no-untyped-call]
        return sum(threads.values())

    return Pool(executor, True, f"Dask, {place}", width, close)


def _memory_kept() -> AbstractContextManager[object]:
    """Start workers that keep freed memory for the next task.

    Dask has them give back all of it at once (``MALLOC_TRIM_THRESHOLD_``). A search frees and
    wants some megabytes a thousand times: asking for each anew takes three times as long as it.
    """
    import dask

    key = "distributed.nanny.pre-spawn-environ"
    before = dask.config.get(key, {})
    return dask.config.set({key: {k: v for k, v in before.items() if not k.startswith("MALLOC_")}})


def _distributed() -> ModuleType:
    try:
        import distributed
    except ModuleNotFoundError as error:
        raise BadRequest("This executor needs Dask: pip install 'dayside[dask]'.") from error
    # It tells of every connection otherwise.
    logging.getLogger("distributed").setLevel(logging.WARNING)
    return distributed
