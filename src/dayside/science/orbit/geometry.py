"""Angles of positions: local time, zenith angles, longitudes and latitudes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


def local_time_h(solar: Floats) -> Floats:
    """Return local times of positions in a frame whose +X points to the Sun.

    Parameters
    ----------
    solar : ndarray, shape (n, 3)
        Of any length; +Y towards dusk.

    Returns
    -------
    ndarray, shape (n,)
        Hours: 12 at noon (+X), 18 at dusk (+Y), 0 at midnight, 6 at dawn.

    Examples
    --------
    >>> local_time_h(np.array([[1.0, 0, 0], [0, 1.0, 0], [-1.0, 0, 0], [0, -1.0, 0]]))
    array([12., 18.,  0.,  6.])
    """
    return np.asarray((12.0 + np.degrees(np.arctan2(solar[:, 1], solar[:, 0])) / 15.0) % 24.0)


def angle_deg(a: Floats, b: Floats) -> Floats:
    """Return the angles between vectors, shape (n,), degrees; exact near 0 and 180 too.

    Examples
    --------
    >>> angle_deg(np.array([[1.0, 0, 0]]), np.array([[0, 2.0, 0]]))
    array([90.])
    """
    across = np.linalg.norm(np.cross(a, b), axis=-1)
    return np.asarray(np.degrees(np.arctan2(across, np.einsum("...i,...i->...", a, b))))


def lon_lat_deg(fixed: Floats) -> Floats:
    """Return longitudes east (0 to 360) and planetocentric latitudes of positions.

    Parameters
    ----------
    fixed : ndarray, shape (n, 3)
        In a body-fixed frame.

    Returns
    -------
    ndarray, shape (n, 2)
        Degrees.

    Examples
    --------
    >>> lon_lat_deg(np.array([[0, -1.0, 0], [0, 1.0, 1.0]]))
    array([[270.,   0.],
           [ 90.,  45.]])
    """
    x, y, z = fixed.T
    return np.stack(
        [np.degrees(np.arctan2(y, x)) % 360.0, np.degrees(np.arctan2(z, np.hypot(x, y)))], axis=1
    )
