"""When positions are known: from the segments of the kernels that are loaded.

A position is told about a centre, whose own is told about another, down to the barycentre of the
solar system; it is known while every link is. Asking SPICE time by time would raise an error for
each time that is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

BARYCENTER = 0

Windows = NDArray[np.floating[Any]]
"""Begins and ends in order of time, shape (n, 2), TDB seconds past J2000; apart."""

ALWAYS: Windows = np.array([[-np.inf, np.inf]])
NEVER: Windows = np.empty((0, 2))


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment of an SPK file: `body` about `center` from `begin_s` to `end_s`."""

    body: int
    center: int
    begin_s: float
    end_s: float


def segments(file: str) -> Iterator[Segment]:
    """Yield the segments of an SPK file.

    Raises
    ------
    SpiceyError
        If it is none.
    """
    import spiceypy  # in the worker only: the rest is needed where SPICE is not

    handle = spiceypy.dafopr(file)
    try:
        spiceypy.dafbfs(handle)
        while spiceypy.daffna():
            times, numbers = spiceypy.dafus(spiceypy.dafgs(5), 2, 6)
            yield Segment(int(numbers[0]), int(numbers[1]), float(times[0]), float(times[1]))
    finally:
        spiceypy.dafcls(handle)


class Links:
    """What is told about what, and when.

    Parameters
    ----------
    known : iterable of Segment
        Of all kernels that are loaded.
    """

    def __init__(self, known: list[Segment]) -> None:
        self._of: dict[int, list[Segment]] = {}
        for segment in known:
            self._of.setdefault(segment.body, []).append(segment)

    def when(self, target: int, observer: int) -> Windows:
        """Return when the position of a body about another is known."""
        if target == observer:
            return ALWAYS
        down, meets = self._down(target, observer, ())
        up, met = self._down(observer, target, ())
        if meets:
            return down
        return up if met else intersection(down, up)

    def _down(self, body: int, other: int, seen: tuple[int, ...]) -> tuple[Windows, bool]:
        """Return when a body is known about the barycentre or `other`, and whether it meets that.

        A body that is told about `other` by some segments only counts as meeting it.
        """
        if body in (BARYCENTER, other):
            return ALWAYS, body == other
        found, meets = NEVER, False
        by_center: dict[int, list[tuple[float, float]]] = {}
        for segment in self._of.get(body, ()):
            by_center.setdefault(segment.center, []).append((segment.begin_s, segment.end_s))
        for center, spans in by_center.items():
            if center in seen:
                continue
            below, met = self._down(center, other, (*seen, body))
            found = union(found, intersection(union(np.array(spans), NEVER), below))
            meets = meets or met
        return found, meets


def union(a: Windows, b: Windows) -> Windows:
    """Return when one of two holds; windows that touch become one."""
    every = np.concatenate([a, b])
    if not len(every):
        return NEVER
    every = every[np.argsort(every[:, 0], kind="stable")]
    ends = np.maximum.accumulate(every[:, 1])
    begins = np.concatenate([[True], every[1:, 0] > ends[:-1]])
    first = np.flatnonzero(begins)
    last = np.concatenate([first[1:] - 1, [len(every) - 1]])
    return np.stack([every[first, 0], ends[last]], axis=1)


def intersection(a: Windows, b: Windows) -> Windows:
    """Return when both of two hold."""
    rows = [
        (max(begin, b[k, 0]), min(end, b[k, 1]))
        for begin, end in a
        for k in np.flatnonzero((b[:, 0] <= end) & (b[:, 1] >= begin))
    ]
    return np.array(rows) if rows else NEVER


def within(windows: Windows, et_s: NDArray[np.floating[Any]]) -> NDArray[np.bool_]:
    """Return which times lie in a window, ends included."""
    if not len(windows):
        return np.zeros(len(et_s), bool)
    at = np.searchsorted(windows[:, 0], et_s, side="right") - 1
    return np.asarray((at >= 0) & (et_s <= windows[np.maximum(at, 0), 1]))
