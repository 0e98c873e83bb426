"""Numbers with a name or a unit: ``5*nT``, ``R_M``, ``"100 eV"``."""

from __future__ import annotations

import re
from functools import cache
from math import isfinite

from dayside.model.errors import BadFormula
from dayside.query import units
from dayside.query.kinds import Kind
from dayside.query.terms import Constant

# Mean radii of planets in km: IAU WGCCRE 2015 (Archinal et al. 2018), equatorial for the giants.
_RADII_KM = {
    "R_mercury": 2439.4,
    "R_venus": 6051.8,
    "R_earth": 6371.0084,
    "R_mars": 3389.5,
    "R_jupiter": 71492.0,
    "R_saturn": 60268.0,
    "R_uranus": 25559.0,
    "R_neptune": 24764.0,
    "R_ganymede": 2631.2,
}
# Names of `scipy.constants`, all SI.
_PHYSICAL = {
    "mu0": ("mu_0", "N/A**2"),
    "eps0": ("epsilon_0", "F/m"),
    "k_B": ("k", "J/K"),
    "q_e": ("e", "C"),
    "m_e": ("m_e", "kg"),
    "m_p": ("m_p", "kg"),
    "c_light": ("c", "m/s"),
    "G_newton": ("G", "m**3.kg**-1.s**-2"),
}
# Every prefix of every unit would make each misspelt name one of them.
_UNITS = (
    *("nT", "pT", "uT", "T", "G", "km", "m", "cm", "AU", "s", "ms", "min", "h", "d", "Hz", "kHz"),
    *("eV", "keV", "MeV", "K", "MK", "Pa", "nPa", "pPa", "kg", "V", "mV", "A", "deg", "rad", "sr"),
    "count",
)
_QUANTITY = re.compile(r"\s*([+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)\s*(\S.*)?", re.ASCII)


@cache
def named(name: str) -> Constant | None:
    """Return the constant or unit of a name; None if there is none.

    Examples
    --------
    >>> named("nT").kind.told(), named("R_mars").value
    ('a number in nT', 3389.5)
    """
    if name == "pi":
        return number(3.141592653589793, name)
    if name in _RADII_KM:
        return Constant(_RADII_KM[name], Kind(unit=units.unit_of("km")), name)
    if name in _PHYSICAL:
        from scipy import constants

        own, unit = _PHYSICAL[name]
        return Constant(float(getattr(constants, own)), Kind(unit=units.unit_of(unit)), name)
    unit_named = units.named_unit(name)
    return None if unit_named is None else Constant(1.0, Kind(unit=unit_named), name)


def number(value: float, said: str) -> Constant:
    """Return a bare number."""
    try:
        plain = float(value)
    except OverflowError:
        raise BadFormula("A number in the formula is too large.") from None
    if not isfinite(plain):
        raise BadFormula(f"{said} is no finite number.")
    return Constant(plain, Kind(unit=units.unit_of("")), said)


def quantity(text: str) -> Constant:
    """Return a number with its unit, as ``"100 eV"`` says it.

    Raises
    ------
    BadFormula
        If it is none.

    Examples
    --------
    >>> quantity("1.5 keV").value
    1.5
    """
    match = _QUANTITY.fullmatch(text)
    unit = units.known_unit(match[2] or "") if match else None
    if match is None or unit is None:
        raise BadFormula(f'{text!r} is no number with a unit, such as "100 eV".')
    return Constant(float(match[1]), Kind(unit=unit), repr(text))


def known_names() -> list[str]:
    """Return the names of the constants, and of the units that are often meant."""
    return ["pi", *_PHYSICAL, *_RADII_KM, *_UNITS]
