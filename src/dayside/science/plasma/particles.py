"""Masses and charges of the particles of planetary plasmas."""

from __future__ import annotations

from dataclasses import dataclass

from dayside.science.plasma.constants import (
    ALPHA_MASS,
    ATOMIC_MASS,
    ELECTRON_MASS,
    ELEMENTARY_CHARGE,
    PROTON_MASS,
)


@dataclass(frozen=True, slots=True)
class Particle:
    """A kind of charged particle.

    Attributes
    ----------
    mass_kg : float
    charge_number : int
        In elementary charges; -1 of the electron.
    """

    mass_kg: float
    charge_number: int

    @property
    def charge_c(self) -> float:
        """Size of the charge, in coulombs."""
        return abs(self.charge_number) * ELEMENTARY_CHARGE


def _ion(atomic_mass_u: float, charge_number: int) -> Particle:
    """Return an ion: atoms without as many electrons."""
    return Particle(atomic_mass_u * ATOMIC_MASS - charge_number * ELECTRON_MASS, charge_number)


# Atomic masses of the commonest isotopes: AME2020 (Wang et al. 2021, Chinese Physics C 45, 030003).
_HYDROGEN, _HELIUM, _CARBON, _NITROGEN = 1.00782503190, 4.00260325413, 12.0, 14.00307400425
_OXYGEN, _SODIUM, _SULFUR = 15.99491461926, 22.98976928195, 31.97207117354

PARTICLES = {
    "e-": Particle(ELECTRON_MASS, -1),
    "p+": Particle(PROTON_MASS, 1),
    "H+": Particle(PROTON_MASS, 1),
    "H2+": _ion(2 * _HYDROGEN, 1),
    "He+": _ion(_HELIUM, 1),
    "He2+": Particle(ALPHA_MASS, 2),
    "C+": _ion(_CARBON, 1),
    "N+": _ion(_NITROGEN, 1),
    "O+": _ion(_OXYGEN, 1),
    "H2O+": _ion(2 * _HYDROGEN + _OXYGEN, 1),
    "Na+": _ion(_SODIUM, 1),
    "O2+": _ion(2 * _OXYGEN, 1),
    "S+": _ion(_SULFUR, 1),
    "CO2+": _ion(_CARBON + 2 * _OXYGEN, 1),
}
"""Particles by name."""
ELECTRON = PARTICLES["e-"]
PROTON = PARTICLES["p+"]
