"""The levels say of every bin what numpy says of its samples."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.archive.conftest import Home

from dayside.archive import Archive, levels
from dayside.archive.writer import append
from dayside.model import Series, time
from dayside.science.series import bins

Field = Callable[..., Series]


@pytest.fixture
def archive(disk: Home, field: Field) -> Iterator[Archive]:
    """Hold two months of samples every half minute, with a hole, in three appends."""
    with disk.open() as archive:
        for start_s, rows, seed in ((0, 60_000, 1), (2_400_000, 90_000, 2), (1_000_000, 1_000, 3)):
            append(archive, field(start_s, rows, seed, step_s=30))
        yield archive


def test_each_level_equals_numpy(archive: Archive) -> None:
    found = archive.dataset("mag_1s")
    whole = Series.concatenate(found, archive.read("mag_1s", found.start, found.stop))
    columns = whole.values["B"].astype(np.float64)
    with_length = np.column_stack([columns, np.sqrt((columns**2).sum(1))])
    unix = time.to_unix_ns(whole.time)
    for width in archive.level_widths("mag_1s"):
        bin_of = unix // width
        stretch = archive.level("mag_1s", "B", width, bin_of[0] - 5, bin_of[-1] + 5)
        assert stretch is not None
        assert stretch.stats[:, bins.COUNT].sum() == np.isfinite(with_length).sum()
        for k in np.unique(bin_of)[:: max(len(np.unique(bin_of)) // 50, 1)]:
            samples = with_length[bin_of == k]
            stats = stretch.stats[np.searchsorted(stretch.bins, k)]
            valid = np.isfinite(samples).any(axis=0)
            expected = samples[:, valid].astype(np.float32)
            np.testing.assert_array_equal(stats[bins.MIN, valid], np.nanmin(expected, axis=0))
            np.testing.assert_array_equal(stats[bins.MAX, valid], np.nanmax(expected, axis=0))
            np.testing.assert_allclose(
                stats[bins.MEAN, valid], np.nanmean(samples[:, valid], axis=0), rtol=1e-4, atol=1e-5
            )


def test_empty_bins_are_empty(archive: Archive) -> None:
    width = archive.level_widths("mag_1s")[0]
    hole = int(time.to_unix_ns(time.parse("2016-09-26"))) // width
    assert (
        archive.level("mag_1s", "B", width, hole, hole + 3) is None
        or not np.isfinite(
            archive.level("mag_1s", "B", width, hole, hole + 3).stats[:, bins.MEAN]
        ).any()
    )


def test_levels_of_an_earlier_snapshot_are_its_own(archive: Archive) -> None:
    width = archive.level_widths("mag_1s")[-1]
    everything = (-(10**9), 10**9)
    counts = [
        archive.level("mag_1s", "B", width, *everything, snapshot=n).stats[:, bins.COUNT, 0].sum()
        for n in (1, 2, 3)
    ]
    assert counts[0] < counts[1] <= counts[2]


@pytest.mark.parametrize(
    ("cadence_s", "first_s"), [(1, 16), (4, 64), (60, 1024), (1 / 32, 0.5), (1 / 20_000, 2**-10)]
)
def test_the_first_level_is_about_sixteen_samples_wide(cadence_s: float, first_s: float) -> None:
    every = levels.widths(round(cadence_s * time.NS))
    assert every[0] / time.NS == pytest.approx(first_s, rel=0.1)
    assert all(b == 4 * a for a, b in itertools.pairwise(every))


@given(
    data=st.lists(
        st.tuples(st.integers(0, 40), st.floats(-1e6, 1e6, width=32) | st.just(float("nan"))),
        min_size=1,
        max_size=80,
    ),
    cuts=st.lists(st.integers(0, 80), max_size=3),
)
def test_parts_of_bins_join_to_the_whole(data: list[tuple[int, float]], cuts: list[int]) -> None:
    data = sorted(data, key=lambda row: row[0])
    bin_of = np.array([row[0] for row in data])
    values = np.array([[row[1]] for row in data])
    whole = levels.Stretch(*bins.bin_statistics(bin_of, values, magnitude=False))
    edges = sorted({0, len(data), *(min(c, len(data)) for c in cuts)})
    parts = [
        levels.Stretch(*bins.bin_statistics(bin_of[a:b], values[a:b], magnitude=False))
        for a, b in itertools.pairwise(edges)
    ]
    joined = levels.joined(parts)
    assert joined is not None
    np.testing.assert_array_equal(joined.bins, whole.bins)
    np.testing.assert_array_equal(joined.stats[:, [0, 1, 3]], whole.stats[:, [0, 1, 3]])
    np.testing.assert_allclose(joined.stats[:, 2], whole.stats[:, 2], rtol=1e-9, atol=1e-6)
