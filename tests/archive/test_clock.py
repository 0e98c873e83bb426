"""Times as pieces: the same times, rows and gaps as the array of them tells."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.conftest import SECOND, T0, Home

from dayside.archive import clock
from dayside.archive.clock import Clock
from dayside.archive.writer import append
from dayside.model import Dataset, Parameter, Series

pieces = st.lists(
    st.tuples(st.integers(70, 300), st.integers(0, 5), st.integers(0, 50)), min_size=1, max_size=6
)


def ticks_of(parts: list[tuple[int, int, int]]) -> np.ndarray:
    """Return times: so many, so far apart, after such a gap."""
    found, last = [], 0
    for rows, step, gap in parts:
        found.append(last + gap + step * np.arange(rows))
        last = int(found[-1][-1])
    return np.concatenate(found)


@given(pieces, st.data())
def test_a_clock_tells_what_the_times_tell(parts: list, data: st.DataObject) -> None:
    ticks = ticks_of(parts)
    found = Clock.of(ticks)
    if found is None:
        return
    low, high = sorted(data.draw(st.tuples(*[st.integers(0, len(ticks))] * 2)))
    np.testing.assert_array_equal(found.time(slice(low, high)), ticks[low:high])
    parts = [ticks[:low], ticks[high:]]
    stretches = [(0, low), (high, len(ticks))]
    np.testing.assert_array_equal(found.time_in(stretches), np.concatenate(parts))
    # Of many stretches they are written by a compiled loop.
    cuts = np.unique(np.linspace(low, high, 3 * clock.FEW).astype(int))
    many = [(int(a), int(b)) for a, b in zip(cuts[:-1:2], cuts[1::2], strict=False)]
    rows = [np.arange(a, b) for a, b in many]
    wanted = ticks[np.concatenate([np.empty(0, int), *rows])]
    np.testing.assert_array_equal(found.time_in(many), wanted)
    tick = data.draw(st.integers(-5, int(ticks[-1]) + 5))
    assert found.row(tick) == np.searchsorted(ticks, tick)
    longest = data.draw(st.integers(0, 60))
    wide = np.flatnonzero(np.diff(ticks) > longest)
    np.testing.assert_array_equal(
        found.gaps(longest), np.column_stack([ticks[wide], ticks[wide + 1]])
    )


def test_jittering_times_have_no_clock() -> None:
    assert Clock.of(np.arange(1000) * 7 + np.arange(1000) % 3) is None
    assert Clock.of(np.array([5])) is None


def test_groups_of_regular_times_keep_a_clock(home: Home, field: Callable[..., Series]) -> None:
    with home.open() as archive:
        append(archive, field(0, 400))
        append(archive, field(1000, 400))
        (path,) = archive.index.extents("mag_1s").within(T0, T0 + 5000 * SECOND)
        group = archive.group(path)
        assert group.clock is not None
        assert group.gaps(5 * SECOND).tolist() == [[T0 + 399 * SECOND, T0 + 1000 * SECOND]]
        assert group.rows(T0 + 399 * SECOND + 1, T0 + 1001 * SECOND) == slice(400, 401)


def test_without_a_clock_the_times_are_read(disk: Home, field: Callable[..., Series]) -> None:
    series = field(0, 400)
    ticks = np.delete(series.time, slice(100, 150))
    ticks = ticks + np.arange(len(ticks)) % 3
    with disk.open() as archive:
        append(archive, Series(series.dataset, ticks, series[: len(ticks)].values))
        (path,) = archive.index.extents("mag_1s").within(T0, T0 + 5000 * SECOND)
        group = archive.group(path)
        assert group.clock is None
        assert group.gaps(5 * SECOND).tolist() == [[ticks[99], ticks[100]]]


def test_a_parameter_may_bear_the_name_of_the_pieces(disk: Home) -> None:
    dataset = Dataset("odd", (Parameter(clock.ARRAY, "float64"),), cadence_ns=SECOND)
    ticks = T0 + np.arange(300) * SECOND
    with disk.open() as archive:
        append(archive, Series(dataset, ticks, {clock.ARRAY: np.arange(300.0)}))
        (block,) = archive.read("odd", T0, T0 + 300 * SECOND)
        np.testing.assert_array_equal(block.time, ticks)
        np.testing.assert_array_equal(block.values[clock.ARRAY], np.arange(300.0))
        (path,) = archive.index.extents("odd").within(T0, T0 + SECOND)
        assert clock.ARRAY in archive.objects.open_group(path)
        assert archive.group(path).clock is None
