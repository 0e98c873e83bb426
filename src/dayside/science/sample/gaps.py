"""Where a simulated data set has nothing: passes not received, instruments switched off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Intervals = NDArray[np.float64]
"""Shape (k, 2): begin and end in seconds."""


def random_intervals(
    rng: np.random.Generator, duration_s: float, count: int, shortest_s: float, longest_s: float
) -> Intervals:
    """Return `count` intervals, their lengths spread evenly in their logarithm."""
    begin = rng.uniform(0, duration_s, count)
    length = np.exp(rng.uniform(np.log(shortest_s), np.log(longest_s), count))
    return np.stack([begin, begin + length], axis=1)


def covered(time_s: NDArray[np.float64], intervals: Intervals) -> NDArray[np.bool_]:
    """Tell which of `time_s`, increasing, lie in one of `intervals`.

    Examples
    --------
    >>> covered(np.arange(5.0), np.array([[1.0, 3.0]])).tolist()
    [False, True, True, False, False]
    """
    hidden = np.zeros(len(time_s), np.bool_)
    for begin, end in np.searchsorted(time_s, intervals):
        hidden[begin:end] = True
    return hidden
