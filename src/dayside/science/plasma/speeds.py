"""Speeds of waves and particles, and Mach numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.plasma.constants import BOLTZMANN, MU_0
from dayside.science.plasma.particles import ELECTRON, PROTON, Particle

Array = NDArray[Any]

GAMMA_ELECTRON = 1.0
"""Adiabatic index of electrons: they conduct heat fast enough to stay isothermal."""
GAMMA_ION = 3.0
"""Adiabatic index of ions: they move in one dimension."""


def alfven_speed(field_t: Array, density_m3: Array, ion: Particle = PROTON) -> Array:
    r"""Return :math:`B / \sqrt{\mu_0 \rho}`, m/s (``plasmapy.formulary.Alfven_speed``).

    The mass density is that of the ions and the electrons that neutralise them,
    :math:`\rho = n_i (m_i + Z m_e)`.

    Parameters
    ----------
    field_t : float or ndarray
        Length of the magnetic field, T.
    density_m3 : float or ndarray
        Of ions, m⁻³.
    ion : Particle

    Examples
    --------
    >>> float(round(alfven_speed(5e-9, 5e6) / 1e3, 2))
    48.76
    """
    mass_kg = ion.mass_kg + ion.charge_number * ELECTRON.mass_kg
    return np.abs(field_t) / np.sqrt(MU_0 * mass_kg * density_m3)


def sound_speed(
    electron_temperature_k: Array,
    ion_temperature_k: Array,
    ion: Particle = PROTON,
    gamma_electron: float = GAMMA_ELECTRON,
    gamma_ion: float = GAMMA_ION,
) -> Array:
    r"""Return the ion sound speed, m/s (``plasmapy.formulary.ion_sound_speed``, non-dispersive).

    .. math:: \sqrt{(\gamma_e Z k_B T_e + \gamma_i k_B T_i) / m_i}

    Examples
    --------
    >>> float(round(sound_speed(1e5, 1e5) / 1e3, 2))
    57.46
    """
    electrons = gamma_electron * ion.charge_number * electron_temperature_k
    energy = BOLTZMANN * (electrons + gamma_ion * ion_temperature_k)
    return np.sqrt(energy / ion.mass_kg)


def magnetosonic_speed(alfven_m_s: Array, sound_m_s: Array) -> Array:
    r"""Return the fast speed at right angles to the field, :math:`\sqrt{v_A^2 + c_s^2}`, m/s.

    Examples
    --------
    >>> magnetosonic_speed(3.0, 4.0).tolist()
    5.0
    """
    return np.hypot(alfven_m_s, sound_m_s)


def thermal_speed(temperature_k: Array, mass_kg: float = PROTON.mass_kg) -> Array:
    r"""Return the most probable speed, :math:`\sqrt{2 k_B T / m}`, m/s.

    ``plasmapy.formulary.thermal_speed`` as it is by default.

    Examples
    --------
    >>> float(round(thermal_speed(1e5) / 1e3, 2))
    40.63
    """
    return np.sqrt(2 * BOLTZMANN * np.asarray(temperature_k) / mass_kg)
