"""Integrity: whether the archive still holds what was put into it."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dayside.archive.archive import Archive
from dayside.db import Block
from dayside.model.errors import ArchiveError, DaysideError

GRACE_S = 3600
"""Files the index does not name may belong to a write under way for this long."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold: of which dataset, and what."""

    dataset: str
    problem: str


def verify(archive: Archive, progress: Callable[[str], None] = lambda _: None) -> Iterator[Finding]:
    """Yield whatever is not as it was written, in every snapshot.

    Every file of every group and every kept original is read and its SHA-256 compared
    with the one noted when it was written; the samples of each group are counted and
    their order checked.
    """
    for group in archive.index.every_group():
        progress(group.path)
        broken = list(archive.objects.check(group.path, group.manifest))
        yield from (Finding(group.dataset, problem) for problem in broken)
        if not broken and isinstance(group, Block):
            yield from _check_samples(archive, group)
    for granule in archive.index.granules():
        for file in granule.files:
            progress(file.name)
            try:
                digest = archive.objects.digest(file.location)
            except DaysideError as error:
                yield Finding(granule.dataset, str(error))
                continue
            if digest != file.sha256:
                yield Finding(
                    granule.dataset,
                    f"The original {file.location} has changed: its checksum does not hold.",
                )


def _check_samples(archive: Archive, block: Block) -> Iterator[Finding]:
    group = archive.group(block.path)
    ticks = group.time(slice(0, len(group)))
    found = (len(ticks), int(ticks[0]), int(ticks[-1])) if len(ticks) else (0, 0, 0)
    if found != (block.rows, block.first, block.last):
        yield Finding(block.dataset, f"{block.path} does not hold the samples the index says.")
    if (np.diff(ticks) < 0).any():
        yield Finding(block.dataset, f"{block.path} is not in time order.")


def leftovers(archive: Archive) -> list[str]:
    """Return what interrupted writes left behind: groups no snapshot names, and drafts.

    Only what is older than `GRACE_S` counts, where the store tells ages.
    """
    known = {group.path for group in archive.index.every_group()}
    folders = {
        "/".join(name.split("/")[: _depth(name)])
        for kind in ("data", "levels", "tmp")
        for name in archive.objects.names(kind)
    }
    return sorted(f for f in folders - known if _is_old(archive, f))


def clean(archive: Archive) -> list[str]:
    """Remove what `leftovers` names, and return it.

    Raises
    ------
    ArchiveError
        If the archive was opened read-only.
    """
    if archive.read_only:
        raise ArchiveError("The archive was opened read-only.")
    found = leftovers(archive)
    for name in found:
        archive.objects.remove(name)
    return found


def _depth(name: str) -> int:
    """Return how many parts of a file's name are the group it belongs to."""
    return {"data": 4, "levels": 3, "tmp": 2}[name.split("/", 1)[0]]


def _is_old(archive: Archive, name: str) -> bool:
    if not archive.objects.is_local:
        return True
    path = Path(archive.objects.path(name))
    return path.exists() and clock.time() - path.stat().st_mtime > GRACE_S
