"""The compiled loop behind the wavelets of `dayside.science.series.spectra`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.kernels import kernel

Array = NDArray[Any]


@kernel
def convolved(values: Array, run: Array, centre: Array, real: Array, imaginary: Array) -> Array:
    """Return the square of the sum of samples times a wavelet about each row.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
    run : ndarray of int64, shape (n,)
        Run each sample belongs to, never decreasing.
    centre : ndarray of int64, shape (m,)
        Rows.
    real, imaginary : ndarray of float64, shape (2 * half + 1,)

    Returns
    -------
    ndarray of float64, shape (m,)
        NaN where the wavelet reaches past the ends of a run.
    """
    half = len(real) // 2
    out = np.full(len(centre), np.nan)
    for at in range(len(centre)):
        first, last = centre[at] - half, centre[at] + half
        if first < 0 or last >= len(values) or run[first] != run[last]:
            continue
        a, b = 0.0, 0.0
        for tap in range(len(real)):
            a += real[tap] * values[first + tap]
            b += imaginary[tap] * values[first + tap]
        out[at] = a * a + b * b
    return out
