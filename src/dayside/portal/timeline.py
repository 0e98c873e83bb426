"""When the events of a list are, as an SVG path over a time axis."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dayside.model import EventList, intervals, time
from dayside.model.timeaxis import Tick, time_ticks
from dayside.model.wording import count, span

WIDTH, HEIGHT = 1000, 24
_BINS = 250


@dataclass(frozen=True, slots=True)
class Timeline:
    """Events over time.

    Attributes
    ----------
    area : str
        SVG path in a box of 1000 × 24: its height is the number of events that begin.
    strip : str
        SVG path in a box of 1000 × 24: where there is an event at all.
    start, stop : int
        TT2000.
    ticks : tuple of Tick
    most : int
        Events of the fullest bin.
    bin_ns : int
        Width of a bin.
    words : str
        What the picture shows, in a sentence.
    """

    area: str
    strip: str
    start: int
    stop: int
    ticks: tuple[Tick, ...]
    most: int
    bin_ns: int
    words: str


def timeline(events: EventList) -> Timeline | None:
    """Return the picture of a list; None where it has no event."""
    if not len(events):
        return None
    first, last = int(events.start.min()), int(events.stop.max())
    if events.span is not None:
        first, last = min(first, events.span[0]), max(last, events.span[1])
    last = max(last, first + time.NS)
    edges = np.linspace(first, last, _BINS + 1)
    counts, _ = np.histogram(events.start, edges)
    unix = time.to_unix_ns(np.array([first, last]))
    return Timeline(
        _area(counts),
        _strip(events, first, last),
        first,
        last,
        time_ticks(int(unix[0]), int(unix[1])).major,
        int(counts.max()),
        round((last - first) / _BINS),
        _words(events),
    )


def _area(counts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> str:
    width = WIDTH / len(counts)
    heights = HEIGHT * (1 - counts / max(int(counts.max()), 1))
    steps = "".join(f"H{k * width:g}V{y:.1f}" for k, y in enumerate(heights.tolist()))
    return f"M0 {HEIGHT}{steps}H{WIDTH}V{HEIGHT}Z"


def _strip(events: EventList, first: int, last: int) -> str:
    """Return where events are, each at least a unit wide; what would touch is one."""
    scale = WIDTH / (last - first)
    begin = np.floor((events.start - first) * scale).astype(np.int64)
    end = np.maximum(np.ceil((events.stop - first) * scale).astype(np.int64), begin + 1)
    runs = intervals.merge(begin, end)
    return "".join(
        f"M{a} 0H{b}V{HEIGHT}H{a}Z"
        for a, b in zip(runs.start.tolist(), np.minimum(runs.stop, WIDTH).tolist(), strict=True)
    )


def _words(events: EventList) -> str:
    number = f"{count(len(events))} event{'' if len(events) == 1 else 's'}"
    if events.is_instants:
        return f"{number}, all instants"
    lengths = events.duration_ns
    median = span(int(np.median(lengths)))
    return f"{number}, half of them up to {median} long; {span(int(lengths.sum()))} in all"
