"""What a search that is cut short leaves to the next that does the same."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dayside.model import time
from dayside.model.ticket import Ticket
from dayside.query.search.runs import Intervals, Stitcher
from dayside.query.search.search import Search

SoFar = Callable[[Intervals], Mapping[str, Any]]

KEEP_S = 3.0
"""How often is kept what was found."""

MOST_SPANS = 20_000
"""With more, keeping would cost more than it is worth; what was kept before stays."""


@dataclass(slots=True)
class Kept:
    """What was found so far, told to a ticket.

    Attributes
    ----------
    search : Search
    version : str
        Of what is read: what was found in another is not gone on with.
    ticket : Ticket
    stitcher : Stitcher
        What was found.
    until : int
        TT2000: up to where was looked.
    so_far : callable
        From the intervals found to what people are told of them meanwhile.
    """

    search: Search
    version: str
    ticket: Ticket
    stitcher: Stitcher
    until: int
    so_far: SoFar
    _last: float = field(default_factory=clock.monotonic)

    @classmethod
    def of(cls, search: Search, version: str, ticket: Ticket, so_far: SoFar) -> Kept:
        """Return what an earlier run of the same search found; nothing, if there was none."""
        stitcher = Stitcher(search.beat, search.start, search.stop)
        saved = ticket.saved
        if not saved or saved.get("version") != version:
            return cls(search, version, ticket, stitcher, search.start, so_far)
        stitcher.restore(saved["found"])
        return cls(search, version, ticket, stitcher, saved["until"], so_far)

    def rest(self, spans: Intervals) -> Intervals:
        """Return the parts of intervals where nobody has looked yet."""
        left = spans[spans[:, 1] > self.until]
        return np.column_stack([np.maximum(left[:, 0], self.until), left[:, 1]])

    def advance(self, until: int) -> None:
        """Tell up to where was looked, and now and then what was found."""
        self.until = until
        start, stop = self.search.start, self.search.stop
        at = str(time.to_text(until, 0))
        if clock.monotonic() - self._last >= KEEP_S:
            self._last = clock.monotonic()
            if len(self.stitcher) <= MOST_SPANS:
                told = {"looked_until": at, **self.so_far(self.stitcher.so_far())}
                kept = {"version": self.version, "until": until, "found": self.stitcher.record()}
                self.ticket.partial({**told, **kept})
        self.ticket.advance(until - start, stop - start, at)
