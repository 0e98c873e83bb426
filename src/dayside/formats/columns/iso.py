"""Texts to TT2000, a whole column at once, forgiving about how fields are padded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.model import time
from dayside.model.errors import UnreadableFile

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CLOCK = (
    r"(?:(?:[T_ ] *|[T ]*[/:] ?)(?P<hour>\d{1,2})(?::(?P<minute>\d{1,2})"
    r"(?::(?P<second>0?\d{1,2})(?:[.,](?P<fraction>\d*))?)?)?(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?)?"
    r" *(?:Z|UTC|UT|GMT|(?P<zone>[+-]\d{2}:?\d{2}))?$"
)
_COMPACT = (
    r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:[T ]?(?P<hour>\d{2})(?P<minute>\d{2})"
    r"(?:(?P<second>\d{2})(?:\.(?P<fraction>\d*))?)?)?Z?$"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
PATTERNS = (
    r"^(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})" + _CLOCK,
    r"^(?P<year>\d{4})[-/ ](?P<doy>\d{3})" + _CLOCK,
    _COMPACT,
    r"^(?P<day>\d{1,2})[- ](?P<name>[A-Za-z]{3})[a-z]*[- ](?P<year>\d{4})" + _CLOCK,
    r"^(?P<day>\d{1,2})[-.](?P<month>\d{1,2})[-.](?P<year>\d{4})" + _CLOCK,
    # Day and month, or month and day: only the whole column tells.
    r"^(?P<first>\d{1,2})/(?P<then>\d{1,2})/(?P<year>\d{4})" + _CLOCK,
)
_COMPILED = tuple(re.compile(p) for p in PATTERNS)
_ZONE = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$")
_CLOCK_TEXT = re.compile(r"\d{1,2}:\d{2}(:\d{1,2}([.,]\d*)?)?( ?[AaPp]\.?[Mm]\.?)?Z?")
_DATE_TEXT = re.compile(r"\d+[-/.]\w+([-/.]\d+)?")


def is_time(text: str) -> bool:
    """Tell whether a text looks like a date with or without a clock."""
    return any(p.match(text) for p in _COMPILED)


def is_clock(text: str) -> bool:
    """Tell whether a text looks like a time of day."""
    return _CLOCK_TEXT.fullmatch(text) is not None


def is_date(text: str) -> bool:
    """Tell whether a text is a date without a clock."""
    return _DATE_TEXT.fullmatch(text) is not None and is_time(text)


def ticks_of_text(texts: Any) -> time.Ticks:
    """Return TT2000 of a pyarrow array of times as text; empty texts become the fill.

    Raises
    ------
    UnreadableFile
        If one of them is no time; the message names the first.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    blank = pc.equal(pc.fill_null(texts, ""), "")
    given = pc.if_else(blank, pa.scalar(None, pa.string()), texts)
    present = given.drop_null()
    first = present[0].as_py() if len(present) else ""
    # Arrow takes zones where it expects them, and only there.
    for zone in ("UTC", None) if _ZONE.search(first) else (None,):
        try:
            stamps = pc.cast(given, pa.timestamp("ns", zone))
        except pa.ArrowInvalid:
            continue
        # Days beyond the reach of datetime64[ns] would have wrapped round.
        unix = np.asarray(stamps.cast(pa.int64()).fill_null(time.FILL).to_numpy(False))
        return np.where(unix == time.FILL, time.FILL, time.from_unix_ns(unix))
    return _sloppy(given)


def _sloppy(given: Any) -> time.Ticks:
    import pyarrow.compute as pc

    present = given.drop_null()
    first = present[0].as_py() if len(present) else ""
    for pattern, compiled in zip(PATTERNS, _COMPILED, strict=True):
        if not compiled.match(first):
            continue
        fields = pc.extract_regex(given, pattern)
        if fields.null_count == given.null_count:
            return _assembled(fields)
        bad = given.filter(pc.and_(pc.is_null(fields), pc.is_valid(given)))
        raise UnreadableFile(f"{bad[0].as_py()[:40]!r} is no time as the others are.")
    raise UnreadableFile(f"{first[:40]!r} is no time.")


def _assembled(fields: Any) -> time.Ticks:
    import pyarrow.compute as pc

    names = {f.name for f in fields.type}
    gap = fields.is_null().to_numpy(False)

    def number(name: str, missing: int) -> NDArray[np.int64]:
        if name not in names:
            return np.full(len(fields), missing, np.int64)
        text = pc.struct_field(fields, name)
        text = pc.if_else(pc.equal(text, ""), str(missing), text)
        return np.asarray(pc.fill_null(text.cast("int64"), missing).to_numpy(False))

    month = _month_numbers(pc.struct_field(fields, "name")) if "name" in names else None
    fraction = _fraction(fields) if "fraction" in names else 0
    day = number("day", 1)
    if "first" in names:
        day, month = _day_and_month(number("first", 1), number("then", 1))
    hour = number("hour", 0)
    if "half" in names:
        hour = _of_24(hour, pc.struct_field(fields, "half"))
    ticks = from_fields(
        number("year", 2000),
        number("month", 1) if month is None else month,
        day,
        doy=number("doy", 1) if "doy" in names else None,
        seconds=(hour * 60 + number("minute", 0)) * 60 + number("second", 0) - _zone_s(fields),
        fraction_ns=fraction,
        leap=number("second", 0) == 60,
    )
    return np.where(gap, time.FILL, ticks)


