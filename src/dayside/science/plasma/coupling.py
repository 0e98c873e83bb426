"""Angles of the interplanetary field, and how the solar wind couples to a magnetosphere."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.plasma.constants import MU_0

Array = NDArray[Any]

EARTH_RADIUS_M = 6_371_008.4
"""Mean radius (IAU WGCCRE 2015)."""
PERREAULT_LENGTH_M = 7 * EARTH_RADIUS_M
"""Radius of the magnetosphere's cross section in Akasofu's energy coupling."""


def clock_angle(field: Array) -> Array:
    """Return the angle of the field about the X axis, rad: 0 to +Z, π/2 to +Y, up to ±π to −Z.

    Parameters
    ----------
    field : ndarray, shape (..., 3)
        In a frame with +X to the Sun (GSM, GSE, MSO).

    Examples
    --------
    >>> np.degrees(clock_angle(np.array([[9.0, 1.0, 0.0], [0.0, 0.0, -1.0]]))).tolist()
    [90.0, 180.0]
    """
    return np.arctan2(field[..., 1], field[..., 2])


def cone_angle(field: Array) -> Array:
    """Return the angle between the field and the X axis, rad: from 0 (+X) to π (−X).

    Examples
    --------
    >>> np.degrees(cone_angle(np.array([[1.0, 0.0, 1.0], [-1.0, 0.0, 0.0]]))).round(9).tolist()
    [45.0, 180.0]
    """
    return np.arctan2(np.hypot(field[..., 1], field[..., 2]), field[..., 0])


def perreault_akasofu(speed_m_s: Array, field_t: Array) -> Array:
    r"""Return Akasofu's epsilon, W: :math:`4\pi/\mu_0 \, v B^2 \sin^4(\theta/2) \, l_0^2`.

    Perreault & Akasofu (1978), Geophys. J. R. Astron. Soc. 54, 547, with
    :math:`l_0 = 7 R_E` and :math:`\theta` the clock angle.

    Parameters
    ----------
    speed_m_s : ndarray, shape (n,)
        Of the solar wind.
    field_t : ndarray, shape (n, 3)
        Interplanetary field in GSM, T.

    Examples
    --------
    >>> epsilon = perreault_akasofu(np.array([400e3]), np.array([[0.0, 0.0, -5e-9]]))
    >>> (epsilon / 1e9).round(1).tolist()
    [198.9]
    """
    total = np.hypot(np.hypot(field_t[..., 0], field_t[..., 1]), field_t[..., 2])
    sine = np.sin(clock_angle(field_t) / 2)
    length = PERREAULT_LENGTH_M**2
    return np.asarray(4 * np.pi / MU_0 * speed_m_s * total**2 * sine**4 * length)


def newell(speed_m_s: Array, field_t: Array) -> Array:
    r"""Return Newell's coupling function :math:`v^{4/3} B_T^{2/3} |\sin(\theta/2)|^{8/3}`.

    Newell et al. (2007), J. Geophys. Res. 112, A01206: the rate at which magnetic flux is
    opened, but for a factor. :math:`B_T` is the field across the X axis.

    Parameters
    ----------
    speed_m_s : ndarray, shape (n,)
        Of the solar wind.
    field_t : ndarray, shape (n, 3)
        Interplanetary field in GSM, T.

    Returns
    -------
    ndarray, shape (n,)
        In (m/s)^4/3 T^2/3.

    Examples
    --------
    >>> coupling = newell(np.array([400e3]), np.array([[0.0, 0.0, -5e-9]]))
    >>> coupling.round(2).tolist()
    [86.18]
    """
    across = np.hypot(field_t[..., 1], field_t[..., 2])
    sine = np.abs(np.sin(clock_angle(field_t) / 2))
    return np.asarray(np.cbrt(speed_m_s) ** 4 * np.cbrt(across) ** 2 * np.cbrt(sine) ** 8)


def neutral_sheet_fairfield(position_re: Array, tilt_rad: Array) -> Array:
    r"""Return how high above GSM Z = 0 the neutral sheet of the tail lies, in Earth radii.

    Fairfield (1980), J. Geophys. Res. 85, 775:
    :math:`[(H_0 + D) \sqrt{1 - (Y/Y_0)^2} - D] \sin\chi`, and :math:`-D \sin\chi` beyond
    :math:`Y_0`; :math:`H_0 = 10.5`, :math:`Y_0 = 22.5`, :math:`D = 14` Earth radii.

    Parameters
    ----------
    position_re : ndarray, shape (n, 3)
        GSM, in Earth radii; of the tail, some 10 radii and more behind the Earth.
    tilt_rad : ndarray, shape (n,)
        Of the dipole, positive where its north leans to the Sun.

    Examples
    --------
    >>> tilt = np.radians([30.0])
    >>> neutral_sheet_fairfield(np.array([[-20.0, 0.0, 0.0]]), tilt).round(6).tolist()
    [5.25]
    """
    hinge, half_width, depth = 10.5, 22.5, 14.0
    across = np.minimum(np.abs(position_re[..., 1] / half_width), 1.0)
    return np.asarray(((hinge + depth) * np.sqrt(1 - across**2) - depth) * np.sin(tilt_rad))
