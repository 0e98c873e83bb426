"""Which columns of a table say when its events are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dayside.formats.columns import table
from dayside.formats.columns.clock import from_roles
from dayside.formats.columns.iso import is_clock
from dayside.formats.columns.time import find_time
from dayside.model import time
from dayside.model.columns import Column
from dayside.model.errors import UnreadableFile
from dayside.model.events import EventList

_START_WORDS = (
    "start starts begin begins beginning onset starttime start_time time_start tstart "
    "t_start start_date date_start begintime begin_time time_begin tbegin begin_date "
    "date_begin start_utc utc_start start_time_utc timeintervalstart time_interval_start "
    "event_start starting_time start_datetime time_from from t0 ti"
)
_STOP_WORDS = (
    "stop stops end ends ending stoptime stop_time time_stop tstop t_stop stop_date "
    "date_stop endtime end_time time_end tend t_end end_date date_end stop_utc utc_stop "
    "end_utc utc_end stop_time_utc end_time_utc timeintervalstop time_interval_stop "
    "event_end event_stop ending_time end_datetime arrival_date time_to to t1 tf"
)
_START, _STOP = frozenset(_START_WORDS.split()), frozenset(_STOP_WORDS.split())
_STARTS = re.compile(r"(^|_)(start|begin)(s|time)?(_|$)")
_STOPS = re.compile(r"(^|_)(stop|end)(s|time)?(_|$)")
_PARTS: Mapping[str, frozenset[str]] = {
    "year": frozenset(["year", "yr", "yyyy", "iyear"]),
    "month": frozenset(("month", "mon", "mo", "mm")),
    "doy": frozenset(["doy", "dayofyear", "ddd", "jday"]),
    "day": frozenset(["day", "dd", "dom"]),
    "hour": frozenset(["hour", "hours", "hr", "hh"]),
    "minute": frozenset(["minute", "minutes", "min", "mn", "mi"]),
    "second": frozenset(["second", "seconds", "sec", "ss"]),
}
_UNIX_S = (1e8, 4.2e9)
_DAY_NS = 86_400 * time.NS


@dataclass(frozen=True, slots=True)
class When:
    """When the events of a table are, and the names of the columns that say it."""

    start: time.Ticks
    stop: time.Ticks
    used: frozenset[str]


def events_of(columns: Sequence[Column], start: str = "", stop: str = "") -> EventList:
    """Return the events that the rows of a table are, all columns that say no time kept.

    Rows without a start are left out, and counted in the attribute ``rows_without_time``;
    those without a stop are instants.

    Parameters
    ----------
    columns : sequence of Column
    start, stop : str
        Names of the columns that are the time, where someone knows.

    Raises
    ------
    UnreadableFile
        If no column tells a time.
    """
    if columns and not len(columns[0]):
        used = _START | _STOP
        if not any(_key(c.name) in _START for c in columns):
            raise UnreadableFile("it has no events, and no column for their times")
        return EventList.empty(columns={c.name: c for c in columns if _key(c.name) not in used})
    when = _as_said(columns, start, stop) if start else find_when(columns)
    kept = np.flatnonzero(when.start != time.FILL)
    ends = np.where(when.stop == time.FILL, when.start, when.stop)
    others = {c.name: c.take(kept) for c in columns if c.name not in when.used}
    lost = len(when.start) - len(kept)
    about = {"rows_without_time": lost} if lost else {}
    return EventList(when.start[kept], ends[kept], others, attributes=about)


def find_when(columns: Sequence[Column]) -> When:
    """Return when the rows of a table are: intervals if it says so, else instants.

    Raises
    ------
    UnreadableFile
        If no column tells a time.
    """
    times = [c for c in columns if c.is_time]
    pair = _named_pair(columns) or _paired(times)
    if pair is not None:
        return _interval(*pair)
    if times:
        return _until_clock(times[0], columns)
    return _of_parts(columns) or _as_a_series(columns)


def _until_clock(first: Column, columns: Sequence[Column]) -> When:
    """Return instants, or intervals to a time of day that a column called stop tells."""
    for column in columns:
        if _key(column.name) in _STOP and column.is_text and all(map(is_clock, column.values)):
            midnight = time.to_unix_ns(first.values) // _DAY_NS * _DAY_NS
            stop = time.from_unix_ns(midnight + np.array([_clock_ns(t) for t in column.values]))
            # What ends earlier than it begins ends on the day after.
            stop = np.where(stop < first.values, stop + _DAY_NS, stop)
            return When(np.asarray(first.values), stop, frozenset({first.name, column.name}))
    return _instants(first.values, frozenset({first.name}))


def _clock_ns(text: str) -> int:
    fields = [float(field) for field in text.rstrip("Z").replace(",", ".").split(":")]
    return round(sum(f * unit for f, unit in zip(fields, (3600, 60, 1), strict=False)) * time.NS)


def _of_parts(columns: Sequence[Column]) -> When | None:
    """Return the times that columns of years, days, hours tell, those of start and stop apart."""
    ends = [[c for c in columns if end.search(_key(c.name))] for end in (_STARTS, _STOPS)]
    told = [_parts_time(some) for some in ends]
    if told[0] is not None and told[1] is not None:
        (start, used), (stop, used_too) = told[0], told[1]
        return When(start, stop, used | used_too)
    one = _parts_time(columns)
    return None if one is None else _instants(*one)


def _parts_time(columns: Sequence[Column]) -> tuple[time.Ticks, frozenset[str]] | None:
    parts = _parts(columns)
    if len(parts) < 2 or not ("doy" in parts or "day" in parts):
        return None
    numbers = {role: c.values.astype(np.float64) for role, c in parts.items()}
    return from_roles(numbers), frozenset(c.name for c in parts.values())


def _as_said(columns: Sequence[Column], start: str, stop: str) -> When:
    by_name = {c.name: c for c in columns}
    missing = [n for n in (start, stop) if n and n not in by_name]
    if missing:
        raise UnreadableFile(f"it has no column {missing[0]}")
    first = by_name[start]
    if not first.is_time:
        raise UnreadableFile(f"its column {start} holds no times")
    if not stop:
        return _instants(first.values, frozenset({start}))
    return _interval(first, by_name[stop])


def _interval(first: Column, last: Column) -> When:
    return When(_ticks(first), _ticks(last), frozenset({first.name, last.name}))


def _instants(ticks: time.Ticks, used: frozenset[str]) -> When:
    return When(ticks, ticks, used)


def _ticks(column: Column) -> time.Ticks:
    if column.is_time:
        return np.asarray(column.values)
    seconds = np.where(column.missing, 0, column.values.astype(np.float64))
    ticks = time.from_unix_ns(np.rint(seconds * 1e6).astype(np.int64) * 1000)
    return np.where(column.missing, time.FILL, ticks)


def _key(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")


def _is_moment(column: Column) -> bool:
    """Tell a column of times, or of numbers that can be nothing but Unix seconds."""
    if column.is_time or column.values.dtype.kind not in "if":
        return column.is_time
    known = column.values[~column.missing]
    return bool(len(known) and known.min() > _UNIX_S[0] and known.max() < _UNIX_S[1])


def _named_pair(columns: Sequence[Column]) -> tuple[Column, Column] | None:
    """Return the columns that are just called start and stop, in whatever words."""
    keys = {c.name: {_key(c.name), _key(c.name).replace("_", "")} for c in columns}
    first = next((c for c in columns if keys[c.name] & _START and _is_moment(c)), None)
    last = next((c for c in columns if keys[c.name] & _STOP and _is_moment(c)), None)
    if first is None:
        return None
    return (first, last) if last is not None else None


def _paired(times: Sequence[Column]) -> tuple[Column, Column] | None:
    """Return the first column of times and the one that says where what it starts ends."""
    if len(times) < 2:
        return None
    first, then = times[0], times[1]
    if _STARTS.search(_key(first.name)):
        ends = (c for c in times[1:] if _STOPS.search(_key(c.name)))
        last = next(ends, None)
        return None if last is None else (first, last)
    numbered = re.fullmatch(r"(.*?)_?1", first.name), re.fullmatch(r"(.*?)_?2", then.name)
    if numbered[0] and numbered[1] and numbered[0][1] == numbered[1][1]:
        return first, then
    nameless = all(re.fullmatch(r"c\d+", c.name) for c in (first, then))
    known = ~(first.missing | then.missing)
    in_order = bool((first.values[known] <= then.values[known]).all())
    return (first, then) if nameless and in_order else None


def _parts(columns: Sequence[Column]) -> dict[str, Column]:
    """Return the columns of numbers that are year, day of year or month and day, and so on."""
    found: dict[str, Column] = {}
    has_month = any(_role(c) == "month" for c in columns)
    for column in columns:
        role = _role(column)
        if role == "day" and not has_month:
            role = "doy"
        if not found and role != "year":
            continue
        if role is None or role in found or column.values.dtype.kind not in "if":
            break
        found[role] = column
    return found


def _role(column: Column) -> str | None:
    words = set(_key(column.name).split("_"))
    return next((role for role, known in _PARTS.items() if words & known), None)


def _as_a_series(columns: Sequence[Column]) -> When:
    """Return the time found as in any table of measurements."""
    bare = [table.Column(c.name, _plain(c)) for c in columns]
    ticks, used = find_time(bare, {})
    return _instants(ticks, frozenset(c.name for c in used))


def _plain(column: Column) -> object:
    return table.text_array(column.values) if column.is_text else column.values
