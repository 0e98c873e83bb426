"""Constants of nature, SI, as floats (CODATA, from ``scipy.constants``)."""

from __future__ import annotations

from typing import Final

from scipy import constants

ALPHA_MASS: Final = float(constants.physical_constants["alpha particle mass"][0])
ATOMIC_MASS: Final = float(constants.atomic_mass)
BOLTZMANN: Final = float(constants.k)
ELECTRON_MASS: Final = float(constants.m_e)
ELEMENTARY_CHARGE: Final = float(constants.e)
EPSILON_0: Final = float(constants.epsilon_0)
LIGHT_SPEED: Final = float(constants.c)
MU_0: Final = float(constants.mu_0)
PROTON_MASS: Final = float(constants.m_p)
