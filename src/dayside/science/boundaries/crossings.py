"""Where a trajectory crosses a surface: roots of the level along a spline, in and out.

Positions are brought together by cubic splines through neighbouring samples; a root is where the
level of the surface changes sign along them. A pass that goes in and out again between two
samples is found too, where the level comes near enough to zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from dayside.science.boundaries.base import Floats, Shape

MAX_GAP = 3.0
"""Steps longer than so many usual ones are gaps: nothing is known across them."""

_SIDE = 4
_HALVINGS = 60
_FINE = 33


@dataclass(frozen=True, slots=True, eq=False)
class Crossings:
    """Crossings of a surface by a trajectory.

    Attributes
    ----------
    time_s : ndarray, shape (n,)
        In the unit and from the zero of the times given.
    position_rp, velocity_rp_s : ndarray, shape (n, 3)
    inward : ndarray of bool, shape (n,)
        Whether it goes from outside to inside.
    """

    time_s: Floats
    position_rp: Floats
    velocity_rp_s: Floats
    inward: NDArray[np.bool_]


def crossings(
    shape: Shape, time_s: Floats, position_rp: Floats, max_gap: float = MAX_GAP
) -> Crossings:
    """Return the crossings of a surface.

    Parameters
    ----------
    shape : Shape
    time_s : ndarray, shape (n,)
        Increasing.
    position_rp : ndarray, shape (n, 3)
        NaN is a gap.
    max_gap : float
        Longest step, in usual (median) ones, across which positions are known.
    """
    known = np.isfinite(position_rp).all(axis=1)
    time_s, position_rp = time_s[known], position_rp[known]
    found: list[tuple[float, Floats, Floats, bool]] = []
    if len(time_s) > 1:
        level = shape.level(position_rp)
        step = np.diff(time_s)
        joined = step <= max_gap * np.median(step)
        for at in _candidates(level, joined):
            found += _roots(shape, _spline(time_s, position_rp, joined, at), time_s, level, at)
    found.sort(key=lambda root: root[0])
    return Crossings(
        np.array([root[0] for root in found]),
        np.array([root[1] for root in found]).reshape(-1, 3),
        np.array([root[2] for root in found]).reshape(-1, 3),
        np.array([root[3] for root in found], bool),
    )


def _candidates(level: Floats, joined: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the steps in which the level may be zero: it changes sign, or comes near to zero."""
    inside = level <= 0
    changes = (inside[:-1] != inside[1:]) & joined
    near = np.zeros_like(changes)
    if len(level) > 2:
        before, here, after = level[:-2], level[1:-1], level[2:]
        closest = (np.abs(here) <= np.abs(before)) & (np.abs(here) <= np.abs(after))
        one_side = (inside[:-2] == inside[1:-1]) & (inside[1:-1] == inside[2:])
        # The turning point of a parabola through three samples, and some more.
        bend = before - 2 * here + after
        with np.errstate(divide="ignore", invalid="ignore"):
            turn = here - (after - before) ** 2 / (8 * bend)
        reaches = (turn * here <= 0) | (np.abs(turn) < 0.25 * np.abs(bend))
        rows = np.flatnonzero(closest & one_side & reaches & (bend * here > 0)) + 1
        near[rows - 1] = True
        near[rows[rows < len(near)]] = True
    return np.flatnonzero(changes | (near & joined))


def _spline(time_s: Floats, position_rp: Floats, joined: NDArray[np.bool_], at: int) -> CubicSpline:
    """Return a spline through the samples about a step, none of them beyond a gap."""
    low, high = at, at + 1
    while low > 0 and at - low < _SIDE and joined[low - 1]:
        low -= 1
    while high < len(joined) and high - at <= _SIDE and joined[high]:
        high += 1
    part = slice(low, high + 1)
    return CubicSpline(time_s[part] - time_s[at], position_rp[part])


def _roots(
    shape: Shape, spline: CubicSpline, time_s: Floats, level: Floats, at: int
) -> Iterator[tuple[float, Floats, Floats, bool]]:
    """Yield the roots within one step."""
    width = float(time_s[at + 1] - time_s[at])
    changes = (level[at] <= 0) != (level[at + 1] <= 0)
    points = np.array([0.0, width]) if changes else np.linspace(0.0, width, _FINE)
    inside = shape.level(spline(points)) <= 0
    if changes:  # the samples decide: a spline passes through them but for rounding
        inside = np.array([level[at] <= 0, level[at + 1] <= 0])
    for k in np.flatnonzero(inside[:-1] != inside[1:]):
        low, high, low_inside = points[k], points[k + 1], bool(inside[k])
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            same = bool(shape.level(spline(np.array([middle])))[0] <= 0) == low_inside
            low, high = (middle, high) if same else (low, middle)
        root = (low + high) / 2
        yield time_s[at] + root, spline(root), spline(root, 1), not low_inside
