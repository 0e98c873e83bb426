"""Lengths of time as a formula says them: ``"10 min"``, ``"4 s"``, ``"PT1M30S"``."""

from __future__ import annotations

import re

from dayside.model import time
from dayside.model.errors import BadFormula, BadTime

LONGEST_NS = 100 * 366 * 86_400 * time.NS

_UNITS_S = {
    "ns": 1e-9,
    "us": 1e-6,
    "ms": 1e-3,
    "s": 1.0,
    "sec": 1.0,
    "min": 60.0,
    "h": 3_600.0,
    "hour": 3_600.0,
    "d": 86_400.0,
    "day": 86_400.0,
}
_TEXT = re.compile(r"(\d+(?:\.\d*)?(?:e[+-]?\d+)?)\s*([a-z]+)", re.ASCII)


def duration_ns(text: str) -> int:
    """Return a length of time in ns.

    Raises
    ------
    BadFormula
        If it is none, not positive, or longer than a century.

    Examples
    --------
    >>> duration_ns("10 min"), duration_ns("0.5 s"), duration_ns("PT4S")
    (600000000000, 500000000, 4000000000)
    """
    return bounded(_ns(text.strip()), repr(text))


def bounded(length_ns: float, said: str) -> int:
    """Return a length of time, if it is one that can be worked with."""
    if not 1 <= length_ns <= LONGEST_NS:
        raise BadFormula(f"A length of time is from 1 ns to 100 years, not {said}.")
    return round(length_ns)


def _ns(said: str) -> float:
    match = _TEXT.fullmatch(said)
    if match is not None:
        name = match[2] if match[2] in _UNITS_S else match[2].removesuffix("s")
        if name in _UNITS_S:
            return float(match[1]) * _UNITS_S[name] * time.NS
    try:
        return time.parse_duration(said)
    except (BadTime, OverflowError):
        raise BadFormula(
            f'{said!r} is no length of time; write one such as "10 min", "4 s", "1.5 h" or '
            f'"PT4S" (units {", ".join(_UNITS_S)}).'
        ) from None
