"""A layout that the first files misled is made anew, and sparse times cost little."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest
from tests.archive.conftest import SECOND, T0, Home
from tests.archive.test_contract import assert_same, whole

from dayside.archive import Archive, integrity, partition
from dayside.archive.writer import append
from dayside.model import Dataset, Parameter, Series, time
from dayside.science.series import bins

Field = Callable[..., Series]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let partitions hold little, so that a few samples crowd them."""
    monkeypatch.setattr(partition, "MAX_ROWS", 2000)


def levels_agree(archive: Archive, dataset: str = "mag_1s") -> None:
    found = whole(archive, dataset)
    unix = time.to_unix_ns(found.time)
    for width in archive.level_widths(dataset):
        bin_of = unix // width
        stretch = archive.level(dataset, "flag", width, int(bin_of[0]), int(bin_of[-1]))
        assert stretch is not None
        expected, count = np.unique(bin_of, return_counts=True)
        np.testing.assert_array_equal(stretch.bins, expected)
        np.testing.assert_array_equal(stretch.stats[:, bins.COUNT, 0], count)


def bare(series: Series) -> Series:
    """Return the series of a file that tells no cadence."""
    return Series(series.dataset.replace(cadence_ns=None), series.time, series.values)


def test_a_lonely_first_sample_does_not_decide(disk: Home, field: Field) -> None:
    with disk.open() as archive:
        append(archive, bare(field(0, 1)))
        append(archive, bare(field(100, 2, step_s=3600)))
        append(archive, bare(field(8000, 500)))
        assert archive.dataset("mag_1s").cadence_ns == SECOND
        assert archive.level_widths("mag_1s")[0] == 16 * SECOND
        levels_agree(archive)


@pytest.mark.usefixtures("small")
def test_crowded_partitions_are_cut(disk: Home, field: Field) -> None:
    parts = [field(start, 3000, start) for start in (0, 3000, 6000, 9000)]
    with disk.open() as archive:
        append(archive, field(0, 1, step_s=1.0))
        for part in parts:
            append(archive, bare(part))
        assert max(b.rows for b in archive.index.blocks("mag_1s")) <= 4000
        assert_same(whole(archive), Series.concatenate(parts[0].dataset, parts))
        assert_same(whole(archive, snapshot=2), parts[0])
        levels_agree(archive)
        assert list(integrity.verify(archive)) == []


@pytest.mark.usefixtures("small")
def test_many_small_partitions_are_joined(disk: Home, field: Field) -> None:
    burst = field(0, 1500, step_s=0.001)
    bursts = field(1000, 400, step_s=7200.0)
    with disk.open() as archive:
        append(archive, bare(burst))
        assert archive.index.state("mag_1s")[1] == "second"
        append(archive, bare(bursts))
        assert archive.index.state("mag_1s")[1] == "day"
        assert_same(whole(archive), Series.concatenate(burst.dataset, [burst, bursts]))
        levels_agree(archive)


def test_a_clock_that_jumps_by_centuries_costs_little(disk: Home, field: Field) -> None:
    series = field(0, 20_000, step_s=0.001)
    ticks = series.time.copy()
    ticks[:3] = [time.parse(t) for t in ("1708", "1970", "1971-06-01")]
    ticks[-2:] = [time.parse(t) for t in ("2200", "2260-12-31T23:59:59.999999999")]
    broken = Series(series.dataset.replace(cadence_ns=1_000_000), ticks, series.values)
    tracemalloc.start()
    with disk.open() as archive:
        append(archive, broken)
        append(archive, field(100, 50))
        found = archive.dataset("mag_1s")
        assert sum(map(len, archive.read("mag_1s", found.start, found.stop))) == 20_050
        for width in archive.level_widths("mag_1s"):
            bin_of = np.unique(time.to_unix_ns(ticks) // width)
            stretch = archive.level("mag_1s", "flag", width, *bin_of[[0, -1]].tolist())
            assert np.isin(bin_of, stretch.bins).all()
            assert stretch.stats[:, bins.COUNT].sum() == 20_050
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200 << 20


def test_rows_of_many_bytes_come_in_small_blocks(disk: Home) -> None:
    dataset = Dataset("image", (Parameter("a", "float32", shape=(512, 512)),), cadence_ns=SECOND)
    values = np.arange(40, dtype=np.float32)[:, None, None] + np.zeros((1, 512, 512), np.float32)
    with disk.open() as archive:
        append(archive, Series(dataset, T0 + np.arange(40) * SECOND, {"a": values}))
        blocks = list(archive.read("image", T0, T0 + 60 * SECOND))
    assert max(b.values["a"].nbytes for b in blocks) <= 16 << 20
    assert np.concatenate([b.values["a"][:, 0, 0] for b in blocks]).tolist() == list(range(40))


def test_names_of_our_own_arrays_are_free(disk: Home) -> None:
    names = ["time", "granule", "levels", "shadowed", "a/b", "..", "Ωm", "B"]
    names += ["zarr.json", "__a", "first", "runs", "parameter_0"]
    dataset = Dataset("odd", tuple(Parameter(n, "float64") for n in names), cadence_ns=SECOND)
    ticks = T0 + np.arange(3) * SECOND
    values = {n: np.arange(3.0) + i for i, n in enumerate(names)}
    with disk.open() as archive:
        append(archive, Series(dataset, ticks, values))
        append(archive, Series(dataset, ticks[:1], {n: v[:1] + 50 for n, v in values.items()}))
        found = whole(archive, "odd")
        for i, name in enumerate(names):
            assert found.values[name].tolist() == [50 + i, 1 + i, 2 + i]
            width = archive.level_widths("odd")[0]
            everything = time.to_unix_ns(ticks[[0, -1]]) // width
            stretch = archive.level("odd", name, width, *everything.tolist())
            assert stretch.stats[:, bins.MAX].max() == 50 + i
        assert list(integrity.verify(archive)) == []


def test_a_dataset_may_hold_texts_alone_or_nothing(disk: Home) -> None:
    texts = Dataset("texts", (Parameter("s", "U4"),))
    with disk.open() as archive:
        append(archive, Series(texts, np.array([T0]), {"s": np.array(["abc"])}))
        append(archive, Series.empty(texts.replace(id="nothing")))
        assert whole(archive, "texts").values["s"].tolist() == ["abc"]
        for dataset in ("texts", "nothing"):
            for width in archive.level_widths(dataset):
                assert archive.level(dataset, "s", width, -(10**6), 10**6) is None
        assert len(whole(archive, "nothing")) == 0
        assert archive.dataset("nothing").start is None
