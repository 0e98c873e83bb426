"""Characteristic frequencies, in rad/s."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.plasma.constants import EPSILON_0
from dayside.science.plasma.particles import ELECTRON, PROTON, Particle

Array = NDArray[Any]


def gyrofrequency(field_t: Array, particle: Particle = PROTON) -> Array:
    r"""Return :math:`|Z| e B / m`, rad/s (``plasmapy.formulary.gyrofrequency``).

    Examples
    --------
    >>> float(round(gyrofrequency(5e-9), 3))
    0.479
    """
    return particle.charge_c * np.abs(field_t) / particle.mass_kg


def plasma_frequency(density_m3: Array, particle: Particle = ELECTRON) -> Array:
    r"""Return :math:`|Z| e \sqrt{n / \epsilon_0 m}`, rad/s (``plasmapy…plasma_frequency``).

    Examples
    --------
    >>> float(round(plasma_frequency(5e6) / 1e3, 1))
    126.1
    """
    return particle.charge_c * np.sqrt(density_m3 / (EPSILON_0 * particle.mass_kg))


def upper_hybrid_frequency(field_t: Array, electron_density_m3: Array) -> Array:
    r"""Return :math:`\sqrt{\omega_{pe}^2 + \omega_{ce}^2}`, rad/s (as PlasmaPy).

    Examples
    --------
    >>> float(round(upper_hybrid_frequency(100e-9, 5e6) / 1e3, 1))
    127.4
    """
    return np.hypot(plasma_frequency(electron_density_m3), gyrofrequency(field_t, ELECTRON))


def lower_hybrid_frequency(field_t: Array, density_m3: Array, ion: Particle = PROTON) -> Array:
    r"""Return :math:`(1/\omega_{ci}\omega_{ce} + 1/\omega_{pi}^2)^{-1/2}`, rad/s (as PlasmaPy).

    Examples
    --------
    >>> float(round(lower_hybrid_frequency(5e-9, 5e6), 2))
    20.52
    """
    cyclotron = gyrofrequency(field_t, ion) * gyrofrequency(field_t, ELECTRON)
    return 1 / np.sqrt(1 / cyclotron + 1 / plasma_frequency(density_m3, ion) ** 2)
