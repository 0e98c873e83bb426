"""What remote servers answered, kept on disk."""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_log = logging.getLogger(__name__)

CACHE_BYTES = 2 << 30
"""How much is kept of one server before the longest unused goes."""
_PRUNE_EVERY = 64


@dataclass
class DiskCache:
    """Answers of one server, by what they answer.

    A cache that cannot be written is no cache, and no error.

    Attributes
    ----------
    folder : Path
        Its own, named after the server's address.
    most : int
        Bytes kept.
    """

    folder: Path
    most: int = CACHE_BYTES
    _written: int = 0

    @classmethod
    def of(cls, cache_dir: Path, url: str) -> DiskCache:
        """Return the cache of the server at `url`."""
        return cls(cache_dir / "hapi" / _digest(url))

    def get(self, *key: object) -> bytes | None:
        """Return what was kept under a key."""
        path = self._path(key)
        try:
            found = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return found

    def age_s(self, *key: object) -> float | None:
        """Return how long ago something was put under a key, or looked at; None if never."""
        try:
            return time.time() - self._path(key).stat().st_mtime
        except OSError:
            return None

    def put(self, content: bytes, *key: object) -> None:
        """Keep `content` under a key: whole or not at all."""
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(path)
        except OSError as error:
            _log.warning("an answer cannot be kept: %s", error)
            return
        self._written += 1
        if self._written % _PRUNE_EVERY == 0:
            self.prune()

    def prune(self) -> None:
        """Remove what was longest unused until the rest fits."""
        found = []
        for path in self.folder.rglob("*"):
            try:
                if path.is_file():
                    found.append((path.stat().st_mtime, path.stat().st_size, path))
            except OSError:
                continue
        excess = sum(size for _, size, _ in found) - self.most
        for _, size, path in sorted(found):
            if excess <= 0:
                break
            path.unlink(missing_ok=True)
            excess -= size

    def _path(self, key: tuple[object, ...]) -> Path:
        digest = _digest(repr(key))
        return self.folder / digest[:2] / digest


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]
