"""Where a trajectory crosses a surface: roots of the level along the trajectory, in and out.

Between samples positions are those of the polynomial through the eight samples about, fewer at
gaps; a root is where the level of the surface changes sign along it. A pass that goes in and out
again between two samples is found too, where the level comes near enough to zero. All roots are
looked for at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dayside.science.boundaries.base import Floats, Shape

MAX_GAP = 3.0
"""Steps longer than so many usual ones are gaps: nothing is known across them."""

_SIDE = 4
_HALVINGS = 52
_FINE = 33

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Crossings:
    """Crossings of a surface by a trajectory.

    Attributes
    ----------
    time_s : ndarray, shape (n,)
        In the unit and from the zero of the times given.
    position_rp : ndarray, shape (n, 3)
    inward : ndarray of bool, shape (n,)
        Whether it goes from outside to inside.
    """

    time_s: Floats
    position_rp: Floats
    inward: Flags


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
    if len(time_s) < 2:
        return _nothing()
    level = shape.level(position_rp)
    inside = np.asarray(level <= 0)
    step = np.diff(time_s)
    joined = np.asarray(step <= max_gap * np.median(step))
    changes = (inside[:-1] != inside[1:]) & joined
    grazes = _grazes(level, inside) & joined & ~changes
    found = [_of_changes(shape, time_s, position_rp, joined, np.flatnonzero(changes), inside)]
    if grazes.any():
        found.append(_of_grazes(shape, time_s, position_rp, joined, np.flatnonzero(grazes)))
    order = np.argsort(np.concatenate([f.time_s for f in found]), kind="stable")
    return Crossings(
        np.concatenate([f.time_s for f in found])[order],
        np.concatenate([f.position_rp for f in found])[order],
        np.concatenate([f.inward for f in found])[order],
    )


def _grazes(level: Floats, inside: Flags) -> Flags:
    """Return the steps in which a turning point of the level may reach zero between samples."""
    near = np.zeros(len(level) - 1, np.bool_)
    if len(level) < 3:
        return near
    before, here, after = level[:-2], level[1:-1], level[2:]
    closest = (np.abs(here) <= np.abs(before)) & (np.abs(here) <= np.abs(after))
    one_side = (inside[:-2] == inside[1:-1]) & (inside[1:-1] == inside[2:])
    # The turning point of the parabola through three samples, and some more.
    bend = before - 2 * here + after
    with np.errstate(divide="ignore", invalid="ignore"):
        turn = here - (after - before) ** 2 / (8 * bend)
    reaches = (turn * here <= 0) | (np.abs(turn) < 0.25 * np.abs(bend))
    rows = np.flatnonzero(closest & one_side & reaches & (bend * here > 0))
    near[rows] = near[rows + 1] = True
    return near


class _Paths:
    """The trajectory within some steps, each as a polynomial through the samples about it."""

    def __init__(
        self, time_s: Floats, place: Floats, joined: Flags, steps: NDArray[np.intp]
    ) -> None:
        near = steps[:, None] + np.arange(1 - _SIDE, _SIDE + 1)
        at = np.clip(near, 0, len(time_s) - 1)
        used = (near >= 0) & (near < len(time_s))
        # Not beyond a gap: going away from the step, all that is between must be joined.
        gap_before = np.concatenate([[0], np.cumsum(~joined)])
        used &= gap_before[at] == gap_before[steps][:, None]
        self.time_s = time_s[at] - time_s[steps][:, None]
        self.place = place[at]
        apart = self.time_s[:, :, None] - self.time_s[:, None, :]
        apart[~(used[:, :, None] & used[:, None, :])] = 1.0
        apart[:, np.arange(2 * _SIDE), np.arange(2 * _SIDE)] = 1.0
        width = np.abs(time_s[steps + 1] - time_s[steps])[:, None, None]
        # In steps: products of seconds would overflow nothing, but lose digits.
        scaled = np.where(apart == 1.0, 1.0, apart / width)
        self.weight = np.where(used, 1.0 / scaled.prod(axis=2), 0.0)

    def at(self, time_s: Floats) -> Floats:
        """Return positions at a time of each step, s after its first sample, shape (n, 3)."""
        away = time_s[:, None] - self.time_s
        hit = np.abs(away) < 1e-12
        factor = self.weight / np.where(hit, 1.0, away)
        factor = np.where(hit.any(axis=1)[:, None], (hit & (self.weight != 0)) * 1.0, factor)
        found = np.einsum("nj,njk->nk", factor, self.place)
        return np.asarray(found / factor.sum(axis=1)[:, None])


def _of_changes(
    shape: Shape,
    time_s: Floats,
    place: Floats,
    joined: Flags,
    steps: NDArray[np.intp],
    inside: Flags,
) -> Crossings:
    """Return the roots of steps at whose ends the level differs in sign."""
    if not len(steps):
        return _nothing()
    paths = _Paths(time_s, place, joined, steps)
    width = time_s[steps + 1] - time_s[steps]
    return _halved(shape, paths, time_s[steps], np.zeros(len(steps)), width, inside[steps])


def _of_grazes(
    shape: Shape, time_s: Floats, place: Floats, joined: Flags, steps: NDArray[np.intp]
) -> Crossings:
    """Return the roots of steps within which the level may have another sign than at both ends."""
    paths = _Paths(time_s, place, joined, steps)
    width = time_s[steps + 1] - time_s[steps]
    parts = np.linspace(0.0, 1.0, _FINE)
    inside = np.stack([shape.level(paths.at(width * part)) <= 0 for part in parts], axis=1)
    inside[:, 0] = shape.level(place[steps]) <= 0  # as the neighbouring steps have it
    inside[:, -1] = shape.level(place[steps + 1]) <= 0
    row, part = np.nonzero(inside[:, :-1] != inside[:, 1:])
    if not len(row):
        return _nothing()
    few = _Paths(time_s, place, joined, steps[row])
    low, high = width[row] * parts[part], width[row] * parts[part + 1]
    return _halved(shape, few, time_s[steps[row]], low, high, inside[row, part])


def _halved(
    shape: Shape, paths: _Paths, zero_s: Floats, low: Floats, high: Floats, inside: Flags
) -> Crossings:
    """Return roots by halving intervals at whose first end the path is inside or not."""
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        same = (shape.level(paths.at(middle)) <= 0) == inside
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    root = (low + high) / 2
    return Crossings(np.asarray(zero_s + root), paths.at(root), ~inside)


def _nothing() -> Crossings:
    return Crossings(np.empty(0), np.empty((0, 3)), np.empty(0, np.bool_))
