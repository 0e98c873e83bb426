"""Files dropped to look at, without taking them into the archive."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from dayside.model import Dataset, Principal
from dayside.model.errors import BadRequest, NotFound, TooMuch, UnreadableFile
from dayside.services import catalog
from dayside.services.door import Door
from dayside.services.examples import drawable
from dayside.sources.dropped import NAME, DroppedSource
from dayside.sources.files import Refusal, read_files
from dayside.sources.held import HeldSource

MOST_FILES = 200
MOST_PANELS = 4
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in files.

    Attributes
    ----------
    datasets : tuple of Dataset
        Under the ids by which they can be asked for.
    panels : tuple of (str, str)
        Dataset and parameter worth drawing first.
    refused : tuple of Refusal
        Files that could not be read, and why.
    idle_s : float
        How long they stay if nobody looks at them, s.
    """

    datasets: tuple[Dataset, ...]
    panels: tuple[tuple[str, str], ...]
    refused: tuple[Refusal, ...]
    idle_s: float


def look(door: Door, files: Iterable[tuple[str, BinaryIO]], principal: Principal) -> Looked:
    """Read files and hold them for a while, listed nowhere.

    Parameters
    ----------
    files : iterable of (str, binary file)
        Names as whoever sent them calls them, and what is in them. Files that belong
        together, such as a label and its table, come together.

    Raises
    ------
    UnreadableFile
        If none of them can be read; the text says why.
    TooMuch
        If there are too many, or they are too large.
    BadRequest
        If there is none, or two have one name.
    NotFound
        If files are not looked at here.
    """
    source = source_of(door)

    def place(folder: Path) -> None:
        _place(files, folder, source.room.upload_bytes)

    taken = source.take(place)
    datasets = tuple(
        catalog.describe(door, f"{NAME}/{taken.token}/{own_id}", principal)
        for own_id in taken.source.held
    )
    return Looked(datasets, first_panels(datasets), taken.refused, source.room.idle_s)


def door_of(paths: Iterable[str | Path]) -> tuple[Door, tuple[Refusal, ...]]:
    """Return a door to what files of this machine hold, and the files that were refused.

    Raises
    ------
    UnreadableFile
        If none of them can be read; the text says why.
    """
    found = read_files(paths)
    if not found.series:
        raise UnreadableFile(found.reason or "There is no file in this.")
    return Door([HeldSource(found.series)]), found.refused


def source_of(door: Door) -> DroppedSource:
    """Return where dropped files are held.

    Raises
    ------
    NotFound
        If nothing here does.
    """
    for source in door.sources:
        if isinstance(source, DroppedSource):
            return source
    raise NotFound("Files cannot be looked at here without ingesting them.")


def first_panels(datasets: Sequence[Dataset]) -> tuple[tuple[str, str], ...]:
    """Return what to draw first: a parameter of each dataset, then the others."""
    every = [[(d.id, p.name) for p in drawable(d)] for d in datasets if d.records]
    rounds = range(max((len(own) for own in every), default=0))
    return tuple(own[n] for n in rounds for own in every if n < len(own))[:MOST_PANELS]


def _place(files: Iterable[tuple[str, BinaryIO]], folder: Path, most_bytes: int) -> None:
    """Write files into a folder, under the last part of their names only."""
    size, seen = 0, set[str]()
    for name, content in files:
        bare = bare_name(name)
        if bare.lower() in seen:
            raise BadRequest(f"Two of the files are called {bare}.")
        seen.add(bare.lower())
        if len(seen) > MOST_FILES:
            raise TooMuch(f"At most {MOST_FILES} files can be looked at together.")
        with (folder / bare).open("xb") as file:
            shutil.copyfileobj(content, file, 1 << 20)
        size += (folder / bare).stat().st_size
        if size > most_bytes:
            raise too_large(most_bytes)
    if not seen:
        raise BadRequest("There is no file in this.")


def bare_name(name: str) -> str:
    r"""Return the last part of a file's name, whatever system it comes from.

    Raises
    ------
    BadRequest
        If nothing is left that can be a name.

    Examples
    --------
    >>> bare_name("../../etc/passwd"), bare_name("C:\\data\\orbit.cdf")
    ('passwd', 'orbit.cdf')
    """
    bare = PureWindowsPath(PurePosixPath(name).name).name
    bare = "".join(c for c in bare if c.isprintable()).strip().lstrip(".")
    if not bare or len(bare.encode()) > _LONGEST_NAME:
        raise BadRequest("A file needs a name, of at most 200 bytes.")
    return bare


def too_large(most_bytes: int) -> TooMuch:
    """Return the error that tells how large files may be."""
    return TooMuch(
        f"Files of up to {most_bytes >> 20} MiB can be looked at without ingesting; "
        "larger ones go in with dayside ingest."
    )
