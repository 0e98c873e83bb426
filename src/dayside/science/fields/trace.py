"""Field lines: followed in arc length through any model, many at once.

A line is the solution of dx/ds = ±B/|B|. Each has steps of its own, by the pair of orders 5 and 4
of Dormand & Prince 1980, J. Comput. Appl. Math. 6, 19; where it meets a sphere the last step is
shortened until it ends there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Rows = NDArray[np.intp]

Field = Callable[[Floats, Rows], Floats]
"""From positions and the numbers of their lines to the field there."""

SURFACE, FAR, LONG, LOST = "surface", "far", "long", "lost"
"""How a line ends: on the surface, too far out, too long, where there is no field or no model."""

_A = (
    (1 / 5,),
    (3 / 40, 9 / 40),
    (44 / 45, -56 / 15, 32 / 9),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
    (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84),
)
_ERROR = (71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40)

_FIRST_STEP = 0.01
_WIDEST_STEP = 0.2
_NARROWEST_STEP = 1e-9
"""Steps by the distance from the origin."""

_LANDINGS = 40
_LANDED = 1e-12
_MOST_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Where lines end.

    Attributes
    ----------
    surface_rp : float
        Radius of the sphere they end on.
    far_rp : float
        Distance beyond which they are not followed.
    longest_rp : float
        Length beyond which they are not followed.
    tolerance : float
        Error of a step by the distance from the origin.
    center_rp : (float, float, float)
        Of the sphere.
    """

    surface_rp: float = 1.0
    far_rp: float = 100.0
    longest_rp: float = 1_000.0
    tolerance: float = 1e-9
    center_rp: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def height_rp(self, position_rp: Floats) -> Floats:
        """Return how high positions are above the sphere."""
        above = np.linalg.norm(position_rp - np.array(self.center_rp), axis=1)
        return np.asarray(above - self.surface_rp)


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """A line from its seed to one end.

    Attributes
    ----------
    points_rp : ndarray, shape (k, 3)
        The seed first.
    tangents : ndarray, shape (k, 3)
        Unit vectors along the field.
    end : str
        One of `SURFACE`, `FAR`, `LONG`, `LOST`.
    """

    points_rp: Floats
    tangents: Floats
    end: str


@dataclass(slots=True, eq=False)
class _State:
    """Lines that are on their way: one row each."""

    rows: Rows
    position: Floats
    tangent: Floats
    step: Floats
    length: Floats

    def keep(self, chosen: NDArray[np.bool_]) -> None:
        self.rows, self.position = self.rows[chosen], self.position[chosen]
        self.tangent, self.step = self.tangent[chosen], self.step[chosen]
        self.length = self.length[chosen]


def branches(field: Field, seeds_rp: Floats, sign: float, limits: Limits) -> list[Branch]:
    """Follow lines from their seeds to one side.

    Parameters
    ----------
    field : callable
        As `Field` says; NaN where there is none.
    seeds_rp : ndarray, shape (n, 3)
    sign : {1, -1}
        Along the field, or against it.
    limits : Limits

    Returns
    -------
    list of Branch
        One a seed. A seed that is no position, or below the surface, is its own branch, `LOST`.
    """

    def slope(position: Floats, rows: Rows) -> Floats:
        found = field(position, rows)
        return np.asarray(sign * found / np.linalg.norm(found, axis=1, keepdims=True))

    with np.errstate(invalid="ignore", divide="ignore"):
        return _followed(slope, np.array(seeds_rp, np.float64), sign, limits)


