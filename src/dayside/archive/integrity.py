"""Integrity: whether the archive still holds what was put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from dayside.archive.archive import Archive
from dayside.db import Block, Granule, KeptFile, LevelGroup
from dayside.model.errors import ArchiveError, DaysideError
from dayside.model.kernel import Kernel

GRACE_S = 3600
"""Files the index does not name may belong to a write under way for this long."""

_DEPTH = {"data": 4, "kernels": 3, "levels": 3, "originals": 3, "results": 2, "tmp": 2}
"""How many parts of a file's name are what it belongs to: a group, an original, a job, a draft."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold: of which dataset, and what."""

    dataset: str
    problem: str


Part = Block | LevelGroup | tuple[Granule, KeptFile] | Kernel
"""What is checked at once: a group of samples or levels, a kept original, or a kernel."""


def parts(archive: Archive) -> dict[str, tuple[int, Part]]:
    """Return the size (bytes) and all there is to check, by name, in the order of the names."""
    found: dict[str, tuple[int, Part]] = {}
    for group in archive.index.every_group():
        found[group.path] = sum(size for size, _ in group.manifest.values()), group
    for granule in archive.index.granules():
        for file in granule.files:
            found[file.location] = file.size, (granule, file)
    for kernel in archive.index.kernels.every():
        found[kernel.location] = kernel.size, kernel
    return dict(sorted(found.items()))


def check(archive: Archive, part: Part) -> Iterator[Finding]:
    """Yield whatever of a part is not as it was written."""
    if isinstance(part, tuple):
        granule, file = part
        yield from _check_file(archive, granule.dataset, "original", file.location, file.sha256)
        return
    if isinstance(part, Kernel):
        yield from _check_file(archive, part.name, "kernel", part.location, part.sha256)
        return
    broken = list(archive.objects.check(part.path, part.manifest))
    yield from (Finding(part.dataset, problem) for problem in broken)
    if not broken and isinstance(part, Block):
        yield from _check_samples(archive, part)


def verify(archive: Archive, progress: Callable[[str], None] = lambda _: None) -> Iterator[Finding]:
    """Yield whatever is not as it was written, in every snapshot.

    Every file of every group, every kept original and every kernel is read and its SHA-256 compared
    with the one noted when it was written; the samples of each group are counted and
    their order checked.
    """
    for name, (_, part) in parts(archive).items():
        progress(name)
        yield from check(archive, part)


def _check_file(
    archive: Archive, of: str, what: str, location: str, sha256: str
) -> Iterator[Finding]:
    try:
        digest = archive.objects.digest(location)
    except DaysideError as error:
        yield Finding(of, str(error))
        return
    if digest != sha256:
        yield Finding(of, f"The {what} {location} has changed: its checksum does not hold.")


def _check_samples(archive: Archive, block: Block) -> Iterator[Finding]:
    group = archive.group(block.path)
    ticks = group.time(slice(0, len(group)))
    found = (len(ticks), int(ticks[0]), int(ticks[-1])) if len(ticks) else (0, 0, 0)
    if found != (block.rows, block.first, block.last):
        yield Finding(block.dataset, f"{block.path} does not hold the samples the index says.")
    if (np.diff(ticks) < 0).any():
        yield Finding(block.dataset, f"{block.path} is not in time order.")


def leftovers(archive: Archive) -> list[str]:
    """Return what interrupted writes left behind: what no snapshot names, and drafts.

    Only what is older than `GRACE_S` counts.
    """
    found: dict[str, list[str]] = {}
    for kind in _DEPTH:
        for name in archive.objects.names(kind):
            found.setdefault("/".join(name.split("/")[: _DEPTH[kind]]), []).append(name)
    # After the files: what is committed meanwhile is known.
    known = {group.path for group in archive.index.every_group()}
    for granule in archive.index.granules():
        known |= {"/".join(file.location.split("/")[:3]) for file in granule.files}
    known |= {kernel.location for kernel in archive.index.kernels.every()}
    known |= {f"results/{job_id}" for job_id in archive.index.jobs.ids()}
    return sorted(
        folder
        for folder, names in found.items()
        if folder not in known and _age_s(archive, names) > GRACE_S
    )


def _age_s(archive: Archive, names: list[str]) -> float:
    """Return the age of the youngest of some files; those that went meanwhile are of no age."""
    try:
        return min(archive.objects.age_s(name) for name in names)
    except FileNotFoundError:
        return 0.0


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
