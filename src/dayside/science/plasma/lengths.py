"""Characteristic lengths, in metres."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.plasma.constants import BOLTZMANN, ELEMENTARY_CHARGE, EPSILON_0, LIGHT_SPEED
from dayside.science.plasma.frequencies import gyrofrequency, plasma_frequency
from dayside.science.plasma.particles import PROTON, Particle

Array = NDArray[Any]


def gyroradius(field_t: Array, speed_m_s: Array, particle: Particle = PROTON) -> Array:
    r"""Return :math:`\gamma v_\perp / \omega_c`, m (``plasmapy.formulary.gyroradius``).

    Parameters
    ----------
    field_t : float or ndarray
        Length of the magnetic field, T.
    speed_m_s : float or ndarray
        Across the field, below that of light; `thermal_speed` tells it from a temperature.
    particle : Particle

    Examples
    --------
    >>> float(round(gyroradius(5e-9, 400e3) / 1e3, 1))
    835.2
    """
    speed = np.asarray(speed_m_s)
    lorentz = 1 / np.sqrt(1 - (speed / LIGHT_SPEED) ** 2)
    return np.asarray(lorentz * np.abs(speed) / gyrofrequency(field_t, particle))


def inertial_length(density_m3: Array, particle: Particle = PROTON) -> Array:
    r"""Return :math:`c / \omega_p`, m (``plasmapy.formulary.inertial_length``).

    Examples
    --------
    >>> float(round(inertial_length(5e6) / 1e3, 1))
    101.8
    """
    return LIGHT_SPEED / plasma_frequency(density_m3, particle)


def debye_length(electron_temperature_k: Array, electron_density_m3: Array) -> Array:
    r"""Return :math:`\sqrt{\epsilon_0 k_B T_e / n_e e^2}`, m (``plasmapy…Debye_length``).

    Examples
    --------
    >>> float(round(debye_length(1e5, 5e6), 2))
    9.76
    """
    energy = EPSILON_0 * BOLTZMANN * np.asarray(electron_temperature_k)
    return np.sqrt(energy / electron_density_m3) / ELEMENTARY_CHARGE
