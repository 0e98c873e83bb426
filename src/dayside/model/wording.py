"""Numbers and times as people read them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

import numpy as np

from dayside.model import time
from dayside.model.dataset import Parameter
from dayside.model.time import NS

_YEAR_S = 365.25 * 86_400
_POWER = re.compile(r"([^\W\d_])(?:\*\*|\^)?\(?([+-]?\d+)\)?")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


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


def readable(ticks: int, resolution_ns: float) -> str:
    """Return UTC with the digits that something so fine can tell, to the microsecond.

    Examples
    --------
    >>> when = time.parse("2016-09-01T12:30:00.25")
    >>> readable(when, 0.05 * NS), readable(when, 90 * NS), readable(when, 86_400 * NS)
    ('2016-09-01 12:30:00.25', '2016-09-01 12:30', '2016-09-01')
    """
    digits = max(0, math.ceil(-math.log10(resolution_ns / NS))) if resolution_ns < NS else 0
    text = str(time.to_text(ticks, min(6, digits))).replace("T", " ").rstrip("Z")
    if resolution_ns >= 21_600 * NS:
        return text[:10]
    return text[:16] if resolution_ns >= 60 * NS else text


def exact(ticks: int) -> str:
    """Return UTC with every digit it has, and no more: nothing is rounded.

    Examples
    --------
    >>> exact(time.parse("2016-09-01T12:30:00.25")), exact(time.parse("2016-09-01"))
    ('2016-09-01T12:30:00.250Z', '2016-09-01T00:00:00Z')
    """
    return str(time.to_text(ticks, time.digits_needed(np.array([ticks]))))


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


def decimals(values: Iterable[float | None]) -> int | None:
    """Return the decimals that make a column of numbers line up in about six digits.

    None where they are so large or so small that powers of ten say it better.

    Examples
    --------
    >>> decimals([-117.43, 0.08, 187.477]), decimals([3e6, 2e10]), decimals([])
    (3, None, 0)
    """
    greatest = max((abs(v) for v in values if v is not None), default=0.0)
    if not greatest:
        return 0
    power = math.floor(math.log10(greatest))
    return None if power > 6 or power < -4 else max(0, 5 - power)


def aligned(value: float | None, places: int | None) -> str:
    """Return a number with as many decimals as `decimals` says for its column.

    Examples
    --------
    >>> aligned(-0.5, 3), aligned(2e10, None)
    ('−0.500', '2.000e+10')
    """
    if value is None:
        return ""
    if places is None and not value:
        return "0"
    told = f"{value:.3e}" if places is None else f"{value:,.{places}f}".replace(",", "\u202f")
    return told.replace("-", "−", 1) if value < 0 else told


def percent(share: float) -> str:
    """Return a share of one in percent; what is small but not nothing stays so.

    Examples
    --------
    >>> percent(0.034), percent(0), percent(1e-7), percent(0.99999)
    ('3.4 %', '0 %', '< 0.1 %', '> 99.9 %')
    """
    if share in (0, 1):
        return f"{share:.0%}".replace("%", " %")
    if share < 0.001:
        return "< 0.1 %"
    return "> 99.9 %" if share > 0.999 else f"{share * 100:.3g} %"


def units(vounit: str) -> str:
    """Return a VOUnit as people write it.

    Examples
    --------
    >>> units("cm-3"), units("cm**-2.s**-1"), units("deg")
    ('cm⁻³', 'cm⁻² s⁻¹', '°')
    """
    raised = _POWER.sub(lambda m: m[1] + str(int(m[2])).translate(_RAISED), vounit)
    spaced = re.sub(r"[.*]", " ", raised)
    return re.sub(r"\bu([ms])\b", r"µ\1", re.sub(r"\bdeg\b", "°", spaced))


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
