"""Self-similar noise by midpoint displacement, in blocks that fit together.

Between two knots the midpoint is their mean plus a Gaussian step; again between each
knot and the midpoint, with a step ``2**-H`` times smaller, and so on. The result has the
power spectrum ``f**-(2H+1)``: with H = 1/3 that of Kolmogorov's turbulence, −5/3
(Fournier, Fussell & Carpenter 1982, Commun. ACM 25, 371).

As a refinement never changes its knots, a block refined alone joins its neighbours
without a step: knots are made once for the whole interval, each block draws its own
details from its own seed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

KOLMOGOROV = 1.0 / 3.0
"""Hurst exponent of a −5/3 spectrum."""

F32 = NDArray[np.float32]


def knots(rng: np.random.Generator, count: int, doublings: int, hurst: float = KOLMOGOROV) -> F32:
    """Return `count` values of unit variance, correlated over ``2**doublings`` steps.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the randomness comes from.
    count : int
        Number of values.
    doublings : int
        The outer scale is ``2**doublings`` steps; beyond it values are independent.
    hurst : float
        Exponent H of the structure function, between 0 and 1.
    """
    base = -(-(count - 1) // 2**doublings) + 1
    coarse = rng.standard_normal(base, np.float32)
    return refine(rng, coarse, doublings, hurst)[:count]


def refine(
    rng: np.random.Generator,
    coarse: F32,
    doublings: int,
    hurst: float = KOLMOGOROV,
    outer_doublings: int = 0,
    jumps: bool = False,
) -> F32:
    """Return `coarse` with ``2**doublings − 1`` new values between neighbours.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the details come from.
    coarse : ndarray of float32, shape (m,)
        Knots; they stay as they are.
    doublings : int
        How often the step is halved.
    hurst : float
        Exponent H.
    outer_doublings : int
        How often the knots were halved already: their own `doublings`.
    jumps : bool
        Put the midpoint anywhere between its neighbours instead of in the middle:
        steps appear on all scales, as the solar wind has them.

    Returns
    -------
    ndarray of float32, shape ((m − 1) * 2**doublings + 1,)
    """
    values = coarse
    for level in range(outer_doublings + 1, outer_doublings + doublings + 1):
        between = len(values) - 1
        # Var(midpoint − mean of its neighbours) = D(δ/2) − D(δ)/4, where the structure
        # function D ~ δ**2H is 2 at the first knots; a random place takes D(δ)/12 of it.
        share = 2.0 ** (-2 * hurst) - 0.25 - (1 / 12 if jumps else 0.0)
        size = np.float32(2.0 ** (-hurst * (level - 1)) * np.sqrt(2.0 * share))
        middle = rng.standard_normal(between, np.float32)
        middle *= size
        left, right = values[:-1], values[1:]
        if jumps:
            middle += left + (right - left) * rng.random(between, np.float32)
        else:
            middle += np.float32(0.5) * (left + right)
        finer = np.empty(2 * between + 1, np.float32)
        finer[0::2] = values
        finer[1::2] = middle
        values = finer
    return values
