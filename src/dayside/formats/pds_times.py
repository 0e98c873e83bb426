"""Which column of a PDS table is the time, and what it tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dayside.formats.pds_fields import Column
from dayside.model import time
from dayside.model.errors import BadTime

_TIME_NAME = re.compile(r"(^|_|\b|PDS)(TIME|UTC|SCET|EPOCH|DATE|TIMETAG)($|_|\b)", re.IGNORECASE)
_NOT_THE_TIME = re.compile(r"STOP|END|CREAT|MODIF|SCLK|CLOCK|LOCAL|DURATION|INTERVAL", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-(\d{3}|\d\d-\d\d)([T ]\d\d:\d\d(:\d\d(\.\d*)?)?)?(Z|[+-]00:?00)?", re.ASCII)
_SPLIT_NUMBERS = re.compile(r"\d{4}\s+\d{1,3}\s+\d{1,2}\s+\d{1,2}\s+\d{1,2}(\s+\d{1,3})?", re.ASCII)
_SINCE = re.compile(
    r"(?:since|from|after|past|elapsed|epoch(?: of)?|relative to|reference)\W+(?:\w+\W+){0,6}?"
    r"(?P<date>J2000|\d{4}-\d{3}|\d{4}-\d\d-\d\d|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}"
    r"|\d{1,2} [A-Z][a-z]{2,8}\.?,? \d{4})",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SECONDS_OF = {"ms": 10**6, "s": 10**9, "min": 60 * 10**9, "h": 3_600 * 10**9, "d": 86_400 * 10**9}
# Epochs that missions count from, tried where a label tells its first and last time only.
_EPOCHS = ("1966-01-01", "1970-01-01", "1958-01-01", "1950-01-01", "1980-01-06", "2000-01-01")
_TOLERANCE_NS = 2_000_000


@dataclass(frozen=True, slots=True)
class Axis:
    """A time axis found: ticks (`time.FILL` where a row tells none), columns it is made of."""

    ticks: NDArray[np.int64]
    columns: tuple[str, ...]
    how: str


def find_axis(
    columns: Sequence[Column], start: int | None, stop: int | None, only: str | None = None
) -> Axis | None:
    """Return the time axis of a table.

    Parameters
    ----------
    columns : sequence of Column
        Columns of the table, in order.
    start, stop : int or None
        First and last time as the label says, TT2000.
    only : str or None
        Name of the column that holds the time, where a person said so.

    Returns
    -------
    Axis or None
        None where nothing tells the time.
    """
    scalars = [c for c in columns if not c.field.shape]
    if only is not None:
        scalars = [c for c in scalars if c.name.lower() == only.lower()]
    plain = [c for c in scalars if not _NOT_THE_TIME.search(c.name)]
    finders: tuple[Callable[[list[Column]], Axis | None], ...] = (
        _text_axis,
        _parts_axis,
        _counted_axis,
        lambda found: _matched_axis(found, start, stop),
        lambda found: _day_of_year_axis(found, start),
    )
    for finder in finders:
        axis = finder(plain) or (finder(scalars) if only is not None else None)
        if axis is not None:
            return axis
    return None


def text_ticks(texts: NDArray[np.str_]) -> NDArray[np.int64]:
    """Return TT2000 of texts: ISO, calendar or day of year, or "year day hour minute …".

    Texts that are no time become `time.FILL`.
    """
    flat = np.strings.strip(texts.ravel())
    try:
        out = _iso_ticks(flat)
    except ValueError:
        out = np.array([_one_tick(t) for t in flat.tolist()], np.int64)
    return out.reshape(texts.shape)


def _iso_ticks(texts: NDArray[np.str_]) -> NDArray[np.int64]:
    """Return TT2000 of texts that are all of one plain form; ValueError otherwise."""
    bare = np.strings.rstrip(texts, "Z")
    width = int(np.strings.str_len(bare).max(initial=0))
    if width < 8:
        raise ValueError("no times")
    codes = bare.astype(f"U{width}").view(np.uint32).reshape(-1, width)
    if not ((codes[:, :4] >= 48) & (codes[:, :4] <= 57)).all():
        raise ValueError("no years")
    if (codes[:, 4] != 45).any() or ((codes == 43).any()):
        raise ValueError("no dates, or an offset")
    of_year = width == 8 or (codes[:, 8] == 84).all()
    if not of_year:
        if width > 10 and not np.isin(codes[:, 10], (84, 32)).all():
            raise ValueError("no times of day")
        return time.from_datetime64(bare.astype("datetime64[ns]"))
    years = codes[:, :4].copy().view("U4").ravel().astype("datetime64[D]")
    days = codes[:, 5:8].copy().view("U3").ravel().astype(np.int64)
    if ((days < 1) | (days > 366)).any():
        raise ValueError("no days of a year")
    dates = years + (days - 1)
    if width <= 9:
        return time.from_datetime64(dates)
    clock = codes[:, 9:].copy().view(f"U{width - 9}").ravel()
    of_day = np.strings.add("1970-01-01T", clock).astype("datetime64[ns]").view(np.int64)
    return time.from_unix_ns(dates.astype("datetime64[ns]").view(np.int64) + of_day)


def _one_tick(text: str) -> int:
    if _SPLIT_NUMBERS.fullmatch(text):
        parts = [int(p) for p in text.split()] + [0]
        year, day, hour, minute, second, milli = parts[:6]
        text = f"{year:04d}-{day:03d}T{hour:02d}:{minute:02d}:{second:02d}.{milli:03d}"
    try:
        return time.parse(re.sub(r"[+-]00:?00$", "", text.replace(" ", "T")))
    except BadTime:
        return int(time.FILL)


def _text_axis(columns: list[Column]) -> Axis | None:
    candidates = [c for c in columns if c.values.dtype.kind == "U"]
    candidates.sort(key=lambda c: (c.field.kind != "time", _TIME_NAME.search(c.name) is None))
    for column in candidates:
        said = [t for t in column.values[:64].tolist() if t]
        if not len(column.values) and (column.field.kind == "time" or _TIME_NAME.search(column.name)):
            return Axis(np.empty(0, np.int64), (column.name,), "text")
        hits = sum(bool(_ISO.fullmatch(t) or _SPLIT_NUMBERS.fullmatch(t)) for t in said)
        if hits and hits >= 0.5 * len(said):
            ticks = text_ticks(column.values)
            day = _day_text(columns, said, ticks)
            return day or Axis(ticks, (column.name,), "text")
    return None


def _day_text(columns: list[Column], said: list[str], ticks: NDArray[np.int64]) -> Axis | None:
    """Return the axis of a date column and a time-of-day column beside it."""
    if any("T" in t or ":" in t or len(t.split()) > 1 for t in said):
        return None
    for column in columns:
        if column.values.dtype.kind == "U" and len(column.values):
            clock = column.values
            if re.fullmatch(r"\d\d:\d\d(:\d\d(\.\d*)?)?", str(clock[0])):
                dates = time.to_text(ticks, 0)
                joined = np.array(
                    [d[:11] + c for d, c in zip(dates.tolist(), clock.tolist(), strict=True)]
                )
                return Axis(text_ticks(joined), (column.name,), "date and time of day")
    return None


def _numeric(columns: list[Column], *names: str) -> Column | None:
    for column in columns:
        plain = re.sub(r"[^A-Z]", "", column.name.upper())
        if plain in names and column.values.dtype.kind in "iuf":
            return column
    return None


def _parts_axis(columns: list[Column]) -> Axis | None:
    """Return the axis of columns year, day of year (or month, day), hour, minute…"""
    year = _numeric(columns, "YEAR", "YR", "IYR", "YYYY")
    of_year = _numeric(columns, "DOY", "DAYOFYEAR", "DAYYEAR", "IDOY", "JDAY", "DDD")
    month, day = _numeric(columns, "MONTH", "MON", "MM"), _numeric(columns, "DAY", "DD", "DAYOFMONTH")
    if of_year is None and month is None:
        of_year, day = day, None
    if year is None or (of_year is None and (month is None or day is None)):
        return None
    years = _whole(year) + (1900 if (_whole(year) < 100).all() else 0)
    used = [year]
    if of_year is not None:
        dates = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
        ns = dates * _SECONDS_OF["d"] + _scaled(of_year, "d") - _SECONDS_OF["d"]
        used.append(of_year)
    else:
        assert month is not None
        assert day is not None
        months = ((years - 1970) * 12 + _whole(month) - 1).astype("datetime64[M]")
        dates = months.astype("datetime64[D]").astype(np.int64)
        ns = dates * _SECONDS_OF["d"] + _scaled(day, "d") - _SECONDS_OF["d"]
        used += [month, day]
    for unit, names in (
        ("h", ("HOUR", "HR", "IHR", "HH", "HOURS")),
        ("min", ("MIN", "MINUTE", "MN", "IMIN", "MINUTES")),
        ("s", ("SEC", "SECOND", "SC", "ISEC", "SS", "SECONDS")),
        ("ms", ("MSEC", "MILLISECOND", "MS", "IMSEC", "MILLISECONDS", "MILLISEC")),
    ):
        part = _numeric(columns, *names)
        if part is not None:
            ns = ns + _scaled(part, unit)
            used.append(part)
    return Axis(_bounded(ns), tuple(c.name for c in used), "parts")


def _whole(column: Column) -> NDArray[np.int64]:
    return np.nan_to_num(column.values, nan=0, posinf=0, neginf=0).astype(np.int64)


def _scaled(column: Column, unit: str) -> NDArray[np.int64]:
    """Return counts of a unit as ns, without rounding the whole part."""
    values = column.values
    if values.dtype.kind in "iu":
        return np.asarray(values.astype(np.int64) * _SECONDS_OF[unit])
    floats = np.where(np.abs(values) < 9e18 / _SECONDS_OF[unit], values, np.nan)
    bad = np.isnan(floats)
    whole = np.floor(np.where(bad, 0, floats))
    ns = whole.astype(np.int64) * _SECONDS_OF[unit]
    # Counts are doubles: what they cannot tell apart (about 0.1 µs) is noise, not time.
    rest = np.round((np.where(bad, 0, floats) - whole) * _SECONDS_OF[unit] / 1000).astype(np.int64)
    return np.where(bad, time.FILL, ns + rest * 1000)


def _bounded(unix_ns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return TT2000 of UTC ns since 1970, fill where TT2000 cannot hold it."""
    reach = 8 * 10**18
    good = np.abs(unix_ns) < reach
    return np.where(good, time.from_unix_ns(np.where(good, unix_ns, 0)), time.FILL)


