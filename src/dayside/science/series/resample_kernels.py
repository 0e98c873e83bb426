"""The compiled loops behind `dayside.science.series.resample`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.kernels import kernel

Array = NDArray[Any]


@kernel
def interpolate(time: Array, values: Array, at: Array, max_gap: int, out: Array) -> None:
    """Write values at other times into `out`; NaN is no sample."""
    n, m = len(time), len(at)
    for column in range(values.shape[1]):
        before = -1  # the last valid sample at or before the time wanted
        after = 0  # the first valid one after it
        while after < n and np.isnan(values[after, column]):
            after += 1
        for i in range(m):
            t = at[i]
            while after < n and time[after] <= t:
                before = after
                after += 1
                while after < n and np.isnan(values[after, column]):
                    after += 1
            if before >= 0 and time[before] == t:
                out[i, column] = values[before, column]
            elif before < 0 or after >= n or time[after] - time[before] > max_gap:
                out[i, column] = np.nan
            else:
                part = (t - time[before]) / (time[after] - time[before])
                low, high = values[before, column], values[after, column]
                out[i, column] = low + part * (high - low)


@kernel
def average(values: Array, first: Array, last: Array, out: Array) -> None:
    """Write the means of the rows ``first[i]`` to ``last[i]`` (excluded) into `out`."""
    for i in range(len(first)):
        for column in range(values.shape[1]):
            total, count = 0.0, 0
            for row in range(first[i], last[i]):
                value = values[row, column]
                if not np.isnan(value):
                    total += value
                    count += 1
            out[i, column] = total / count if count else np.nan
