"""The compiled loop behind the integrals of `dayside.science.series.calculus`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.kernels import kernel

Array = NDArray[Any]


@kernel
def integrals(
    time_ns: Array, values: Array, begin: Array, end: Array, longest_step_ns: int
) -> Array:
    """Return the sum of the trapezoids between the samples of each window, in seconds.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
    values : ndarray of float64, shape (n,)
        NaN is no sample.
    begin, end : ndarray of int64, shape (windows,)
    longest_step_ns : int
        Step that is no gap yet.

    Returns
    -------
    ndarray of float64, shape (windows,)
        NaN where there is no sample.
    """
    out = np.full(len(begin), np.nan)
    for window in range(len(begin)):
        total, last = 0.0, -1
        for row in range(begin[window], end[window]):
            if np.isnan(values[row]):
                continue
            if last >= 0 and time_ns[row] - time_ns[last] <= longest_step_ns:
                step = (time_ns[row] - time_ns[last]) / 1e9
                total += step * (values[row] + values[last]) / 2
            last = row
        if last >= 0:
            out[window] = total
    return out