def _counted_axis(columns: list[Column]) -> Axis | None:
    """Return the axis of a count since a date that the column's description names."""
    for column in columns:
        since = _SINCE.search(" ".join(column.field.description.split()))
        unit = _unit(column)
        if since is None or unit is None or column.values.dtype.kind not in "iuf":
            continue
        if since["date"].upper() == "J2000":
            # Seconds past J2000 are ephemeris time, what TT2000 counts but for 2 ms at most.
            return Axis(_scaled(column, unit), (column.name,), "seconds past J2000")
        epoch = _date_ns(since["date"])
        if epoch is None:
            continue
        used, ns = [column.name], _scaled(column, unit)
        if unit == "d" and column.values.dtype.kind in "iu":
            clock = _numeric(columns, "SCETMILLISECOND", "MILLISECOND", "MSEC", "MILLISECONDOFDAY")
            if clock is not None:
                ns, used = ns + _scaled(clock, "ms"), [*used, clock.name]
        gap = ns == time.FILL
        ticks = _bounded(np.where(gap, 0, ns) + epoch)
        return Axis(np.where(gap, time.FILL, ticks), tuple(used), f"{unit} since {since['date']}")
    return None


def _unit(column: Column) -> str | None:
    said = f"{column.field.unit or ''} {' '.join(column.field.description.split())}".lower()
    found = re.search(r"\b(milliseconds?|msec|seconds?|secs?|minutes?|hours?|days?|ms|s)\b", said)
    if found is None:
        return None
    word = found[1]
    if word.startswith(("ms", "milli")):
        return "ms"
    return "min" if word.startswith("min") else word[0]


