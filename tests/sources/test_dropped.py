"""Files that are only looked at: read apart, held for a while, listed nowhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dayside.formats.base import get_format
from dayside.model import Series, time
from dayside.model.errors import Gone, TooMuch, UnknownDataset, UnreadableFile
from dayside.sources import Source
from dayside.sources.apart import read_apart
from dayside.sources.dropped import DroppedSource, Room
from dayside.sources.files import Found, read_files
from dayside.sources.held import HeldSource
from dayside.sources.shelf import Shelf
from dayside.testing.applications import walk
from dayside.testing.sources import SourceContract

TABLE = "time,density [cm-3]\n2020-01-01T00:00:00Z,1.5\n2020-01-01T00:00:10Z,2.5\n"


def read_here(folder: Path, target: Path, most_bytes: int) -> Found:
    """Read in this process: faster, for what has nothing to do with processes."""
    found = read_files([folder])
    (target / "values").write_bytes(bytes(1000))
    return found


def placing(*names: str, text: str = TABLE) -> Callable[[Path], None]:
    def place(folder: Path) -> None:
        for name in names:
            (folder / name).write_text(text)

    return place


class TestHeldSource(SourceContract):
    @pytest.fixture
    def source(self) -> Source:
        made = walk()
        dataset = made.dataset.replace(
            start=int(made.time[0]), stop=int(made.time[-1]) + time.NS, records=len(made)
        )
        return HeldSource([Series(dataset, made.time, made.values)])


@pytest.mark.parametrize("level", [0, 2, 5])
def test_levels_are_numpys_extremes_of_the_samples(level: int) -> None:
    made = walk()
    source = HeldSource([made])
    width = source.level_widths("walk")[level]
    bin_of = time.to_unix_ns(made.time) // width
    first, last = int(bin_of[0]) + 1, int(bin_of[-1]) - 1
    found = source.level("walk", "Bx", width, first, last)
    inside = [b for b in np.unique(bin_of) if first <= b <= last]
    if not inside:
        assert found is None
        return
    assert found is not None
    assert found.bins.tolist() == inside
    for bin_, stats in zip(found.bins, found.stats, strict=True):
        here = made.values["Bx"][bin_of == bin_]
        assert stats[:2, 0].tolist() == [here.min(), here.max()]
        assert stats[3, 0] == len(here)


def test_a_look_can_be_asked_for_by_its_token_alone() -> None:
    source = DroppedSource(read=read_here)
    look = source.take(placing("density.csv"))
    assert source.datasets() == []
    dataset = source.describe(f"{look.token}/density")
    assert (dataset.records, dataset.cadence_ns, dataset["density"].units) == (
        2, 10 * time.NS, "cm-3",
    )  # fmt: skip
    assert dataset.stop == dataset.start + 20 * time.NS  # type: ignore[operator]
    with pytest.raises(Gone):
        source.describe("0123456789abcdef0123/density")
    with pytest.raises(UnknownDataset, match="no dataset"):
        source.describe(f"{look.token}/other")


def test_a_look_goes_when_nobody_used_it() -> None:
    now = [0.0]
    source = DroppedSource(Room(idle_s=60), read_here, now=lambda: now[0])
    id_ = f"{source.take(placing('density.csv')).token}/density"
    now[0] = 50
    source.describe(id_)
    now[0] = 100
    blocks = source.read(id_, 0, 2**62)
    now[0] = 161
    with pytest.raises(Gone, match="drop it again"):
        source.version(id_)
    assert sum(len(b) for b in blocks) == 2  # what is being read is read to its end


def test_the_longest_unused_makes_room() -> None:
    now = [0.0]
    source = DroppedSource(Room(looks=2, values_bytes=2500), read_here, now=lambda: now[0])
    tokens = []
    for _ in range(3):
        now[0] += 1
        tokens.append(source.take(placing("density.csv")).token)
        now[0] += 1
        source.version(f"{tokens[0]}/density")
    with pytest.raises(Gone):
        source.version(f"{tokens[1]}/density")
    for token in (tokens[0], tokens[2]):
        source.version(f"{token}/density")


def test_nothing_stays_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    source = DroppedSource(Room(looks=1), read_here)
    source.take(placing("density.csv"))
    source.take(placing("density.csv"))
    assert len(looks_in(tmp_path)) == 1
    with pytest.raises(UnreadableFile, match=r"density\.cdf"):
        source.take(placing("density.cdf", text="no CDF, nor anything else\n"))
    assert len(looks_in(tmp_path)) == 1
    del source
    assert not list(tmp_path.iterdir())


def looks_in(folder: Path) -> list[Path]:
    [shelf] = folder.iterdir()
    return [path for path in shelf.iterdir() if path.is_dir()]


def test_what_a_killed_process_left_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "import os; from dayside.sources.shelf import Shelf; shelf = Shelf.make();"
        "(shelf.folder / 'look').mkdir(); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(tmp_path)})
    [left] = tmp_path.iterdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ours, others = Shelf.make(), Shelf.make()
    assert not left.exists()
    assert ours.folder.exists()  # what somebody holds stays
    assert others.folder.exists()


def test_files_of_one_dataset_are_joined(tmp_path: Path) -> None:
    later = TABLE.replace("2020-01-01", "2020-01-02")
    (tmp_path / "density_20200102_v01.csv").write_text(later)
    (tmp_path / "density_20200101_v01.csv").write_text(TABLE)
    (tmp_path / "broken.cdf").write_bytes(b"\xcd\xf3\x00\x01\x00\x00\xff\xff torn")
    found = read_files([tmp_path])
    assert [(s.dataset.id, len(s)) for s in found.series] == [("density", 4)]
    assert (np.diff(found.series[0].time) > 0).all()
    assert [r.name for r in found.refused] == ["broken.cdf"]
    assert "broken.cdf is a damaged or truncated CDF" in found.reason


def test_what_is_read_apart_is_what_the_file_holds(tmp_path: Path) -> None:
    made = walk()
    files, target = tmp_path / "files", tmp_path / "target"
    files.mkdir()
    target.mkdir()
    content = b"".join(get_format("parquet").write(made.dataset, [made]))
    (files / "walk.parquet").write_bytes(content)
    (read,) = read_apart(files, target, 1 << 30).series
    assert np.array_equal(read.time, made.time)
    for name in made.dataset.names:
        assert read.values[name].tobytes() == made.values[name].tobytes()
    shutil.rmtree(target)
    target.mkdir()
    with pytest.raises(TooMuch, match="too many to look at"):
        read_apart(files, target, 1000)


def test_a_file_that_stops_its_reader_stops_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "code"
    folder.mkdir()
    # Every process started from here dies at once, as a library that crashes would make it.
    (folder / "sitecustomize.py").write_text("import os; os.abort()")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    with pytest.raises(UnreadableFile, match="stopped whoever read it"):
        read_apart(tmp_path, tmp_path, 1)
    (folder / "sitecustomize.py").write_text("import time; time.sleep(60)")
    with pytest.raises(UnreadableFile, match="longer than 1 s"):
        read_apart(tmp_path, tmp_path, 1, seconds=1)
