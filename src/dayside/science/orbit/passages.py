"""Times at which an orbit begins anew, and the period they tell."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating[Any]]

_PROMINENCE = 0.1
"""A minimum is this share of the whole range deep, or it is a wiggle."""

_LEAST_RANGE = 1e-4
"""Distances that vary less than this share of themselves tell of no periapsis."""

_UNEVEN = 0.2
"""Orbits may differ by this share of the period."""


def periapses(distance: ArrayLike) -> Floats:
    """Return where a distance passes through its minima.

    Parameters
    ----------
    distance : array_like, shape (n,)
        At even steps; NaN is a gap. A minimum next to a gap or at an end is left out.

    Returns
    -------
    ndarray of float64
        Places between samples, counted from 0: the vertices of parabolas.

    Examples
    --------
    >>> t = np.arange(400) / 100
    >>> periapses(2 - np.cos(2 * np.pi * (t - 0.503))).round(2).tolist()
    [50.3, 150.3, 250.3, 350.3]
    """
    from scipy.signal import find_peaks

    r = np.asarray(distance, np.float64)
    held = np.isfinite(r)
    if held.sum() < 3:
        return np.empty(0)
    reach = float(np.ptp(r[held]))
    if reach <= _LEAST_RANGE * float(np.abs(r[held]).mean()):
        return np.empty(0)
    # A gap is bridged for the search, and what is found at its edge is thrown away.
    bridged = np.interp(np.arange(len(r)), np.flatnonzero(held), r[held])
    at, _ = find_peaks(-bridged, prominence=_PROMINENCE * reach)
    at = at[held[at - 1] & held[at] & held[at + 1]]
    before, here, after = r[at - 1], r[at], r[at + 1]
    bend = before - 2 * here + after
    vertex = np.divide(before - after, 2 * bend, out=np.zeros_like(bend), where=bend > 0)
    return np.asarray(at + vertex)


def begins(number: ArrayLike) -> tuple[Floats, Floats]:
    """Return where an orbit number changes by one, and the numbers that begin there.

    Parameters
    ----------
    number : array_like, shape (n,)
        At even steps; NaN is a gap.

    Examples
    --------
    >>> begins([7, 7, 8, 8, 8, np.nan, 9, 9, 10])
    (array([2., 8.]), array([ 8., 10.]))
    """
    n = np.asarray(number, np.float64)
    step = np.flatnonzero(np.diff(n) == 1) + 1
    return step.astype(np.float64), n[step]


def period(passages: ArrayLike) -> float | None:
    """Return the usual step between passages; None where they are few or uneven.

    Passages may be missing: what is about twice as far apart is two orbits.

    Examples
    --------
    >>> period([0, 10, 20, 40]), period([0, 10]), period([0, 10, 11, 40])
    (10.0, None, None)
    """
    at = np.asarray(passages, np.float64)
    if len(at) < 3:
        return None
    steps = np.diff(at)
    usual = float(np.median(steps))
    orbits = np.maximum(np.rint(steps / usual), 1)
    each = steps / orbits
    if (np.abs(each / usual - 1) > _UNEVEN).any():
        return None
    return float(steps.sum() / orbits.sum())