def _date_ns(text: str) -> int | None:
    """Return UTC ns since 1970 of ``1966-01-01``, ``1958-001`` or ``Jan 1, 1966``."""
    words = re.findall(r"[A-Za-z]+|\d+", text)
    try:
        if words and any(w.isalpha() for w in words):
            month = next(w for w in words if w.isalpha())[:3].lower()
            day, year = (int(w) for w in words if w.isdigit())
            text = f"{year:04d}-{_MONTHS.index(month) + 1:02d}-{day:02d}"
        return int(time.to_unix_ns(time.parse(text)))
    except (ValueError, StopIteration):
        return None


def _matched_axis(columns: list[Column], start: int | None, stop: int | None) -> Axis | None:
    """Return the axis of a count whose first and last values are the label's times."""
    if start is None or stop is None:
        return None
    first, last = (int(v) for v in time.to_unix_ns([start, stop]))
    for column in columns:
        values = column.values
        if values.dtype.kind not in "iuf" or not len(values) or values.dtype.itemsize < 8:
            continue
        ns = _scaled(column, "s")
        gap = ns == time.FILL
        good = ns[~gap]
        if not len(good):
            continue
        for epoch in _EPOCHS:
            zero = _date_ns(epoch) or 0
            low, high = int(good[0]) + zero, int(good[-1]) + zero
            if max(abs(low - first), abs(high - last)) <= _TOLERANCE_NS:
                ticks = np.where(gap, time.FILL, _bounded(np.where(gap, 0, ns) + zero))
                return Axis(ticks, (column.name,), f"s since {epoch}, as the label's times show")
    return None


def _day_of_year_axis(columns: list[Column], start: int | None) -> Axis | None:
    """Return the axis of a decimal day of the year in which the label begins."""
    column = _numeric(columns, "DECIMALDAY", "DDAY", "DECIMALDAYOFYEAR", "FRACTIONALDAY", "DOY")
    if column is None or start is None:
        return None
    year = str(time.to_text(start, 0))[:4]
    zero = (_date_ns(f"{year}-01-01") or 0) - _SECONDS_OF["d"]
    ns = _scaled(column, "d")
    gap = ns == time.FILL
    ticks = np.where(gap, time.FILL, _bounded(np.where(gap, 0, ns) + zero))
    return Axis(ticks, (column.name,), f"decimal day of {year}")


def is_time_text(column: Column) -> bool:
    """Tell whether a column of texts holds times."""
    said = [t for t in column.values.ravel()[:64].tolist() if t] if _is_text(column) else []
    return bool(said) and all(_ISO.fullmatch(t) for t in said)


def _is_text(column: Column) -> bool:
    return str(column.values.dtype.kind) == "U"
