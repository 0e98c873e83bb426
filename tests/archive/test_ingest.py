"""Files in: idempotent, in any order, versions and refusals told truly."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import numpy as np
import pytest
from tests.archive.conftest import Home

from dayside.archive import Archive, integrity
from dayside.archive.ingest import Options, ingest
from dayside.model import Series, time
from dayside.model.errors import ArchiveLocked

ALWAYS = (time.parse("1900"), time.parse("2100"))


def write(path: Path, day: int, values: list[float], hour: int = 0) -> Path:
    lines = ["time,n [cm-3]"]
    lines += [f"2016-09-{day:02d}T{hour:02d}:{m:02d}:00Z,{v}" for m, v in enumerate(values)]
    path.write_text("\n".join(lines) + "\n")
    return path


def values_of(
    archive: Archive, dataset: str = "density", snapshot: int | None = None
) -> list[float]:
    found = archive.dataset(dataset, snapshot)
    series = Series.concatenate(found, archive.read(dataset, *ALWAYS, snapshot=snapshot))
    return series.values["n"].tolist()


def test_days_of_one_product_are_one_dataset(disk: Home, tmp_path: Path) -> None:
    for day in (3, 1, 2):
        write(tmp_path / f"density_201609{day:02d}_v01.csv", day, [day, day + 0.5])
    with disk.open() as archive:
        outcomes = list(ingest(archive, [tmp_path / "*.csv"]))
        assert [o.status for o in outcomes] == ["added"] * 3
        assert archive.snapshot == 1
        assert values_of(archive) == [1, 1.5, 2, 2.5, 3, 3.5]
        assert archive.dataset("density")["n"].units == "cm-3"
        again = list(ingest(archive, [tmp_path]))
        assert {o.status for o in again if o.path.suffix == ".csv"} == {"present"}
        assert archive.snapshot == 1


@pytest.mark.parametrize(
    "order", [("v1", "v02", "v10"), ("v10", "v1", "v02"), ("v02", "v10", "v1")]
)
def test_the_highest_version_wins_whenever_it_arrives(
    disk: Home, tmp_path: Path, order: tuple[str, ...]
) -> None:
    with disk.open() as archive:
        for version in order:
            number = int(version[1:])
            path = write(tmp_path / f"density_20160901_{version}.csv", 1, [number] * (number + 1))
            assert [o.status for o in ingest(archive, [path])] == ["added"]
        assert values_of(archive) == [10] * 11
        granules = archive.granules("density")
        assert [g.version for g in granules if g.live] == ["10"]
        assert len(granules) == 3


def test_the_older_issue_stays_readable(disk: Home, tmp_path: Path) -> None:
    with disk.open() as archive:
        list(ingest(archive, [write(tmp_path / "density_20160901_v1.csv", 1, [1, 2, 3])]))
        list(ingest(archive, [write(tmp_path / "density_20160901_v2.csv", 1, [7])]))
        assert values_of(archive) == [7]
        assert values_of(archive, snapshot=1) == [1, 2, 3]


def test_files_of_one_name_in_two_folders_are_two_files(disk: Home, tmp_path: Path) -> None:
    paths = []
    for day in (1, 2):
        (tmp_path / str(day)).mkdir()
        paths.append(write(tmp_path / str(day) / "density.csv", day, [day]))
    with disk.open() as archive:
        for path in paths:
            list(ingest(archive, [path]))
        assert values_of(archive) == [1, 2]
        list(ingest(archive, [write(paths[0], 1, [7])]))
        assert values_of(archive) == [7, 2]


def test_overlapping_files_give_each_sample_once(disk: Home, tmp_path: Path) -> None:
    with disk.open() as archive:
        list(ingest(archive, [write(tmp_path / "density_20160901.csv", 1, [1, 2, 3, 4])]))
        other = tmp_path / "density_20160901T0002.csv"
        other.write_text(
            "time,n [cm-3]\n2016-09-01T00:02:00Z,30\n2016-09-01T00:03:00Z,40\n"
            "2016-09-01T00:04:00Z,50\n"
        )
        list(ingest(archive, [other]))
        assert values_of(archive) == [1, 2, 30, 40, 50]


def test_a_refused_file_says_why_and_the_rest_goes_on(disk: Home, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "noise.cdf").write_bytes(os.urandom(500))
    write(tmp_path / "density_20160901.csv", 1, [1, 2])
    with disk.open() as archive:
        outcomes = {o.path.name: o for o in ingest(archive, [tmp_path, tmp_path / "none.csv"])}
        assert outcomes["density_20160901.csv"].status == "added"
        assert "empty" in outcomes["empty.csv"].reason
        assert outcomes["noise.cdf"].status == "refused"
        assert "There is no file" in outcomes["none.csv"].reason
        assert values_of(archive) == [1, 2]


@pytest.mark.parametrize("keep", ["copy", "link", "reference"])
def test_originals_are_kept_as_asked(disk: Home, tmp_path: Path, keep: str) -> None:
    path = write(tmp_path / "density_20160901.csv", 1, [1, 2])
    content = path.read_bytes()
    with disk.open() as archive:
        list(ingest(archive, [path], Options(keep=keep)))
        (granule,) = archive.granules("density")
        (kept,) = granule.files
        where = (
            Path(kept.location)
            if keep == "reference"
            else Path(archive.objects.path(kept.location))
        )
        assert where.read_bytes() == content
        assert where.samefile(path) == (keep != "copy")
        assert list(integrity.verify(archive)) == []
        path.write_text("changed")
        assert bool(list(integrity.verify(archive))) == (keep != "copy")


def test_a_given_id_goes_before_the_files_own(disk: Home, tmp_path: Path) -> None:
    path = write(tmp_path / "density_20160901.csv", 1, [1, 2])
    with disk.open() as archive:
        (outcome,) = ingest(archive, [path], Options(dataset="My Own"))
        assert outcome.datasets == ("my_own",)


def test_only_what_is_given_may_be_long(disk: Home, tmp_path: Path) -> None:
    name = "a_rather_long_name_of_a_product_of_mine"
    path = write(tmp_path / f"{name}_20160901.csv", 1, [1, 2])
    with disk.open() as archive:
        (own,) = ingest(archive, [path])
        (made,) = own.datasets
        assert len(made) <= 31
        assert archive.dataset(made).title == name.replace("_", " ")
        (given,) = ingest(archive, [path], Options(dataset=name))
        assert given.datasets == (name,)
        (said,) = tmp_path.glob("*.csv")
        said.with_suffix(".toml").write_text(f'id = "{name}_described"')
        (described,) = ingest(archive, [path])
        assert described.datasets == (f"{name}_described",)


def test_a_compressed_file_is_a_granule_of_its_dataset(disk: Home, tmp_path: Path) -> None:
    plain = write(tmp_path / "density_20160901_v01.csv", 1, [1.0, 2.0])
    packed = tmp_path / "density_20160902_v01.csv.gz"
    packed.write_bytes(gzip.compress(write(tmp_path / "day2", 2, [3.0]).read_bytes()))
    (tmp_path / "density_20160902_v01.toml").write_text('target = "Mars"\n')
    with disk.open() as archive:
        assert {o.datasets for o in ingest(archive, [plain, packed])} == {("density",)}
        assert values_of(archive) == [1, 2, 3]
        assert archive.dataset("density").target == "Mars"
        (granule,) = [g for g in archive.granules("density") if g.name == packed.name]
        assert (granule.format, granule.size) == ("csv", packed.stat().st_size)
        assert granule.version == "1"
        assert [o.status for o in ingest(archive, [packed])] == ["present"]


def test_a_packed_table_of_a_label_is_refused(disk: Home, tmp_path: Path) -> None:
    (tmp_path / "T1.LBL").write_text('PDS_VERSION_ID = PDS3\n^TABLE = "T1.TAB"\nEND\n')
    path = tmp_path / "T1.TAB.gz"
    path.write_bytes(gzip.compress(b"2016-09-01T00:00:00 1\n2016-09-01T00:00:01 2\n"))
    with disk.open() as archive:
        (outcome,) = ingest(archive, [path])
        assert outcome.status == "refused"
        assert "unpack it first" in outcome.reason


def test_appends_bump_the_modification_date_and_the_coverage(disk: Home, tmp_path: Path) -> None:
    with disk.open() as archive:
        list(ingest(archive, [write(tmp_path / "density_20160901.csv", 1, [1, 2])]))
        before = archive.dataset("density")
        list(ingest(archive, [write(tmp_path / "density_20160902.csv", 2, [1, 2])]))
        after = archive.dataset("density")
    assert after.modified > before.modified
    assert after.start == before.start
    assert after.stop == time.parse("2016-09-02T00:02")


def test_a_full_disk_ends_well(disk: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with disk.open() as archive:
        list(ingest(archive, [write(tmp_path / "density_20160901.csv", 1, [1, 2])]))

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("dayside.archive.objects.os.fsync", full)
        with pytest.raises(ArchiveLocked, match="disk is full"):
            list(ingest(archive, [write(tmp_path / "density_20160902.csv", 2, [3])]))
        monkeypatch.undo()
        assert values_of(archive) == [1, 2]
        assert archive.objects.names("tmp") == []
        list(ingest(archive, [tmp_path / "density_20160902.csv"]))
        assert values_of(archive) == [1, 2, 3]


@pytest.mark.realdata
def test_messenger_orbits_are_one_dataset_sample_by_sample(disk: Home, test_data: Path) -> None:
    import pandas as pd

    files = sorted((test_data / "insitu-planetary/messenger_orbits").glob("*_mag_1s.parquet"))
    with disk.open() as archive:
        assert [o.status for o in ingest(archive, files)] == ["added"] * 8
        series = Series.concatenate(
            archive.dataset("messenger_mag_1s"), archive.read("messenger_mag_1s", *ALWAYS)
        )
    expected = pd.concat([pd.read_parquet(f) for f in files])
    assert len(series) == len(expected)
    np.testing.assert_array_equal(series.values["B"], expected[["magx", "magy", "magz"]].to_numpy())
    np.testing.assert_array_equal(
        time.to_datetime64(series.time), expected["time"].to_numpy("datetime64[ns]")
    )
