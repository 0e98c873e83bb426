"""The compiled loop over samples behind `dayside.science.series.bins`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.kernels import kernel

Array = NDArray[Any]


@kernel
def accumulate(bin_of: Array, values: Array, magnitude: bool, stats: Array, sums: Array) -> None:
    """Gather the samples of each bin: min and max into `stats`, sum and count into `sums`.

    Parameters
    ----------
    bin_of : ndarray of int64, shape (n,)
        Bin of each sample, never decreasing; a bin takes the row after the one before.
    values : ndarray, shape (n, columns)
        NaN is no sample.
    magnitude : bool
        Whether the last column of the results is for the length of the vector.
    stats : ndarray, shape (bins, 4, columns [+ 1])
        Written in place.
    sums : ndarray of float64, shape (bins, columns [+ 1], 2)
        Zeros; written in place.
    """
    rows, columns = values.shape
    b = 0
    for row in range(rows):
        if row > 0 and bin_of[row] != bin_of[row - 1]:
            b += 1
        square = 0.0
        for column in range(columns):
            v = values[row, column]
            square += np.float64(v) * np.float64(v)
            if v == v:  # not NaN
                if sums[b, column, 1] == 0 or v < stats[b, 0, column]:
                    stats[b, 0, column] = v
                if sums[b, column, 1] == 0 or v > stats[b, 1, column]:
                    stats[b, 1, column] = v
                sums[b, column, 0] += v
                sums[b, column, 1] += 1
        if magnitude and square == square:
            v = np.sqrt(square)
            if sums[b, columns, 1] == 0 or v < stats[b, 0, columns]:
                stats[b, 0, columns] = v
            if sums[b, columns, 1] == 0 or v > stats[b, 1, columns]:
                stats[b, 1, columns] = v
            sums[b, columns, 0] += v
            sums[b, columns, 1] += 1
