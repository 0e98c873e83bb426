"""Units of the parts of a formula, on astropy's units.

``None`` stands for a unit that nobody tells: such a number goes with bare numbers and with
others of unknown unit, and with nothing that has one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dayside.formats.units import strict_vounit, to_vounit
from dayside.model.errors import BadFormula
from dayside.science import bodies

if TYPE_CHECKING:
    from astropy.units import UnitBase

MOST_POWER = 16
"""Highest power a unit may be raised to."""

# Of a planet, as datasets tell positions. VOUnits have none. R_M is Mercury's as well as Mars's:
# it is only ever equal to itself.
_RADIUS = re.compile(r"R_[A-Z]")


@lru_cache(maxsize=1024)
def unit_of(text: str | None) -> UnitBase | None:
    """Return the unit a dataset tells; None where it tells none, or none that is known.

    Examples
    --------
    >>> unit_of("#/cc"), unit_of(""), unit_of(None) is None
    (Unit("1 / cm3"), Unit(dimensionless), True)
    """
    from astropy import units

    said = to_vounit(text)
    if said is None:
        return units.dimensionless_unscaled if text is not None and not text.strip() else None
    if said == "%":
        return units.percent
    strict = strict_vounit(said)
    return None if strict is None else units.Unit(strict, format="vounit")


@lru_cache(maxsize=1024)
def named_unit(name: str) -> UnitBase | None:
    """Return the unit of a name such as ``nT``, ``eV`` or ``R_M``; None if it is none."""
    from astropy import units

    if _RADIUS.fullmatch(name):
        return unit_of(name)
    try:
        return units.Unit(name, format="vounit")
    except (ValueError, TypeError):
        return None


@lru_cache(maxsize=256)
def known_unit(text: str) -> UnitBase | None:
    """Return a unit that VOUnits know by themselves, or a planet's radius; None for other words.

    Examples
    --------
    >>> known_unit("nT"), known_unit("R_M"), known_unit("miles") is None
    (Unit("nT"), Unit("R_M"), True)
    """
    if _RADIUS.fullmatch(text):
        return unit_of(text)
    said = to_vounit(text)
    found = unit_of(text) if said and (said == "%" or strict_vounit(said) == said) else None
    return unit_of("") if said == "" or not text.strip() else found


def text_of(unit: UnitBase | None) -> str | None:
    """Return a unit as VOUnits text, as datasets tell it; None where it is not known.

    Examples
    --------
    >>> text_of(unit_of("km/s")), text_of(unit_of(""))
    ('km/s', '')
    """
    if unit is None:
        return None
    from astropy import units

    if unit == units.dimensionless_unscaled:
        return ""
    # As people write it where all of it is above the line.
    short = {"cm**-3": "cm-3", "km.s**-1": "km/s", "m.s**-1": "m/s", "s**-1": "s-1"}
    said = str(unit.to_string("vounit")).replace("'", "")
    return short.get(said, said)


def written(unit: UnitBase) -> str:
    """Return a unit as a formula writes it.

    Examples
    --------
    >>> written(unit_of("cm-3")), written(unit_of("km/s"))
    ('cm**-3', 'km*s**-1')
    """
    return str(unit.to_string("vounit")).replace(".", "*").replace("'", "")


def told(unit: UnitBase | None) -> str:
    """Return a unit for an error text."""
    said = text_of(unit)
    return "of unknown unit" if said is None else f"in {said}" if said else "without unit"


def factor(source: UnitBase | None, target: UnitBase | None) -> float | None:
    """Return what a number in `source` is multiplied by to be in `target`; None if it cannot.

    Examples
    --------
    >>> factor(unit_of("km/s"), unit_of("m/s")), factor(unit_of("nT"), unit_of("km"))
    (1000.0, None)
    >>> factor(unit_of("R_J"), unit_of("km")), factor(unit_of("R_M"), unit_of("km"))
    (71492.0, None)
    """
    from astropy import units

    plain = units.dimensionless_unscaled
    if source is None or target is None:
        # A bare number goes with what has no known unit.
        return 1.0 if source is target or plain in (source, target) else None
    if source == target:
        return 1.0
    source, target = (_in_km(unit) for unit in (source, target))
    angle = units.rad
    if {source.physical_type, target.physical_type} == {angle.physical_type, plain.physical_type}:
        return None
    try:
        return float(source.to(target))
    except units.UnitConversionError:
        return None


def _in_km(unit: UnitBase) -> UnitBase:
    """Return a radius that is one body's alone as so many km; another unit as it is."""
    from astropy import units

    found = bodies.of_radius(str(unit))
    return unit if found is None else units.Unit(found.radius_km * units.km)


def product(a: UnitBase | None, b: UnitBase | None, sign: int = 1) -> UnitBase | None:
    """Return the unit of a product, or of a quotient where `sign` is −1."""
    if a is None or b is None:
        return None
    return _plain(a * b**sign)


def power(unit: UnitBase | None, exponent: float) -> UnitBase | None:
    """Return the unit of a power.

    Raises
    ------
    BadFormula
        If the exponent is too large for something that has a unit.
    """
    if unit is None or unit == unit_of(""):
        return unit
    if abs(exponent) > MOST_POWER:
        raise BadFormula(f"What has a unit is raised to at most {MOST_POWER}, not {exponent:g}.")
    return _plain(unit**exponent)


def _plain(unit: UnitBase) -> UnitBase:
    """Return a unit with what cancels cancelled: km/km is no unit."""
    from astropy import units

    if unit.is_equivalent(units.dimensionless_unscaled) and unit.physical_type == "dimensionless":
        bases = unit.decompose()
        if not bases.bases and bases.scale == 1:
            return units.dimensionless_unscaled
    return unit
