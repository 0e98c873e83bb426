"""`Spice`: the worker process of one set of kernels, as an `Ephemeris`."""

from __future__ import annotations

import logging
import pickle
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import finalize

import numpy as np

from dayside.model.errors import ArchiveError, UnreadableFile
from dayside.science.frames.ephemeris import Floats

_log = logging.getLogger(__name__)

MODULE = "dayside.sources.ephemeris.worker"
BLOCK = 1 << 18
"""Times asked for at once: what is under way ends within a second or two."""


class Spice:
    """SPICE with some kernels, in a process of its own.

    The process starts with the first question, and again if it died.

    Parameters
    ----------
    files : sequence of Path
        Kernels, in the order in which they are loaded.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = tuple(files)
        self.reason = ""
        """Why the last answer has gaps; empty if it has none."""
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        # Sent to another process, it is one there that all who use these kernels share.
        return _shared, (self.files,)

    def states(self, target: str, observer: str, et_s: Floats) -> Floats:
        """Return geometric states in J2000, km and km/s, shape (n, 6); NaN outside coverage."""
        return self._in_blocks("states", (target, observer), et_s, (6,))

    def orientations(self, frame: str, et_s: Floats) -> Floats:
        """Return rotations from J2000 to a frame, shape (n, 3, 3); NaN outside coverage."""
        return self._in_blocks("orientations", (frame,), et_s, (3, 3))

    def when(self, target: str, observer: str) -> Floats:
        """Return when the position of a body about another is known, shape (k, 2), TDB s."""
        found: Floats = self._ask("when", target, observer)
        return found

    def body(self, name: str) -> tuple[int, str] | None:
        """Return NAIF's number and SPICE's name of a body; None if SPICE knows none."""
        found: tuple[int, str] | None = self._ask("body", name)
        return found

    def frame_center(self, name: str) -> str | None:
        """Return the centre of a frame that kernels define; None if none does."""
        found: str | None = self._ask("frame", name)
        return found

    def describe(self, file: Path) -> dict[str, Any]:
        """Return kind, covers and notes of a kernel file.

        Raises
        ------
        UnreadableFile
            If SPICE does not take it.
        """
        found: dict[str, Any] = self._ask("describe", str(file))
        return found

    def files_of(self, meta_kernel: Path) -> list[str]:
        """Return what files a meta-kernel names."""
        found: list[str] = self._ask("files_of", str(meta_kernel))
        return found

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _in_blocks(
        self, name: str, arguments: tuple[str, ...], et_s: Floats, shape: tuple[int, ...]
    ) -> Floats:
        out = np.empty((len(et_s), *shape))
        self.reason = ""
        for begin in range(0, len(et_s), BLOCK):
            part = np.ascontiguousarray(et_s[begin : begin + BLOCK], np.float64)
            out[begin : begin + BLOCK], reason = self._ask(name, *arguments, part)
            self.reason = self.reason or reason
        if self.reason:
            _log.info("%s %s: %s", name, " ".join(arguments), self.reason)
        return out

    def _ask(self, name: str, *arguments: Any) -> Any:
        with self._lock:
            try:
                process = self._started()
                _send(process, (name, arguments))
                status, answer = _read(process)
            except (EOFError, BrokenPipeError) as error:
                self._end()
                raise ArchiveError(
                    f"SPICE ended while it was asked for {name} "
                    f"({', '.join(str(a) for a in arguments if isinstance(a, str))}); ask again, "
                    "and look at the kernels if it happens again."
                ) from error
        if status != "ok":
            raise UnreadableFile(f"SPICE: {answer}.")
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        command = [sys.executable, "-m", MODULE]
        self._process = process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        finalize(self, _ended, process)
        _send(process, [str(file) for file in self.files])
        status, answer = _read(process)
        if status != "ok":
            self._end()
            raise ArchiveError(f"A kernel cannot be loaded: {answer}.")
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            _ended(process)


@lru_cache(4)
def _shared(files: tuple[Path, ...]) -> Spice:
    return Spice(files)


def _ended(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout):
        if stream:
            with suppress(OSError):
                stream.close()
    process.kill()
    process.wait()


def _send(process: subprocess.Popen[bytes], asked: Any) -> None:
    stream: Any = process.stdin
    data = pickle.dumps(asked, protocol=5)
    stream.write(len(data).to_bytes(8, "little"))
    stream.write(data)
    stream.flush()


def _read(process: subprocess.Popen[bytes]) -> Any:
    stream: Any = process.stdout
    head = stream.read(8)
    if len(head) < 8:
        raise EOFError
    return pickle.loads(stream.read(int.from_bytes(head, "little")))  # noqa: S301 - our own process
