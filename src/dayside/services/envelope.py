"""Envelopes: minimum, maximum, mean and count of any interval, in about as many bins as pixels.

The bins are UTC-aligned and whole: those of a level, or a few neighbours of one together.
Where even the finest level is too coarse, the samples are read; there are few then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.archive.levels import column_names, dtype_of
from dayside.model import OPERATOR, Parameter, Principal, time
from dayside.model.errors import BadRequest, EmptyInterval, TooMuch
from dayside.model.view import Over
from dayside.science.series.bins import COUNT, MAX, MEAN, MIN, STATS, combine_neighbours
from dayside.services import buckets
from dayside.services.door import Door
from dayside.services.slices import Cut, Drawn, drawn_as

PIXELS = 1500
MOST_PIXELS = 8192
MOST_NUMBERS = 8 << 20
MOST_WARMED = 8


@dataclass(frozen=True, slots=True, eq=False)
class Envelope:
    """Statistics of one parameter in bins that cover an interval.

    Bin *i* holds the samples of UTC ``start_ns + i * width_ns`` (included) to
    ``start_ns + (i + 1) * width_ns`` (excluded); both are multiples of the width. The first
    and the last bin are whole, and may reach out of the interval.

    Attributes
    ----------
    parameter : Parameter
    columns : tuple of str
        Components and magnitude of a vector, channels of a spectrum.
    version : str
        Of the dataset, from before anything was read.
    start_ns, width_ns : int
        UTC, ns since 1970.
    minimum, maximum, mean : ndarray of float32 or float64, shape (bin, column)
        NaN where a bin holds no valid sample.
    count : ndarray of int64, shape (bin, column)
        Valid samples.
    """

    parameter: Parameter
    columns: tuple[str, ...]
    version: str
    start_ns: int
    width_ns: int
    minimum: NDArray[Any]
    maximum: NDArray[Any]
    mean: NDArray[Any]
    count: NDArray[np.int64]


def envelope(
    door: Door,
    dataset_id: str,
    parameter: str,
    interval: tuple[int, int],
    principal: Principal,
    *,
    pixels: int = PIXELS,
    chosen: int | None = None,
) -> Envelope:
    """Return the envelope of a parameter over an interval.

    Parameters
    ----------
    interval : (int, int)
        TT2000; half-open.
    pixels : int
        At least so many bins and less than twice as many, unless that were more than samples.
    chosen : int, optional
        Slice of a distribution of several dimensions; by default means are those over the
        other dimensions, extremes and counts those of all.

    Raises
    ------
    UnknownDataset, UnknownParameter
        If what is asked is not there, or not for `principal`.
    EmptyInterval
        If the start is not before the stop.
    BadRequest
        If there are no such bins or no such slice.
    TooMuch
        If too many samples would have to be read.
    """
    if not 1 <= pixels <= MOST_PIXELS:
        raise BadRequest(f"pixels: there may be 1 to {MOST_PIXELS}.")
    start, stop = interval
    if start >= stop:
        raise EmptyInterval(
            f"The start {time.to_text(start)} is not before the stop {time.to_text(stop)}."
        )
    asked = buckets.ask(door, dataset_id, parameter, principal)
    shown = drawn_as(asked.parameter, Cut(flat=chosen))
    begin, end = (int(t) for t in time.to_unix_ns([start, stop]))
    cadence_ns = asked.dataset.cadence_ns
    base, width = bin_widths(asked.widths_ns, (end - begin) // pixels, cadence_ns)
    first, last = begin // width, max(end - 1, begin) // width
    if (last - first + 1) * asked.parameter.size > MOST_NUMBERS:
        raise TooMuch(f"{parameter} has {asked.parameter.size} columns; ask for fewer pixels.")
    together = width // base
    stats = _dense(asked, base, first * together, (last + 1) * together - 1)
    if together > 1:
        stats = combine_neighbours(stats, together)
    return _envelope(asked, first * width, width, stats, *shown)


def warm_up(door: Door) -> None:
    """Read a bin of some datasets here, so that no first picture waits for what that opens."""
    for source in door.sources:
        if source.name or not isinstance(source, buckets.KeepsLevels):
            continue
        for dataset in source.datasets()[:MOST_WARMED]:
            drawn = next((p for p in dataset.parameters if p.is_numeric), None)
            if drawn is not None and dataset.start is not None and dataset.stop is not None:
                interval = dataset.start, dataset.stop
                envelope(door, dataset.id, drawn.name, interval, OPERATOR, pixels=1)


def bin_widths(every: Sequence[int], wanted: int, cadence_ns: int | None) -> tuple[int, int]:
    """Return the width (ns) of the bins to read and of those to answer with, a multiple.

    Parameters
    ----------
    every : sequence of int
        Widths of the levels, finest first.
    wanted : int
        The widest that bins may be, ns.

    Examples
    --------
    >>> bin_widths([16, 64, 256], 200, 1), bin_widths([16, 64, 256], 5, 1)
    ((64, 192), (4, 4))
    """
    fitting = [w for w in every if w <= wanted and w // (cadence_ns or w) <= buckets.EXACT_COUNT]
    if fitting:
        return fitting[-1], wanted // fitting[-1] * fitting[-1]
    width = every[0]
    # Bins narrower than the samples lie apart would only be empty.
    while width > wanted and width % 2 == 0 and width // 2 >= (cadence_ns or 1):
        width //= 2
    return width, width


def _dense(asked: buckets.Asked, width_ns: int, first: int, last: int) -> NDArray[Any]:
    """Return the statistics of every bin from `first` to `last`, the empty ones too."""
    found = asked.stretch(width_ns, first, last)
    if found is not None and len(found.bins) == last - first + 1:
        return found.stats
    columns = len(column_names(asked.parameter))
    kind = dtype_of(asked.parameter) if found is None else found.stats.dtype
    out = np.full((last - first + 1, len(STATS), columns), np.nan, kind)
    out[:, COUNT] = 0
    if found is not None:
        out[found.bins - first] = found.stats
    return out


def _envelope(
    asked: buckets.Asked,
    start_ns: int,
    width_ns: int,
    stats: NDArray[Any],
    drawn: Drawn | None,
    over: tuple[Over, ...],
) -> Envelope:
    p = asked.parameter
    columns = drawn.columns if drawn else column_names(p)
    low, high, mean = (stats[:, kind].astype(dtype_of(p), copy=False) for kind in (MIN, MAX, MEAN))
    count = stats[:, COUNT]
    if drawn:
        mean = drawn.take(mean, count, over).astype(mean.dtype, copy=False)
        low = drawn.pooled(low, over, np.fmin.reduce)
        high = drawn.pooled(high, over, np.fmax.reduce)
        count = drawn.pooled(count, over, np.add.reduce)
    return Envelope(
        p, columns, asked.version, start_ns, width_ns, low, high, mean, count.astype(np.int64)
    )
