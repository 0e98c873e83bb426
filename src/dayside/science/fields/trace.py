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

GOING, SURFACE, FAR, LONG, LOST = "going", "surface", "far", "long", "lost"
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

    def climb(self, position_rp: Floats, direction: Floats) -> Floats:
        """Return how fast lines of unit directions rise above the sphere."""
        outward = position_rp - np.array(self.center_rp)
        return np.asarray(np.sum(outward * direction, axis=1) / np.linalg.norm(outward, axis=1))


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

    with np.errstate(all="ignore"):  # what is no number in the end is no line
        return _followed(slope, np.array(seeds_rp, np.float64), sign, limits)


def _followed(slope: Field, seeds: Floats, sign: float, limits: Limits) -> list[Branch]:
    rows = np.arange(len(seeds))
    tangents = slope(seeds, rows)
    r = np.linalg.norm(seeds, axis=1)
    ends = np.full(len(seeds), LOST, "U7")
    trail = [(rows, seeds, tangents)]
    now = _State(rows, seeds, tangents, _FIRST_STEP * r, np.zeros(len(seeds)))
    now.keep(
        (limits.height_rp(seeds) >= -1e-9 * limits.surface_rp) & np.isfinite(tangents).all(axis=1)
    )
    for _ in range(_MOST_STEPS):
        if not len(now.rows):
            break
        moved, ended = _advance(slope, now, limits)
        trail.append((now.rows[moved], now.position[moved], now.tangent[moved]))
        ends[now.rows] = ended
        now.keep(ended == GOING)
    ends[now.rows] = LONG
    return _branches(trail, sign, ends)


def _branches(
    trail: list[tuple[Rows, Floats, Floats]], sign: float, ends: NDArray[np.str_]
) -> list[Branch]:
    """Return the lines of steps that were taken together."""
    rows, points, tangents = (np.concatenate(parts) for parts in zip(*trail, strict=True))
    order = np.argsort(rows, kind="stable")
    edges = np.searchsorted(rows[order], np.arange(1, len(ends)))
    pieces = (np.split(part, edges) for part in (points[order], sign * tangents[order]))
    return [Branch(*parts) for parts in zip(*pieces, ends.tolist(), strict=True)]


def _advance(
    slope: Field, now: _State, limits: Limits
) -> tuple[NDArray[np.bool_], NDArray[np.str_]]:
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
        step = _land(slope, now, position, tangent, landed, limits)
        position[landed], tangent[landed], _ = _step(slope, _part(now, landed), step)
        now.step[landed] = step
    now.length = np.where(moved, now.length + now.step, now.length)
    now.position = np.where(moved[:, None], position, now.position)
    now.tangent = np.where(moved[:, None], tangent, now.tangent)
    now.step = following
    far = moved & (np.linalg.norm(now.position, axis=1) > limits.far_rp)
    ends = np.select(
        [gone, landed, far, now.length >= limits.longest_rp], [LOST, SURFACE, FAR, LONG], GOING
    )
    return moved, ends


def _land(
    slope: Field,
    now: _State,
    below: Floats,
    below_tangent: Floats,
    landed: NDArray[np.bool_],
    limits: Limits,
) -> Floats:
    """Return the steps that end on the surface: Newton's method, bisection where it leaves."""
    start = _part(now, landed)
    low, high = np.zeros(len(start.rows)), start.step
    step, settled = high, np.zeros(len(high), np.bool_)
    there, tangent = below[landed], below_tangent[landed]
    for _ in range(_LANDINGS):
        above = limits.height_rp(there)
        settled |= np.abs(above) < _LANDED * limits.surface_rp
        if settled.all():
            break
        low, high = np.where(above > 0, step, low), np.where(above > 0, high, step)
        closer = step - above / limits.climb(there, tangent)
        inside = (closer >= low) & (closer <= high)
        closer = np.where(inside, closer, (low + high) / 2)
        # A line that has landed stays: it must not depend on the others.
        step = np.where(settled, step, closer)
        there, tangent, _ = _step(slope, start, step)
    return step


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
