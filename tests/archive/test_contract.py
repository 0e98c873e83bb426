"""What an archive promises, wherever it lives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
import xarray
from tests.archive.conftest import SECOND, T0, Home

from dayside.archive import Archive, backup, integrity
from dayside.archive.writer import append
from dayside.model import Dataset, Parameter, Series, time
from dayside.model.errors import (
    ArchiveDamaged,
    ArchiveLocked,
    UnknownDataset,
    UnknownParameter,
    UnknownSnapshot,
    UnreadableFile,
)

Field = Callable[..., Series]
ALWAYS = (time.parse("1900"), time.parse("2100"))


def whole(archive: Archive, dataset: str = "mag_1s", snapshot: int | None = None) -> Series:
    found = archive.dataset(dataset, snapshot)
    return Series.concatenate(found, archive.read(dataset, *ALWAYS, snapshot=snapshot))


def assert_same(found: Series, expected: Series) -> None:
    np.testing.assert_array_equal(found.time, expected.time)
    for name, values in expected.values.items():
        np.testing.assert_array_equal(found.values[name], values)


def test_what_was_written_is_read_back(home: Home, field: Field) -> None:
    series = field(0, 5000)
    with home.open() as archive:
        assert append(archive, series) == 1
    with home.open(create=False, read_only=True) as archive:
        assert_same(whole(archive), series)
        found = archive.dataset("mag_1s")
        assert (found.start, found.stop, found.records) == (T0, T0 + 5000 * SECOND, 5000)
        assert found["B"] == series.dataset["B"]
        assert list(integrity.verify(archive)) == []


def test_an_interval_is_half_open(home: Home, field: Field) -> None:
    with home.open() as archive:
        append(archive, field(0, 1000))
        rows = list(archive.read("mag_1s", T0 + 10 * SECOND, T0 + 20 * SECOND, ["flag"]))
        assert np.concatenate([b.time for b in rows]).tolist() == [
            T0 + s * SECOND for s in range(10, 20)
        ]
        assert set(rows[0].values) == {"flag"}


def test_every_snapshot_stays_readable(home: Home, field: Field) -> None:
    first, second = field(0, 300, seed=1), field(100, 300, seed=2)
    with home.open() as archive:
        before = append(archive, first)
        after = append(archive, second)
        assert after > before
        assert_same(whole(archive, snapshot=before), first)
        merged = whole(archive)
        assert_same(merged[:100], first[:100])
        assert_same(merged[100:], second)
        with pytest.raises(UnknownSnapshot, match="There is no snapshot 99"):
            archive.dataset("mag_1s", 99)


def test_late_and_interleaved_samples_find_their_place(home: Home, field: Field) -> None:
    late, early, between = field(86_400, 50, 1), field(0, 50, 2), field(0.5, 50, 3)
    with home.open() as archive:
        for series in (late, early, between):
            append(archive, series)
        found = whole(archive)
    expected = np.sort(np.concatenate([late.time, early.time, between.time]))
    np.testing.assert_array_equal(found.time, expected)


def test_a_later_parameter_leaves_gaps_before_it(home: Home, field: Field) -> None:
    series = field(0, 10)
    more = series.dataset.replace(
        parameters=(*series.dataset.parameters, Parameter("T", "float32", "K"))
    )
    later = field(10, 10)
    values = {**later.values, "T": np.arange(10, dtype=np.float32)}
    with home.open() as archive:
        append(archive, series)
        append(archive, Series(more, later.time, values))
        found = whole(archive)
    assert np.isnan(found.values["T"][:10]).all()
    assert found.values["T"][10:].tolist() == list(range(10))


def test_what_does_not_fit_is_refused_and_changes_nothing(home: Home, field: Field) -> None:
    series = field(0, 10)
    other = series.dataset.replace(parameters=(Parameter("B", "float32", "nT", (4,)),))
    wrong = Series(other, series.time, {"B": np.zeros((10, 4), np.float32)})
    with home.open() as archive:
        append(archive, series)
        with pytest.raises(UnreadableFile, match=r"shape \(4,\), but \(3,\)"):
            append(archive, wrong)
        assert archive.snapshot == 1
        assert integrity.leftovers(archive) == []


def test_unknown_names_are_told_with_the_nearest(home: Home, field: Field) -> None:
    with home.open() as archive:
        append(archive, field(0, 10))
        with pytest.raises(UnknownDataset, match=r"Did you mean mag_1s\?"):
            archive.dataset("mag_2s")
        with pytest.raises(UnknownParameter, match="it has B, flag"):
            archive.read("mag_1s", *ALWAYS, ["C"])


def test_two_writers_at_once_lose_nothing(home: Home, field: Field) -> None:
    with home.open() as archive:
        append(archive, field(0, 1))
    failures: list[BaseException] = []

    def write(which: int) -> None:
        try:
            with home.open() as archive:
                for part in range(5):
                    append(archive, field(1000 * (2 * part + which + 1), 100))
        except BaseException as error:  # noqa: BLE001 - told by the test itself
            failures.append(error)

    threads = [Thread(target=write, args=(which,)) for which in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with home.open() as archive:
        assert len(whole(archive)) == 1001
        assert archive.snapshot == 11
        assert list(integrity.verify(archive)) == []


def test_a_read_only_archive_is_read_and_not_written(home: Home, field: Field) -> None:
    with home.open() as archive:
        append(archive, field(0, 10))
    with home.open(read_only=True) as archive:
        assert len(whole(archive)) == 10
        with pytest.raises(ArchiveLocked, match="read-only"):
            append(archive, field(10, 10))


def test_a_flipped_byte_is_found(home: Home, field: Field) -> None:
    with home.open() as archive:
        append(archive, field(0, 1000))
        path = next(n for n in archive.objects.names("data") if "/B/c/" in n)
        fs = archive.objects._fs
        content = bytearray(fs.cat_file(archive.objects.path(path)))
        content[len(content) // 2] ^= 1
        fs.pipe_file(archive.objects.path(path), bytes(content))
        problems = [f.problem for f in integrity.verify(archive)]
    assert any(path in p and "checksum" in p for p in problems)


def test_a_backup_restores_all_of_it(home: Home, disk: Home, field: Field, tmp_path) -> None:
    with home.open() as archive:
        append(archive, field(0, 100))
        append(archive, field(50, 100, seed=7))
        first = backup.backup(archive, tmp_path / "backup")
        assert backup.backup(archive, tmp_path / "backup").files == 0
        assert first.snapshot == 2
        with Archive.open(tmp_path / "restored") as restored:
            backup.restore(tmp_path / "backup", restored)
            assert_same(whole(restored), whole(archive))
            assert_same(whole(restored, snapshot=1), whole(archive, snapshot=1))
            assert append(restored, field(500, 5)) == 3


def test_any_group_opens_with_plain_xarray(home: Home, field: Field) -> None:
    series = field(0, 100)
    with home.open() as archive:
        append(archive, series)
        block = archive.index.blocks("mag_1s")[0]
        with xarray.open_zarr(archive.objects.url(block.path)) as found:
            np.testing.assert_array_equal(found["B"].to_numpy(), series.values["B"])
            assert found["B"].attrs["units"] == "nT"
            np.testing.assert_array_equal(found["time"].to_numpy(), series.time)


def test_a_leap_second_keeps_its_row_and_texts_their_letters(home: Home) -> None:
    ticks = np.array([time.parse(f"2016-12-31T23:59:{s}") for s in (58, 59, 60)])
    ticks = np.append(ticks, time.parse("2017-01-01"))
    dataset = Dataset("leap", (Parameter("n", "int32", fill=-1), Parameter("s", "U6")))
    values = {"n": np.arange(4, dtype=np.int32), "s": np.array(["a", "Ωhm", "", "bcdefg"])}
    with home.open() as archive:
        append(archive, Series(dataset, ticks, values))
        found = whole(archive, "leap")
    assert time.to_text(found.time, 0).tolist() == [
        "2016-12-31T23:59:58Z", "2016-12-31T23:59:59Z", "2016-12-31T23:59:60Z",
        "2017-01-01T00:00:00Z",
    ]  # fmt: skip
    assert found.values["s"].tolist() == ["a", "Ωhm", "", "bcdefg"]
    assert found.values["n"].tolist() == [0, 1, 2, 3]


def test_only_old_leftovers_are_removed(
    home: Home, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    with home.open() as archive:
        append(archive, field(0, 10))

        def fill(folder: Path) -> None:
            (folder / "zarr.json").write_text("{}")

        for name in ("data/mag_1s/2016-09/0.zarr", "levels/mag_1s/0.zarr", "originals/aa/aabb"):
            archive.objects.write_group(name, fill)
        # They may belong to a write under way.
        assert integrity.clean(archive) == []
        monkeypatch.setattr(integrity, "GRACE_S", -1)
        assert len(integrity.clean(archive)) == 3
        assert integrity.leftovers(archive) == []
        assert len(whole(archive)) == 10
        assert list(integrity.verify(archive)) == []


def test_a_group_that_is_gone_is_told(home: Home, field: Field) -> None:
    with home.open() as archive:
        append(archive, field(0, 10))
        archive.objects.remove(archive.index.blocks("mag_1s")[0].path)
    with home.open() as archive, pytest.raises(ArchiveDamaged, match="cannot be read"):
        whole(archive)