def _day_and_month(
    first: NDArray[np.int64], then: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return days and months of dates such as 3/17/2015, whose order the column tells."""
    if (then > 12).any():
        return then, first
    if (first > 12).any():
        return first, then
    if (first == then).all():
        return first, then
    raise UnreadableFile(
        f"dates such as {first[0]}/{then[0]} may be day/month or month/day; a describing file can "
        'say it ([time] format = "%d/%m/%Y %H:%M:%S")'
    )


def _of_24(hour: NDArray[np.int64], halves: Any) -> NDArray[np.int64]:
    """Return hours of clocks of twelve, where AM or PM is said, as those of a day."""
    import pyarrow.compute as pc

    said = pc.utf8_lower(pc.fill_null(halves, ""))
    is_am = np.asarray(pc.equal(said, "a").to_numpy(False))
    is_pm = np.asarray(pc.equal(said, "p").to_numpy(False))
    twelve = np.where(hour == 12, 0, hour)
    return np.where(is_pm, twelve + 12, np.where(is_am, twelve, hour))


def _zone_s(fields: Any) -> NDArray[np.int64] | int:
    """Return how many seconds local clocks are ahead of UTC."""
    import pyarrow.compute as pc

    if "zone" not in {f.name for f in fields.type}:
        return 0
    zone = pc.fill_null(pc.struct_field(fields, "zone"), "")
    digits = pc.replace_substring_regex(pc.if_else(pc.equal(zone, ""), "0", zone), r"^\+|:", "")
    number = np.asarray(digits.cast("int64").to_numpy(False))
    minutes = np.abs(number) // 100 * 60 + np.abs(number) % 100
    return np.asarray(np.sign(number) * minutes * 60)


def _fraction(fields: Any) -> NDArray[np.int64]:
    import pyarrow.compute as pc

    digits = pc.fill_null(pc.struct_field(fields, "fraction"), "")
    nine = pc.utf8_slice_codeunits(pc.utf8_rpad(digits, 9, "0"), 0, 9)
    return np.asarray(nine.cast("int64").to_numpy(False))


def _month_numbers(names: Any) -> NDArray[np.int64]:
    import pyarrow as pa
    import pyarrow.compute as pc

    index = pc.index_in(pc.utf8_lower(names), pa.array(_MONTHS))
    return np.asarray(pc.add(pc.fill_null(index, 0), 1).to_numpy(False)).astype(np.int64)


def from_fields(
    year: NDArray[np.int64],
    month: NDArray[np.int64],
    day: NDArray[np.int64],
    *,
    doy: NDArray[np.int64] | None = None,
    seconds: NDArray[np.int64] | int = 0,
    fraction_ns: NDArray[np.int64] | int = 0,
    leap: NDArray[np.bool_] | None = None,
) -> time.Ticks:
    """Return TT2000 of calendar fields.

    Parameters
    ----------
    year, month, day : ndarray of int
        Of the Gregorian calendar; `doy`, if given, stands for month and day.
    seconds : ndarray of int
        UTC seconds since midnight.
    leap : ndarray of bool
        Where the second is written as 60: 23:59:60 in a leap second, else the next minute.

    Raises
    ------
    UnreadableFile
        If there is no such day.
    """
    dates = (year - 1970).astype("datetime64[Y]")
    if doy is not None:
        days = dates.astype("datetime64[D]") + (doy - 1)
        wrong = (days.astype("datetime64[Y]") != dates) | (doy < 1)
    else:
        months = dates.astype("datetime64[M]") + (month - 1)
        days = months.astype("datetime64[D]") + (day - 1)
        wrong = (days.astype("datetime64[M]") != months) | (day < 1)
        wrong |= (month < 1) | (month > 12)
    wrong |= (year < time.MIN_YEAR) | (year > 2261)
    if wrong.any():
        row = int(np.argmax(wrong))
        what = f"day {doy[row]}" if doy is not None else f"month {month[row]}, day {day[row]}"
        raise UnreadableFile(f"Row {row + 1} of the table has no such day: {year[row]}, {what}.")
    whole = seconds - leap.astype(np.int64) if leap is not None else seconds
    unix = days.astype(np.int64) * 86_400 * time.NS + whole * time.NS + fraction_ns
    ticks = time.from_unix_ns(unix)
    # A tick later is 23:59:60 where there is a leap second, and the next minute elsewhere.
    return ticks + np.where(leap, time.NS, 0) if leap is not None else ticks
