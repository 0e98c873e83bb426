"""The Earth's mean equator and mean ecliptic of date.

Precession of the IAU of 1976 (Lieske et al. 1977, A&A 58, 1) from J2000, and its obliquity of
1980: the models behind SPICE's frames "of date".
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.frames.rotation import CENTURY_S, about_x, about_y, about_z, polynomial

Floats = NDArray[np.floating[Any]]

OBLIQUITY_J2000_ARCSEC = 84_381.448
_OBLIQUITY = (OBLIQUITY_J2000_ARCSEC, -46.8150, -0.00059, 0.001813)
_ZETA = (0.0, 2306.2181, 0.30188, 0.017998)
_Z = (0.0, 2306.2181, 1.09468, 0.018203)
_THETA = (0.0, 2004.3109, -0.42665, -0.041833)


def equator_of_date(et_s: Floats) -> Floats:
    """Return what turns J2000 into mean equator and equinox of date, shape (n, 3, 3)."""
    zeta, z, theta = (_radians(c, et_s) for c in (_ZETA, _Z, _THETA))
    return np.asarray(about_z(-z) @ about_y(theta) @ about_z(-zeta))


def ecliptic_of_date(et_s: Floats) -> Floats:
    """Return what turns J2000 into mean ecliptic and equinox of date, shape (n, 3, 3)."""
    return np.asarray(about_x(_radians(_OBLIQUITY, et_s)) @ equator_of_date(et_s))


def tilted(arcsec: float) -> Floats:
    """Return the rotation of the coordinate system about X, shape (3, 3)."""
    return about_x(np.radians(np.asarray(arcsec) / 3600.0))


def _radians(arcsec: tuple[float, ...], et_s: Floats) -> Floats:
    return np.asarray(np.radians(polynomial(arcsec, et_s / CENTURY_S) / 3600.0))
