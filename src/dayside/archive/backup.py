"""Backup and restore: a whole archive, at one snapshot, in a folder.

Groups never change, so a backup onto an earlier one copies only what is new.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dayside.archive.archive import Archive
from dayside.archive.objects import digest_of, told_plainly
from dayside.db import files_of
from dayside.model.errors import ArchiveDamaged, ArchiveError

DUMP = "index.json"


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup or a restore did."""

    snapshot: int
    files: int
    bytes: int


def backup(
    archive: Archive, target: Path, progress: Callable[[str], None] = lambda _: None
) -> Copied:
    """Copy an archive as it is now into a folder; one that holds an earlier backup is brought on.

    References to originals outside the archive stay references.

    Raises
    ------
    ArchiveDamaged
        If a file does not have the checksum it was written with.
    ArchiveLocked
        If the folder cannot be written.
    """
    rows = archive.index.dump()
    files = bytes_ = 0
    with told_plainly():
        for name, size, digest in files_of(rows):
            goal = target / name
            if goal.exists() and goal.stat().st_size == size and digest_of(goal) == digest:
                continue
            progress(name)
            draft = goal.with_name(goal.name + ".draft")
            archive.objects.copy_to(name, draft)
            if digest_of(draft) != digest:
                draft.unlink()
                raise ArchiveDamaged(f"{name} has changed: its checksum does not hold.")
            draft.replace(goal)
            files, bytes_ = files + 1, bytes_ + size
        # Last, and in one step: until then the folder holds the earlier backup.
        draft = target / f"{DUMP}.draft"
        draft.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(rows))
        draft.replace(target / DUMP)
    return Copied(int(rows["snapshot"][-1]["id"]) if rows["snapshot"] else 0, files, bytes_)


def restore(
    source: Path, archive: Archive, progress: Callable[[str], None] = lambda _: None
) -> Copied:
    """Fill an empty archive from a backup.

    Raises
    ------
    ArchiveError
        If the folder holds no backup, or the archive is not empty.
    ArchiveDamaged
        If a file of the backup does not have the checksum it was written with.
    """
    dump = source / DUMP
    if not dump.is_file():
        raise ArchiveError(f"{source} holds no backup: there is no {DUMP}.")
    if archive.snapshot:
        raise ArchiveError("A backup is restored into an empty archive; this one holds datasets.")
    rows = json.loads(dump.read_text())
    files = bytes_ = 0
    for name, size, digest in files_of(rows):
        path = source / name
        if ".." in path.parts:
            raise ArchiveDamaged(f"The backup names a file outside itself: {name}.")
        if not path.is_file() or digest_of(path) != digest:
            raise ArchiveDamaged(f"{path} is missing or has changed: its checksum does not hold.")
        progress(name)
        archive.objects.put(path, name)
        files, bytes_ = files + 1, bytes_ + size
    archive.index.load(rows)
    return Copied(archive.snapshot, files, bytes_)
