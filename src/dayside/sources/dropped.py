"""Files that somebody dropped to look at: read, held for a while, listed nowhere.

Each drop is a look with a token nobody can guess; its datasets are
``dropped/TOKEN/ID`` outside, for whoever was told. A look goes when nobody used it for an
hour, when there is no room for newer ones, and with the server.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time as clock
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore, Lock

from dayside.archive.levels import Stretch
from dayside.model import Dataset, Series
from dayside.model.errors import Gone, TooMuch, UnreadableFile
from dayside.sources.apart import read_apart
from dayside.sources.files import Found, Refusal
from dayside.sources.held import HeldSource
from dayside.sources.shelf import Shelf

NAME = "dropped"
GONE = "This file was only looked at, and is gone; drop it again."
_READERS = 2
_PATIENCE_S = 60.0

Read = Callable[[Path, Path, int], Found]


@dataclass(frozen=True, slots=True)
class Room:
    """How much may be looked at.

    Attributes
    ----------
    upload_bytes : int
        Most bytes of the files of one look.
    looks : int
        Most looks at a time.
    values_bytes : int
        Most bytes of the values of all looks together; one may have half of it.
    idle_s : float
        How long a look stays that nobody uses, s.
    """

    upload_bytes: int = 512 << 20
    looks: int = 64
    values_bytes: int = 4 << 30
    idle_s: float = 3600.0


@dataclass(slots=True)
class Look:
    """One drop.

    Attributes
    ----------
    token : str
    source : HeldSource
        Its datasets, by their own ids.
    refused : tuple of Refusal
        Files that could not be read.
    size : int
        Bytes of all values.
    used : float
        When it was last asked for, s.
    let_go : callable
        Removes what it holds on disk.
    """

    token: str
    source: HeldSource
    refused: tuple[Refusal, ...]
    size: int
    used: float
    let_go: Callable[[], object] = field(repr=False)


class DroppedSource:
    """A `dayside.sources.Source` of what was dropped; it lists nothing.

    Parameters
    ----------
    room : Room
    read : callable
        What reads a folder; by default in a process of its own.
    now : callable
        Clock, s.
    """

    def __init__(
        self,
        room: Room | None = None,
        read: Read = read_apart,
        now: Callable[[], float] = clock.monotonic,
    ) -> None:
        self.name = NAME
        self.room = room or Room()
        self._read = read
        self._now = now
        self._looks: dict[str, Look] = {}
        self._lock = Lock()
        self._readers = BoundedSemaphore(_READERS)
        self._own_shelf: Shelf | None = None

    def take(self, place: Callable[[Path], None]) -> Look:
        """Read files and hold what they are.

        Parameters
        ----------
        place : callable
            Puts the files into the folder it is given; they go as soon as they are read.

        Raises
        ------
        UnreadableFile
            If none of them can be read; the text says why.
        TooMuch
            If they hold too many values, or too many others are being read.
        """
        kept = Path(tempfile.mkdtemp(dir=self._shelf().folder))
        # Called when the look goes, or else when the source or the process does.
        let_go = weakref.finalize(self, shutil.rmtree, kept, ignore_errors=True)
        try:
            look = self._look_at(place, kept, let_go)
        except BaseException:
            let_go()
            raise
        with self._lock:
            self._looks[look.token] = look
        self._clear()
        return look

    def _shelf(self) -> Shelf:
        """Return where looks are put, made when the first one comes."""
        with self._lock:
            if self._own_shelf is None:
                self._own_shelf = Shelf.make()
            return self._own_shelf

    def _look_at(
        self, place: Callable[[Path], None], kept: Path, let_go: Callable[[], object]
    ) -> Look:
        with tempfile.TemporaryDirectory(prefix="dayside-drop-") as folder:
            place(Path(folder))
            found = self._found(Path(folder), kept)
        if not found.series:
            raise UnreadableFile(found.reason or "There is no file in this.")
        source = HeldSource([_public(series) for series in found.series])
        size = sum(path.stat().st_size for path in kept.iterdir())
        return Look(secrets.token_hex(10), source, found.refused, size, self._now(), let_go)

    def _found(self, folder: Path, kept: Path) -> Found:
        if not self._readers.acquire(timeout=_PATIENCE_S):
            raise TooMuch("Files of others are being read; try again in a minute.")
        try:
            return self._read(folder, kept, self.room.values_bytes // 2)
        finally:
            self._readers.release()

    def _clear(self) -> None:
        """Let go of looks nobody uses, and of the longest unused until the others have room."""
        with self._lock:
            until = self._now() - self.room.idle_s
            by_use = sorted(self._looks.values(), key=lambda one: one.used)
            size = sum(one.size for one in by_use)
            for position, one in enumerate(by_use):
                crowded = len(by_use) - position > self.room.looks
                if one.used >= until and not crowded and size <= self.room.values_bytes:
                    break
                size -= one.size
                del self._looks[one.token]
                # What is being read from these files right now can still be read.
                one.let_go()

    def datasets(self, snapshot: int | None = None) -> Sequence[Dataset]:  # noqa: ARG002
        """Return nothing: only who has the token knows."""
        return []

    def describe(self, dataset: str, snapshot: int | None = None) -> Dataset:  # noqa: ARG002
        """Return one dataset, by ``TOKEN/ID``."""
        source, own_id = self._look(dataset)
        return source.describe(own_id).replace(id=dataset)

    def read(
        self,
        dataset: str,
        start: int,
        stop: int,
        parameters: Sequence[str] | None = None,
        snapshot: int | None = None,  # noqa: ARG002
    ) -> Iterator[Series]:
        """Yield the samples with ``start <= time < stop`` in bounded blocks."""
        source, own_id = self._look(dataset)
        return source.read(own_id, start, stop, parameters)

    def version(self, dataset: str, snapshot: int | None = None) -> str:  # noqa: ARG002
        """Return the token: what was dropped does not change."""
        self._look(dataset)
        return dataset.partition("/")[0]

    def level_widths(self, dataset: str) -> Sequence[int]:
        """Return the widths (ns of UTC) of the levels, finest first."""
        source, own_id = self._look(dataset)
        return source.level_widths(own_id)

    def level(
        self, dataset: str, parameter: str, width_ns: int, first: int, last: int
    ) -> Stretch | None:
        """Return bins `first` to `last` of a level; None where all are empty."""
        source, own_id = self._look(dataset)
        return source.level(own_id, parameter, width_ns, first, last)

    def _look(self, dataset: str) -> tuple[HeldSource, str]:
        self._clear()
        token, _, own_id = dataset.partition("/")
        with self._lock:
            look = self._looks.get(token)
            if look is None:
                raise Gone(GONE)
            look.used = self._now()
        return look.source, own_id


def _public(series: Series) -> Series:
    """Return a series that whoever has the token may see, whatever its file says."""
    dataset = series.dataset.replace(source=NAME, access="public")
    return Series(dataset, series.time, series.values)
