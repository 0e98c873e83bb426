"""Where a time axis has ticks, and what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_DAY_S = 86_400
_MOST_TICKS = 8
_STEPS_S = (1, 5, 10, 30, 60, 300, 600, 1800, 3600, 10_800, 21_600, 43_200, _DAY_S)
_DAYS = (2, 5, 10)
_MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick.

    Attributes
    ----------
    percent : float
        Place along the axis, 0 to 100.
    """

    percent: float
    label: str


def ticks_between(start_ns: int, stop_ns: int) -> tuple[Tick, ...]:
    """Return at most eight ticks at round times.

    Parameters
    ----------
    start_ns, stop_ns : int
        UTC, ns since 1970.

    Examples
    --------
    >>> [t.label for t in ticks_between(0, 86_400 * 10**9)]
    ['00:00', '06:00', '12:00', '18:00', '00:00']
    """
    start = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=start_ns // 1000)
    stop = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=stop_ns // 1000)
    length_s = (stop - start).total_seconds()
    if length_s <= 0:
        return ()
    times, form = _times(start, stop, length_s)
    return tuple(
        Tick(round((t - start).total_seconds() / length_s * 100, 3), t.strftime(form))
        for t in times
    )


def _times(start: datetime, stop: datetime, length_s: float) -> tuple[list[datetime], str]:
    for step in _STEPS_S:
        if length_s / step <= _MOST_TICKS - 1:
            form = "%H:%M:%S" if step < 60 else "%H:%M" if step < _DAY_S else "%m-%d"
            return list(_every(start, stop, step)), form
    for days in _DAYS:
        if length_s / (days * _DAY_S) <= _MOST_TICKS - 1:
            return list(_every(start, stop, days * _DAY_S)), "%m-%d"
    months = next(
        (m for m in _MONTHS if length_s / (m * 30.4 * _DAY_S) <= _MOST_TICKS - 1), _MONTHS[-1]
    )
    return list(_every_month(start, stop, months)), "%Y-%m" if months < 12 else "%Y"


def _every(start: datetime, stop: datetime, step_s: int) -> Iterator[datetime]:
    midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
    since = (start - midnight).total_seconds() if step_s <= _DAY_S else 0.0
    at = midnight + timedelta(seconds=-(-since // step_s) * step_s)
    while at <= stop:
        if at >= start:
            yield at
        at += timedelta(seconds=step_s)


def _every_month(start: datetime, stop: datetime, months: int) -> Iterator[datetime]:
    number = -(-(start.year * 12 + start.month - 1) // months) * months
    while (at := datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)) <= stop:
        if at >= start:
            yield at
        number += months
