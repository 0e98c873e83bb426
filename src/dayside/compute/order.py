"""Results in the order they were asked for, with a bounded number on their way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import TypeVar

from dayside.compute.pool import Pool

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2
"""Tasks on their way for each that runs: none waits for the next to be handed over."""


def in_order(pool: Pool, function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
    """Yield `function` of each task, in the order of the tasks.

    Unlike an executor's ``map``, which takes all tasks at once, it takes only as many as keep
    the pool busy: memory does not grow with their number, and whoever stops reading stops
    the work.

    Parameters
    ----------
    pool : Pool
    function : callable
        Of a module, if the pool is distributed.
    tasks : iterable
        Picklable, if the pool is distributed.

    Raises
    ------
    Exception
        What `function` raised, in its task's turn.
    """
    coming: deque[Future[R]] = deque()
    rest = iter(tasks)
    try:
        for task in rest:
            coming.append(pool.executor.submit(function, task))
            if len(coming) >= AHEAD * pool.width:
                yield coming.popleft().result()
        while coming:
            yield coming.popleft().result()
    finally:
        for future in coming:
            future.cancel()
