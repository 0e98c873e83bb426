"""`EventList`: intervals and instants in time, with columns of what is known of each.

A list is frozen: whatever changes it returns another. Algebra is on the times that events
cover, half-open and exact to the nanosecond (`dayside.model.intervals`); where a search
could not decide (`EventList.gaps`), what follows from the list is undecided too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from dayside.model import intervals, kleene, time
from dayside.model.columns import Column, padded, shared, stacked
from dayside.model.conditions import holds
from dayside.model.durations import Duration, length_ns
from dayside.model.errors import BadRequest, EmptyInterval, TooMuch
from dayside.model.event_rows import MAX_EVENTS, Event, EventRows, as_ticks

__all__ = ["MAX_EVENTS", "Event", "EventList", "as_ticks"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class EventList(EventRows):
    """A list of events, in the order given.

    Attributes
    ----------
    start, stop : ndarray of int64, shape (n,)
        TT2000; half-open, equal for an instant. They cannot be written to.
    columns : mapping of str to Column
        One value an event.
    name, title, description, citation : str
    authors, tags : tuple of str
    span : (int, int) or None
        The interval, TT2000, in which the list is complete: outside of it nothing is
        known. None if nobody said.
    gaps : EventList or None
        Where within `span` it could not be decided whether there is an event.
    attributes : mapping
        Whatever else the source said, as it said it.

    Raises
    ------
    BadRequest
        If an event stops before it starts, or a column has not one value an event.
    TooMuch
        If there are more than `MAX_EVENTS`.

    Examples
    --------
    >>> found = EventList.of(["2016-09-01T01:00", "2016-09-01T03:00"],
    ...                      ["2016-09-01T02:00", "2016-09-01T04:00"], columns={"b": [1.5, 2.5]})
    >>> found & EventList.of(["2016-09-01T01:30"], ["2016-09-01T03:30"])
    EventList: 2 events
      start                 stop                  duration  b
      2016-09-01T01:30:00Z  2016-09-01T02:00:00Z  30 min    1.5
      2016-09-01T03:00:00Z  2016-09-01T03:30:00Z  30 min    2.5
    """

    def merged(self, gap: Duration = 0) -> Self:
        """Return the events with what overlaps, touches or is at most `gap` apart made one.

        A value stays where all that became one share it, else it is missing.
        """
        return self._covering(self.start, self.stop, self.columns, length_ns(gap))

    def __or__(self, other: EventList) -> Self:
        """Return the times of either: in order, what overlaps or touches made one.

        Columns of both are kept; a value where all that became one share it.
        """
        return self._with(self._union(other), other, kleene.union)

    def __and__(self, other: EventList) -> Self:
        """Return the parts of these events that lie in the other's; with these columns."""
        found = self.parts(intervals.intersect(*self.times, *other.times))
        return self._with(found, other, kleene.intersection)

    def __sub__(self, other: EventList) -> Self:
        """Return the parts of these events that lie in none of the other's; with these columns."""
        found = self.parts(intervals.subtract(*self.times, *other._truth.possible))
        return self._with(found, other, kleene.difference)

    def __xor__(self, other: EventList) -> Self:
        """Return the times of one but not of both; columns as in a union."""
        return self._with((self - other)._union(other - self), other, kleene.exclusive)

    def __invert__(self) -> Self:
        """Return the times of the span that lie neither in an event nor in a gap.

        Raises
        ------
        BadRequest
            If the list does not say its span: give one, ``events.replace(span=(start, stop))``.
        """
        if self.span is None:
            raise BadRequest(
                "The list does not say where it is complete, so it has no complement; "
                "give it a span: events.within(start, stop)."
            )
        start, stop = intervals.complement(*self._truth.possible, *self.span)
        return self.replace(start=start, stop=stop, columns={})

    def within(self, start: Any, stop: Any) -> Self:
        """Return what lies in an interval, in which the list is then taken to be complete."""
        span = (time.ticks(start), time.ticks(stop))
        if span[0] >= span[1]:
            raise EmptyInterval("The start of the span is not before its stop.")
        whole = EventList(np.array([span[0]]), np.array([span[1]]))
        gaps = None if self.gaps is None else self.gaps & whole
        found = self.parts(intervals.intersect(*self.times, *whole.times))
        return found.replace(span=span, gaps=gaps)

    def joined(self, other: EventList) -> Self:
        """Return the events of both lists as they are, these first, with the columns of both."""
        start, stop, columns = self._both(other)
        return self.replace(start=start, stop=stop, columns=columns)

    def extended(self, before: Duration = 0, after: Duration = 0) -> Self:
        """Return events that begin earlier and end later; below 0, later and earlier.

        What has no time left is dropped. Events may overlap then: see `merged`.
        """
        start, stop = self.start - length_ns(before), self.stop + length_ns(after)
        rows = np.flatnonzero((start < stop) | ((start == stop) & (self.start == self.stop)))
        return self.parts(intervals.Pieces(start[rows], stop[rows], rows))

    def shifted(self, by: Duration) -> Self:
        """Return events that begin and end later, below 0 earlier; so do gaps and span."""
        ns = length_ns(by)
        return self.replace(
            start=self.start + ns,
            stop=self.stop + ns,
            span=None if self.span is None else (self.span[0] + ns, self.span[1] + ns),
            gaps=None if self.gaps is None else self.gaps.shifted(ns),
        )

    def split(self, step: Duration, *, aligned: bool = False) -> Self:
        """Return events cut into bins of a length, the last of each being what remains.

        Parameters
        ----------
        step : duration
        aligned : bool
            Whether bins begin at multiples of `step` since 2000-01-01T12:00 TT instead of
            at the start of each event.

        Raises
        ------
        TooMuch
            If that makes more than `MAX_EVENTS`.
        """
        ns = length_ns(step)
        if ns <= 0:
            raise BadRequest("Bins are longer than nothing.")
        expected = (self.duration_ns / ns).sum() + len(self)
        if expected > 2 * MAX_EVENTS:
            raise TooMuch(f"That makes {expected:.0f} bins; a list has at most {MAX_EVENTS}.")
        return self.parts(intervals.split(*self.times, ns, aligned=aligned))

    def filtered(
        self,
        *conditions: str,
        min_duration: Duration | None = None,
        max_duration: Duration | None = None,
    ) -> Self:
        """Return the events for which every condition holds.

        Parameters
        ----------
        *conditions : str
            A column, one of ``< <= = != >= >``, and a value: ``"beta > 1"``, ``"class = BS"``.
            What is missing fulfils none.
        min_duration, max_duration : duration, optional
            Both inclusive.

        Examples
        --------
        >>> EventList.of([0, 5], columns={"n": [3, 9]}).filtered("n > 4")["n"].tolist()
        [9]
        """
        kept = np.ones(len(self), np.bool_)
        if min_duration is not None:
            kept &= self.duration_ns >= length_ns(min_duration)
        if max_duration is not None:
            kept &= self.duration_ns <= length_ns(max_duration)
        for condition in conditions:
            kept &= holds(condition, self.columns)
        return self.take(np.flatnonzero(kept))

    def nearest(
        self, other: EventList, tolerance: Duration | None = None, prefix: str = ""
    ) -> Self:
        """Return these events with the columns of the nearest of another list beside them.

        Parameters
        ----------
        other : EventList
        tolerance : duration, optional
            What is further away is none.
        prefix : str
            Before the names of the other's columns; by default the other list's name.

        Returns
        -------
        EventList
            More columns: ``{prefix}start``, ``{prefix}stop``, ``{prefix}distance`` (s, from
            the end of the earlier to the start of the later; below 0 where the other is the
            earlier, 0 where they meet), and the other's own. Missing where there is none.
        """
        row, distance = intervals.nearest(*self.times, *other.times)
        known = row >= 0
        if tolerance is not None:
            known &= np.abs(distance) <= length_ns(tolerance)
        before = prefix or f"{other.name or 'nearest'}_"
        own = [
            Column("start", other.start, "tt2000", description="start of the nearest event"),
            Column("stop", other.stop, "tt2000", description="stop of the nearest event"),
        ]
        apart = Column("distance", distance / time.NS, units="s", description="time to it")
        beside = [
            padded(c).take(np.maximum(row, 0), known) for c in (*own, *other.columns.values())
        ]
        beside.insert(2, apart.take(np.arange(len(self)), known))
        return self.with_columns(*(c.replace(name=before + c.name) for c in beside))

    def _both(self, other: EventList) -> tuple[time.Ticks, time.Ticks, dict[str, Column]]:
        """Return starts, stops and columns of both lists, one under the other."""
        return (
            np.concatenate([self.start, other.start]),
            np.concatenate([self.stop, other.stop]),
            stacked(self.columns, len(self), other.columns, len(other)),
        )

    def _union(self, other: EventList) -> Self:
        # Two long lists may become one that is short enough: only that is made a list.
        return self._covering(*self._both(other), 0)

    def _covering(
        self, start: time.Ticks, stop: time.Ticks, columns: Mapping[str, Column], gap: int
    ) -> Self:
        """Return the times that events cover, with what all that became one share."""
        merged = intervals.merge(start, stop, gap)
        kept = {n: shared(c, merged.group, len(merged.start)) for n, c in columns.items()}
        return self.replace(start=merged.start, stop=merged.stop, columns=kept)

    @property
    def _truth(self) -> kleene.Truth:
        nothing = np.empty(0, np.int64)
        unknown = (nothing, nothing) if self.gaps is None else self.gaps.times
        return kleene.Truth(self.times, unknown)

    def _with(self, found: Self, other: EventList, unknown: _Unknown) -> Self:
        """Return what was found of two lists, with what of it is undecided, and where it counts."""
        span, gaps = _common_span(self.span, other.span), None
        if self.gaps is not None or other.gaps is not None:
            gaps = EventList(*unknown(self._truth, other._truth))
        return found.replace(span=span, gaps=gaps)


_Unknown = Callable[[kleene.Truth, kleene.Truth], kleene.Times]


def _common_span(
    one: tuple[int, int] | None, other: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Return where two lists are complete; one that says nothing is so wherever the other is."""
    if one is None or other is None:
        return one or other
    start, stop = max(one[0], other[0]), min(one[1], other[1])
    return (start, stop) if start < stop else None
