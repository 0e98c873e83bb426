"""Lengths of time that a formula can work with."""

from __future__ import annotations

from dayside.model import durations, time
from dayside.model.errors import BadFormula, BadTime

LONGEST_NS = 100 * 366 * 86_400 * time.NS


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
    return bounded(signed_ns(text), repr(text))


def signed_ns(text: str) -> int:
    """Return a length of time in ns that goes back where a minus sign stands before it.

    Raises
    ------
    BadFormula
        If it is none.
    """
    try:
        return durations.length_ns(text)
    except BadTime as error:
        raise BadFormula(str(error)) from None


def bounded(length_ns: float, said: str) -> int:
    """Return a length of time, if it is one that can be worked with."""
    if not 1 <= length_ns <= LONGEST_NS:
        raise BadFormula(f"A length of time is from 1 ns to 100 years, not {said}.")
    return round(length_ns)
