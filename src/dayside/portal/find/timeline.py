"""How much of each stretch of time is in events, and how much could not be decided."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dayside.model import EventList, time
from dayside.model.time import Ticks
from dayside.model.timeaxis import Tick, time_ticks

WIDTH, HEIGHT = 1000, 100
_BINS = 250
_LEAST = 0.12
"""Least height of a bar: one short event in ten years must be seen."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events over the time that was looked at.

    Attributes
    ----------
    events : str
        SVG path in a box of 1000 × 100: its height is the share of a bin's time, up to `most`.
    undecided : str
        The same up to all of the time; empty where all was decided.
    most : float
        Share of the time of the fullest bin, 0 to 1.
    ticks : tuple of Tick
    bin_ns : int
        Width of a bin.
    start, stop : int
        TT2000.
    fullest : int or None
        When the bin begins that has most of events; None without any.
    """

    events: str
    undecided: str
    most: float
    ticks: tuple[Tick, ...]
    bin_ns: int
    start: int
    stop: int
    fullest: int | None


def timeline(events: EventList, start: int, stop: int) -> Timeline:
    """Return the picture of a list over an interval, TT2000."""
    edges = np.round(np.linspace(start, stop, _BINS + 1)).astype(np.int64)
    shares = covered(*events.times, edges)
    unix = time.to_unix_ns(np.array([start, stop]))
    return Timeline(
        _bars(shares / (shares.max() or 1.0)),
        "" if events.gaps is None else _bars(covered(*events.gaps.times, edges), 0.5),
        float(shares.max()),
        time_ticks(int(unix[0]), int(unix[1])).major,
        round((stop - start) / _BINS),
        start,
        stop,
        int(edges[shares.argmax()]) if shares.any() else None,
    )


def covered(start: Ticks, stop: Ticks, edges: Ticks) -> NDArray[np.float64]:
    """Return which share of each bin lies in intervals that are ordered and separate.

    Examples
    --------
    >>> covered(np.array([2, 9]), np.array([4, 12]), np.array([0, 5, 10])).tolist()
    [0.4, 0.2]
    """
    if not len(start):
        return np.zeros(len(edges) - 1)
    before = np.concatenate([[0], np.cumsum(stop - start)])
    begun = np.searchsorted(start, edges, side="right")
    last = np.maximum(begun - 1, 0)
    running = np.where(begun > 0, np.minimum(edges, stop[last]) - start[last], 0)
    return np.asarray(np.diff(before[last] + running) / np.diff(edges), np.float64)


def _bars(shares: NDArray[np.float64], least: float = _LEAST) -> str:
    """Return one path of steps, down to the bottom where there is nothing."""
    heights = np.where(shares > 0, np.maximum(shares, least), 0)
    # Only where it changes: long stretches are one step.
    at = np.flatnonzero(np.diff(heights, prepend=-1.0))
    width = WIDTH / len(shares)
    steps = "".join(f"H{k * width:g}V{HEIGHT * (1 - heights[k]):.1f}" for k in at.tolist())
    return f"M0 {HEIGHT}{steps}H{WIDTH}V{HEIGHT}Z" if heights.any() else ""
