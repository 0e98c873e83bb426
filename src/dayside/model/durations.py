"""Lengths of time as people say them: ``"3 min"``, ``"-1.5 h"``, ``"PT4S"``, a timedelta, ns."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from dayside.model.errors import BadTime
from dayside.model.time import NS, parse_duration

_UNITS_NS = {
    "ns": 1,
    "us": 1_000,
    "ms": 1_000_000,
    "s": NS,
    "sec": NS,
    "second": NS,
    "min": 60 * NS,
    "minute": 60 * NS,
    "h": 3_600 * NS,
    "hour": 3_600 * NS,
    "d": 86_400 * NS,
    "day": 86_400 * NS,
}
_TEXT = re.compile(r"(\d{1,20}(?:\.\d{1,20})?)\s*([a-z]+)", re.ASCII)
_LONGEST_NS = 200 * 366 * 86_400 * NS

Duration = str | int | timedelta | np.timedelta64
"""What stands for a length of time; an int is ns."""


def length_ns(length: Any) -> int:
    """Return a length of time in ns; with a minus sign before it, it goes back.

    Raises
    ------
    BadTime
        If it is none, or longer than two centuries.

    Examples
    --------
    >>> length_ns("3 min"), length_ns("-1.5 h"), length_ns("PT4S"), length_ns(timedelta(seconds=1))
    (180000000000, -5400000000000, 4000000000, 1000000000)
    """
    ns = _ns(length)
    if abs(ns) > _LONGEST_NS:
        raise BadTime("A length of time is at most 200 years.")
    return ns


def _ns(length: Any) -> int:
    if isinstance(length, str):
        said = length.strip()
        sign = -1 if said.startswith("-") else 1
        return sign * _said_ns(said.lstrip("+-").strip())
    if isinstance(length, timedelta):
        return length // timedelta(microseconds=1) * 1_000
    if isinstance(length, np.timedelta64) and not np.isnat(length):
        return int(length.astype("timedelta64[ns]").astype(np.int64))
    if isinstance(length, (int, np.integer)) and not isinstance(length, bool):
        return int(length)
    raise BadTime(f'A {type(length).__name__} is no length of time; write one such as "3 min".')


def _said_ns(said: str) -> int:
    match = _TEXT.fullmatch(said)
    if match is not None:
        unit = match[2] if match[2] in _UNITS_NS else match[2].removesuffix("s")
        if unit in _UNITS_NS:
            return round(Decimal(match[1]) * _UNITS_NS[unit])
    try:
        return parse_duration(said)
    except BadTime:
        raise BadTime(
            f'{said!r} is no length of time; write one such as "3 min", "4 s", "1.5 h" or "PT4S".'
        ) from None
