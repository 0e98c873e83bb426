"""What a search found, for the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from dayside.model import EventList, time
from dayside.model.view import View
from dayside.model.view_link import to_fragment
from dayside.model.wording import count, percent, span
from dayside.portal import eventrows
from dayside.portal.find.timeline import Timeline, timeline

FORMATS = (("votable", "VOTable"), ("csv", "CSV"), ("json", "JSON"), ("amda", "AMDA ASCII"))
"""Formats of event lists offered for download: name and title."""

_MOST_ROWS = 100
_MOST_PANELS = 4
_LEAST_ROOM_NS = 30 * time.NS


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found.

    Attributes
    ----------
    events : EventList
    picture : Timeline
        When events are, and when nothing could be decided.
    words : str
        How many, how long, in a sentence.
    undecided : str
        How much of the time could not be decided; empty where all was.
    rows : list of (EventRow, str)
        The first events, each with the part of an address after ``#`` that opens the
        workspace there.
    whole : str
        The same for the whole interval.
    """

    events: EventList
    picture: Timeline
    words: str
    undecided: str
    rows: list[tuple[eventrows.EventRow, str]]
    whole: str

    @classmethod
    def of(cls, events: EventList, span_: tuple[int, int], reads: Iterable[Any]) -> Self:
        """Return what is told of a list.

        Parameters
        ----------
        span_ : (int, int)
            What was looked at, TT2000.
        reads : iterable of mapping
            What the condition reads, as its plan tells it.
        """
        panels = _panels(reads)
        shown = events[:_MOST_ROWS]
        views = [_view(panels, *ends) for ends in zip(*shown.times, strict=True)]
        return cls(
            events,
            timeline(events, *span_),
            _words(events, span_),
            _undecided(events, span_),
            list(zip(eventrows.rows(shown), views, strict=True)),
            to_fragment(View.of(panels, span_)),
        )


def _panels(reads: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    named = [(read["dataset"], name) for read in reads for name in read["parameters"]]
    return named[:_MOST_PANELS]


def _view(panels: list[tuple[str, str]], start: int, stop: int) -> str:
    """Return the view of an event, with as much before and after it."""
    room = max(int(stop - start), _LEAST_ROOM_NS)
    return to_fragment(View.of(panels, (int(start) - room, int(stop) + room)))


def _words(events: EventList, whole: tuple[int, int]) -> str:
    total = int(events.duration_ns.sum())
    if not len(events):
        return "No event."
    number = f"{count(len(events))} event{'' if len(events) == 1 else 's'}"
    return f"{number}, {span(total)} in all, {percent(total / (whole[1] - whole[0]))} of the time."


def _undecided(events: EventList, whole: tuple[int, int]) -> str:
    if events.gaps is None or not len(events.gaps):
        return ""
    total = int(events.gaps.duration_ns.sum())
    number = f"{count(len(events.gaps))} interval{'' if len(events.gaps) == 1 else 's'}"
    share = percent(total / (whole[1] - whole[0]))
    return f"{number} could not be decided: samples are missing there, {share} of the time."
