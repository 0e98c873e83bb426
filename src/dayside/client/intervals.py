"""What people give as an interval, as TT2000."""

from __future__ import annotations

from typing import Any, Literal

from dayside.model import Dataset, time
from dayside.model.errors import BadRequest, BadStart, BadStop, BadTime

WIDEST = (time.parse(str(time.MIN_YEAR)), time.parse(str(time.MAX_YEAR)))
"""What an open end means where a dataset does not tell its coverage."""


def interval_of(dataset: Dataset, interval: object) -> tuple[int, int]:
    """Return TT2000 of both ends; an open end is that of the dataset's coverage."""
    if not isinstance(interval, slice) or interval.step is not None:
        raise BadRequest(
            'Values are asked by an interval without a step, ["2011-12-30T16":"2011-12-31T10"]; '
            "either end may be left out."
        )
    start = WIDEST[0] if dataset.start is None else dataset.start
    stop = WIDEST[1] if dataset.stop is None else dataset.stop
    first, last = end_of(interval.start, "start"), end_of(interval.stop, "stop")
    return start if first is None else first, stop if last is None else last


def end_of(when: Any, end: Literal["start", "stop"]) -> int | None:
    """Return TT2000 of an end; None where it is left open."""
    if when is None:
        return None
    return _ticks(when, BadStart if end == "start" else BadStop, end)


def _ticks(when: Any, error: type[BadTime], end: str) -> int:
    try:
        return time.ticks(when)
    except BadTime as reason:
        raise error(f"The {end} of the interval, {when!r}: {reason}") from None
