"""CF time coordinates as TT2000."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import time
from dayside.model.errors import BadTime

UNITS = {
    "ns": 1, "nsec": 1, "nanosecond": 1,
    "us": 10**3, "microsec": 10**3, "microsecond": 10**3,
    "ms": 10**6, "msec": 10**6, "millisec": 10**6, "millisecond": 10**6,
    "s": 10**9, "sec": 10**9, "second": 10**9,
    "min": 60 * 10**9, "minute": 60 * 10**9,
    "h": 3600 * 10**9, "hr": 3600 * 10**9, "hour": 3600 * 10**9,
    "d": 86_400 * 10**9, "day": 86_400 * 10**9,
}  # fmt: skip
_SINCE = re.compile(
    r"(?P<unit>[a-z]+)\s+since\s+(?P<date>\d{1,4}-\d{1,2}-\d{1,2})"
    r"(?:[t ]+(?P<clock>\d{1,2}(?::\d{1,2}){0,2}(?:\.\d*)?))?"
    r"\s*(?P<zone>z|utc|gmt|[+-]\d{1,2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
_CALENDARS = ("standard", "gregorian", "proleptic_gregorian", "utc", "none", "")
_LIMIT_NS = 9_190_000_000_000_000_000
# TT2000 = TAI + 32.184 s, counted from 2000-01-01T12:00 instead of 1970.
_TT2000_OF_TAI_NS = 32_184_000_000 - 946_728_000 * 10**9


def is_time(units: str) -> bool:
    """Tell whether a unit is one of CF's, ``seconds since 1970-01-01``.

    Examples
    --------
    >>> is_time("days since 1990-1-1 0:0:0"), is_time("nT")
    (True, False)
    """
    match = _SINCE.fullmatch(units.strip())
    return match is not None and _unit_ns(match["unit"]) is not None


def ticks_of(values: NDArray[Any], units: str, calendar: str = "") -> time.Ticks:
    """Return TT2000 of a CF time coordinate.

    Parameters
    ----------
    values : ndarray
        Numbers; NaN is no time.
    units : str
        Such as ``hours since 2000-01-01 12:00``.
    calendar : str
        One of real time; ``tai`` counts leap seconds.

    Raises
    ------
    BadTime
        If the calendar or the unit is none of real time.

    Examples
    --------
    >>> str(time.to_text(ticks_of(np.array([1.5]), "days since 2000-1-1"), 0)[0])
    '2000-01-02T12:00:00Z'
    """
    match = _SINCE.fullmatch(units.strip())
    step = _unit_ns(match["unit"]) if match else None
    if match is None or step is None:
        raise BadTime(f"{units!r} is no unit of time such as 'seconds since 1970-01-01'.")
    calendar = calendar.lower()
    if calendar not in (*_CALENDARS, "tai"):
        raise BadTime(f"The calendar {calendar!r} is none of real time.")
    unix, valid = _unix_ns(values, step, _reference_ns(match))
    ticks = unix + _TT2000_OF_TAI_NS if calendar == "tai" else time.from_unix_ns(unix)
    return np.where(valid, ticks, time.FILL)


def _unit_ns(word: str) -> int | None:
    lowered = word.lower()
    return UNITS.get(lowered) or UNITS.get(lowered.removesuffix("s"))


def _reference_ns(match: re.Match[str]) -> int:
    year, month, day = (int(part) for part in match["date"].split("-"))
    try:
        date = np.datetime64(f"{year:04d}-{month:02d}-{day:02d}", "D")
    except ValueError as error:
        raise BadTime(f"There is no day {match['date']}.") from error
    seconds = 0.0
    for part, scale in zip((match["clock"] or "0").split(":"), (3600, 60, 1), strict=False):
        seconds += float(part) * scale
    zone = match["zone"] or ""
    offset = 0
    if zone[:1] in {"+", "-"}:
        digits = zone[1:].replace(":", "")
        hours, minutes = int(digits[:2]), int(digits[2:] or 0)
        offset = (hours * 60 + minutes) * (-60 if zone[0] == "-" else 60)
    days = int(date.astype(np.int64))
    return (days * 86_400 - offset) * 10**9 + round(seconds * 10**9)


def _unix_ns(values: NDArray[Any], step: int, reference: int) -> tuple[time.Ticks, NDArray[Any]]:
    """Return ns since 1970 and which of them are times at all."""
    counts = values.astype(np.float64)
    with np.errstate(invalid="ignore"):
        valid = np.abs(counts * step + reference) < _LIMIT_NS
    if abs(reference) >= _LIMIT_NS:
        return _far_ns(np.where(valid, values, 0), step, reference), valid
    kept = np.where(valid, values, 0)
    if values.dtype.kind in "iu":
        return kept.astype(np.int64) * step + reference, valid
    whole = np.floor(kept)
    beyond = np.rint((kept - whole) * step / _quantum(kept, step)) * _quantum(kept, step)
    return whole.astype(np.int64) * step + beyond.astype(np.int64) + reference, valid


def _far_ns(counts: NDArray[Any], step: int, reference: int) -> time.Ticks:
    """Return ns since 1970 of counts from so long ago that only Python's integers hold them."""
    quantum = _quantum(counts, step)
    exact = [round(float(c) * step / quantum) * quantum + reference for c in counts]
    return np.array([v if abs(v) < _LIMIT_NS else 0 for v in exact], np.int64)


def _quantum(values: NDArray[Any], step: int) -> int:
    """Return the power of ten of ns that floating-point counts resolve."""
    if values.dtype.kind in "iu" or not len(values):
        return 1
    finest = float(np.spacing(np.abs(values).max())) * step
    return int(10 ** max(0, np.ceil(np.log10(max(finest, 1.0)))))
