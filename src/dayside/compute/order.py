"""Results in the order they were asked for, with a bounded number on their way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, wait
from typing import TypeVar

from dayside.compute.packed import Packed
from dayside.compute.pool import Pool

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2
"""Tasks on their way for each that runs: none waits for the next to be handed over."""


LOOK_S = 0.2


def in_order(
    pool: Pool,
    function: Callable[[T], R],
    tasks: Iterable[T],
    waiting: Callable[[], object] = lambda: None,
) -> Iterator[R]:
    """Yield `function` of each task, in the order of the tasks.

    Unlike an executor's ``map``, which takes all tasks at once, it takes only as many as keep
    the pool busy: memory does not grow with their number, and whoever stops reading stops
    the work.

    Parameters
    ----------
    pool : Pool
    function : callable
        Is packed once for all tasks, if the pool is distributed.
    tasks : iterable
        Picklable, if the pool is distributed.
    waiting : callable
        Called several times a second while a result is waited for; may raise to stop the work.

    Raises
    ------
    Exception
        What `function` raised, in its task's turn.
    """
    coming: deque[Future[R]] = deque()
    rest = iter(tasks)
    if pool.distributed:
        function = Packed(function)
    try:
        for task in rest:
            coming.append(pool.executor.submit(function, task))
            if len(coming) >= AHEAD * pool.width:
                yield _result(coming[0], waiting)
                coming.popleft()
        while coming:
            yield _result(coming[0], waiting)
            coming.popleft()
    finally:
        for future in coming:
            future.cancel()


def _result(future: Future[R], waiting: Callable[[], object]) -> R:
    while not wait([future], LOOK_S).done:
        waiting()
    return future.result()
