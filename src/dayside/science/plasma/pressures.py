"""Pressures, and their ratio."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.plasma.constants import BOLTZMANN, MU_0
from dayside.science.plasma.particles import PROTON

Array = NDArray[Any]


def dynamic_pressure(density_m3: Array, speed_m_s: Array, mass_kg: float = PROTON.mass_kg) -> Array:
    r"""Return :math:`\rho v^2`, Pa: what a stream exerts on what stops it.

    Electrons are left out, and so is the half of the kinetic energy density: as solar wind
    pressures are told (for example by OMNI, there with a share of alpha particles).

    Examples
    --------
    >>> (dynamic_pressure(5e6, 400e3) * 1e9).round(3).tolist()
    1.338
    """
    return np.asarray(mass_kg * density_m3 * np.square(speed_m_s))


def thermal_pressure(density_m3: Array, temperature_k: Array) -> Array:
    r"""Return :math:`n k_B T`, Pa (``plasmapy.formulary.thermal_pressure``).

    Examples
    --------
    >>> float(round(thermal_pressure(5e6, 1e5) * 1e12, 3))
    6.903
    """
    return density_m3 * BOLTZMANN * temperature_k


def magnetic_pressure(field_t: Array) -> Array:
    r"""Return :math:`B^2 / 2 \mu_0`, Pa (``plasmapy.formulary.magnetic_pressure``).

    Examples
    --------
    >>> float(round(magnetic_pressure(5e-9) * 1e12, 3))
    9.947
    """
    return np.asarray(field_t) ** 2 / (2 * MU_0)


def plasma_beta(density_m3: Array, temperature_k: Array, field_t: Array) -> Array:
    r"""Return thermal by magnetic pressure (``plasmapy.formulary.beta``).

    Examples
    --------
    >>> float(round(plasma_beta(5e6, 1e5, 5e-9), 3))
    0.694
    """
    return thermal_pressure(density_m3, temperature_k) / magnetic_pressure(field_t)
