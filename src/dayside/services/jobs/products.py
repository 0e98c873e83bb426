"""Files that jobs bring: kept in the archive until the job is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from dayside.archive import Archive
from dayside.model import Job
from dayside.model.errors import NotFound, TooMuch

FOLDER = "results"


@dataclass(frozen=True, slots=True)
class Product:
    """A file, as a use case returns it in place of something that can be written as JSON.

    Attributes
    ----------
    name : str
        Letters, digits, points and underscores.
    media_type : str
    pieces : iterable of bytes
        What is in it, made while it is written.
    """

    name: str
    media_type: str
    pieces: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that a job brought.

    Attributes
    ----------
    name, media_type : str
    size : int
        Bytes.
    """

    name: str
    media_type: str
    size: int


def keep(archive: Archive, job: Job, product: Product, most_bytes: int) -> dict[str, Any]:
    """Write a product beside the job's row, and return what the row says of it.

    Raises
    ------
    TooMuch
        If it is larger than `most_bytes`; 0 is no limit.
    """
    name = f"{FOLDER}/{job.id}/{product.name}"
    size = archive.objects.write_file(name, _bounded(product.pieces, most_bytes))
    return {"file": product.name, "media_type": product.media_type, "size": size}


def _bounded(pieces: Iterable[bytes], most_bytes: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if most_bytes and size > most_bytes:
            raise TooMuch(
                f"A job may bring a file of {most_bytes} bytes; this one is larger. "
                "Ask for a shorter interval or a longer step."
            )
        yield piece


def forget(archive: Archive, job_ids: Iterable[str]) -> None:
    """Remove the files of jobs."""
    for job_id in job_ids:
        archive.objects.remove(f"{FOLDER}/{job_id}")


def kept(archive: Archive, job: Job) -> tuple[Kept, Iterator[bytes]]:
    """Return the file that a job brought, and its bytes in pieces.

    Raises
    ------
    NotFound
        If it brought no file, or none yet.
    """
    said = job.result
    if not (isinstance(said, dict) and "file" in said):
        raise NotFound(f"The job brought no file ({job.phase}).")
    found = Kept(said["file"], said["media_type"], said["size"])
    return found, archive.objects.read(f"{FOLDER}/{job.id}/{found.name}")
