"""When does a condition hold? An event list, and where it could not be decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Self

import numpy as np

from dayside.model import Principal, time
from dayside.model.durations import Duration, length_ns
from dayside.model.errors import BadFormula, BadTime, TooMuch
from dayside.model.events import MAX_EVENTS, EventList
from dayside.model.ticket import SILENT, Ticket
from dayside.query.evaluate import Reader
from dayside.query.search.runs import Found, Intervals, Runs, common, joined
from dayside.query.search.search import Search, look_at
from dayside.query.search.search import find as searched
from dayside.query.search.stored import Stored
from dayside.services.door import Door
from dayside.services.evaluate import Formula, FormulaRequest, checked
from dayside.services.event_columns import EventColumn, with_columns
from dayside.services.search_kept import Kept
from dayside.services.spread import Spread

MOST_SO_FAR = 100
"""Events that a search tells of before it is done; it counts them all."""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is asked.

    Attributes
    ----------
    condition : FormulaRequest
        A formula that is true or false, and the interval.
    within : EventList or None
        Where to look, within the interval; None is everywhere.
    min_duration_ns : int
        Events that are shorter are left out.
    bridge_ns : int
        Longest time within an event that may be undecided.
    merge_ns : int
        Events at most so far apart become one.
    columns : tuple of str
        What to tell of each event: ``b = mean(norm(mag.B))``.
    """

    condition: FormulaRequest
    within: EventList | None = None
    min_duration_ns: int = 0
    bridge_ns: int = 0
    merge_ns: int = 0
    columns: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        condition: FormulaRequest,
        within: EventList | None = None,
        *,
        min_duration: Duration = 0,
        bridge: Duration = 0,
        merge: Duration = 0,
        columns: Sequence[str] = (),
    ) -> Self:
        """Return a request with lengths of time as people say them: ``"60 s"``.

        Raises
        ------
        BadTime
            If one is none, or below 0.
        """
        return cls(
            condition,
            within,
            _length(min_duration, "min_duration"),
            _length(bridge, "bridge"),
            _length(merge, "merge"),
            tuple(columns),
        )


def find(
    door: Door, request: SearchRequest, principal: Principal, ticket: Ticket = SILENT
) -> EventList:
    """Return when a condition is true.

    An event runs from its first true sample to the first that is not, or to the last true
    sample plus one cadence where a gap follows. Events are bridged, then merged, then those
    that are too short are left out.

    Returns
    -------
    EventList
        Its `gaps` are where samples are missing, or the condition is not known.

    Raises
    ------
    BadFormula
        If the condition cannot be read, or is none.
    NotFound
        If what it names is not there, or not for `principal`.
    TooMuch
        If there are more events than a list holds.
    Cancelled
        If it is not wanted any more.
    """
    formula = checked(door, _overlapping(request), principal)
    need_condition(formula)
    search = Search.of(formula.term, formula.start, formula.stop, request.condition.max_gap)
    found = _found(door, search, formula, principal, request, ticket)
    events = _shaped(found, request)
    for several in (events, found.undecided):
        if len(several) > MAX_EVENTS:
            raise TooMuch(
                f"The condition changes {len(several):,} times; a list has at most "
                f"{MAX_EVENTS:,} events. Ask for a shorter interval, or an average: "
                'mean(x, "1 min").'
            )
    undecided = EventList(*found.undecided.T)
    listed = EventList(*events.T)
    listed = listed.replace(
        description=formula.text,
        span=(formula.start, formula.stop) if request.within is None else None,
        gaps=undecided - listed,
        attributes={"condition": formula.text, "inputs": formula.dataset.attributes["inputs"]},
    )
    if not request.columns:
        return listed
    return with_columns(door, listed, request.columns, principal, request.condition, ticket)


def _length(said: Duration, name: str) -> int:
    length = length_ns(said) if said else 0
    if length < 0:
        raise BadTime(f"{name} is a length of time from 0 on, not {said}.")
    return length


def _overlapping(request: SearchRequest) -> FormulaRequest:
    """Return the request for the condition, over no more time than is looked at."""
    asked, within = request.condition, request.within
    if within is None or not len(within):
        return asked
    first, last = int(within.start.min()), int(within.stop.max())
    start = first if asked.start is None else max(asked.start, first)
    stop = last if asked.stop is None else min(asked.stop, last)
    # Where there is nothing to look at, the condition is checked all the same.
    return replace(asked, start=start, stop=stop) if start < stop else asked


def need_condition(formula: Formula) -> None:
    """Refuse a formula that is not true or false at each time."""
    kind = formula.term.kind
    if kind.what != "truth" or kind.shape:
        raise BadFormula(
            f"{formula.text} is {kind.told()}, not a condition; compare it with something, "
            "as in norm(mag_1s.B) < 5*nT."
        )


def access_of(door: Door, request: SearchRequest, principal: Principal) -> str:
    """Return for whom a list that a search finds is to be: private if any of its data are.

    Raises
    ------
    DaysideError
        As `find` does.
    """
    columns = [EventColumn.parse(text).formula for text in request.columns]
    texts = [request.condition.formula, *(text for text in columns if text)]
    asked = (replace(request.condition, formula=text) for text in texts)
    told = {checked(door, formula, principal).dataset.access for formula in asked}
    return "public" if told == {"public"} else "private"


def _found(
    door: Door,
    search: Search,
    formula: Formula,
    principal: Principal,
    request: SearchRequest,
    ticket: Ticket,
) -> Found:
    within = request.within
    asked = spans = np.array([[search.start, search.stop]])
    if within is not None:
        asked = common(joined(np.column_stack(within.times)), spans)
        # A little further, to the sample that an event stops with.
        further = np.column_stack([asked[:, 0], asked[:, 1] + search.beat.longest_ns])
        spans = common(joined(further), spans)
    spread = Spread.over(door, formula.inputs, principal)
    kept = Kept.of(search, formula.version, ticket, partial(_so_far, request))
    kept.advance(kept.until)
    found = searched(
        search,
        kept.rest(spans),
        lambda tasks: spread.each(partial(_look, search), tasks, ticket),
        spread.stored,
        kept.advance,
        kept.stitcher,
    )
    if within is None:
        return found
    return Found(*(common(each, asked) for each in (found.events, found.undecided)))


def _so_far(request: SearchRequest, events: Intervals) -> dict[str, Any]:
    """Return what a search has found until now, for people to look at."""
    events = _shaped(Found(events, np.empty((0, 2), np.int64)), request)
    start, stop = (time.to_text(ticks, 3).tolist() for ticks in events[:MOST_SO_FAR].T)
    return {"count": len(events), "start": start, "stop": stop}


def _look(search: Search, spans: Intervals, reader: Reader) -> list[Runs]:
    """Do a task of a search."""
    return look_at(search, spans, reader, reader if isinstance(reader, Stored) else None)


def _shaped(found: Found, request: SearchRequest) -> Intervals:
    """Return events bridged, merged and those that are long enough."""
    events = found.events
    if request.bridge_ns and len(events):
        silent = found.undecided
        silent = silent[silent[:, 1] - silent[:, 0] <= request.bridge_ns]
        events = _bridged(events, silent)
    if request.merge_ns:
        events = joined(events, request.merge_ns)
    return events[events[:, 1] - events[:, 0] >= request.min_duration_ns]


def _bridged(events: Intervals, silent: Intervals) -> Intervals:
    """Return events with what is silent between two of them made part of both."""
    starts = np.isin(silent[:, 0], events[:, 1])
    stops = np.isin(silent[:, 1], events[:, 0])
    return joined(np.concatenate([events, silent[starts & stops]]))
