"""`Place`: where an archive is, for a task that runs in another process."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from dayside.archive import Archive

_held: dict[Place, Archive] = {}
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an archive is: what a task takes along instead of the archive.

    Attributes
    ----------
    location : str
        Folder or ``s3://…``, the same for every worker.
    index_url : str or None
        Where its index is; None is in the folder.
    decode_alone : bool
        Whether values are decoded by the thread that reads them: where each core has a worker
        of its own, more threads only get into each other's way.
    """

    location: str
    index_url: str | None = None
    decode_alone: bool = False

    @classmethod
    def of(cls, archive: Archive, *, decode_alone: bool = False) -> Self:
        """Return where `archive` is."""
        return cls(archive.objects.location, archive.index_url, decode_alone)


def archive_at(place: Place) -> Archive:
    """Return the archive at a place, opened once a process, for reading.

    Opening costs tens of milliseconds and begins with cold caches: a process that did so for
    each task would spend half its time on it. Nobody closes it; it goes with the process.

    Raises
    ------
    ArchiveError
        If there is none, or it cannot be opened.
    """
    with _lock:
        if place not in _held:
            _held[place] = _open(place)
        return _held[place]


def _open(place: Place) -> Archive:
    from dayside.archive import Archive

    if place.decode_alone:
        import zarr

        # Of the whole process, and read when an array is opened.
        zarr.config.set({"threading.max_workers": 1, "codec_pipeline.chunk_concurrent_maximum": 1})
    return Archive.open(place.location, index_url=place.index_url, create=False, read_only=True)
