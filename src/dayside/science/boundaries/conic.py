"""Conic sections of revolution about the planet-Sun line.

A conic with focus ``(x0, 0, 0)``, eccentricity ``e`` and semi-latus rectum ``L`` is
``r (1 + e cos θ) = L``, with ``r`` the distance from the focus and ``θ`` the angle
from +X. As a level function it is ::

    f(x, y, z) = |p − p0| + e (x − x0) − L

zero on the surface, positive outside, with the gradient
``((x − x0)/r + e, y/r, z/r)``. For a hyperbola (e > 1) the other branch lies where
``x − x0 > L/(e − 1)`` and is never met by ``f = 0``, since ``r`` is positive.

Lengths are in radii of the planet (``rp``); the frame is planet-centred with +X to the
Sun. Where a model is aberrated, turn the positions first. ``L`` is the semi-latus rectum
itself, not the focal parameter ``p = L/e`` that some papers print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Conic:
    """A conic of revolution.

    Attributes
    ----------
    focus_x_rp : float
        Where the focus lies on the X axis.
    eccentricity : float
        Below 1 an ellipse, above 1 a hyperbola.
    semilatus_rp : float
        Semi-latus rectum: the distance from the focus at right angles to the axis.
    reference : str
        Who published it.
    doi : str
        Where.
    """

    focus_x_rp: float
    eccentricity: float
    semilatus_rp: float
    reference: str = ""
    doi: str = ""

    @property
    def nose_rp(self) -> float:
        """Distance from the planet's centre along +X.

        Examples
        --------
        >>> round(Conic(0.55, 1.05, 2.10).nose_rp, 3)
        1.574
        """
        return self.focus_x_rp + self.semilatus_rp / (1.0 + self.eccentricity)

    @property
    def terminator_rp(self) -> float:
        """Distance from the planet's centre in the plane x = 0.

        Examples
        --------
        >>> round(Conic(0.55, 1.05, 2.10).terminator_rp, 2)
        2.62
        """
        reach = self.semilatus_rp + self.eccentricity * self.focus_x_rp
        return float(np.sqrt(reach**2 - self.focus_x_rp**2))


def level_rp(conic: Conic, x_rp: Floats, y_rp: Floats, z_rp: Floats) -> Floats:
    """Return the level function: zero on the conic, positive outside.

    Parameters
    ----------
    conic : Conic
        The surface.
    x_rp, y_rp, z_rp : ndarray
        Positions, +X to the Sun.

    Returns
    -------
    ndarray
        Same shape; it grows away from the surface, but is no distance.
    """
    along = x_rp - conic.focus_x_rp
    from_focus = np.sqrt(along * along + y_rp * y_rp + z_rp * z_rp)
    return np.asarray(from_focus + conic.eccentricity * along - conic.semilatus_rp)


def normal(conic: Conic, x_rp: Floats, y_rp: Floats, z_rp: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the outward unit normal of the level surface through each position.

    On the conic this is its normal; elsewhere it is that of the similar conic with the
    same focus which passes there.
    """
    gx, gy, gz, size = _gradient(conic, x_rp, y_rp, z_rp)
    return gx / size, gy / size, gz / size


def distance_rp(conic: Conic, x_rp: Floats, y_rp: Floats, z_rp: Floats) -> Floats:
    """Return the distance to the conic to first order, ``f/|∇f|``, positive outside.

    The relative error grows with the distance: below one percent within a twentieth of a
    radius of the Martian bow shock, a fifth at one radius.
    """
    size = _gradient(conic, x_rp, y_rp, z_rp)[3]
    return level_rp(conic, x_rp, y_rp, z_rp) / size


def _gradient(
    conic: Conic, x_rp: Floats, y_rp: Floats, z_rp: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    along = x_rp - conic.focus_x_rp
    across2 = y_rp * y_rp + z_rp * z_rp
    per_r = 1.0 / np.sqrt(along * along + across2)
    gx = along * per_r + conic.eccentricity
    size = np.sqrt(gx * gx + across2 * (per_r * per_r))
    return gx, y_rp * per_r, z_rp * per_r, size