def _followed(slope: Field, seeds: Floats, sign: float, limits: Limits) -> list[Branch]:
    ends = [LOST] * len(seeds)
    rows = np.arange(len(seeds))
    tangents = slope(seeds, rows)
    points = [[p] for p in seeds]
    along = [[t * sign] for t in tangents]
    r = np.linalg.norm(seeds, axis=1)
    now = _State(rows, seeds, tangents, _FIRST_STEP * r, np.zeros(len(seeds)))
    now.keep(
        (limits.height_rp(seeds) >= -1e-9 * limits.surface_rp) & np.isfinite(tangents).all(axis=1)
    )
    for _ in range(_MOST_STEPS):
        if not len(now.rows):
            break
        done = _advance(slope, now, limits)
        for row, p, t, moved, end in zip(now.rows, now.position, now.tangent, *done, strict=True):
            if moved:
                points[row].append(p)
                along[row].append(t * sign)
            if end:
                ends[row] = end
        now.keep(np.array([not end for end in done[1]], np.bool_))
    for row in now.rows:
        ends[row] = LONG
    whole = zip(points, along, ends, strict=True)
    return [Branch(np.array(p), np.array(t), end) for p, t, end in whole]


def _advance(slope: Field, now: _State, limits: Limits) -> tuple[NDArray[np.bool_], list[str]]:
    """Go one step; tell which lines moved, and how those that end do."""
    position, tangent, error = _step(slope, now, now.step)
    r = np.linalg.norm(now.position, axis=1)
    ratio = error / (limits.tolerance * r)
    lost = ~np.isfinite(ratio)
    moved = ratio <= 1.0
    # A step that fails because it leaves the model is halved until it hardly moves.
    grow = np.where(lost, 0.5, 0.9 * np.maximum(ratio, 1e-10) ** -0.2)
    following = np.minimum(now.step * np.clip(grow, 0.2, 5.0), _WIDEST_STEP * r)
    gone = ~moved & (following < _NARROWEST_STEP * r)
    landed = moved & (limits.height_rp(position) <= 0)
    if landed.any():
        step = _land(slope, now, position, landed, limits)
        position[landed], tangent[landed], _ = _step(slope, _part(now, landed), step)
        now.step[landed] = step
    now.length = np.where(moved, now.length + now.step, now.length)
    now.position = np.where(moved[:, None], position, now.position)
    now.tangent = np.where(moved[:, None], tangent, now.tangent)
    now.step = following
    far = moved & (np.linalg.norm(now.position, axis=1) > limits.far_rp)
    ends = np.select(
        [gone, landed, far, now.length >= limits.longest_rp], [LOST, SURFACE, FAR, LONG], ""
    )
    return moved, ends.tolist()


def _land(
    slope: Field, now: _State, below: Floats, landed: NDArray[np.bool_], limits: Limits
) -> Floats:
    """Return the steps that end on the surface: regula falsi (Illinois) on the distance."""
    start = _part(now, landed)
    low, high = np.zeros(len(start.rows)), start.step
    at_low = limits.height_rp(start.position)
    at_high = limits.height_rp(below[landed])
    middle = high
    for _ in range(_LANDINGS):
        middle = high - at_high * (high - low) / (at_high - at_low)
        there = limits.height_rp(_step(slope, start, middle)[0])
        if np.all(np.abs(there) < _LANDED * limits.surface_rp):
            break
        outside = there > 0
        at_high = np.where(outside, at_high / 2, there)
        high = np.where(outside, high, middle)
        at_low = np.where(outside, there, at_low / 2)
        low = np.where(outside, middle, low)
    return np.asarray(middle)


def _part(now: _State, chosen: NDArray[np.bool_]) -> _State:
    part = _State(now.rows, now.position, now.tangent, now.step, now.length)
    part.keep(chosen)
    return part


def _step(slope: Field, now: _State, step: Floats) -> tuple[Floats, Floats, Floats]:
    """Return positions after a step, tangents there, and the error of the step."""
    h = step[:, None]
    slopes = [now.tangent]
    position = now.position
    for weights in _A:
        pairs = zip(weights, slopes, strict=True)
        moved = sum((a * k for a, k in pairs if a), np.zeros_like(now.position))
        position = now.position + h * moved
        slopes.append(slope(position, now.rows))
    wrong = sum((e * k for e, k in zip(_ERROR, slopes, strict=True) if e), np.zeros_like(position))
    return position, slopes[-1], np.linalg.norm(h * wrong, axis=1)
