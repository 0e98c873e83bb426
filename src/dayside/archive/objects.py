"""Where groups and originals lie: a folder on a disk, or anything fsspec reaches.

A group is made in a temporary folder, flushed, and moved to its place in one step;
nobody looks there before the index says so.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import fsspec
import zarr

from dayside.archive.nodes import Nodes
from dayside.db import Manifest
from dayside.model.errors import ArchiveDamaged, ArchiveLocked

CHUNK = 1 << 20


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what an operating system says of a disk into an `ArchiveLocked` with a sentence."""
    try:
        yield
    except OSError as error:
        reasons = {
            errno.ENOSPC: "its disk is full",
            errno.EDQUOT: "its quota is used up",
            errno.EROFS: "its disk is read-only",
            errno.EACCES: "permission is denied",
            errno.EPERM: "permission is denied",
        }
        if error.errno in reasons:
            raise ArchiveLocked(
                f"The archive cannot be written: {reasons[error.errno]}. Nothing was changed."
            ) from error
        raise


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, read in bounded pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Objects:
    """The files of one archive.

    Parameters
    ----------
    location : str
        A folder, or a URL such as ``s3://bucket/archive``.
    """

    def __init__(self, location: str) -> None:
        self.location = location
        self._fs, root = fsspec.core.url_to_fs(location)
        self._root = str(root).rstrip("/")
        self.is_local = "file" in _protocols(self._fs)

    def path(self, name: str) -> str:
        """Return the full path of a name within the archive."""
        return f"{self._root}/{name}"

    def write_group(self, name: str, fill: Callable[[Path], None]) -> Manifest:
        """Make a group whole under `name` and return what it consists of.

        Parameters
        ----------
        name : str
            New within the archive.
        fill : callable
            Writes the files of the group into an empty folder.

        Raises
        ------
        ArchiveLocked
            If the disk is full, read-only or not ours; nothing is left behind.
        """
        with told_plainly(), self._staging() as folder:
            fill(folder)
            manifest = _manifest(folder)
            self._publish(folder, name)
        return manifest

    def open_group(self, name: str) -> Nodes:
        """Return a stored group for reading.

        Raises
        ------
        ArchiveDamaged
            If it is not there, or cannot be read.
        """
        try:
            if self.is_local:
                return Nodes.on_disk(Path(self.path(name)))
            store = zarr.storage.FsspecStore.from_url(
                self.url(name), storage_options=dict(self._fs.storage_options), read_only=True
            )
            return Nodes.of(zarr.open_group(store, mode="r"))
        except (OSError, ValueError, KeyError) as error:
            raise ArchiveDamaged(f"{name} cannot be read; dayside verify tells more.") from error

    def url(self, name: str) -> str:
        """Return an address that fsspec, zarr and xarray open."""
        return self.path(name) if self.is_local else self._fs.unstrip_protocol(self.path(name))

    def keep(self, source: Path, name: str, how: str) -> str:
        """Keep an original and return its location.

        Parameters
        ----------
        how : {"copy", "link", "reference"}
            A copy; a hard link (a copy where there can be none); or only its address.
        """
        if how == "reference":
            return str(source.resolve())
        if self.exists(name):
            return name
        with told_plainly():
            if not self.is_local:
                self._fs.put_file(str(source), self.path(name))
                return name
            target = Path(self.path(name))
            target.parent.mkdir(parents=True, exist_ok=True)
            with self._staging() as folder:
                staged = folder / "original"
                if how == "link":
                    with suppress(OSError):
                        os.link(source.resolve(), staged)
                if not staged.exists():
                    shutil.copyfile(source, staged)
                    _flush(staged)
                staged.replace(target)
                _flush(target.parent)
        return name

    def write_file(self, name: str, pieces: Iterable[bytes]) -> int:
        """Make a file whole under `name`, or not at all, and return its size in bytes.

        Raises
        ------
        ArchiveLocked
            If the disk is full, read-only or not ours; nothing is left behind.
        """
        with told_plainly(), self._staging() as folder:
            written = folder / "file"
            with written.open("wb") as file:
                file.writelines(pieces)
            size = written.stat().st_size
            if not self.is_local:
                self._fs.put_file(str(written), self.path(name))
                return size
            _flush(written)
            target = Path(self.path(name))
            target.parent.mkdir(parents=True, exist_ok=True)
            written.replace(target)
            _flush(target.parent)
        return size

    def exists(self, name: str) -> bool:
        """Tell whether there is a file or folder of this name."""
        return bool(self._fs.exists(self.path(name)))

    def remove(self, name: str) -> None:
        """Remove a group or a file; one that is not there is no error."""
        with suppress(FileNotFoundError):
            self._fs.rm(self.path(name), recursive=True)

    def names(self, folder: str) -> list[str]:
        """Return the names of all files below a folder of the archive."""
        found = self._fs.find(self.path(folder))
        return sorted(str(name)[len(self._root) + 1 :] for name in found)

    def age_s(self, name: str) -> float:
        """Return how long ago a file came to be here, s."""
        # A hard link is as old as its source; the time of its inode tells when it was made.
        when = self._fs.created if self.is_local else self._fs.modified
        return float((datetime.now(UTC) - when(self.path(name))).total_seconds())

    def read(self, name: str) -> Iterator[bytes]:
        """Yield what is in a file, in pieces.

        Raises
        ------
        ArchiveDamaged
            If it is not there; told before the first piece is asked for.
        """
        try:
            file = self._fs.open(self.path(name), "rb")
        except FileNotFoundError as error:
            raise ArchiveDamaged(f"{name} is missing.") from error

        def pieces() -> Iterator[bytes]:
            with file:
                while piece := file.read(CHUNK):
                    yield piece

        return pieces()

    def copy_to(self, name: str, target: Path) -> None:
        """Copy one file of the archive to a local path."""
        target.parent.mkdir(parents=True, exist_ok=True)
        self._fs.get_file(self.path(name), str(target))

    def put(self, source: Path, name: str) -> None:
        """Copy one local file into the archive."""
        with told_plainly():
            if not self.is_local:
                self._fs.put_file(str(source), self.path(name))
                return
            target = Path(self.path(name))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
            _flush(target)

    def check(self, name: str, manifest: Manifest) -> Iterator[str]:
        """Yield a sentence for each file of a group that is not as it was written."""
        for part, (size, digest) in manifest.items():
            with suppress(FileNotFoundError):
                found = hashlib.sha256()
                length = 0
                with self._fs.open(self.path(f"{name}/{part}"), "rb") as file:
                    while piece := file.read(CHUNK):
                        found.update(piece)
                        length += len(piece)
                if length != size:
                    yield f"{name}/{part} has {length} bytes instead of {size}."
                elif found.hexdigest() != digest:
                    yield f"{name}/{part} has changed: its checksum does not hold."
                continue
            yield f"{name}/{part} is missing."

    def digest(self, location: str) -> str:
        """Return the SHA-256 of an original, within the archive or outside."""
        inside = not PurePosixPath(location).is_absolute()
        target = self.path(location) if inside else location
        fs = self._fs if inside else fsspec.filesystem("file")
        try:
            with fs.open(target, "rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except FileNotFoundError as error:
            raise ArchiveDamaged(f"The original {location} is missing.") from error

    @contextmanager
    def _staging(self) -> Iterator[Path]:
        """Give an empty folder on the same disk as the archive where that is a disk."""
        if self.is_local:
            # Not mkdtemp: whoever may read the archive must be let into its groups.
            folder = Path(self._root) / "tmp" / f"{os.getpid()}-{secrets.token_hex(6)}"
            folder.mkdir(parents=True)
        else:
            folder = Path(tempfile.mkdtemp(prefix="dayside-"))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _publish(self, folder: Path, name: str) -> None:
        if not self.is_local:
            self._fs.put(f"{folder}/", f"{self.path(name)}/", recursive=True)
            return
        for parent, _, files in os.walk(folder):
            for file in files:
                _flush(Path(parent) / file)
            _flush(Path(parent))
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        folder.replace(target)
        _flush(target.parent)
        # A new folder must itself outlive a power cut.
        _flush(target.parent.parent)


def new_name(kind: str, dataset: str, *more: str) -> str:
    """Return a name no group had before."""
    return "/".join((kind, dataset, *more, f"{secrets.token_hex(8)}.zarr"))


def _manifest(folder: Path) -> Manifest:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): (p.stat().st_size, digest_of(p)) for p in files}


def _flush(path: Path) -> None:
    """Make the disk hold what was written to a file or a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _protocols(fs: Any) -> tuple[str, ...]:
    return (fs.protocol,) if isinstance(fs.protocol, str) else tuple(fs.protocol)
