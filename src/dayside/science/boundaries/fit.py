"""Fitting a surface of revolution to crossings: a conic, or a curve of Shue's kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from dayside.model.errors import BadRequest, nearest
from dayside.science.boundaries.base import Floats, Shape
from dayside.science.boundaries.conic import Conic
from dayside.science.boundaries.laws import shue
from dayside.science.boundaries.nearest import distance
from dayside.science.boundaries.shapes import ConicShape


@dataclass(frozen=True, slots=True)
class Family:
    """A family of surfaces that can be fitted: names of its numbers, where to begin, bounds."""

    names: tuple[str, ...]
    begin: Callable[[Floats], list[float]]
    bounds: tuple[tuple[float, ...], tuple[float, ...]]
    build: Callable[..., Shape]


@dataclass(frozen=True, slots=True)
class BoundaryFit:
    """A fitted surface.

    Attributes
    ----------
    family : str
    values, errors : dict of str to float
        Numbers of the surface and their standard errors, from the scatter of the crossings.
    covariance : ndarray, shape (k, k)
        Of the numbers, in the order of `values`.
    rms : float
        Root mean square of the distances of the crossings, planetary radii.
    count : int
        How many crossings were used.
    shape : Shape
        The surface.
    aberration : float
        Degrees by which its axis was turned.
    """

    family: str
    values: dict[str, float]
    errors: dict[str, float]
    covariance: NDArray[Any]
    rms: float
    count: int
    shape: Shape
    aberration: float

    @property
    def standoff(self) -> float:
        """Distance of the nose, planetary radii."""
        return float(self.shape.radius(np.array([[1.0, 0.0, 0.0]]))[0])


def fit(positions_rp: Floats, family: str = "conic", aberration: float = 0.0) -> BoundaryFit:
    """Fit a surface to crossings, so that the squares of their distances to it are least.

    Parameters
    ----------
    positions_rp : ndarray, shape (n, 3)
        Planetary radii, in a frame with +X to the Sun.
    family : {"conic", "shue"}
        A conic (focus on the axis, eccentricity, semi-latus rectum), or Shue's curve (r0, alpha).
    aberration : float
        Degrees by which the axis is turned from +X towards -Y.

    Raises
    ------
    BadRequest
        If the family is none, or there are too few crossings.

    Examples
    --------
    >>> surface = ConicShape(Conic(0.64, 1.03, 2.04))
    >>> angle = np.linspace(0.1, 2.0, 40)
    >>> ways = np.stack([np.cos(angle), np.sin(angle), 0 * angle], axis=1)
    >>> found = fit(ways * surface.radius(ways)[:, None])
    >>> {name: round(value, 3) for name, value in found.values.items()}
    {'focus_x': 0.64, 'eccentricity': 1.03, 'semilatus': 2.04}
    """
    if family not in FAMILIES:
        known = ", ".join(FAMILIES)
        raise BadRequest(
            f"There is no family {family!r} to fit: {known}.{nearest(family, FAMILIES)}"
        )
    chosen = FAMILIES[family]
    given = np.asarray(positions_rp, np.float64).reshape(-1, 3)
    place = _turned(given[np.isfinite(given).all(axis=1)], aberration)
    if len(place) <= len(chosen.names):
        raise BadRequest(
            f"A {family} has {len(chosen.names)} numbers: give more crossings than that, not "
            f"{len(place)}."
        )

    def residuals(numbers: Floats) -> Floats:
        found = distance(chosen.build(*numbers), place)
        return np.where(np.isfinite(found), found, 1e3)

    done = least_squares(residuals, chosen.begin(place), bounds=chosen.bounds, x_scale="jac")
    freedom = max(len(place) - len(chosen.names), 1)
    variance = 2.0 * done.cost / freedom
    covariance = np.linalg.pinv(done.jac.T @ done.jac) * variance
    errors = np.sqrt(np.diag(covariance))
    return BoundaryFit(
        family,
        dict(zip(chosen.names, map(float, done.x), strict=True)),
        dict(zip(chosen.names, map(float, errors), strict=True)),
        covariance,
        float(np.sqrt(2.0 * done.cost / len(place))),
        len(place),
        chosen.build(*done.x),
        float(aberration),
    )


def _turned(place: Floats, aberration: float) -> Floats:
    angle = np.radians(aberration)
    c, s = np.cos(angle), np.sin(angle)
    return np.asarray(place @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]]))


def _conic_begin(place: Floats) -> list[float]:
    return [0.0, 0.9, 1.9 * _nose(place)]


def _shue_begin(place: Floats) -> list[float]:
    return [_nose(place), 0.5]


def _nose(place: Floats) -> float:
    """Return about how far the nose is: distances of the sunward crossings, scaled by angle."""
    r = np.linalg.norm(place, axis=1)
    half = (1.0 + place[:, 0] / r) / 2.0
    return float(np.median(r * np.sqrt(np.maximum(half, 0.05))))


FAMILIES = {
    "conic": Family(
        ("focus_x", "eccentricity", "semilatus"),
        _conic_begin,
        ((-50.0, 0.01, 1e-3), (50.0, 3.0, 1e4)),
        lambda x, e, length: ConicShape(Conic(float(x), float(e), float(length))),
    ),
    "shue": Family(
        ("r0", "alpha"),
        _shue_begin,
        ((1e-3, 0.01), (1e4, 1.5)),
        lambda r0, alpha: shue(float(r0), float(alpha)),
    ),
}
