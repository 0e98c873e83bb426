"""Addresses of executors, threads, and results in order."""

from __future__ import annotations

import threading

import pytest

from dayside.compute import in_order, local_pool, open_pool
from dayside.model.errors import BadRequest, Upstream


def test_the_local_pool_has_a_thread_for_each_core_unless_told() -> None:
    with open_pool() as pool, open_pool("local?threads=3") as other:
        assert pool.width >= 1
        assert (other.width, other.distributed) == (3, False)
        assert list(other.executor.map(str, range(5))) == list("01234")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("", "There is no executor ''"),
        ("dask", "write local, local.threads=4, dask"),
        ("locl", "Did you mean local"),
        ("local?thread=2", "Did you mean threads"),
        ("local?threads=0", "a number from 1 to"),
        ("local?threads=many", "a number from 1 to"),
        ("dask://local?workers=-1", "a number from 1 to"),
        ("dask://host:1?workers=2", "There is no executor"),
    ],
)
def test_an_address_that_is_none_is_told(address: str, told: str) -> None:
    with pytest.raises(BadRequest, match=told):
        open_pool(address)


def test_results_come_in_order_and_few_are_ahead() -> None:
    begun: list[int] = []
    goes_on = threading.Event()

    def square(n: int) -> int:
        begun.append(n)
        if n == 0:
            goes_on.wait(10)
        return n * n

    with local_pool(2) as pool:
        results = in_order(pool, square, range(100))
        threading.Timer(0.1, goes_on.set).start()
        assert next(results) == 0
        assert len(begun) <= 8  # not all hundred
        assert list(results) == [n * n for n in range(1, 100)]


def test_who_stops_reading_stops_the_work() -> None:
    done: list[int] = []
    with local_pool(1) as pool:
        results = in_order(pool, done.append, range(1000))
        next(results)
        results.close()
    assert len(done) < 10


def test_waiting_can_be_given_up() -> None:
    goes_on = threading.Event()

    def enough() -> None:
        raise InterruptedError

    with local_pool(1) as pool:
        results = in_order(pool, lambda _: goes_on.wait(20), [1, 2, 3], enough)
        with pytest.raises(InterruptedError):
            next(results)
        goes_on.set()


def test_an_error_comes_in_its_turn() -> None:
    with local_pool(2) as pool:
        results = in_order(pool, lambda n: 1 // n, [1, 0, 1])
        assert next(results) == 1
        with pytest.raises(ZeroDivisionError):
            next(results)


def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("dayside.compute.dask.PATIENCE_S", 0.2)
    with pytest.raises(Upstream, match="No Dask scheduler answers at 127"):
        open_pool("dask://127.0.0.1:9")
