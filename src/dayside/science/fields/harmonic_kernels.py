"""The compiled loop behind `dayside.science.fields.harmonics`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.kernels import kernel

Array = NDArray[Any]


@kernel
def sums(
    position_rp: Array, weights_nt: Array, degree: int, epoch: Array, share: Array, out: Array
) -> None:
    """Add up the field of solid harmonics at each position.

    Parameters
    ----------
    position_rp : ndarray of float64, shape (n, 3)
    weights_nt : ndarray of float64, shape (epochs, terms, 6)
        What each solid harmonic of `degree` + 1 and below gives to Bx, By and Bz: of cosines,
        then of sines. Ordered by order m, then by degree n.
    degree : int
        Of the potential.
    epoch : ndarray of int64, shape (n,)
        Which weights a position has; below 0 it has none, and is a gap.
    share : ndarray of float64, shape (n,)
        How much of the following epoch is in it.
    out : ndarray of float64, shape (n, 3)
    """
    for row in range(len(position_rp)):
        x, y, z = position_rp[row, 0], position_rp[row, 1], position_rp[row, 2]
        r2 = x * x + y * y + z * z
        if epoch[row] < 0 or not r2 > 0.0:
            out[row, :] = np.nan
            continue
        bx, by, bz = 0.0, 0.0, 0.0
        now = weights_nt[epoch[row]]
        part = share[row]
        later = weights_nt[epoch[row] + 1] if part != 0.0 else now
        x, y, z, inner = x / r2, y / r2, z / r2, 1.0 / r2
        # V and W of Cunningham (1970): (1/r)^(n+1) P_nm(sin latitude) cos and sin of m longitude.
        v_mm, w_mm = np.sqrt(inner), 0.0
        at = 0
        for m in range(degree + 2):
            if m > 0:
                k = 2 * m - 1
                v_mm, w_mm = k * (x * v_mm - y * w_mm), k * (x * w_mm + y * v_mm)
            v, w, v_below, w_below = v_mm, w_mm, 0.0, 0.0
            for n in range(m, degree + 2):
                if n > m:
                    a = (2 * n - 1) / (n - m) * z
                    b = (n + m - 1) / (n - m) * inner
                    v, v_below = a * v - b * v_below, v
                    w, w_below = a * w - b * w_below, w
                bx += now[at, 0] * v + now[at, 3] * w
                by += now[at, 1] * v + now[at, 4] * w
                bz += now[at, 2] * v + now[at, 5] * w
                if part != 0.0:
                    bx += part * ((later[at, 0] - now[at, 0]) * v + (later[at, 3] - now[at, 3]) * w)
                    by += part * ((later[at, 1] - now[at, 1]) * v + (later[at, 4] - now[at, 4]) * w)
                    bz += part * ((later[at, 2] - now[at, 2]) * v + (later[at, 5] - now[at, 5]) * w)
                at += 1
        out[row, 0], out[row, 1], out[row, 2] = bx, by, bz
