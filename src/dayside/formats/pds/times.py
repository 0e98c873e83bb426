"""Which column of a PDS table is the time, and what it tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dayside.formats.columns.table import Column as TableColumn
from dayside.formats.columns.table import clean_name, text_array
from dayside.formats.columns.time import find_time
from dayside.formats.pds.fields import Column
from dayside.formats.pds.text import text_ticks
from dayside.model import time
from dayside.model.errors import UnreadableFile

_TIME_NAME = re.compile(r"(^|_|\b|PDS)(TIME|UTC|SCET|EPOCH|DATE|TIMETAG)($|_|\b)", re.IGNORECASE)
_NOT_THE_TIME = re.compile(
    r"STOP|END|CREAT|MODIF|SCLK|CLOCK|LOCAL|DURATION|INTERVAL", re.IGNORECASE
)
_ISO = re.compile(
    r"\d{4}-(\d{3}|\d\d-\d\d)([T ]\d\d:\d\d(:\d\d(\.\d*)?)?)?(Z|[+-]00:?00)?", re.ASCII
)
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
_DAY_NS = 86_400 * 10**9


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
        _counted_axis,
        lambda found: _matched_axis(found, start, stop),
        lambda found: _plain_axis(found, start, stop),
        lambda found: _day_of_year_axis(found, start),
    )
    for finder in finders:
        axis = finder(plain) or (finder(scalars) if only is not None else None)
        if axis is not None:
            return axis
    return None


def _text_axis(columns: list[Column]) -> Axis | None:
    candidates = [c for c in columns if c.values.dtype.kind == "U"]
    candidates.sort(key=lambda c: (c.field.kind != "time", _TIME_NAME.search(c.name) is None))
    for column in candidates:
        said = [t for t in column.values[:64].tolist() if t]
        if not len(column.values) and (
            column.field.kind == "time" or _TIME_NAME.search(column.name)
        ):
            return Axis(np.empty(0, np.int64), (column.name,), "text")
        hits = sum(bool(_ISO.fullmatch(t) or _SPLIT_NUMBERS.fullmatch(t)) for t in said)
        if hits and hits >= 0.5 * len(said):
            ticks = text_ticks(column.values)
            if all("T" in t or ":" in t or " " in t for t in said):
                return Axis(ticks, (column.name,), "text")
            # A date alone: the time of day may stand in a column of its own.
            return _plain_axis(columns, None, None) or Axis(ticks, (column.name,), "text")
    return None


def _plain_axis(columns: list[Column], start: int | None, stop: int | None) -> Axis | None:
    """Return the axis that any table would be taken to have: year, day, hour…, a date and a clock.

    It must lie where the label says, so that a mere count is no time.
    """
    table = [as_table_column(c) for c in columns]
    try:
        ticks, used = find_time(table, {})
    except UnreadableFile:
        return None
    good = ticks[ticks != time.FILL]
    if start is not None and stop is not None and _strays(good, start, stop):
        return None
    return Axis(ticks, tuple(c.label for c in used), "parts" if len(used) > 1 else "number")


def _strays(ticks: time.Ticks, start: int, stop: int) -> bool:
    """Tell whether times leave what the label says by more than a day."""
    return bool(((ticks < start - _DAY_NS) | (ticks > stop + _DAY_NS)).any())


def as_table_column(column: Column) -> TableColumn:
    """Return the column as other tables have them: its own name is the label."""
    values = column.values
    held = text_array(values) if values.dtype.kind == "U" else values
    return TableColumn(clean_name(column.name), held, label=column.name)


def _numeric(columns: list[Column], *names: str) -> Column | None:
    for column in columns:
        plain = re.sub(r"[^A-Z]", "", column.name.upper())
        if plain in names and column.values.dtype.kind in "iuf":
            return column
    return None


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
