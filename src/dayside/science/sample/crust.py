"""Magnetised patches of a planet's crust, as buried dipoles that rotate with it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.sample import constants as c

Floats = NDArray[np.floating[Any]]

# Latitude, east longitude (degrees), depth (R_M), moment direction (latitude, longitude of
# the vector) and the field 400 km above (nT). Strong in the south about 180 degrees east, as
# on Mars (Acuna et al. 1999, Science 284, 790); the numbers are no model of the real crust.
_PATCHES = np.array(
    [
        (-52, 178, 0.06, -50, 10, 190.0),
        (-60, 200, 0.07, 55, 30, 130.0),
        (-38, 168, 0.05, 40, 160, 120.0),
        (-68, 150, 0.08, -75, 150, 90.0),
        (-30, 205, 0.05, -20, 300, 70.0),
        (-15, 190, 0.05, 10, 20, 50.0),
        (-45, 130, 0.06, 60, 310, 45.0),
        (-8, 25, 0.05, -30, 200, 30.0),
        (35, 5, 0.06, 45, 185, 25.0),
        (62, 320, 0.07, -60, 140, 20.0),
        (10, 110, 0.06, 5, 290, 18.0),
        (-25, 300, 0.06, -45, 120, 18.0),
    ]
)
_REACH_RM = 1.7
"""Beyond, the patches together are far below a nanotesla."""


def field_nt(position_rm: Floats, day: Floats, season_deg: float) -> NDArray[np.float32]:
    """Return the crust's field in MSO.

    Parameters
    ----------
    position_rm : ndarray, shape (3, n)
        Positions, MSO.
    day : ndarray, shape (n,)
        Days on any axis; the planet turns by 350.892 degrees in each.
    season_deg : float
        Areocentric longitude of the Sun, which tells how the spin axis leans.

    Returns
    -------
    ndarray of float32, shape (3, n)
    """
    out = np.zeros(position_rm.shape, np.float32)
    near = np.flatnonzero((position_rm**2).sum(axis=0) < _REACH_RM**2)
    if not len(near):
        return out
    to_mso = _body_to_mso(np.asarray(day[near], np.float64), season_deg)
    position = position_rm[:, near].astype(np.float64)
    body = np.einsum("jkn,jn->kn", to_mso, position)
    total = np.zeros_like(body)
    for latitude, longitude, depth, m_latitude, m_longitude, strength in _PATCHES:
        r = body - ((1 - depth) * _unit(latitude, longitude))[:, None]
        # A dipole's field on its axis is 2 m/r³: scaled to the strength at 400 km.
        moment = strength / 2 * (depth + 400 / c.MARS_RADIUS_KM) ** 3
        m = moment * _unit(m_latitude, m_longitude)
        r2 = (r * r).sum(axis=0)
        total += (3 * (m @ r) / r2 * r - m[:, None]) * r2**-1.5
    out[:, near] = np.einsum("jkn,kn->jn", to_mso, total)
    return out


def _unit(latitude_deg: float, longitude_deg: float) -> NDArray[np.float64]:
    latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
    return np.array(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ]
    )


def _body_to_mso(day: NDArray[np.float64], season_deg: float) -> NDArray[np.float64]:
    """Return rotations, shape (3, 3, n), columns the body's axes in MSO."""
    season, tilt = np.radians(season_deg), np.radians(c.MARS_OBLIQUITY_DEG)
    # At the northern summer solstice (90 degrees) the north pole leans to the Sun, +X.
    pole = np.array([np.sin(tilt) * np.sin(season), np.sin(tilt) * np.cos(season), np.cos(tilt)])
    level = np.cross(pole, [1.0, 0.0, 0.0])
    level /= np.linalg.norm(level)
    ahead = np.cross(level, pole)
    turn = np.radians(c.MARS_SPIN_DEG_DAY) * day
    first = np.multiply.outer(ahead, np.cos(turn)) + np.multiply.outer(level, np.sin(turn))
    second = np.multiply.outer(level, np.cos(turn)) - np.multiply.outer(ahead, np.sin(turn))
    third = np.repeat(pole[:, None], len(day), axis=1)
    return np.stack([first, second, third], axis=1)
