"""Which units a number can be told in, and by which factor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dayside.formats.units import strict_vounit, to_vounit

# What the field writes. A unit can be told in whatever of these is of its kind.
_USUAL = (
    "pT nT uT mT T eV keV MeV GeV J K kK MK cm/s m/s km/s cm-3 m-3 pPa nPa uPa Pa "
    "m km AU ns us ms s min h d arcsec arcmin deg rad Hz kHz MHz uV mV V kV uV/m mV/m V/m"
)
# Where a unit is made of several, one of them at a time may become another of its kind.
_PARTS = [part.split() for part in ("pT nT uT T", "eV keV MeV GeV J", "cm m", "uV mV V", "Hz kHz")]
_AS_ENERGY = ("eV", "keV")


@dataclass(frozen=True, slots=True)
class Conversion:
    """A number in `units` is the one in the units asked for, times `factor`."""

    units: str
    factor: float


@lru_cache(maxsize=1024)
def conversions(text: str) -> tuple[Conversion, ...]:
    """Return what a unit converts to by a factor alone, itself included.

    Parameters
    ----------
    text : str
        A unit as datasets tell it.

    Returns
    -------
    tuple of Conversion
        Smallest unit first; none where the unit is not known or there is nothing else.
        A temperature converts to the energy k T as well.

    Examples
    --------
    >>> [f"{c.units} {c.factor:g}" for c in conversions("nT")][:3]
    ['pT 1000', 'nT 1', 'uT 0.001']
    """
    from astropy.units import K, temperature_energy

    said = strict_vounit(to_vounit(text) or "")
    if not said:
        return ()
    own = _unit(said)
    names = [n for n in _USUAL.split() if own.is_equivalent(_unit(n))] or _varied(said)
    # Fifteen digits: what stands behind them is rounding.
    factors = {n: float(f"{own.to(_unit(n)):.15g}") for n in names}
    # The dataset's own spelling stands for all that mean the same.
    factors = {n: factor for n, factor in factors.items() if abs(factor - 1) > 1e-12}
    told = sorted([*factors.items(), (text, 1.0)], key=lambda item: -item[1])
    if own.is_equivalent(K):
        told += [(n, float(own.to(n, equivalencies=temperature_energy()))) for n in _AS_ENERGY]
    return tuple(Conversion(*item) for item in told) if len(told) > 1 else ()


def _unit(name: str) -> Any:
    from astropy import units

    return units.Unit(name, format="vounit")


def _varied(said: str) -> list[str]:
    """Return the products that differ from the one said in one of their units."""
    found = [
        re.sub(rf"\b{name}(?![A-Za-z])", other, said)
        for family in _PARTS
        for name in family
        for other in family
        if name != other
    ]
    return [product for product in dict.fromkeys(found) if product != said]
