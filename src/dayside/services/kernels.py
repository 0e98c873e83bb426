"""The kernels of an archive: adding, listing, removing; who sees which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dayside.model import Principal
from dayside.model.errors import (
    ArchiveError,
    DaysideError,
    Forbidden,
    NotFound,
    UnreadableFile,
    nearest,
)
from dayside.model.kernel import Kernel
from dayside.services.archives import archive_of
from dayside.services.door import Door

if TYPE_CHECKING:
    from dayside.sources.ephemeris import EphemerisSource, Spice

TEXT_SUFFIXES = frozenset({".tf", ".tls", ".tpc", ".tsc", ".ti"})


@dataclass(frozen=True, slots=True)
class Added:
    """One kernel that is in the archive now; `was_there` if it was before."""

    kernel: Kernel
    was_there: bool


def add(
    door: Door, files: Sequence[Path], principal: Principal, *, private: bool = False
) -> list[Added]:
    """Add kernels; meta-kernels stand for the files they name.

    Parameters
    ----------
    door : Door
    files : sequence of Path
        In the order in which they are to be loaded: what a later one says holds.
    principal : Principal
        May write.
    private : bool
        Only for those who may read private datasets.

    Raises
    ------
    UnreadableFile
        If one of them is refused; it is named with the reason, and nothing is added.
    Forbidden
        If `principal` may not write.
    """
    _need_writer(principal)
    source, archive = ephemeris_of(door), archive_of(door, "kernels")
    if archive.read_only:
        raise ArchiveError("The archive was opened read-only; no kernel was added.")
    kept = {kernel.name: kernel for kernel in source.sets.kept(private=True)}
    access = "private" if private else "public"
    new: list[tuple[Path, Kernel]] = []
    for path, kernel in _inspected(source, files):
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        new.append((path, replace(kernel, access=access, owner=principal.name, added=now)))
    added = []
    for path, kernel in new:
        before = kept.get(kernel.name)
        there = before is not None and (before.sha256, before.access) == (kernel.sha256, access)
        added.append(Added(kernel, there))
        if not there:
            archive.objects.keep(path, kernel.location, "copy")
    archive.index.kernels.add([a.kernel for a in added if not a.was_there])
    return added


def every(door: Door, principal: Principal) -> Sequence[Kernel]:
    """Return the kernels that `principal` may know of, in the order in which they are loaded."""
    return ephemeris_of(door).sets.kept(private=principal.may("read:private"))


def get(door: Door, name: str, principal: Principal) -> Kernel:
    """Return one kernel.

    Raises
    ------
    NotFound
        If there is none of that name that `principal` may know of.
    """
    found = {kernel.name: kernel for kernel in every(door, principal)}
    if name not in found:
        raise NotFound(f"There is no kernel {name}." + nearest(name, found))
    return found[name]


def remove(door: Door, name: str, principal: Principal) -> None:
    """Forget a kernel.

    Raises
    ------
    NotFound, Forbidden
    """
    _need_writer(principal)
    archive = archive_of(door, "kernels")
    found = get(door, name, principal)
    archive.index.kernels.remove(name)
    archive.objects.remove(found.location)


def spice_for(door: Door, principal: Principal) -> Spice:
    """Return SPICE with the kernels that `principal` may see."""
    return ephemeris_of(door).sets.spice(private=principal.may("read:private"))


def used(door: Door, principal: Principal) -> list[str]:
    """Return the names of the kernels behind what `principal` is answered: its provenance."""
    return [path.name for path in spice_for(door, principal).files]


def ephemeris_of(door: Door) -> EphemerisSource:
    """Return the source of ephemerides of a door.

    Raises
    ------
    NotFound
        If there is none.
    """
    from dayside.sources.ephemeris import EphemerisSource

    for source in door.sources:
        if isinstance(source, EphemerisSource):
            return source
    raise NotFound("No archive here keeps kernels.")


def _inspected(source: EphemerisSource, files: Sequence[Path]) -> Iterator[tuple[Path, Kernel]]:
    """Yield each file with what SPICE says of it; the first that is refused ends it."""
    from dayside.sources.ephemeris import Spice

    paths = list(_with_named(source, files))
    # Orientations (CK) are told in ticks of clocks that are among the text kernels.
    texts = [p for p in paths if p.suffix.lower() in TEXT_SUFFIXES]
    loaded = source.sets.spice(private=True).files
    first, then = Spice(loaded), Spice([*loaded, *texts])
    try:
        for path in texts:
            _kernel(first, path)
        for path in paths:
            yield path, _kernel(then, path)
    finally:
        first.close()
        then.close()


def _with_named(source: EphemerisSource, files: Sequence[Path]) -> Iterator[Path]:
    """Yield the files, and in the place of meta-kernels those that they name."""
    spice = source.sets.spice(private=True)
    for path in files:
        if not path.is_file():
            raise UnreadableFile(f"{path}: there is no such file; no kernel was added.")
        with path.open("rb") as file:
            is_meta = file.read(8).startswith(b"KPL/MK")
        if not is_meta:
            yield path
            continue
        for named in spice.files_of(path):
            yield _found(named, path)


def _found(named: str, meta_kernel: Path) -> Path:
    """Return a file that a meta-kernel names: as written, below its folder, or beside it."""
    given = Path(named.replace("\\", "/"))
    places = [given, meta_kernel.parent / given, meta_kernel.parent / given.name]
    for place in places:
        if place.is_file():
            return place
    raise UnreadableFile(
        f"{meta_kernel.name} names {named}, which is neither there nor beside it; "
        "no kernel was added."
    )


def _kernel(spice: Spice, path: Path) -> Kernel:
    from dayside.archive.objects import digest_of

    try:
        told = spice.describe(path.resolve())
    except DaysideError as error:
        raise UnreadableFile(f"{path.name} was refused, and no kernel added: {error}") from error
    if not told["kind"]:
        raise UnreadableFile(
            f"{path.name} was refused, and no kernel added: it is no SPICE kernel (SPK, CK, FK, "
            "PCK, LSK, SCLK, IK or a meta-kernel)."
        )
    if told["damaged"]:
        raise UnreadableFile(
            f"{path.name} was refused, and no kernel added: none of its positions can be read; "
            "the file is damaged or cut off."
        )
    record = {
        "name": path.name,
        "kind": told["kind"],
        "sha256": digest_of(path),
        "size": path.stat().st_size,
        "covers": told["covers"],
        "notes": told["notes"],
    }
    return Kernel.from_dict(record)


def _need_writer(principal: Principal) -> None:
    if not principal.may("write"):
        raise Forbidden("Kernels are added and removed by whoever may write; send a token.")
