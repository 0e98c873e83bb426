"""Closest approaches: where the distance from the centre has a minimum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

Floats = NDArray[np.floating[Any]]

MAX_GAP = 3.0
_SIDE = 8
_HALVINGS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Approaches:
    """Closest approaches.

    Attributes
    ----------
    time_s : ndarray, shape (n,)
        In the unit and from the zero of the times given.
    position : ndarray, shape (n, 3)
        In the unit of the positions given.
    distance : ndarray, shape (n,)
    """

    time_s: Floats
    position: Floats
    distance: Floats


def closest_approaches(time_s: Floats, position: Floats, max_gap: float = MAX_GAP) -> Approaches:
    """Return the minima of the distance from the origin: roots of its rate, r · v.

    Parameters
    ----------
    time_s : ndarray, shape (n,)
        Increasing.
    position : ndarray, shape (n, 3)
        About the body; of any unit. NaN is a gap.
    max_gap : float
        Longest step, in usual ones, across which positions are known.

    Examples
    --------
    >>> t = np.arange(0.0, 100.0, 10.0)
    >>> flyby = np.stack([t - 43.0, np.full(10, 5.0), np.zeros(10)], axis=1)
    >>> closest_approaches(t, flyby).time_s, closest_approaches(t, flyby).distance
    (array([43.]), array([5.]))
    """
    known = np.isfinite(position).all(axis=1)
    time_s, position = np.asarray(time_s, np.float64)[known], position[known]
    found: list[tuple[float, Floats]] = []
    if len(time_s) > 2:
        step = np.diff(time_s)
        joined = step <= max_gap * np.median(step)
        distance = np.linalg.norm(position, axis=1)
        lowest = (distance[1:-1] <= distance[:-2]) & (distance[1:-1] < distance[2:])
        rows = np.flatnonzero(lowest & joined[:-1] & joined[1:]) + 1
        found = [_refined(time_s, position, joined, int(at)) for at in rows]
    times = np.array([time for time, _ in found])
    places = np.array([place for _, place in found]).reshape(-1, 3)
    return Approaches(times, places, np.linalg.norm(places, axis=1))


def _refined(
    time_s: Floats, position: Floats, joined: NDArray[np.bool_], at: int
) -> tuple[float, Floats]:
    """Return time and position of the minimum about a sample, along a spline."""
    low, high = at, at
    while low > 0 and at - low < _SIDE and joined[low - 1]:
        low -= 1
    while high < len(joined) and high - at < _SIDE and joined[high]:
        high += 1
    path = CubicSpline(time_s[low : high + 1] - time_s[at], position[low : high + 1])
    left, right = time_s[at - 1] - time_s[at], time_s[at + 1] - time_s[at]
    for _ in range(_HALVINGS):
        middle = (left + right) / 2
        falling = float(path(middle) @ path(middle, 1)) < 0
        left, right = (middle, right) if falling else (left, middle)
    root = float((left + right) / 2)
    return float(time_s[at]) + root, np.asarray(path(root))
