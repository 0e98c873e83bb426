"""What one request may ask, and what one client may have running at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from dayside.model import Dataset
from dayside.model.errors import TooMuch
from dayside.model.time import NS


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask.

    Attributes
    ----------
    rows : int
        Most samples of one answer, estimated by interval and cadence; 0 is no limit.
    duration_s : float
        Longest interval, s; 0 is no limit.
    """

    rows: int = 1_000_000_000
    duration_s: float = 0.0

    def check(self, dataset: Dataset, start: int, stop: int) -> None:
        """Refuse an interval that is too long or holds too many samples.

        Parameters
        ----------
        start, stop : int
            TT2000.

        Raises
        ------
        TooMuch
            If it is.
        """
        if self.duration_s and stop - start > self.duration_s * NS:
            raise TooMuch(
                f"The interval is {(stop - start) / NS:.0f} s long; "
                f"one request may ask for {self.duration_s:.0f} s."
            )
        rows = expected_rows(dataset, start, stop)
        if self.rows and rows > self.rows:
            raise TooMuch(
                f"The interval holds about {rows} samples; one request may ask for {self.rows}."
            )

    def longest(self, dataset: Dataset) -> int | None:
        """Return the longest interval one may ask of `dataset`, ns; None if all of it."""
        bounds = [round(self.duration_s * NS)] if self.duration_s else []
        if self.rows and dataset.cadence_ns:
            bounds.append(self.rows * dataset.cadence_ns)
        if not bounds or dataset.start is None or dataset.stop is None:
            return None
        return min(bounds) if min(bounds) < dataset.stop - dataset.start else None


def expected_rows(dataset: Dataset, start: int, stop: int) -> int:
    """Return about how many samples of `dataset` lie between two times; 0 if not known."""
    if not dataset.cadence_ns or dataset.start is None or dataset.stop is None:
        return 0
    inside = min(stop, dataset.stop) - max(start, dataset.start)
    return max(0, inside // dataset.cadence_ns)


_POLL_S = 0.05


@dataclass(slots=True)
class Gate:
    """Counts what each client has running.

    Attributes
    ----------
    per_client : int
        Most answers one client may have streaming at once; 0 is no limit.
    patience_s : float
        How long `wait` waits for a slot, s.

    Examples
    --------
    >>> gate = Gate(per_client=1)
    >>> with gate.slot("192.0.2.1"):
    ...     gate.running("192.0.2.1")
    1
    """

    per_client: int = 16
    patience_s: float = 10.0
    _running: Counter[str] = field(default_factory=Counter, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def enter(self, client: str) -> None:
        """Take a slot; `leave` must follow, however the answer ends.

        Raises
        ------
        TooMuch
            If the client holds all it may.
        """
        with self._lock:
            if self.per_client and self._running[client] >= self.per_client:
                raise TooMuch(
                    f"{self.per_client} answers are on their way to you already, "
                    "as many as one client may have. Wait for one to end."
                )
            self._running[client] += 1

    async def wait(self, client: str) -> None:
        """Take a slot as soon as there is one; `leave` must follow.

        Raises
        ------
        TooMuch
            If there is none for `patience_s`.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.patience_s
        while loop.time() < deadline:
            try:
                return self.enter(client)
            except TooMuch:
                await asyncio.sleep(_POLL_S)
        return self.enter(client)

    def leave(self, client: str) -> None:
        """Give a slot back."""
        with self._lock:
            self._running[client] -= 1
            if self._running[client] <= 0:
                del self._running[client]

    def running(self, client: str) -> int:
        """Return how many slots a client holds."""
        with self._lock:
            return self._running.get(client, 0)

    @contextmanager
    def slot(self, client: str) -> Iterator[None]:
        """Hold a slot for the time of a block."""
        self.enter(client)
        try:
            yield
        finally:
            self.leave(client)
