"""A folder for what lasts as long as this process, swept by the next one if it was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import Self

_PREFIX = "dayside-looks-"
_LOCK = "in-use"


class Shelf:
    """A folder below that for temporary files, removed with the object or the process.

    A process that is killed removes nothing. But the lock it held is gone with it: whoever
    makes a shelf afterwards removes those that nobody holds.

    Attributes
    ----------
    folder : Path
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        lock = _lock(folder)
        if lock is None:  # pragma: no cover - a new folder is nobody else's
            raise OSError(f"{folder} is held by another process.")
        weakref.finalize(self, _remove, folder, lock)

    @classmethod
    def make(cls) -> Self:
        """Return a new shelf; those that killed processes left are removed."""
        for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            lock = _lock(left)
            if lock is not None:
                _remove(left, lock)
        return cls(Path(tempfile.mkdtemp(prefix=_PREFIX)))


def _lock(folder: Path) -> int | None:
    """Return the lock of a folder; None where somebody holds it, or it is not ours."""
    try:
        held = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        return None
    return held


def _remove(folder: Path, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)
