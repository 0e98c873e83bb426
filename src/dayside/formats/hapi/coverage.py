"""Which times a HAPI info object tells: coverage, and a sample of it.

None of them lies in a leap second: many clients cannot read 23:59:60, and none should have
to in order to ask for anything at all.
"""

from __future__ import annotations

from dayside.model import Dataset, time

_SAMPLE_ROWS = 100


def told(dataset: Dataset) -> tuple[int, int] | None:
    """Return what is told as ``startDate`` and ``stopDate``, TT2000; None without samples.

    It is the coverage, made wider where it begins or ends within a leap second.
    """
    if dataset.start is None or dataset.stop is None:
        return None
    return _second_before(dataset.start), _midnight_after(dataset.stop)


def sample(dataset: Dataset) -> tuple[int, int] | None:
    """Return an interval of some hundred rows to try; None if there are not so many.

    Where the first rows are around a leap second, it begins at the midnight after. What
    is too little to have a cadence is its own sample: nobody could guess how long to ask.
    """
    covered = told(dataset)
    if covered is None or not dataset.cadence_ns:
        return covered
    start, stop = covered
    length = _SAMPLE_ROWS * dataset.cadence_ns
    midnight = time.last_leap_second(start, start + length)
    if midnight is not None:
        start = midnight
    return (start, start + length) if stop - start > length else None


def stamp(ticks: int) -> str:
    """Return a time as exact ISO 8601 text, no shorter than milliseconds."""
    text = str(time.to_text(ticks))
    return next(f"{text[:n]}Z" for n in (23, 26, 29) if not text[n:-1].strip("0"))


def _second_before(ticks: int) -> int:
    midnight = time.last_leap_second(ticks, ticks + 1)
    return ticks if midnight is None else midnight - 2 * time.NS


def _midnight_after(ticks: int) -> int:
    midnight = time.last_leap_second(ticks, ticks + 1)
    return ticks if midnight is None else midnight
