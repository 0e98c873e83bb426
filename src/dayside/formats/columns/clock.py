"""Times spread over columns: dates with clocks behind them, and fields without names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from dayside.formats.columns.iso import from_fields, is_date, ticks_of_text
from dayside.formats.columns.table import Column
from dayside.model import time
from dayside.model.errors import UnreadableFile

if TYPE_CHECKING:
    from numpy.typing import NDArray

Found = tuple[time.Ticks, list[Column]]

_EVEN = 0.95
DATES = (
    "date", "date_utc", "utc_date", "day", "yyyymmdd", "ymd", "time", "utc", "ut", "ut_date",
)  # fmt: skip
# What stands behind a column of dates, and how many seconds one of it is.
_CLOCK_PARTS: Mapping[str, tuple[str, ...]] = {
    "hour": ("hour", "hours", "hr", "hh", "h", "ut_hours"),
    "minute": ("minute", "min", "mn", "mi"),
    "second": ("second", "seconds", "sec", "ss", "sod", "sec_of_day", "secs_of_day",
               "second_of_day", "seconds_of_day"),
    "millisecond": ("msec", "millisecond", "milliseconds", "ms", "msec_of_day", "ms_of_day"),
    "hhmm": ("hhmm",),
    "hhmmss": ("hhmmss", "hms", "time", "ut", "utc", "time_utc", "utc_time", "time_ut"),
}  # fmt: skip
# Fields at the head of a table without names, and between which numbers they lie.
_NAMELESS = (
    (("year", "doy", "hour", "minute", "second"), (1950, 1, 0, 0, 0), (2100, 366, 23, 59, 60)),
    (
        ("year", "month", "day", "hour", "minute", "second"),
        (1950, 1, 1, 0, 0, 0),
        (2100, 12, 31, 23, 59, 60),
    ),
    (("year", "month", "day", "hhmm"), (1950, 1, 1, 0), (2100, 12, 31, 2359)),
)


def first_text(column: Column) -> str:
    """Return the first text of a column that is not empty."""
    import pyarrow.compute as pc

    present = column.values.filter(pc.not_equal(pc.fill_null(column.values, ""), ""))
    return str(present[0].as_py()) if len(present) else ""


def within(column: Column, low: float, high: float) -> bool:
    """Tell whether all numbers of a column lie between two."""
    values = column.numbers()
    finite = values[np.isfinite(values)]
    return len(finite) > 0 and bool(finite.min() >= low and finite.max() <= high)


def is_whole(column: Column) -> bool:
    """Tell whether all numbers of a column are whole."""
    values = column.numbers()
    return bool(np.all(values == np.floor(values)))


def from_roles(values: Mapping[str, NDArray[np.float64]]) -> time.Ticks:
    """Return TT2000 of numbers by their role: year, month, day or doy, hour and so on.

    The last field may have a fraction; any NaN makes the row's time the fill.
    """
    gap = np.isnan(np.sum(list(values.values()), axis=0))
    filled = {
        role: np.where(gap, 1.0, v) if role in ("month", "day", "doy") else np.where(gap, 0, v)
        for role, v in values.items()
    }
    year = np.where(gap, 2000, values["year"]).astype(np.int64)
    day = filled["doy"] if "doy" in filled else filled["day"]
    zero = np.zeros(len(year))
    hhmm = filled.get("hhmm", zero)
    rest = (
        (day - np.floor(day) + filled.get("fraction", zero)) * 86_400
        + (filled.get("hour", zero) + hhmm // 100) * 3600
        + (filled.get("minute", zero) + hhmm % 100) * 60
    )
    second = filled.get("second", zero)
    whole = np.floor(second).astype(np.int64)
    micro = np.rint((rest + second - whole + filled.get("millisecond", zero) / 1e3) * 1e6)
    date = np.floor(day).astype(np.int64)
    ticks = from_fields(
        year,
        filled["month"].astype(np.int64) if "month" in filled else np.ones_like(year),
        date,
        doy=date if "doy" in filled else None,
        seconds=whole,
        fraction_ns=micro.astype(np.int64) * 1000,
        leap=whole == 60,
    )
    return np.where(gap, time.FILL, ticks)


def date_and_parts(columns: Sequence[Column]) -> Found | None:
    """Return the time of a column of dates with numbers right behind that tell a time of day."""
    for at, date in enumerate(columns):
        days = _dates(date)
        if days is None:
            continue
        used: dict[str, Column] = {}
        for column in columns[at + 1 :]:
            role = next((r for r, keys in _CLOCK_PARTS.items() if column.key in keys), None)
            if role is None or role in used or not column.is_number:
                break
            used[role] = column
        if used:
            return _clocked(days, used), [date, *used.values()]
    return None


def _dates(column: Column) -> time.Ticks | None:
    """Return the first moments of the days in a column of dates, None where it holds none."""
    if column.is_text:
        return ticks_of_text(column.values) if is_date(first_text(column)) else None
    named = column.key in DATES
    if not named or not column.is_number or not within(column, 1.9e7, 2.2e7):
        return None
    return compact_dates(column) if is_whole(column) else None


def compact_dates(column: Column) -> time.Ticks:
    """Return the first moments of days written 20200101."""
    n = column.values.astype(np.int64)
    return from_fields(n // 10_000, n // 100 % 100, n % 100)


def _clocked(days: time.Ticks, parts: Mapping[str, Column]) -> time.Ticks:
    """Return times of day on days."""
    values = {role: column.numbers() for role, column in parts.items()}
    seconds = values.get("second", np.zeros(len(days))) + values.get("millisecond", 0.0) / 1e3
    seconds = seconds + values.get("hour", 0.0) * 3600 + values.get("minute", 0.0) * 60
    if "hhmm" in values:
        seconds = seconds + values["hhmm"] // 100 * 3600 + values["hhmm"] % 100 * 60
    if "hhmmss" in values:
        seconds = seconds + _of_hhmmss(values["hhmmss"], parts["hhmmss"].name)
    gap = np.isnan(seconds) | (days == time.FILL)
    if np.any((seconds[~gap] < 0) | (seconds[~gap] > 86_400)):
        raise UnreadableFile(
            f"{', '.join(c.name for c in parts.values())} beside a date tell no time of day"
        )
    micro = np.rint(np.where(gap, 0.0, seconds) * 1e6).astype(np.int64)
    unix = time.to_unix_ns(np.where(gap, 0, days))
    return np.where(gap, time.FILL, time.from_unix_ns(unix + micro * 1000))


def _of_hhmmss(values: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """Return seconds of the day of clocks written as one number, 134500.

    Raises
    ------
    UnreadableFile
        If they may as well be hours and minutes.
    """
    known = values[np.isfinite(values)]
    if len(known) and known.max() <= 2400:
        raise UnreadableFile(
            f"the column {name} beside a date may be hhmm or hhmmss; rename it to one of these"
        )
    if np.any((known // 100 % 100 > 59) | (known % 100 >= 61)):
        raise UnreadableFile(f"the column {name} beside a date is no time of day such as 134500")
    return np.asarray(values // 10_000 * 3600 + values // 100 % 100 * 60 + values % 100)


def nameless_fields(columns: Sequence[Column]) -> Found | None:
    """Take year, day of year or month and day, hour and so on at the head of a nameless table.

    Only where the rows, so read, run on step by step, and read otherwise do not.
    """
    fitting = []
    for roles, low, high in _NAMELESS:
        found = (_fit(columns, roles[:n], low, high) for n in range(3, len(roles) + 1))
        first = next((f for f in found if f is not None), None)
        if first is not None:
            fitting.append(first)
    return fitting[0] if len(fitting) == 1 else None


def _fit(
    columns: Sequence[Column], roles: Sequence[str], low: Sequence[int], high: Sequence[int]
) -> Found | None:
    """Return the time that nameless columns tell by these roles, None where they do not."""
    head = columns[: len(roles)]
    if [c.name for c in head] != [f"c{k}" for k in range(1, len(roles) + 1)]:
        return None
    for column, role, least, most in zip(head, roles, low, high, strict=False):
        if not column.is_number or len(column.values) < 3:
            return None
        if not within(column, least, most + (role == "second")):
            return None
        if role != "second" and not is_whole(column):
            return None
    try:
        ticks = from_roles({r: c.numbers() for r, c in zip(roles, head, strict=True)})
    except UnreadableFile:
        return None
    steps = np.diff(ticks)
    # A jump of the clock over midnight is a step too; a count of something else is not even.
    step = np.median(steps)
    even = step > 0 and np.mean(steps == step) > _EVEN
    return (ticks, list(head)) if even else None
