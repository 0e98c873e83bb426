"""The compiled loops behind `dayside.science.series.windows`.

A window no wider than a bin spans at most two bins, and so is the last part of one and the
first part of the next (van Herk 1992, Pattern Recognition Letters 13, 517). Parts are summed
from the border of the two bins outwards, in time O(n) for all windows. As bins are numbered
from the epoch of time and a part holds samples of the window alone, a result does not depend
on which other samples were read with it.

Sums are those of deviations from the running mean (Welford 1962; parts are joined as by
Pébay 2008, SAND2008-6212), so that a small variance beside a large mean is not lost.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.kernels import inlined, kernel

Array = NDArray[Any]

PART = 1 << 13
"""Windows that are summed together."""


@inlined
def _add(state: Array, x: float) -> None:
    """Take one more sample into (count, mean, sums of second and third powers of deviations)."""
    n = state[0] + 1.0
    delta = x - state[1]
    step = delta / n
    term = delta * step * (n - 1.0)
    state[0] = n
    state[1] += step
    state[3] += term * step * (n - 2.0) - 3.0 * step * state[2]
    state[2] += term


@inlined
def _join(a: Array, b: Array, out: Array) -> None:
    """Write the state of the samples of `a` and `b` together."""
    n = a[0] + b[0]
    if b[0] == 0.0:
        out[:] = a
    elif a[0] == 0.0:
        out[:] = b
    else:
        delta = b[1] - a[1]
        out[0] = n
        out[1] = a[1] + delta * b[0] / n
        out[2] = a[2] + b[2] + delta * delta * a[0] * b[0] / n
        out[3] = (
            a[3]
            + b[3]
            + delta**3 * a[0] * b[0] * (a[0] - b[0]) / (n * n)
            + 3.0 * delta * (a[0] * b[2] - b[0] * a[2]) / n
        )


@kernel
def parts(bin_of: Array, values: Array, before: Array, after: Array) -> None:
    """Sum each bin from its first sample forwards and from its last backwards.

    Parameters
    ----------
    bin_of : ndarray of int64, shape (n,)
        Bin of each sample, never decreasing.
    values : ndarray of float64, shape (n,)
        NaN is no sample.
    before : ndarray of float64, shape (n, 4)
        State of the samples of the bin up to and with this one; written in place.
    after : ndarray of float64, shape (n, 4)
        State of the samples of the bin from this one on; written in place.
    """
    rows = len(values)
    state = np.zeros(4)
    for row in range(rows):
        if row > 0 and bin_of[row] != bin_of[row - 1]:
            state[:] = 0.0
        if values[row] == values[row]:
            _add(state, values[row])
        before[row] = state
    state[:] = 0.0
    for row in range(rows - 1, -1, -1):
        if row < rows - 1 and bin_of[row] != bin_of[row + 1]:
            state[:] = 0.0
        if values[row] == values[row]:
            _add(state, values[row])
        after[row] = state


@kernel
def joined(
    bin_of: Array, start_in: Array, begin: Array, end: Array, before: Array, after: Array
) -> Array:
    """Return the state of the samples in each window of the width of a bin, from `parts`.

    Parameters
    ----------
    bin_of : ndarray of int64, shape (n,)
        Bin of each sample.
    start_in : ndarray of int64, shape (windows,)
        Bin in which each window starts.
    begin, end : ndarray of int64, shape (windows,)
        The first row of each window, and the one after its last.
    before, after : ndarray of float64, shape (n, 4)

    Returns
    -------
    ndarray of float64, shape (windows, 4)
    """
    out = np.zeros((len(begin), 4))
    for window in range(len(begin)):
        first, last = begin[window], end[window] - 1
        if first > last:
            continue
        if bin_of[first] != bin_of[last]:
            _join(after[first], before[last], out[window])
        elif bin_of[first] == start_in[window]:
            out[window] = after[first]
        else:
            out[window] = before[last]
    return out


@kernel
def spans(time_ns: Array, start_ns: Array, width_ns: int) -> tuple[Array, Array]:
    """Return the first row of each window ``[start, start + width)``, and the one after its last.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    start_ns : ndarray of int64, shape (windows,)
        Never decreasing.
    width_ns : int
    """
    begin, end = np.empty((2, len(start_ns)), np.int64)
    first, last = 0, 0
    for window in range(len(start_ns)):
        while first < len(time_ns) and time_ns[first] < start_ns[window]:
            first += 1
        last = max(last, first)
        while last < len(time_ns) and time_ns[last] < start_ns[window] + width_ns:
            last += 1
        begin[window], end[window] = first, last
    return begin, end


@inlined
def _summed(bin_of: Array, values: Array, backwards: bool) -> Array:
    """Return count and sum of each bin up to and with each sample, from one of its ends."""
    out = np.empty((len(values), 2))
    count, total, last = 0.0, 0.0, -1
    for step in range(len(values)):
        row = len(values) - 1 - step if backwards else step
        if last >= 0 and bin_of[row] != bin_of[last]:
            count, total = 0.0, 0.0
        if values[row] == values[row]:
            count += 1.0
            total += values[row]
        out[row, 0], out[row, 1] = count, total
        last = row
    return out


@inlined
def _bins_around(bin_of: Array, low: int, high: int) -> tuple[int, int]:
    """Return the rows of all bins of which some rows are, from the first, to before the last."""
    while 0 < low < len(bin_of) and bin_of[low - 1] == bin_of[low]:
        low -= 1
    while 0 < high < len(bin_of) and bin_of[high - 1] == bin_of[high]:
        high += 1
    return low, max(low, high)


@kernel
def sums(bin_of: Array, start_in: Array, begin: Array, end: Array, values: Array) -> Array:
    """Return count and sum of the samples of each window of the width of a bin.

    What `parts` and `joined` do, where no more is asked for: several times as quick.

    Parameters
    ----------
    bin_of, start_in, begin, end
        As of `joined`; the windows never go back.
    values : ndarray of float64, shape (n,)
        NaN is no sample.

    Returns
    -------
    ndarray of float64, shape (windows, 2)
    """
    out = np.zeros((len(begin), 2))
    # Some windows at a time: what is summed for them stays in the processor's cache.
    for opening in range(0, len(begin), PART):
        closing = min(opening + PART, len(begin))
        low, high = _bins_around(bin_of, begin[opening], end[closing - 1])
        near, part = bin_of[low:high], values[low:high]
        before, after = _summed(near, part, False), _summed(near, part, True)
        for window in range(opening, closing):
            first, last = begin[window] - low, end[window] - 1 - low
            if first > last:
                continue
            if near[first] != near[last]:
                out[window, 0] = after[first, 0] + before[last, 0]
                out[window, 1] = after[first, 1] + before[last, 1]
            elif near[first] == start_in[window]:
                out[window] = after[first]
            else:
                out[window] = before[last]
    return out


@kernel
def states(begin: Array, end: Array, values: Array) -> Array:
    """Return the state of the samples in each window, summed twice: as exact as sums can be.

    The mean is corrected by the mean of the deviations from it, the others by the sum of the
    deviations (Chan, Golub & LeVeque 1983, The American Statistician 37, 242).

    Parameters
    ----------
    begin, end : ndarray of int64, shape (windows,)
        Windows may lie in any order, and over each other.
    values : ndarray of float64, shape (n,)
        NaN is no sample.

    Returns
    -------
    ndarray of float64, shape (windows, 4)
        Count, mean, sums of the second and third powers of the deviations from it.
    """
    out = np.zeros((len(begin), 4))
    for window in range(len(begin)):
        count, total = 0.0, 0.0
        for row in range(begin[window], end[window]):
            if values[row] == values[row]:
                count += 1.0
                total += values[row]
        if count == 0.0:
            continue
        guess = total / count
        first, second, third = 0.0, 0.0, 0.0
        for row in range(begin[window], end[window]):
            if values[row] == values[row]:
                d = values[row] - guess
                first += d
                second += d * d
                third += d * d * d
        shift = first / count
        out[window, 0] = count
        # Of infinite values the deviations say nothing.
        out[window, 1] = guess + shift if shift == shift else guess
        out[window, 2] = second - first * shift
        out[window, 3] = third - 3.0 * shift * second + 2.0 * shift * shift * first
    return out
