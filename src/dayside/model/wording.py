"""Numbers and times as people read them."""

from __future__ import annotations

from dayside.model import time
from dayside.model.dataset import Parameter
from dayside.model.time import NS

_YEAR_S = 365.25 * 86_400


def day(ticks: int | None) -> str:
    """Return the UTC date of a TT2000 time; empty if there is none.

    Examples
    --------
    >>> day(0)
    '2000-01-01'
    """
    return "" if ticks is None else str(time.to_text(ticks, 0))[:10]


def moment(ticks: int | None) -> str:
    """Return UTC to the second, as short as it can be told.

    Examples
    --------
    >>> moment(time.parse("2016-09-01T12:30")), moment(time.parse("2016-09-01"))
    ('2016-09-01 12:30', '2016-09-01')
    """
    if ticks is None:
        return ""
    date, clock = str(time.to_text(ticks, 0)).rstrip("Z").split("T")
    if clock == "00:00:00":
        return date
    return f"{date} {clock.removesuffix(':00') if clock.endswith(':00') else clock}"


def duration(duration_ns: int | None) -> str:
    """Return a short time in the unit people would use, in four digits.

    Examples
    --------
    >>> duration(4 * NS), duration(31_250_000), duration(60 * NS), duration(None)
    ('4 s', '31.25 ms', '1 min', '')
    """
    if not duration_ns:
        return ""
    seconds = float(f"{duration_ns / NS:.4g}")
    for unit, length in (("d", 86_400.0), ("h", 3_600.0), ("min", 60.0)):
        if seconds >= length and (seconds / length).is_integer():
            return f"{number(seconds / length)} {unit}"
    if seconds >= 1:
        return f"{number(seconds)} s"
    return f"{number(seconds * 1e3)} ms" if seconds >= 1e-3 else f"{number(seconds * 1e6)} µs"


def span(duration_ns: int) -> str:
    """Return about how long a coverage is.

    Examples
    --------
    >>> span(60 * 86_400 * NS), span(5 * 3_600 * NS)
    ('60 days', '5 hours')
    """
    seconds = duration_ns / NS
    units = (("year", _YEAR_S), ("day", 86_400.0), ("hour", 3_600.0), ("minute", 60.0))
    for unit, length in units:
        if seconds >= 2 * length:
            amount = number(round(seconds / length, 1))
            return f"{amount} {unit}s"
    return f"{number(round(seconds, 3))} s"


def size(size_bytes: int) -> str:
    """Return a size in bytes.

    Examples
    --------
    >>> size(312), size(5_400_000)
    ('312 B', '5.4 MB')
    """
    amount = float(size_bytes)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def count(amount: int | None) -> str:
    """Return a whole number with thin spaces between thousands.

    Examples
    --------
    >>> count(5184000)
    '5\u202f184\u202f000'
    """
    return "" if amount is None else f"{amount:,}".replace(",", "\u202f")


def number(value: float | str | None) -> str:
    """Return a number in at most six digits, with a true minus.

    Examples
    --------
    >>> number(-12.5), number(1e31), number(None)
    ('−12.5', '1e+31', '')
    """
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value:.6g}".replace("-", "−", 1)


def shape(parameter: Parameter) -> str:
    """Return the shape of one sample in words.

    Examples
    --------
    >>> shape(Parameter("B", "float32", shape=(3,), components=("x", "y", "z")))
    'vector of 3'
    >>> shape(Parameter("f", "float32", shape=(8, 32)))
    '8 × 32'
    """
    if not parameter.shape:
        return "scalar"
    lengths = " × ".join(str(length) for length in parameter.shape)
    return f"vector of {lengths}" if parameter.is_vector else lengths
