"""What was answered lately, and how fast: for people, where `metrics` is for machines."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from statistics import quantiles

from dayside.protocols.http.frame import Exchange
from dayside.protocols.http.metrics import area_of

_MOST = 5000
WINDOW_S = 3600.0
"""How far back is looked, s."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How requests to one area went.

    Attributes
    ----------
    area : str
        First part of the path: what was asked for exactly is nobody else's business.
    requests, failed : int
        How many, and how many of them ended with a server error.
    median_s, slow_s, slowest_s : float
        Half were faster, 95 of 100 were faster, none was slower; s.
    """

    area: str
    requests: int
    failed: int
    median_s: float
    slow_s: float
    slowest_s: float


@dataclass(frozen=True, slots=True)
class Recent:
    """The latest exchanges, at most an hour and a few thousand."""

    _kept: deque[tuple[float, str, int, float]] = field(
        default_factory=lambda: deque(maxlen=_MOST), repr=False
    )

    def observe(self, exchange: Exchange) -> None:
        """Note one exchange."""
        self._kept.append((time.monotonic(), area_of(exchange), exchange.status, exchange.seconds))

    def paces(self) -> list[Pace]:
        """Return how the last hour went, the busiest area first."""
        since = time.monotonic() - WINDOW_S
        by_area: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for when, area, status, seconds in tuple(self._kept):
            if when >= since:
                by_area[area].append((status, seconds))
        found = [_pace(area, exchanges) for area, exchanges in by_area.items()]
        return sorted(found, key=lambda pace: -pace.requests)


def _pace(area: str, exchanges: list[tuple[int, float]]) -> Pace:
    seconds = sorted(s for _, s in exchanges)
    twentieths = quantiles(seconds, n=20, method="inclusive") if len(seconds) > 1 else seconds * 19
    return Pace(
        area,
        len(exchanges),
        sum(status >= 500 for status, _ in exchanges),
        twentieths[9],
        twentieths[18],
        seconds[-1],
    )
