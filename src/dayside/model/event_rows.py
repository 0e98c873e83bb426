"""`EventRows`: what an event list holds, and its rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dayside.model import intervals, time
from dayside.model.columns import Column
from dayside.model.errors import BadRequest, BadTime, TooMuch, UnknownParameter, nearest

if TYPE_CHECKING:
    import pandas as pd
    from astropy.table import Table

    from dayside.model.events import EventList

MAX_EVENTS = 1_000_000
"""How many events a list may have."""

_EARLIEST, _LATEST = time.parse(str(time.MIN_YEAR)), time.parse(f"{time.MAX_YEAR}-12-31T24")


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a list.

    Attributes
    ----------
    start, stop : int
        TT2000; equal for an instant.
    values : mapping of str to value
        By column.
    """

    start: int
    stop: int
    values: Mapping[str, Any]

    @property
    def duration_ns(self) -> int:
        """How long it takes, SI ns."""
        return self.stop - self.start

    def __getitem__(self, name: str) -> Any:
        if name not in self.values:
            raise UnknownParameter(
                f"The event has no column of that name; it has {', '.join(self.values)}."
                + nearest(name, self.values)
            )
        return self.values[name]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class EventRows:
    """A list of events without what can be done with it: see `EventList`."""

    start: time.Ticks
    stop: time.Ticks
    columns: Mapping[str, Column] = field(default_factory=dict)
    name: str = ""
    title: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    citation: str = ""
    tags: tuple[str, ...] = ()
    span: tuple[int, int] | None = None
    gaps: EventList | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", _frozen_ticks(self.start))
        object.__setattr__(self, "stop", _frozen_ticks(self.stop))
        object.__setattr__(self, "columns", dict(self.columns))
        _check(self)

    @classmethod
    def of(
        cls,
        start: ArrayLike,
        stop: ArrayLike | None = None,
        columns: Mapping[str, Any] | None = None,
        **about: Any,
    ) -> Self:
        """Return a list of times as people have them.

        Parameters
        ----------
        start, stop : array_like
            ISO 8601 texts, ``datetime64`` or TT2000 integers; instants without `stop`.
        columns : mapping of str to array_like or Column
        **about
            The attributes of the list.

        Raises
        ------
        BadTime
            If one is no time.
        """
        first = as_ticks(start)
        made = {
            n: c if isinstance(c, Column) else Column(n, np.asarray(c))
            for n, c in (columns or {}).items()
        }
        return cls(first, first if stop is None else as_ticks(stop), made, **about)

    @classmethod
    def empty(cls, **about: Any) -> Self:
        """Return a list of no events."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int64), **about)

    @classmethod
    def from_pandas(cls, frame: pd.DataFrame, **about: Any) -> Self:
        """Return the events of a frame: ``start`` and ``stop`` in UTC, all else columns.

        Without ``stop`` they are instants.
        """
        times = {n: frame[n].to_numpy() for n in ("start", "stop") if n in frame}
        if "start" not in times:
            raise BadRequest(f"A frame of events has a column start, not only {list(frame)}.")
        others = {str(n): frame[n].to_numpy() for n in frame if n not in times}
        return cls.of(times["start"], times.get("stop"), others, **about)

    def __len__(self) -> int:
        return len(self.start)

    def __iter__(self) -> Iterator[Event]:
        return (self[row] for row in range(len(self)))

    @overload
    def __getitem__(self, key: str) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, key: int) -> Event: ...
    @overload
    def __getitem__(self, key: slice | NDArray[Any] | Sequence[int]) -> Self: ...

    def __getitem__(self, key: Any) -> Any:
        """Return the values of a column, one event, or a list of some."""
        if isinstance(key, str):
            return self.column(key).values
        if isinstance(key, (int, np.integer)):
            values = {n: c.values[key].item() for n, c in self.columns.items()}
            return Event(int(self.start[key]), int(self.stop[key]), values)
        return self.take(np.arange(len(self))[key])

    def column(self, name: str) -> Column:
        """Return one column.

        Raises
        ------
        UnknownParameter
            If there is none of this name.
        """
        if name not in self.columns:
            names = ", ".join(self.columns) or "none"
            raise UnknownParameter(
                f"The list has no column of that name; it has {names}."
                + nearest(name, self.columns)
            )
        return self.columns[name]

    @property
    def duration_ns(self) -> NDArray[np.int64]:
        """How long each event takes, SI ns."""
        return self.stop - self.start

    @property
    def is_instants(self) -> bool:
        """Whether no event takes any time."""
        return bool((self.start == self.stop).all())

    def replace(self, **changes: Any) -> Self:
        """Return a copy with `changes`."""
        return dataclasses.replace(self, **changes)

    def take(self, rows: NDArray[np.int64]) -> Self:
        """Return the events of `rows`, in that order."""
        return self.parts(intervals.Pieces(self.start[rows], self.stop[rows], rows))

    def sorted(self) -> Self:
        """Return the events by start, then stop."""
        return self.take(np.lexsort((self.stop, self.start)))

    def with_columns(self, *columns: Column) -> Self:
        """Return the list with more columns; those of the same name are replaced."""
        return self.replace(columns={**self.columns, **{c.name: c for c in columns}})

    @property
    def times(self) -> tuple[time.Ticks, time.Ticks]:
        """Starts and stops."""
        return self.start, self.stop

    def parts(self, pieces: intervals.Pieces) -> Self:
        """Return a list of parts of these events, each with the values of its event."""
        columns = {n: c.take(pieces.row) for n, c in self.columns.items()}
        return self.replace(start=pieces.start, stop=pieces.stop, columns=columns)

    def to_pandas(self) -> pd.DataFrame:
        """Return a frame: ``start`` and ``stop`` in UTC, then the columns; units in ``attrs``."""
        from dayside.model.event_tables import to_pandas

        return to_pandas(self)

    def to_table(self) -> Table:
        """Return an `astropy.table.Table`: times as `astropy.time.Time`, columns with units."""
        from dayside.model.event_tables import to_table

        return to_table(self)

    def __repr__(self) -> str:
        from dayside.model.event_tables import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from dayside.model.event_tables import as_html

        return as_html(self)


def as_ticks(times: ArrayLike) -> time.Ticks:
    """Return TT2000 of times as people have them: texts, ``datetime64``, integers.

    Raises
    ------
    BadTime
        If one is no time.
    """
    array = np.atleast_1d(np.asarray(times))
    if array.dtype.kind in "iu":
        return array.astype(np.int64)
    if array.dtype.kind == "M":
        return time.from_datetime64(array)
    return np.array([time.ticks(t) for t in array.tolist()], np.int64)


def _frozen_ticks(ticks: ArrayLike) -> time.Ticks:
    view = np.asarray(ticks, np.int64).view()
    view.flags.writeable = False
    return view


def _check(events: EventRows) -> None:
    start, stop = events.start, events.stop
    if start.ndim != 1 or start.shape != stop.shape:
        raise BadRequest(f"There are {len(start)} starts, but {len(stop)} stops.")
    if len(start) > MAX_EVENTS:
        raise TooMuch(f"A list has at most {MAX_EVENTS} events, not {len(start)}.")
    if len(start) and (min(start.min(), stop.min()) < _EARLIEST or stop.max() > _LATEST):
        raise BadTime(f"Events lie in the years {time.MIN_YEAR} to {time.MAX_YEAR}.")
    if (wrong := np.flatnonzero(stop < start)).size:
        row = int(wrong[0])
        raise BadRequest(
            f"Event {row} stops ({time.to_text(stop[row], 3)}) before it starts "
            f"({time.to_text(start[row], 3)})."
        )
    for name, column in events.columns.items():
        if len(column) != len(start):
            raise BadRequest(f"Column {name} has {len(column)} values for {len(start)} events.")
