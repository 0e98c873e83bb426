"""Where a time axis has ticks, and what they say; `web/src/engine/time.ts` does the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

_S = 1_000_000_000
_MIN, _H, _D = 60 * _S, 3_600 * _S, 86_400 * _S
_YEAR_NS = int(365.25 * _D)

_NAMES = "JanFebMarAprMayJunJulAugSepOctNovDec"

# Steps of so many ns, and the smaller ones between.
_CLOCK = (
    *((n * 10**p, n * 10**p // (4 if n == 2 else 5)) for p in range(5, 9) for n in (1, 2, 5)),
    (_S, _S // 5), (2 * _S, _S // 2), (5 * _S, _S), (10 * _S, 2 * _S), (15 * _S, 5 * _S),
    (30 * _S, 5 * _S), (_MIN, 10 * _S), (2 * _MIN, 30 * _S), (5 * _MIN, _MIN),
    (10 * _MIN, 2 * _MIN), (15 * _MIN, 5 * _MIN), (30 * _MIN, 5 * _MIN), (_H, 10 * _MIN),
    (2 * _H, 30 * _MIN), (3 * _H, _H), (6 * _H, _H), (12 * _H, 3 * _H), (_D, 6 * _H),
    (2 * _D, 12 * _H), (5 * _D, _D), (10 * _D, 2 * _D),
)  # fmt: skip
# Steps of so many months, and the smaller ones between.
_MONTHS = (
    (1, 1), (3, 1), (6, 1), (12, 3), (24, 12), (60, 12), (120, 24), (240, 60), (600, 120),
    (1200, 240),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick.

    Attributes
    ----------
    percent : float
        Place along the axis, 0 to 100.
    label : str
    context : str
        What the label leaves out, such as the day.
    """

    percent: float
    label: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class TimeTicks:
    """Ticks of an axis.

    Attributes
    ----------
    major : tuple of Tick
    minor : tuple of float
        Places of the small ones, 0 to 100.
    """

    major: tuple[Tick, ...] = ()
    minor: tuple[float, ...] = ()


def time_ticks(start_ns: int, stop_ns: int, most: float = 7) -> TimeTicks:
    """Return ticks at round times.

    Parameters
    ----------
    start_ns, stop_ns : int
        UTC, ns since 1970.
    most : float
        Steps between labels that there is room for.

    Examples
    --------
    >>> [t.label for t in time_ticks(0, 86_400 * 10**9).major]
    ['00:00', '06:00', '12:00', '18:00', '00:00']
    """
    length = stop_ns - start_ns
    if length <= 0:
        return TimeTicks()
    wanted = length / most

    def percent(at: int) -> float:
        return round((at - start_ns) / length * 100, 4)

    for step, minor in _CLOCK:
        if step >= wanted:
            return TimeTicks(
                tuple(Tick(percent(t), *_said(t, step)) for t in _every(start_ns, stop_ns, step)),
                tuple(percent(t) for t in _every(start_ns, stop_ns, minor)),
            )
    months, between = next((m for m in _MONTHS if m[0] / 12 * _YEAR_NS >= wanted), _MONTHS[-1])
    return TimeTicks(
        tuple(
            Tick(percent(t), *_said_month(t, months))
            for t in _every_month(start_ns, stop_ns, months)
        ),
        tuple(percent(t) for t in _every_month(start_ns, stop_ns, between)),
    )


def _every(start: int, stop: int, step: int) -> Iterator[int]:
    if step > _D:
        return _every_days(start, stop, step)
    return iter(range(-(-start // step) * step, stop + 1, step))


def _every_days(start: int, stop: int, step: int) -> Iterator[int]:
    """Yield days 1, 1 + n, … of each month, and never a short step before the next month."""
    month = _month_of(start)
    while (first := _begin(month)) <= stop:
        following = _begin(month + 1)
        for at in range(first, following - step // 2, step):
            if start <= at <= stop:
                yield at
        month += 1


def _every_month(start: int, stop: int, months: int) -> Iterator[int]:
    # Calendar years count from 0, months since 1970 from there.
    number = -(-(_month_of(start) + 1970 * 12) // months) * months - 1970 * 12
    while (at := _begin(number)) <= stop:
        if at >= start:
            yield at
        number += months


def _month_of(at: int) -> int:
    return int(np.datetime64(at, "ns").astype("datetime64[M]").astype(int))


def _begin(month: int) -> int:
    # Through seconds: those of any year fit.
    return int(np.datetime64(month, "M").astype("datetime64[s]").astype(int)) * _S


def _said(at: int, step: int) -> tuple[str, str]:
    """Return the text of a tick, and what it leaves out."""
    text = str(np.datetime64(at, "ns"))
    day, clock = text[:10], text[11:]
    if step >= _D:
        return f"{_month_name(at)} {int(day[8:])}", day[:4]
    if step >= _MIN:
        return clock[:5], day
    if step >= _S:
        return clock[:8], day
    decimals = next(n for n in range(1, 5) if step >= _S // 10**n)
    return clock[6 : 9 + decimals], f"{day} {clock[:5]}"


def _said_month(at: int, months: int) -> tuple[str, str]:
    year = str(np.datetime64(at, "ns"))[:4]
    return (year, "") if months >= 12 else (_month_name(at), year)


def _month_name(at: int) -> str:
    return _NAMES[3 * (_month_of(at) % 12) :][:3]
