"""Partitions: the UTC-aligned stretches of time a dataset is stored in.

Each holds at most about four million samples, so that a late or re-issued file
rewrites little, and is the same stretch for every file, so that each sample has
one place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dayside.model import time

MAX_ROWS = 4_200_000
MAX_BYTES = 512 << 20

# Typical length in s, longest first.
_UNITS = {
    "decade": 315_576_000,
    "year": 31_557_600,
    "month": 2_629_800,
    "day": 86_400,
    "hour": 3_600,
    "minute": 60,
    "second": 1,
    "millisecond": 0.001,
}
_SHORTEST = "millisecond"
_NUMPY_UNITS = {
    "year": "Y",
    "month": "M",
    "day": "D",
    "hour": "h",
    "minute": "m",
    "second": "s",
    "millisecond": "ms",
}


def most_rows(row_bytes: int) -> int:
    """Return how many samples a partition may hold."""
    return max(min(MAX_ROWS, MAX_BYTES // max(row_bytes, 1)), 1)


def unit_for(step_ns: int | None, row_bytes: int) -> str:
    """Return the longest unit that holds neither too many samples nor too many bytes.

    Examples
    --------
    >>> unit_for(1_000_000_000, 20), unit_for(60_000_000_000, 20), unit_for(None, 20)
    ('month', 'year', 'year')
    """
    if not step_ns:
        return "year"
    rows = most_rows(row_bytes)
    fitting = (u for u, length_s in _UNITS.items() if length_s * time.NS / step_ns <= rows)
    return next(fitting, _SHORTEST)


def shorter(unit: str) -> str | None:
    """Return the next shorter unit."""
    units = list(_UNITS)
    after = units.index(unit) + 1
    return units[after] if after < len(units) else None


def longer(unit: str) -> str | None:
    """Return the next longer unit."""
    before = list(_UNITS).index(unit) - 1
    return list(_UNITS)[before] if before >= 0 else None


def length_ns(unit: str) -> int:
    """Return the typical length of a partition."""
    return int(_UNITS[unit] * time.NS)


@dataclass(frozen=True, slots=True)
class Partition:
    """A stretch of time: ``start <= time < stop``, TT2000."""

    label: str
    start: int
    stop: int


def split(ticks: time.Ticks, unit: str) -> list[tuple[Partition, slice]]:
    """Return (partition, rows) of every partition that `ticks`, in order, touch.

    Examples
    --------
    >>> two = np.array([time.parse("2016-08-31T23:59"), time.parse("2016-09-01")])
    >>> [(partition.label, rows) for partition, rows in split(two, "month")]
    [('2016-08', slice(0, 1, None)), ('2016-09', slice(1, 2, None))]
    """
    parts: list[tuple[Partition, slice]] = []
    row = 0
    while row < len(ticks):
        here = partition_of(int(ticks[row]), unit)
        stop = row + int(np.searchsorted(ticks[row:], here.stop, side="left"))
        parts.append((here, slice(row, stop)))
        row = stop
    return parts


def partition_of(tick: int, unit: str) -> Partition:
    """Return the partition that holds `tick`."""
    when = np.datetime64(int(time.to_unix_ns(tick)), "ns")
    if unit == "decade":
        year = int(str(when)[:4]) // 10 * 10
        label, edges = f"{year}s", [np.datetime64(str(y), "ns") for y in (year, year + 10)]
    else:
        first = when.astype(f"datetime64[{_NUMPY_UNITS[unit]}]")
        step = np.array(1, f"timedelta64[{_NUMPY_UNITS[unit]}]")
        label, edges = str(first).replace(":", ""), [first, first + step]
    start, stop = time.from_datetime64(np.array(edges, "datetime64[ns]"))
    return Partition(label, int(start), int(stop))
