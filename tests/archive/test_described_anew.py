"""The same bytes, described anew: a new issue of the same granule."""

from __future__ import annotations

from pathlib import Path

from tests.archive.conftest import Home
from tests.archive.test_ingest import ALWAYS, values_of, write

from dayside.archive import Archive
from dayside.archive.ingest import Options, ingest
from dayside.model import time


def take(archive: Archive, *paths: Path, **options: object) -> list[str]:
    return [o.status for o in ingest(archive, paths, Options(**options))]  # type: ignore[arg-type]


def test_a_corrected_sidecar_is_taken_and_the_old_state_stays(disk: Home, tmp_path: Path) -> None:
    path = write(tmp_path / "density_20160901.csv", 1, [1.0, -9.0, 3.0])
    beside = path.with_suffix(".toml")
    with disk.open() as archive:
        beside.write_text('title = "Wrong"\n[parameters.n]\nunits = "m-3"\n')
        assert take(archive, path) == ["added"]
        beside.write_text('title = "Right"\n[parameters.n]\nunits = "cm-3"\nfill = -9.0\n')
        (outcome,) = ingest(archive, [path])
        assert (outcome.status, outcome.datasets) == ("added", ("density",))
        assert "described anew" in outcome.reason
        assert take(archive, path) == ["present"]
        new, old = archive.dataset("density"), archive.dataset("density", 1)
        assert (new.title, new["n"].units, new.records) == ("Right", "cm-3", 3)
        assert (old.title, old["n"].units) == ("Wrong", "m-3")
        assert str(values_of(archive)) == "[1.0, nan, 3.0]"
        assert values_of(archive, snapshot=1) == [1, -9, 3]


def test_comments_and_order_of_a_description_are_no_change(disk: Home, tmp_path: Path) -> None:
    path = write(tmp_path / "density_20160901.csv", 1, [1.0])
    beside = path.with_suffix(".toml")
    with disk.open() as archive:
        beside.write_text('title = "A"\ntarget = "Mars"\n')
        assert take(archive, path) == ["added"]
        beside.write_text('# the same\ntarget = "Mars"\n\ntitle = "A"\n')
        assert take(archive, path) == ["present"]
        assert archive.snapshot == 1


def test_what_was_said_first_may_be_said_again(disk: Home, tmp_path: Path) -> None:
    path = write(tmp_path / "density_20160901.csv", 1, [1.0, 2.0])
    said = [tmp_path / "one.toml", tmp_path / "two.toml"]
    said[0].write_text('[dataset]\ntitle = "One"\nversion = "2"\n')
    said[1].write_text('[dataset]\ntitle = "Two"\nversion = "1"\n')
    with disk.open() as archive:
        for description in (*said, said[0]):
            assert take(archive, path, description=description) == ["added"]
            assert take(archive, path, description=description) == ["present"]
        assert archive.dataset("density").title == "One"
        assert values_of(archive) == [1, 2]


def test_a_corrected_time_moves_the_samples(disk: Home, tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("t,n\n0,1\n60,2\n")
    with disk.open() as archive:
        path.with_suffix(".toml").write_text('[time]\ncolumn = "t"\nformat = "unix"\n')
        assert take(archive, path) == ["added"]
        path.with_suffix(".toml").write_text('[time]\ncolumn = "t"\nformat = "j2000"\n')
        assert take(archive, path) == ["added"]
        (block,) = archive.read("counts", *ALWAYS)
        assert [str(t)[:4] for t in time.to_text(block.time)] == ["2000", "2000"]


def test_all_files_of_a_dataset_are_described_anew_together(disk: Home, tmp_path: Path) -> None:
    paths = [write(tmp_path / f"density_2016090{d}.csv", d, [d]) for d in (1, 2)]
    folder = tmp_path / "dayside.toml"
    with disk.open() as archive:
        folder.write_text('[parameters.n]\nunits = "m-3"\n')
        assert take(archive, *paths) == ["added", "added"]
        folder.write_text('[parameters.n]\nunits = "cm-3"\n')
        # One alone would leave the dataset with two units.
        (refused,) = ingest(archive, paths[:1])
        assert refused.status == "refused"
        assert "all its files anew" in refused.reason
        assert take(archive, *paths) == ["added", "added"]
        assert archive.dataset("density")["n"].units == "cm-3"
        assert values_of(archive) == [1, 2]


def test_one_file_in_two_folders_is_in_once(disk: Home, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write(tmp_path / name / "density_20160901.csv", 1, [1.0])
    (tmp_path / "b" / "dayside.toml").write_text('title = "B"\n')
    with disk.open() as archive:
        assert sorted(take(archive, tmp_path / "a", tmp_path / "b")) == ["added", "present"]
        assert take(archive, tmp_path / "a", tmp_path / "b") == ["present", "present"]


def test_who_was_kept_out_stays_out(disk: Home, tmp_path: Path) -> None:
    path = write(tmp_path / "density_20160901.csv", 1, [1.0])
    with disk.open() as archive:
        path.with_suffix(".toml").write_text('access = "private"\n')
        take(archive, path)
        path.with_suffix(".toml").write_text('title = "Corrected"\n')
        assert take(archive, path) == ["added"]
        assert archive.dataset("density").access == "private"
