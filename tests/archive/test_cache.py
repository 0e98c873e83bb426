"""What is kept of groups is what was read, within bounds, however many ask."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest
import zarr

from dayside.archive import cache
from dayside.archive.cache import Cache, Rows, chunks
from dayside.archive.nodes import ByZarr


def test_the_least_used_go_first_when_the_weight_is_reached() -> None:
    kept: Cache[str, bytes] = Cache(10, len)
    for key in "abc":
        kept.get(key, lambda: b"1234")
        kept.get("a", lambda: pytest.fail("a was used last"))
    made = []
    for key in "abc":
        kept.get(key, lambda key=key: made.append(key) or b"1234")
    assert "b" in made
    assert "a" not in made


def test_many_at_once_make_one_value_once() -> None:
    kept: Cache[str, object] = Cache(10)
    together = Barrier(8)
    made = []

    def ask(_: int) -> object:
        together.wait()
        return kept.get("key", lambda: made.append(1) or object())

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ask, range(8)))) == 1
    assert len(made) == 1


def test_a_failure_is_told_and_not_kept() -> None:
    kept: Cache[str, int] = Cache(10)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 // 0)
    assert kept.get("key", lambda: 7) == 7


@pytest.fixture
def stored(tmp_path: Path) -> tuple[np.ndarray, zarr.Array]:
    values = np.arange(3_000).reshape(1_000, 3)
    array = zarr.create_array(
        tmp_path / "a.zarr", shape=values.shape, dtype=values.dtype, chunks=(64, 3), shards=(256, 3)
    )
    array[...] = values
    return values, array


@pytest.mark.parametrize("largest", [0, 1 << 20])
def test_rows_are_those_of_the_array(
    stored: tuple[np.ndarray, zarr.Array], largest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "LARGEST_READ", largest)
    values, array = stored
    rows = Rows(ByZarr(array), "a", chunks())
    assert len(rows) == len(values)
    for part in (slice(0, 0), slice(3, 5), slice(60, 70), slice(64, 128), slice(990, 2_000), ...):
        wanted = slice(None) if part is ... else part
        for _ in range(2):
            np.testing.assert_array_equal(rows[wanted], values[wanted])
    stretches = [(0, 1), (3, 60), (63, 65), (70, 300), (301, 302), (998, 1_000)]
    wanted = np.concatenate([values[low:high] for low, high in stretches])
    np.testing.assert_array_equal(rows.gather(stretches), wanted)
    # Of a sweep over few rows of many chunks nothing is kept, and nothing of one read is another's.
    sparse = [(row, row + 2) for row in range(1, 990, 64)]
    first, second = (rows.gather(part) for part in (sparse, sparse[::2]))
    np.testing.assert_array_equal(first, np.concatenate([values[a:b] for a, b in sparse]))
    np.testing.assert_array_equal(second, np.concatenate([values[a:b] for a, b in sparse[::2]]))


def test_what_is_kept_cannot_be_written_to(stored: tuple[np.ndarray, zarr.Array]) -> None:
    rows = Rows(ByZarr(stored[1]), "a", chunks())
    with pytest.raises(ValueError, match="read-only"):
        rows[0:3][0, 0] = 7
