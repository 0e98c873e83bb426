"""The point of a surface nearest to another, and so the distance between them.

The nearest point q of p fulfils q − p + λ ∇f(q) = 0 and f(q) = 0: four equations, solved by Newton
steps from the nearest point of a mesh.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from dayside.science.boundaries.base import Floats, Shape

STEPS = 12
_AROUND = 96
_ALONG_ROUND = 4096
_ALONG = 256


def distance(shape: Shape, position_rp: Floats) -> Floats:
    """Return distances to a surface, positive outside, shape (n,); NaN where positions are."""
    out = np.full(len(position_rp), np.nan)
    known = np.isfinite(position_rp).all(axis=1)
    if known.any():
        place = position_rp[known]
        length = np.linalg.norm(foot(shape, place) - place, axis=1)
        out[known] = np.copysign(length, shape.level(place))
    return out


def distance_each(shape: Shape, position_rp: Floats) -> Floats:
    """Return distances as `distance` does, each to a surface of its own.

    Parameters
    ----------
    shape : Shape
        Round, with numbers that are arrays of shape (n,): one surface for each position.
    position_rp : ndarray, shape (n, 3)
        Finite.
    """
    turned = _to_half_plane(position_rp)
    found = _refined(shape, turned, _near_each(shape, turned))
    length = np.linalg.norm(found - turned, axis=1)
    return np.asarray(np.copysign(length, shape.level(turned)))


def _near_each(shape: Shape, place: Floats) -> Floats:
    """Return a point of each surface near its nearest one: by degrees, then ever closer."""
    nearest = np.full(len(place), np.inf)
    point = np.zeros_like(place)
    middle, width, steps = np.full(len(place), np.pi / 2), np.pi, 181
    for _ in range(3):
        best = middle.copy()
        for part in np.linspace(-0.5, 0.5, steps):
            angle = np.clip(middle + part * width, 0.0, np.pi)
            direction = np.stack([np.cos(angle), np.sin(angle), np.zeros_like(angle)], axis=1)
            with np.errstate(invalid="ignore"):
                here = direction * shape.radius(direction)[:, None]
                away = np.linalg.norm(here - place, axis=1)
            closer = away < nearest
            nearest[closer], point[closer], best[closer] = away[closer], here[closer], angle[closer]
        middle, width, steps = best, 2 * width / (steps - 1), 21
    return point


def foot(shape: Shape, position_rp: Floats) -> Floats:
    """Return the nearest points of a surface, shape (n, 3)."""
    # What is round has its nearest point in the half plane of the position.
    turned = _to_half_plane(position_rp) if shape.is_round else position_rp
    tree, points = _mesh(shape, turned)
    found = _refined(shape, turned, points[tree.query(turned)[1]])
    return _from_half_plane(found, position_rp) if shape.is_round else found


def _refined(shape: Shape, place: Floats, start: Floats) -> Floats:
    """Return nearest points from points that are near them."""
    q = start.copy()
    gradient = shape.gradient(q)
    push = -_dot(q - place, gradient) / np.maximum(_dot(gradient, gradient), 1e-300)
    for _ in range(STEPS):
        gradient, bend = shape.gradient(q), _hessian(shape, q)
        left = np.zeros((len(q), 4, 4))
        left[:, :3, :3] = np.eye(3) + push[:, None, None] * bend
        left[:, :3, 3] = left[:, 3, :3] = gradient
        right = -np.concatenate(
            [q - place + push[:, None] * gradient, shape.level(q)[:, None]], axis=1
        )
        try:
            step = np.linalg.solve(left, right[:, :, None])[:, :, 0]
        except np.linalg.LinAlgError:
            break
        # Not further than half way to the planet: far steps leave the branch they began on.
        most = 0.5 * np.maximum(np.linalg.norm(q, axis=1), 1e-3)
        size = np.linalg.norm(step[:, :3], axis=1)
        step *= np.minimum(1.0, most / np.maximum(size, 1e-300))[:, None]
        q, push = q + step[:, :3], push + step[:, 3]
        if np.nanmax(size) < 1e-13:
            break
    worse = ~np.isfinite(q).all(axis=1) | (
        np.linalg.norm(q - place, axis=1) > np.linalg.norm(start - place, axis=1) + 1e-9
    )
    q[worse] = start[worse]
    return q


def _hessian(shape: Shape, q: Floats) -> Floats:
    step = 1e-5 * np.maximum(np.linalg.norm(q, axis=1), 1.0)
    found = np.empty((len(q), 3, 3))
    for axis in range(3):
        shift = step[:, None] * np.eye(3)[axis]
        rise = shape.gradient(q + shift) - shape.gradient(q - shift)
        found[:, axis] = rise / (2 * step[:, None])
    return np.asarray((found + found.transpose(0, 2, 1)) / 2)


def _mesh(shape: Shape, place: Floats) -> tuple[cKDTree, Floats]:
    """Return points of a surface as far out as positions may be near to."""
    nose = float(shape.radius(np.array([[1.0, 0.0, 0.0]]))[0])
    nose = nose if np.isfinite(nose) else 1.0
    reach = 4.0 * float(np.linalg.norm(place, axis=1).max()) + 10.0 * nose
    angle = np.linspace(0.0, np.pi, _ALONG_ROUND if shape.is_round else _ALONG)
    around = np.array([0.0]) if shape.is_round else np.linspace(0, 2 * np.pi, _AROUND, False)
    directions = directions_of(angle, around).reshape(-1, 3)
    radius = shape.radius(directions)
    kept = np.isfinite(radius) & (radius < reach)
    points = directions[kept] * radius[kept, None]
    return cKDTree(points), points


def directions_of(angle: Floats, around: Floats) -> Floats:
    """Return unit vectors by the angle from +X and the angle about it, shape (a, b, 3)."""
    cosine, sine = np.cos(angle)[:, None], np.sin(angle)[:, None]
    return np.stack(
        [np.broadcast_to(cosine, (len(angle), len(around))), sine * np.cos(around),
         sine * np.sin(around)], axis=-1
    )  # fmt: skip


def _to_half_plane(place: Floats) -> Floats:
    across = np.hypot(place[:, 1], place[:, 2])
    return np.stack([place[:, 0], across, np.zeros_like(across)], axis=1)


def _from_half_plane(found: Floats, place: Floats) -> Floats:
    across = np.hypot(place[:, 1], place[:, 2])
    safe = np.where(across > 0, across, 1.0)
    y, z = np.where(across > 0, place[:, 1] / safe, 1.0), place[:, 2] / safe
    return np.stack([found[:, 0], found[:, 1] * y, found[:, 1] * z], axis=1)


def _dot(a: Floats, b: Floats) -> Floats:
    return np.asarray(np.einsum("ni,ni->n", a, b))
