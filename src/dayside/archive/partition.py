"""Partitions: the UTC-aligned stretches of time a dataset is stored in.

Each holds at most about four million samples, so that a late or re-issued file
rewrites little, and is the same stretch for every file, so that each sample has
one place.
"""

from __future__ import annotations

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
}
_NUMPY_UNITS = {"year": "Y", "month": "M", "day": "D", "hour": "h", "minute": "m"}


def unit_for(cadence_ns: int | None, row_bytes: int) -> str:
    """Return the longest unit that holds neither too many samples nor too many bytes.

    Examples
    --------
    >>> unit_for(1_000_000_000, 20), unit_for(60_000_000_000, 20), unit_for(None, 20)
    ('month', 'year', 'year')
    """
    if not cadence_ns:
        return "year"
    rows = min(MAX_ROWS, MAX_BYTES // max(row_bytes, 1))
    for unit, length_s in _UNITS.items():
        if length_s * time.NS / cadence_ns <= rows:
            return unit
    return "minute"


def length_ns(unit: str) -> int:
    """Return the typical length of a partition."""
    return _UNITS[unit] * time.NS


def split(ticks: time.Ticks, unit: str) -> list[tuple[str, slice]]:
    """Return (label, rows) of every partition that `ticks`, in order, touch.

    Examples
    --------
    >>> two = np.array([time.parse("2016-08-31T23:59"), time.parse("2016-09-01")])
    >>> split(two, "month")
    [('2016-08', slice(0, 1, None)), ('2016-09', slice(1, 2, None))]
    """
    parts: list[tuple[str, slice]] = []
    row = 0
    while row < len(ticks):
        label, end = _partition_of(int(ticks[row]), unit)
        stop = row + int(np.searchsorted(ticks[row:], end, side="left"))
        parts.append((label, slice(row, stop)))
        row = stop
    return parts


def _partition_of(tick: int, unit: str) -> tuple[str, int]:
    """Return the label of the partition that holds `tick`, and where the next one begins."""
    when = np.datetime64(int(time.to_unix_ns(tick)), "ns")
    if unit == "decade":
        year = int(str(when)[:4]) // 10 * 10
        label, following = f"{year}s", np.datetime64(str(year + 10), "ns")
    else:
        first = when.astype(f"datetime64[{_NUMPY_UNITS[unit]}]")
        label, following = str(first).replace(":", ""), (first + 1).astype("datetime64[ns]")
    return label, int(time.from_datetime64(following))
