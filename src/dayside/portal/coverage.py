"""When a dataset has samples: stretches, gaps, and how many there are over time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import time
from dayside.model.wording import moment, span

WIDTH, HEIGHT = 1000, 24
_FEW_SAMPLES = 24


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the time axis, with or without samples.

    Attributes
    ----------
    start, stop : int
        TT2000, to within a bucket.
    samples : int
    """

    start: int
    stop: int
    samples: int

    @property
    def length_ns(self) -> int:
        """How long it is, ns."""
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Coverage:
    """When there are samples, to within the width of a bucket.

    Attributes
    ----------
    area : str
        SVG path in a box of 1000 × 24: its height is the number of samples.
    runs, gaps : tuple of Part
        In time order.
    bucket_ns : int
        Width of a bucket.
    shortest_ns : int
        A gap up to this long may not be told.
    most : int
        Samples of the fullest bucket.
    """

    area: str
    runs: tuple[Part, ...]
    gaps: tuple[Part, ...]
    bucket_ns: int
    shortest_ns: int
    most: int

    @property
    def longest_gap(self) -> Part | None:
        """The longest gap."""
        return max(self.gaps, key=lambda gap: gap.length_ns, default=None)

    @property
    def words(self) -> str:
        """What the picture shows, in a sentence."""
        number = len(self.runs)
        said = f"{number} stretch{'' if number == 1 else 'es'} with samples"
        gap = self.longest_gap
        if gap is None:
            return f"{said}, no gap longer than {span(self.shortest_ns)}"
        longest = "the gap is" if len(self.gaps) == 1 else "the longest gap is"
        return (
            f"{said}; {longest} {span(gap.length_ns)} long, "
            f"{moment(gap.start)} to {moment(gap.stop)}"
        )


def coverage(
    counts: Sequence[NDArray[np.floating[Any]]],
    start_ns: float,
    width_ns: float,
    within: tuple[int, int],
    shortest_ns: float = 0,
) -> Coverage | None:
    """Return the coverage that counts of samples in buckets tell; None where all are empty.

    Parameters
    ----------
    counts : sequence of ndarray, shape (bucket,)
        Of one parameter each: there is a sample where any of them has one.
    start_ns, width_ns : float
        Where the first bucket begins (UTC, ns since 1970), and how wide each is.
    within : (int, int)
        What is shown, UTC, ns since 1970.
    shortest_ns : float
        What is shorter is no gap.
    """
    count = np.max(np.stack(counts), axis=0)
    there = _closed(count > 0, math.ceil(shortest_ns / width_ns))
    if not there.any():
        return None
    begin, end = within
    edges = np.clip(start_ns + np.arange(len(count) + 1) * width_ns, begin, end)
    runs = _parts(there, count, edges)
    inner = ~there
    inner[: int(np.argmax(there))] = False
    inner[len(there) - int(np.argmax(there[::-1])) :] = False
    xs = (edges - begin) / (end - begin) * WIDTH
    return Coverage(
        _area(*_fuller(count, xs)),
        runs,
        _parts(inner, count, edges),
        round(width_ns),
        round(max(width_ns, shortest_ns)),
        round(float(count.max())),
    )


def _closed(there: NDArray[np.bool_], fewest: int) -> NDArray[np.bool_]:
    """Return `there` without inner gaps of fewer than `fewest` buckets."""
    closed = there.copy()
    bounds = np.flatnonzero(np.diff(there.astype(np.int8))) + 1
    for a, b in pairwise(bounds):
        if not there[a] and b - a < fewest:
            closed[a:b] = True
    return closed


def _parts(
    chosen: NDArray[np.bool_], count: NDArray[np.floating[Any]], edges: NDArray[np.float64]
) -> tuple[Part, ...]:
    bounds = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(np.int8)))
    ticks = time.from_unix_ns(edges.astype(np.int64))
    return tuple(
        Part(int(ticks[a]), int(ticks[b]), round(float(count[a:b].sum(dtype=np.float64))))
        for a, b in bounds.reshape(-1, 2)
    )


def _fuller(
    count: NDArray[np.floating[Any]], xs: NDArray[np.float64]
) -> tuple[NDArray[np.floating[Any]], NDArray[np.float64]]:
    """Return counts and edges of buckets wide enough that a sample more or less is not seen."""
    together = math.ceil(_FEW_SAMPLES / float(count.max()))
    starts = np.arange(0, len(count), together)
    return np.add.reduceat(count, starts), np.append(xs[starts], xs[-1])


def _area(count: NDArray[np.floating[Any]], xs: NDArray[np.float64]) -> str:
    """Return steps from the floor, the highest where there are most samples."""
    heights = HEIGHT * (1 - count / count.max())
    steps = "".join(f"H{a:.1f}V{y:.1f}" for a, y in zip(xs, heights, strict=False))
    return f"M{xs[0]:.1f} {HEIGHT}{steps}H{xs[-1]:.1f}V{HEIGHT}Z"
