"""Time: TT2000 inside, UTC at the edge.

TT2000 counts SI nanoseconds of Terrestrial Time since 2000-01-01T12:00:00 TT
(CDF User's Guide, "CDF_TIME_TT2000"). It is monotonic: a sample in 23:59:60 has
its own number. What people see is UTC, as text or as ``datetime64[ns]``.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dayside.model.errors import BadTime
from dayside.model.leap_seconds import TAI_MINUS_UTC_NS, UTC_NS

Ticks = NDArray[np.int64]
"""TT2000 ticks: int64 ns, any shape."""

NS = 1_000_000_000
FILL = np.iinfo(np.int64).min
"""The ISTP fill of a TT2000 time: no time at all."""

_J2000_UNIX_NS = 946_728_000 * NS
_TT_MINUS_TAI_NS = 32_184_000_000
_SHIFT = _TT_MINUS_TAI_NS - _J2000_UNIX_NS
# Where each step of TAI − UTC begins, on the TT2000 axis (the first is "always").
_STEP_TICKS = np.concatenate([[FILL], UTC_NS[1:] + TAI_MINUS_UTC_NS[1:] + _SHIFT])
# A second that only TT2000 can hold begins where the old offset already says midnight.
_LEAP_TICKS = np.concatenate([[FILL], UTC_NS[1:] + TAI_MINUS_UTC_NS[:-1] + _SHIFT])
# TT2000 − UTC between any two of these; in a leap second there is none.
_EDGE_TICKS = np.union1d(_STEP_TICKS, _LEAP_TICKS)
_EDGE_OFFSETS = np.where(
    np.isin(_EDGE_TICKS, _STEP_TICKS),
    TAI_MINUS_UTC_NS[np.searchsorted(_STEP_TICKS, _EDGE_TICKS, side="right") - 1] + _SHIFT,
    FILL,
)

# TT2000 begins in 1707, datetime64[ns] ends in 2262; one year is kept free at both ends.
MIN_YEAR, MAX_YEAR = 1708, 2261

_MANY = 1 << 20  # ticks looked at in one go

_CLOCK = (
    r"(?P<hour>\d{2})(?::(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<fraction>\d{0,9}))?)?)?"
)
_DATE = r"(?P<year>\d{4})(?:-(?:(?P<doy>\d{3})|(?P<month>\d{2})(?:-(?P<day>\d{2}))?)"
_TEXT = re.compile(rf"{_DATE}(?:[T ](?:{_CLOCK})?)?)?Z?", re.ASCII)


def to_unix_ns(ticks: ArrayLike) -> Ticks:
    """Return UTC as ns since 1970-01-01, leap seconds clamped to 23:59:59.999999999.

    Parameters
    ----------
    ticks : array_like of int64
        TT2000.

    Returns
    -------
    ndarray of int64
        Never decreasing where `ticks` is not.
    """
    tt = np.asarray(ticks, np.int64)
    if tt.size and (offset := _one_offset(_EDGE_TICKS, _EDGE_OFFSETS, tt)) is not None:
        return np.asarray(tt - offset)
    step = np.searchsorted(_STEP_TICKS, tt, side="right") - 1
    unix = tt - _SHIFT - TAI_MINUS_UTC_NS[step]
    following = np.minimum(step + 1, len(UTC_NS) - 1)
    midnight = UTC_NS[following]
    inside_leap = (following > step) & (unix >= midnight)
    return np.where(inside_leap, midnight - 1, unix)


def from_unix_ns(unix_ns: ArrayLike) -> Ticks:
    """Return TT2000 of UTC given as ns since 1970-01-01."""
    unix = np.asarray(unix_ns, np.int64)
    if unix.size and (offset := _one_offset(UTC_NS, TAI_MINUS_UTC_NS, unix)) is not None:
        return np.asarray(unix + (offset + _SHIFT))
    step = np.searchsorted(UTC_NS, unix, side="right") - 1
    return np.asarray(unix + TAI_MINUS_UTC_NS[step] + _SHIFT)


def _one_offset(edges: Ticks, offsets: Ticks, times: Ticks) -> int | None:
    """Return the offset of all `times` if they have one, which is nearly always: no table then."""
    first, last = np.searchsorted(edges, (times.min(), times.max()), side="right") - 1
    return int(offsets[first]) if first == last and offsets[first] != FILL else None


def to_datetime64(ticks: ArrayLike) -> NDArray[np.datetime64]:
    """Return UTC as ``datetime64[ns]``; fill becomes NaT.

    Examples
    --------
    >>> to_datetime64(0)
    array('2000-01-01T11:58:55.816000000', dtype='datetime64[ns]')
    """
    tt = np.asarray(ticks, np.int64)
    return np.where(tt == FILL, FILL, to_unix_ns(tt)).view("datetime64[ns]")


def from_datetime64(times: ArrayLike) -> Ticks:
    """Return TT2000 of UTC ``datetime64``; NaT becomes fill."""
    unix = np.asarray(times, "datetime64[ns]").view(np.int64)
    ticks = from_unix_ns(unix)
    gaps = unix == FILL
    return np.where(gaps, FILL, ticks) if gaps.any() else ticks


def in_leap_second(ticks: ArrayLike) -> NDArray[np.bool_]:
    """Tell which of `ticks` lie in 23:59:60."""
    tt = np.asarray(ticks, np.int64)
    step = np.searchsorted(_LEAP_TICKS, tt, side="right") - 1
    return (tt < _STEP_TICKS[step]) & (step > 0)


def last_leap_second(start: int, stop: int) -> int | None:
    """Return when the last 23:59:60 within [`start`, `stop`) ends; None if there is none.

    Examples
    --------
    >>> str(to_text(last_leap_second(parse("2016-12-31"), parse("2017-01-02")), 0))
    '2017-01-01T00:00:00Z'
    """
    step = int(np.searchsorted(_LEAP_TICKS, stop)) - 1
    while step > 0 and _STEP_TICKS[step] > start:
        if _LEAP_TICKS[step] < _STEP_TICKS[step]:
            return int(_STEP_TICKS[step])
        step -= 1  # In the 1960s UTC was also set by fractions, back too.
    return None


def parse(text: str) -> int:
    """Return TT2000 of an ISO 8601 time, calendar or day of year, truncated at will.

    Parameters
    ----------
    text : str
        ``yyyy[-mm[-dd[Thh[:mm[:ss[.f]]]]]][Z]`` or ``yyyy-ddd[T…][Z]``; a missing
        ``Z`` means UTC; hour 24 at midnight and 23:59:60 in a leap second are legal.

    Raises
    ------
    BadTime
        If it is no time, or none that exists.

    Examples
    --------
    >>> parse("2000-001T11:58:55.816")
    0
    >>> parse("2016-12-31T23:59:60Z") + 1_000_000_000 == parse("2017Z")
    True
    """
    match = _TEXT.fullmatch(text.strip())
    if match is None:
        raise BadTime(
            "This is no time. Write UTC as 2016-09-01T12:30:00.5Z or 2016-245T12:30Z; "
            "it may be cut after any field."
        )
    return _ticks_of({key: value or "" for key, value in match.groupdict().items()})


def _ticks_of(field: dict[str, str]) -> int:
    year = int(field["year"])
    if not MIN_YEAR <= year <= MAX_YEAR:
        raise BadTime(f"Year {year} is outside {MIN_YEAR}..{MAX_YEAR}, what TT2000 can hold.")
    day_ns = _day_unix_ns(year, field)
    hour, minute = int(field["hour"] or 0), int(field["minute"] or 0)
    second, fraction = int(field["second"] or 0), int((field["fraction"] or "").ljust(9, "0"))
    if hour == 24 and (minute or second or fraction):
        raise BadTime("Hour 24 stands only for midnight, 24:00:00.")
    if hour > 24 or minute > 59 or second > 60:
        raise BadTime(f"There is no time of day {hour:02d}:{minute:02d}:{second:02d}.")
    whole = min(second, 59)
    unix = day_ns + ((hour * 60 + minute) * 60 + whole) * NS + fraction
    ticks = int(from_unix_ns(unix))
    if second == 60:
        ticks += NS
        if not in_leap_second(ticks):
            raise BadTime("There is no leap second at that time.")
    return ticks


def _day_unix_ns(year: int, field: dict[str, str]) -> int:
    if field["doy"]:
        day_of_year, month, day = int(field["doy"]), 1, 1
        if not 1 <= day_of_year <= 365 + calendar.isleap(year):
            raise BadTime(f"Year {year} has no day {day_of_year}.")
    else:
        day_of_year, month, day = 1, int(field["month"] or 1), int(field["day"] or 1)
        if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
            raise BadTime(f"There is no day {year}-{month:02d}-{day:02d}.")
    date = np.datetime64(f"{year:04d}-{month:02d}-{day:02d}", "D").astype(np.int64)
    return (int(date) + day_of_year - 1) * 86_400 * NS


def ticks(when: Any) -> int:
    """Return TT2000 of anything people write for a time.

    Parameters
    ----------
    when : str, datetime64, datetime, pandas.Timestamp or int
        An int is TT2000 already. Aware datetimes are brought to UTC.

    Raises
    ------
    BadTime
        If it is none of these, or not a time.
    """
    if isinstance(when, str):
        return parse(when)
    if isinstance(when, (int, np.integer)) and not isinstance(when, bool):
        return int(when)
    if isinstance(when, datetime):  # pandas.Timestamp is one too
        if when.tzinfo is not None:
            when = when.astimezone(UTC).replace(tzinfo=None)
        # Through text, because a pandas.Timestamp knows nanoseconds that datetime does not.
        return parse(when.isoformat())
    if isinstance(when, np.datetime64):
        if np.isnat(when):
            raise BadTime("NaT is no time.")
        return int(from_datetime64(when))
    raise BadTime(f"A {type(when).__name__} is no time; give text, datetime64 or Timestamp.")


def to_text(ticks: ArrayLike, digits: int = 9) -> NDArray[np.str_]:
    """Return UTC as ISO 8601 text of one length, ``Z`` at the end, 23:59:60 where it is.

    Parameters
    ----------
    ticks : array_like of int64
        TT2000.
    digits : int
        Digits after the second, 0 to 9; what is beyond is cut, not rounded.

    Examples
    --------
    >>> str(to_text(parse("2016-12-31T23:59:60.25"), 3))
    '2016-12-31T23:59:60.250Z'
    """
    tt = np.asarray(ticks, np.int64)
    leap = in_leap_second(tt)
    base = np.where(leap, tt - NS, tt)
    text = np.datetime_as_string(to_datetime64(base), unit="ns")
    length = 19 + (digits + 1 if digits else 0)
    cut = text.astype(f"U{length}")
    if leap.any():
        cut = np.where(leap, np.strings.replace(cut, ":59:59", ":59:60"), cut)
    return np.strings.add(cut, "Z")


def digits_needed(ticks: Ticks) -> int:
    """Return how many digits after the second (0, 3, 6 or 9) tell all `ticks` exactly."""
    if len(ticks) == 0:
        return 3
    return max(_digits_needed(ticks[k : k + _MANY]) for k in range(0, len(ticks), _MANY))


def _digits_needed(ticks: Ticks) -> int:
    digits = _digits_of(ticks)
    # Unix time stands still in a leap second, at the last nanosecond before it.
    if digits == 9 and (leap := in_leap_second(ticks)).any():
        return _digits_of(np.where(leap, ticks - NS, ticks))
    return digits


def _digits_of(ticks: Ticks) -> int:
    fraction = np.abs(to_unix_ns(ticks) % NS)
    return next((d for d in (0, 3, 6) if not (fraction % 10 ** (9 - d)).any()), 9)


_UNITS_S = {"D": 86_400, "H": 3_600, "M": 60, "S": 1}
_DURATION = re.compile(
    r"P(?:(?P<D>\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(?P<H>\d+(?:\.\d+)?)H)?(?:(?P<M>\d+(?:\.\d+)?)M)?(?:(?P<S>\d+(?:\.\d+)?)S)?)?"
)


def parse_duration(text: str) -> int:
    """Return ns of an ISO 8601 duration of days and less.

    Examples
    --------
    >>> parse_duration("PT1M30S")
    90000000000
    """
    match = _DURATION.fullmatch(text)
    if match is None or not any(match.groups()):
        raise BadTime(f"{text!r} is no ISO 8601 duration such as PT4S or P1DT12H.")
    return round(sum(Decimal(v) * _UNITS_S[k] * NS for k, v in match.groupdict().items() if v))


def duration_text(duration_ns: int) -> str:
    """Return an ISO 8601 duration.

    Examples
    --------
    >>> duration_text(90_500_000_000), duration_text(86_400_000_000_000)
    ('PT1M30.5S', 'P1D')
    """
    days, rest = divmod(duration_ns, 86_400 * NS)
    hours, rest = divmod(rest, 3_600 * NS)
    minutes, rest = divmod(rest, 60 * NS)
    seconds, ns = divmod(rest, NS)
    second_text = f"{seconds}" + (f".{ns:09d}".rstrip("0") if ns else "")
    clock = "".join(
        part
        for part in (
            f"{hours}H" if hours else "",
            f"{minutes}M" if minutes else "",
            f"{second_text}S" if seconds or ns else "",
        )
        if part
    )
    text = "P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return text if len(text) > 1 else "PT0S"
