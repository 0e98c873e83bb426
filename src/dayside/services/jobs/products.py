"""Files that jobs bring: kept in the archive until the job is forgotten."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dayside.archive import Archive
from dayside.model import Job
from dayside.model.errors import NotFound

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


def keep(archive: Archive, job: Job, product: Product) -> dict[str, Any]:
    """Write a product beside the job's row, and return what the row says of it."""
    with tempfile.TemporaryDirectory(prefix="dayside-") as folder:
        written = Path(folder) / "product"
        with written.open("wb") as file:
            for piece in product.pieces:
                file.write(piece)
        archive.objects.put(written, f"{FOLDER}/{job.id}/{product.name}")
        size = written.stat().st_size
    return {"file": product.name, "media_type": product.media_type, "size": size}


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
