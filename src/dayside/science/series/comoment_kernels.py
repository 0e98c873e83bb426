"""The compiled loops behind sliding covariances: windows of two bins, as in `window_kernels`.

A state is count, the two means, and the sums of a·a, a·b and b·b of the deviations from them
(Welford 1962; joined as by Pébay 2008).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.kernels import inlined, kernel

Array = NDArray[Any]


@inlined
def _take(state: Array, a: float, b: float) -> None:
    """Take one more pair into a state."""
    state[0] += 1.0
    da, db = a - state[1], b - state[2]
    state[1] += da / state[0]
    state[2] += db / state[0]
    state[3] += da * (a - state[1])
    state[4] += da * (b - state[2])
    state[5] += db * (b - state[2])


@inlined
def _join(one: Array, two: Array, out: Array) -> None:
    """Write count and sums of the pairs of two states together."""
    n = one[0] + two[0]
    out[0] = n
    out[1:] = one[3:] + two[3:]
    if one[0] > 0.0 and two[0] > 0.0:
        da, db = two[1] - one[1], two[2] - one[2]
        weight = one[0] * two[0] / n
        out[1] += da * da * weight
        out[2] += da * db * weight
        out[3] += db * db * weight


@inlined
def _from_border(bin_of: Array, a: Array, b: Array, backwards: bool) -> Array:
    """Return the state of each bin up to and with each pair, from one of its ends."""
    out = np.empty((len(a), 6))
    state, last = np.zeros(6), -1
    for step in range(len(a)):
        row = len(a) - 1 - step if backwards else step
        if last >= 0 and bin_of[row] != bin_of[last]:
            state[:] = 0.0
        if a[row] == a[row] and b[row] == b[row]:
            _take(state, a[row], b[row])
        out[row] = state
        last = row
    return out


@kernel
def sliding_comoments(
    bin_of: Array, start_in: Array, begin: Array, end: Array, a: Array, b: Array
) -> Array:
    """Return what `pair_kernels.comoments` does, of windows of the width of a bin, in time O(n).

    Parameters
    ----------
    bin_of : ndarray of int64, shape (n,)
        Bin of each sample.
    start_in : ndarray of int64, shape (windows,)
        Bin in which each window starts.
    begin, end : ndarray of int64, shape (windows,)
        The first row of each window, and the one after its last.
    a, b : ndarray of float64, shape (n,)
        A row where either is NaN is no pair.

    Returns
    -------
    ndarray of float64, shape (windows, 4)
    """
    before, after = _from_border(bin_of, a, b, False), _from_border(bin_of, a, b, True)
    out = np.zeros((len(begin), 4))
    for window in range(len(begin)):
        first, last = begin[window], end[window] - 1
        if first > last:
            continue
        if bin_of[first] != bin_of[last]:
            _join(after[first], before[last], out[window])
        else:
            part = after[first] if bin_of[first] == start_in[window] else before[last]
            out[window, 0] = part[0]
            out[window, 1:] = part[3:]
    return out
