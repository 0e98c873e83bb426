"""The families of surfaces: conics, curves by angle, quadrics, and whatever has a level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from dayside.science.boundaries.base import Floats
from dayside.science.boundaries.conic import Conic, level_rp

_STEP = 1e-6
_FAR = 1e6


@dataclass(frozen=True, slots=True)
class ConicShape:
    """A conic of revolution (`dayside.science.boundaries.conic`)."""

    conic: Conic
    is_round: bool = True

    def level(self, position_rp: Floats) -> Floats:
        """Return |p − p0| + e (x − x0) − L."""
        return level_rp(self.conic, *position_rp.T)

    def gradient(self, position_rp: Floats) -> Floats:
        """Return ((x − x0)/r + e, y/r, z/r)."""
        away = position_rp.copy()
        away[:, 0] -= self.conic.focus_x_rp
        unit = away / np.linalg.norm(away, axis=1, keepdims=True)
        return np.asarray(unit + np.array([self.conic.eccentricity, 0.0, 0.0]))

    def radius(self, directions: Floats) -> Floats:
        """Return the positive root of the quadratic along each direction."""
        # |s u − f| = L − e (s u_x − x0), squared: a s² + b s + c = 0 with u a unit vector.
        e, x0 = self.conic.eccentricity, self.conic.focus_x_rp
        reach = self.conic.semilatus_rp + e * x0
        cosine = directions[:, 0]
        a, b = 1.0 - (e * cosine) ** 2, 2.0 * cosine * (e * reach - x0)
        c = x0**2 - reach**2
        return _first_root(a, b, c, lambda s: reach - e * s * cosine >= 0)


@dataclass(frozen=True, slots=True)
class ByAngle:
    """A surface of revolution whose distance from the origin is a function of the angle from +X.

    Attributes
    ----------
    of_cosine : callable
        Distance (radii) by the cosine of the angle.
    """

    of_cosine: Callable[[Floats], Floats]
    is_round: bool = True

    def level(self, position_rp: Floats) -> Floats:
        """Return the distance from the origin less that of the surface in this direction."""
        r = np.linalg.norm(position_rp, axis=1)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            return np.asarray(r - np.minimum(self.of_cosine(position_rp[:, 0] / r), _FAR))

    def gradient(self, position_rp: Floats) -> Floats:
        """Return r̂ − (dR/dθ) θ̂ / r."""
        x, across = position_rp[:, 0], np.hypot(position_rp[:, 1], position_rp[:, 2])
        r = np.hypot(x, across)
        angle = np.arctan2(across, x)
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            low, high = (
                np.minimum(self.of_cosine(np.cos(angle + step)), _FAR) for step in (-_STEP, _STEP)
            )
            slope = (high - low) / (2 * _STEP) / r
            outward = position_rp / r[:, None]
            around = np.stack(
                [-across, *(position_rp[:, 1:].T * (x / np.where(across > 0, across, 1.0)))], axis=1
            )
        return np.asarray(outward - slope[:, None] * around / r[:, None])

    def radius(self, directions: Floats) -> Floats:
        """Return the distance of the surface."""
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            found = self.of_cosine(np.clip(directions[:, 0], -1.0, 1.0))
        return np.where(np.isfinite(found) & (found < _FAR), found, np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class Quadric:
    """A surface of second degree: pᵀ A p + b p + c = 0, positive outside.

    Attributes
    ----------
    a : ndarray, shape (3, 3)
    b : ndarray, shape (3,)
    c : float
    """

    a: Floats
    b: Floats
    c: float
    is_round: bool = False

    def level(self, position_rp: Floats) -> Floats:
        """Return the polynomial."""
        bent = np.einsum("ni,ij,nj->n", position_rp, self.a, position_rp)
        return np.asarray(bent + position_rp @ self.b + self.c)

    def gradient(self, position_rp: Floats) -> Floats:
        """Return (A + Aᵀ) p + b."""
        return np.asarray(position_rp @ (self.a + self.a.T) + self.b)

    def radius(self, directions: Floats) -> Floats:
        """Return the nearest positive root along each direction."""
        a = np.einsum("ni,ij,nj->n", directions, self.a, directions)
        return _first_root(a, directions @ self.b, self.c, lambda s: s > 0)


@dataclass(frozen=True, slots=True)
class Implicit:
    """A surface known by its level only.

    Attributes
    ----------
    of : callable
        The level, of positions of shape (n, 3).
    """

    of: Callable[[Floats], Floats]
    is_round: bool = False

    def level(self, position_rp: Floats) -> Floats:
        """Return the level."""
        return self.of(position_rp)

    def gradient(self, position_rp: Floats) -> Floats:
        """Return central differences."""
        step = _STEP * np.maximum(np.linalg.norm(position_rp, axis=1, keepdims=True), 1.0)
        found = np.empty_like(position_rp)
        for axis in range(3):
            shift = step * np.eye(3)[axis]
            rise = self.of(position_rp + shift) - self.of(position_rp - shift)
            found[:, axis] = rise / (2 * step[:, 0])
        return found

    def radius(self, directions: Floats) -> Floats:
        """Return the first change of sign along each direction, to 1e-12 of its distance."""
        steps = np.geomspace(1e-2, 1e4, 600)
        low, high = np.full(len(directions), np.nan), np.full(len(directions), np.nan)
        before = self.of(directions * steps[0])
        for near, far in pairwise(steps):
            now = self.of(directions * far)
            met = np.isnan(low) & (before < 0) & (now >= 0)
            low[met], high[met], before = near, far, now
        for _ in range(50):
            middle = (low + high) / 2
            inside = self.of(directions * middle[:, None]) < 0
            low, high = np.where(inside, middle, low), np.where(inside, high, middle)
        return np.where(np.isnan(high), np.inf, high)


def _first_root(a: Floats, b: Floats, c: float, allowed: Callable[[Floats], Any]) -> Floats:
    """Return the smallest positive root of a s² + b s + c that is allowed; infinite if none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        root = np.sqrt(b * b - 4 * a * c)
        flat = np.abs(a) < 1e-14
        both = [
            np.where(flat, -c / b, (-b + sign * root) / np.where(flat, 1.0, 2 * a))
            for sign in (-1, 1)
        ]
        kept = [np.where((s > 0) & allowed(s), s, np.inf) for s in both]
    return np.asarray(np.minimum(*kept))
