"""`Pool`: an executor, how much it does at once, and whether that is in this process."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from dayside.model.errors import BadRequest, nearest


@dataclass(frozen=True, slots=True)
class Pool:
    """An executor in use.

    Attributes
    ----------
    executor : concurrent.futures.Executor
        Takes functions.
    distributed : bool
        Whether they run in other processes, so that they and what they are given must be
        picklable: functions of modules, a `Place` in place of an archive.
    address : str
        What it is, for people: ``local``, or where the cluster is.
    """

    executor: Executor
    distributed: bool
    address: str
    _width: Callable[[], int]
    _close: Callable[[], None]

    @property
    def width(self) -> int:
        """How many functions run at once now; workers of a cluster come and go."""
        return max(1, self._width())

    def close(self) -> None:
        """End what was started for it; what still runs is not waited for."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_pool(address: str = "local") -> Pool:
    """Open the pool an address names.

    Parameters
    ----------
    address : str
        ``local`` or ``local?threads=4``: threads of this process, by default one a core.
        ``dask://host:port``: the cluster of that scheduler.
        ``dask://local?workers=2&threads=1``: processes of this machine, started for it.

    Raises
    ------
    BadRequest
        If it is none of these, or Dask is not installed.
    Upstream
        If no scheduler answers there.

    Examples
    --------
    >>> with open_pool("local?threads=2") as pool:
    ...     pool.width, list(pool.executor.map(abs, [-1, 2]))
    (2, [1, 2])
    """
    kind, _, query = address.partition("?")
    if kind == "local":
        return local_pool(_counts(address, query, "threads").get("threads"))
    if kind == "dask://local":
        from dayside.compute.dask import start_cluster

        counts = _counts(address, query, "workers", "threads")
        return start_cluster(counts.get("workers") or cores(), counts.get("threads") or 1)
    place = urlsplit(address)
    if place.scheme == "dask" and place.netloc and not query:
        from dayside.compute.dask import join_cluster

        return join_cluster(place.netloc)
    raise BadRequest(
        f"There is no executor {address!r}; write local, local?threads=4, dask://host:port or "
        "dask://local?workers=2." + nearest(address, ("local", "dask://local"))
    )


def local_pool(threads: int | None = None) -> Pool:
    """Return a pool of threads of this process, by default one a core.

    Kernels run without the interpreter lock, so that threads are enough.
    """
    threads = threads or cores()
    # It starts its threads when they are needed.
    executor = ThreadPoolExecutor(threads, thread_name_prefix="compute")

    def close() -> None:
        executor.shutdown(wait=False, cancel_futures=True)

    return Pool(executor, False, "local", lambda: threads, close)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _counts(address: str, query: str, *known: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        if key not in known:
            raise BadRequest(
                f"Executor {address!r}: there is no {key!r}, there is {' and '.join(known)}."
                + nearest(key, known)
            )
        if not value.isdecimal() or not 0 < int(value) <= _MOST:
            raise BadRequest(f"Executor {address!r}: {key} is a number from 1 to {_MOST}.")
        counts[key] = int(value)
    return counts


_MOST = 1024
