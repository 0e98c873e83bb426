"""Which columns of a bare table are the time, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.formats.columns.clock import (
    compact_dates,
    date_and_parts,
    first_text,
    from_roles,
    is_whole,
    nameless_fields,
    within,
)
from dayside.formats.columns.days import MATLAB_JD, MJD_JD, ticks_of_days
from dayside.formats.columns.iso import is_clock, is_time, ticks_of_text
from dayside.formats.columns.said import ticks_as_said
from dayside.formats.columns.table import Column
from dayside.model import time
from dayside.model.errors import UnreadableFile

if TYPE_CHECKING:
    from numpy.typing import NDArray

_UNIX_AFTER_YEAR_0_MS = 62_167_219_200_000
NO_TIME = "no table of numbers with a time found"

Found = tuple[time.Ticks, list[Column]]

_WHOLE_WORDS = (
    "time epoch utc datetime date_time timestamp time_utc utc_time date_utc pdstime amda_time "
    "isotime time_tag timetag sample_utc scet ut date start_time time_start"
)
_WHOLE = tuple(_WHOLE_WORDS.split())
_UNIX = ("unix", "unixtime", "unix_time", "date_unix", "time_unix", "posix")
# Of these only a number of the size of Unix time is one; "t" may be a temperature.
_MAYBE_UNIX = ("t", "ts")
_UNIT_SUFFIXES = ("", "_s", "_sec", "_seconds", "_ms", "_us", "_ns")
# Origin (Julian date), and between which numbers a column of that name counts from it.
_DAYS: Mapping[str, tuple[float, float, float]] = {
    **dict.fromkeys(
        ("mjd", "mjd_utc", "time_mjd", "modified_julian_date", "modified_julian_day"),
        (MJD_JD, 1e4, 9e4),
    ),
    **dict.fromkeys(("jd", "jd_utc", "julian", "julian_date", "julian_day"), (0.0, 2.43e6, 2.5e6)),
    **dict.fromkeys(("datenum", "matlab_datenum", "matlab_time"), (MATLAB_JD, 6.9e5, 8e5)),
}
_ROLES: Mapping[str, tuple[str, ...]] = {
    "year": ("year", "yr", "yyyy", "iyear", "yy"),
    "doy": ("doy", "day_of_year", "dayofyear", "ddd", "decimal_day", "dday", "jday", "day"),
    "month": ("month", "mo", "mon"),
    "day": ("da", "dd", "dom", "day_of_month", "day"),
    "hour": ("hour", "hr", "hh", "h"),
    "minute": ("minute", "min", "mn", "mi"),
    "second": ("second", "sec", "ss", "seconds", "sod", "sec_of_day", "seconds_of_day"),
    "millisecond": ("msec", "millisecond", "milliseconds", "ms"),
    "hhmm": ("hhmm",),
    "fraction": ("fraction_of_day", "frac_day", "day_fraction", "fday"),
}
_DECIMAL_YEAR = (
    "decimal_year",
    "dec_year",
    "year_decimal",
    "fractional_year",
    "dyear",
    "year",
    "yr",
)
# Between these, and only there, a bare number can be nothing but Unix time.
_UNIX_RANGES = (
    (9e8, 4.2e9, 1),
    (9e11, 4.2e12, 10**3),
    (9e14, 4.2e15, 10**6),
    (9e17, 4.2e18, 10**9),
)


def find_time(
    columns: Sequence[Column], said: Mapping[str, Any], years: Collection[int] = ()
) -> Found:
    """Return TT2000 of each row, and the columns that told it.

    Parameters
    ----------
    columns : sequence of Column
    said : mapping
        `Description.time`: goes before all guesses.
    years : collection of int
        Four-digit years that the file's name or header mention; they settle two-digit ones.

    Raises
    ------
    UnreadableFile
        If no column is a time, or none without doubt.
    """
    if said.get("column") is not None:
        return ticks_as_said(columns, said)
    by_key: dict[str, Column] = {}
    for column in columns:
        by_key.setdefault(column.key, column)
    ways: tuple[Callable[[], Found | None], ...] = (
        lambda: _stamps(columns, by_key),
        lambda: _date_and_clock(columns),
        lambda: date_and_parts(columns),
        lambda: _text(columns, by_key),
        lambda: _unix_or_tt2000(by_key),
        lambda: _fields(by_key, years),
        lambda: _decimal_year(by_key, years),
        lambda: _days(by_key),
        lambda: nameless_fields(columns),
    )
    for way in ways:
        found = way()
        if found is not None:
            return found
    raise UnreadableFile(
        f"{NO_TIME}: none of the columns {_shown(columns)} is a time; "
        "a describing file can name it ([time] column = …)"
    )


def _shown(columns: Sequence[Column]) -> str:
    names = [c.name for c in columns[:12]]
    return ", ".join(names) + (", …" if len(columns) > len(names) else "")


def _stamps(columns: Sequence[Column], by_key: Mapping[str, Column]) -> Found | None:
    """Take a column that is a time by its type."""
    typed = [c for c in columns if not c.is_text and c.values.dtype.kind == "M"]
    if not typed:
        return None
    named = [by_key[k] for k in _WHOLE if k in by_key and any(by_key[k] is c for c in typed)]
    column = (named or typed)[0]
    exact = by_key.get("tt2000")
    if exact is not None and exact.is_number and exact.values.dtype == np.int64:
        return exact.values, [column, exact]
    return time.from_datetime64(column.values), [column]


def _date_and_clock(columns: Sequence[Column]) -> Found | None:
    """Take a column of dates with a column of clocks right behind."""
    import pyarrow.compute as pc

    for date, clock in pairwise(columns):
        if (
            date.is_text
            and clock.is_text
            and is_time(first_text(date))
            and is_clock(first_text(clock))
        ):
            joined = pc.binary_join_element_wise(date.values, clock.values, "T")
            return ticks_of_text(joined), [date, clock]
    return None


def _text(columns: Sequence[Column], by_key: Mapping[str, Column]) -> Found | None:
    """Take a column whose texts are times, one of a telling name first."""
    texts = [by_key[k] for k in _WHOLE if k in by_key and by_key[k].is_text]
    for column in (*texts, *(c for c in columns if c.is_text)):
        if is_time(first_text(column)):
            return ticks_of_text(column.values), [column]
    # A compact date without separators is read as a number: 20200101T… is not, 20200101 is.
    for key in _WHOLE:
        column = by_key.get(key, Column("", np.empty(0)))
        if column.is_number and within(column, 1.9e7, 2.2e7) and is_whole(column):
            return compact_dates(column), [column]
    return None


def _unix_or_tt2000(by_key: Mapping[str, Column]) -> Found | None:
    exact = by_key.get("tt2000")
    if exact is not None and exact.is_number and exact.values.dtype == np.int64:
        return exact.values, [exact]
    keys = (f"{name}{unit}" for name in (*_UNIX, *_WHOLE, *_MAYBE_UNIX) for unit in _UNIT_SUFFIXES)
    for key in keys:
        column = by_key.get(key)
        if column is None or not column.is_number:
            continue
        if within(column, 5.9e13, 6.6e13):  # CDF's EPOCH, ms since the year 0
            return from_unix(column.numbers() - _UNIX_AFTER_YEAR_0_MS, 1000), [column]
        for low, high, per_second in _UNIX_RANGES:
            lowest = 0.0 if key in _UNIX and per_second == 1 else low
            if within(column, lowest, high):
                return from_unix(column.values, per_second), [column]
    return None


def from_unix(values: NDArray[Any], per_second: int) -> time.Ticks:
    """Return TT2000 of Unix time in fractions of a second; NaN becomes the fill."""
    if values.dtype.kind in "iu":
        return time.from_unix_ns(values.astype(np.int64) * (time.NS // per_second))
    gap = np.isnan(values)
    seconds = np.where(gap, 0.0, values) / per_second
    whole = np.floor(seconds)
    # A double cannot tell more than microseconds here.
    micro = np.rint((seconds - whole) * 1e6)
    unix = whole.astype(np.int64) * time.NS + micro.astype(np.int64) * 1000
    return np.where(gap, time.FILL, time.from_unix_ns(unix))


def _fields(by_key: Mapping[str, Column], years: Collection[int]) -> Found | None:
    """Take a time spread over columns: year, month, day or day of year, hour and so on."""
    roles: dict[str, Column] = {}
    for role, keys in _ROLES.items():
        column = next((by_key[k] for k in keys if k in by_key and by_key[k].is_number), None)
        if column is not None and not any(column is c for c in roles.values()):
            roles[role] = column
        elif role == "day" and "month" in roles and column is roles.get("doy"):
            roles["day"] = roles.pop("doy")
    if "month" in roles and "day" in roles:
        roles.pop("doy", None)  # a second "Day" column beside month and day tells no more
    elif "doy" in roles:
        roles = {k: v for k, v in roles.items() if k not in ("month", "day")}
    else:
        return None
    if "year" not in roles:
        return None
    values = {role: column.numbers() for role, column in roles.items()}
    values["year"] = whole_years(values["year"], years)
    return from_roles(values), list(roles.values())


def whole_years(values: NDArray[np.float64], years: Collection[int]) -> NDArray[np.float64]:
    """Return four-digit years; two-digit ones only where `years` leave no doubt.

    Raises
    ------
    UnreadableFile
        If a two-digit year could be of either century.
    """
    known = values[np.isfinite(values)]
    if len(known) == 0 or known.min() >= 100 or known.min() < 0:
        return values
    out = values.copy()
    for short in np.unique(np.floor(known[known < 100])):
        fitting = [c + int(short) for c in (1900, 2000) if c + int(short) in years]
        if len(fitting) != 1:
            raise UnreadableFile(
                f"the year is written as {int(short):02d}, and nothing in the file says of which "
                "century"
            )
        out[np.floor(values) == short] += fitting[0] - short
    return out


def _decimal_year(by_key: Mapping[str, Column], years: Collection[int]) -> Found | None:
    keys = (*(k for k in by_key if "decimalyear" in k.replace("_", "")), *_DECIMAL_YEAR)
    for column in (by_key[k] for k in keys if k in by_key):
        if column.is_number and not is_whole(column):
            values = whole_years(column.numbers(), years)
            if np.nanmin(values) >= 1900 and np.nanmax(values) <= 2200:
                return from_decimal_year(values), [column]
    return None


def from_decimal_year(values: NDArray[np.float64]) -> time.Ticks:
    """Return TT2000 of years with a fraction: 1990.0 is the first moment of 1990."""
    gap = np.isnan(values)
    year = np.floor(np.where(gap, 2000.0, values))
    first = (year - 1970).astype("datetime64[Y]")
    start = first.astype("datetime64[ns]").astype(np.int64)
    stop = (first + np.timedelta64(1, "Y")).astype("datetime64[ns]").astype(np.int64)
    part = np.where(gap, 0.0, values - year)
    return np.where(
        gap, time.FILL, time.from_unix_ns(start + np.rint(part * (stop - start)).astype(np.int64))
    )


def _days(by_key: Mapping[str, Column]) -> Found | None:
    """Take a column of (modified) Julian dates, or of MATLAB's day numbers."""
    for key, (origin, low, high) in _DAYS.items():
        column = by_key.get(key)
        if column is not None and column.is_number and within(column, low, high):
            return ticks_of_days(column.numbers(), origin), [column]
    return None
