"""Opening an index: read beside a writer, in folders of others, of other versions."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from tests.archive.conftest import Home

from dayside.archive import Archive, backup, integrity
from dayside.archive.writer import append
from dayside.model import Series
from dayside.model.errors import ArchiveDamaged, ArchiveError, ArchiveLocked, ArchiveTooNew

Field = Callable[..., Series]

AS_ANOTHER = """
import os, sys
from dayside.archive import Archive, integrity
from dayside.model.errors import ArchiveLocked

with Archive.open(sys.argv[2]) as warm:  # while all modules can be imported
    list(integrity.verify(warm))
    found = warm.dataset("mag_1s")
    sum(map(len, warm.read("mag_1s", found.start, found.stop)))
os.setuid(65534)
with Archive.open(sys.argv[1], read_only=True) as archive:
    found = archive.dataset("mag_1s")
    rows = sum(len(b) for b in archive.read("mag_1s", found.start, found.stop))
    print(rows, [f.problem for f in integrity.verify(archive)], flush=True)
    print(sys.stdin.readline().strip(), flush=True)
    print(archive.dataset("mag_1s").records, flush=True)
try:
    Archive.open(sys.argv[1])
except ArchiveLocked as error:
    print(error)
"""


def execute(archive: Path, statement: str) -> None:
    engine = create_engine(f"sqlite:///{archive}/index.sqlite")
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_a_reader_sees_what_another_process_writes_meanwhile(disk: Home, field: Field) -> None:
    with disk.open() as archive:
        append(archive, field(0, 10))
    with disk.open(read_only=True) as reader:
        assert reader.dataset("mag_1s").records == 10
        with disk.open() as archive:
            append(archive, field(10, 10))
        assert (reader.snapshot, reader.dataset("mag_1s").records) == (2, 20)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")
@pytest.mark.parametrize("writer_is_there", [True, False])
def test_a_folder_of_somebody_else_is_read(
    disk: Home, field: Field, tmp_path: Path, writer_is_there: bool
) -> None:
    below = [f for f in (tmp_path, *tmp_path.parents) if Path(tempfile.gettempdir()) in f.parents]
    for folder in below:
        folder.chmod(0o755)
    with Archive.open(tmp_path / "warm") as warm:
        append(warm, field(0, 10))
    writer = disk.open()
    append(writer, field(0, 10))
    if not writer_is_there:
        writer.close()
    with subprocess.Popen(
        [sys.executable, "-c", AS_ANOTHER, disk.location, tmp_path / "warm"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as reader:  # fmt: skip
        assert reader.stdout is not None
        first = reader.stdout.readline()
        append(writer, field(10, 10))
        rest, errors = reader.communicate("go\n")
    writer.close()
    assert (first, rest.splitlines()[:2]) == ("10 []\n", ["go", "20"]), errors
    assert rest.splitlines()[2].startswith("The index cannot be opened")


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "schema 9999"),
        ("UPDATE archive SET value = '7' WHERE key = 'format'", "format 7"),
    ],
)
@pytest.mark.parametrize("read_only", [True, False])
def test_a_later_archive_is_refused_in_words(
    disk: Home, field: Field, statement: str, reason: str, read_only: bool
) -> None:
    with disk.open() as archive:
        append(archive, field(0, 10))
    execute(Path(disk.location), statement)
    with pytest.raises(ArchiveTooNew, match=f"later Dayside .{reason}.*Update Dayside"):
        disk.open(read_only=read_only)


def test_a_backup_of_a_later_archive_is_refused_and_changes_nothing(
    disk: Home, field: Field, tmp_path: Path
) -> None:
    with disk.open() as archive:
        append(archive, field(0, 10))
        backup.backup(archive, tmp_path / "backup")
    dump = tmp_path / "backup" / backup.DUMP
    dump.write_text(dump.read_text().replace('"value": "1"', '"value": "2"'))
    with Archive.open(tmp_path / "new") as empty:
        with pytest.raises(ArchiveTooNew, match="format 2"):
            backup.restore(tmp_path / "backup", empty)
        assert empty.snapshot == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk can be mounted by root alone")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_and_what_was_there_is_read(small_disk: Path, field: Field) -> None:
    with Archive.open(small_disk / "archive") as archive:
        append(archive, field(0, 1000))
        with pytest.raises(ArchiveLocked, match="its disk is full"):
            append(archive, field(1000, 200_000))
        assert archive.dataset("mag_1s").records == 1000
        assert list(integrity.verify(archive)) == []
        assert archive.objects.names("tmp") == []
    with suppress(OSError), (small_disk / "filled").open("wb", buffering=0) as file:
        while file.write(bytes(512)):
            pass
    # Not even the log of the index has a place now.
    with Archive.open(small_disk / "archive", read_only=True) as archive:
        assert archive.dataset("mag_1s").records == 1000
        assert list(integrity.verify(archive)) == []
    with pytest.raises(ArchiveLocked):
        Archive.open(small_disk / "another")
    (small_disk / "filled").unlink()
    with Archive.open(small_disk / "archive") as archive:
        assert append(archive, field(1000, 1000)) == 2


def test_a_backup_reaches_no_file_outside_itself(disk: Home, field: Field, tmp_path: Path) -> None:
    with disk.open() as archive:
        append(archive, field(0, 10))
        backup.backup(archive, tmp_path / "backup")
    dump = tmp_path / "backup" / backup.DUMP
    dump.write_text(dump.read_text().replace('"path": "data/', '"path": "../data/'))
    with Archive.open(tmp_path / "new") as empty:
        with pytest.raises(ArchiveDamaged, match="outside itself"):
            backup.restore(tmp_path / "backup", empty)
        assert empty.snapshot == 0


def test_an_older_schema_is_brought_on_by_a_writer(disk: Home, field: Field) -> None:
    with disk.open() as archive:
        append(archive, field(0, 10))
    # As before the first migration: its tables are made anew by none.
    execute(Path(disk.location), "UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(ArchiveError, match="open it once for writing"):
        disk.open(read_only=True)


def as_before_jobs(disk: Home) -> None:
    """Take an archive back to the first schema."""
    for table in ("job", "formula", "event_list", "event_state", "event_piece"):
        execute(Path(disk.location), f"DROP TABLE {table}")
    execute(Path(disk.location), "UPDATE alembic_version SET version_num = '0001'")


def test_an_older_archive_that_may_be_written_is_simply_read(disk: Home, field: Field) -> None:
    with disk.open() as archive:
        append(archive, field(0, 10))
    as_before_jobs(disk)
    with disk.open(read_only=True) as archive:
        assert archive.dataset("mag_1s").records == 10
        assert archive.index.jobs.find() == []


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")
def test_an_older_archive_of_somebody_else_is_told(
    disk: Home, field: Field, tmp_path: Path
) -> None:
    with disk.open() as archive:
        append(archive, field(0, 10))
    as_before_jobs(disk)
    below = [f for f in (tmp_path, *tmp_path.parents) if Path(tempfile.gettempdir()) in f.parents]
    for folder in below:
        folder.chmod(0o755)
    told = (
        "from dayside.db import connect; import os, sys; import alembic.command, alembic.config\n"
    )
    told += "os.setuid(65534)\ntry: connect(sys.argv[1], read_only=True)\n"
    told += "except Exception as error: print(error)"
    url = f"sqlite:///{disk.location}/index.sqlite"
    done = subprocess.run([sys.executable, "-c", told, url], capture_output=True, text=True)
    assert "open it once for writing" in done.stdout, done.stderr


def test_an_index_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "index.sqlite").write_bytes(b"no database at all" * 100)
    for read_only in (True, False):
        with pytest.raises(ArchiveError, match="index"):
            Archive.open(tmp_path, read_only=read_only)


@pytest.mark.parametrize("read_only", [True, False])
def test_an_index_that_breaks_while_open_is_told(disk: Home, field: Field, read_only: bool) -> None:
    with disk.open() as archive:
        append(archive, field(0, 10))
    with disk.open(read_only=read_only) as archive:
        execute(Path(disk.location), "DROP TABLE block")
        with pytest.raises(ArchiveError, match="The index cannot be read"):
            list(integrity.verify(archive))
        with pytest.raises((ArchiveError, ArchiveLocked)):
            append(archive, field(10, 10))
