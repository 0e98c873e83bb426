"""Units as files spell them, brought to VOUnits.

`to_vounit` keeps what a file says wherever IVOA VOUnits can parse it, translates the
spellings common in space physics, and leaves everything else as it is: a unit that
cannot be parsed is still worth showing.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache

_LONGEST = 120

# Already VOUnits, and so frequent that loading a parser for them would be waste.
_PLAIN_WORDS = (
    "nT pT uT mT T G eV keV MeV GeV K MK kK Pa nPa pPa m km mm cm AU s ms us ns min h d a yr "
    "deg rad sr arcmin arcsec Hz kHz MHz V mV uV kV A nA W C J kg g Da u count bit byte "
    "km/s m/s cm/s cm-3 m-3 cm**-3 m**-3 km.s-1 km.s**-1 m.s-1 V/m mV/m uV/m V.m-1 mV.m-1 "
    "cm-2 cm-2.s-1 s-1 deg/s rad/s nT2/Hz nT**2/Hz"
)
_PLAIN = frozenset(_PLAIN_WORDS.split())

_SPELLINGS = {
    "nT": "ntesla nanotesla nanoteslas gamma gammas nt[rtn] nt[gse] nt.",
    "T": "tesla teslas",
    "G": "gauss",
    "cm-3": "#/cc n/cc p/cc /cc 1/cc cc-1 cm^-3 cm^{-3} #/cm3 #/cm^3 #/cm**3 1/cm3 1/cm^3 1/cm**3 "
    "n/cm3 n/cm^3 p/cm3 p/cm^3 /cm3 /cm^3 /cm**3 cm!e-3!n cm!u-3!n percc particles/cc "
    "particles/cm3 particles/cm^3 #cm^-3 #cm-3 cm⁻³ cm³⁻¹ per.cc",
    "m-3": "#/m3 #/m^3 m^-3 m^{-3} 1/m3 1/m^3 m!e-3!n m⁻³",
    "km/s": "km/sec km/second kms-1 kms^-1 km.s^-1 km*s^-1 km.s⁻¹ km/s. kps kilometers/second "
    "kilometres/second km.sec^-1 km.sec-1 km.s!e-1!n km.s^{-1}",
    "m/s": "m/sec m/second ms-1 ms^-1 m.s^-1 meters/second metres/second m.s^{-1}",
    "deg": "degree degrees deg. degs ° dd angle_degrees",
    "rad": "radian radians",
    "K": "kelvin kelvins degk deg_k deg.k degreek degreesk degree.k degrees.k degrees_k °k",
    "eV": "ev electronvolt electronvolts electron.volt electron.volts",
    "keV": "kev kilo-electronvolts",
    "MeV": "mev",
    "Pa": "pascal pascals",
    "nPa": "npa nanopascal nanopascals",
    "s": "sec secs second seconds sec.",
    "ms": "msec msecs millisecond milliseconds",
    "us": "usec microsecond microseconds µs μs",
    "ns": "nsec nanosecond nanoseconds",
    "min": "minute minutes",
    "h": "hr hrs hour hours",
    "d": "day days",
    "a": "year years yrs",
    "km": "kilometer kilometers kilometre kilometres kms",
    "m": "meter meters metre metres",
    "AU": "a.u. astronomical.unit astronomical.units",
    "Hz": "hertz hz",
    "kHz": "khz",
    "V": "volt volts",
    "mV/m": "mv/m millivolts/meter mv.m^-1 mv.m⁻¹",
    "count": "counts cts ct #",
    "count/s": "counts/s counts/sec cts/s c/s counts/second #/s #/sec",
    "%": "percent pct",
    "u": "amu",
    "": "dimensionless unitless none 1 - n/a na no.units nounits ratio unity [] ()",
}
_COMMON = {said: unit for unit, words in _SPELLINGS.items() for said in words.split()} | {
    unit.lower(): unit for unit in ("nT", "km/s", "km", "cm-3", "AU", "Hz", "nPa", "deg", "keV")
}
# Two spellings that lower case would confuse.
_EXACT = {"EV": "eV", "KEV": "keV", "MEV": "MeV", "Gauss": "G", "mPa": "mPa", "MK": "MK"}


def to_vounit(text: str | None) -> str | None:
    """Return a unit as a VOUnits string.

    Parameters
    ----------
    text : str or None
        The unit as a file says it.

    Returns
    -------
    str or None
        None where no unit is given, ``""`` for a number without dimension; what no
        parser knows comes back as it was.

    Examples
    --------
    >>> to_vounit("nTesla"), to_vounit("#/cc"), to_vounit("km s^-1"), to_vounit("R_M")
    ('nT', 'cm-3', 'km/s', 'R_M')
    """
    said = " ".join(text.split()) if text else ""
    return _translated(said) if said else None


@lru_cache(maxsize=4096)
def strict_vounit(text: str) -> str | None:
    """Return a unit as IVOA's own readers take it, or None where it can be no VOUnit.

    A name that VOUnits does not have is put in quotes, as the standard allows.

    Examples
    --------
    >>> strict_vounit("cm-3"), strict_vounit("R_M"), strict_vounit("planetary radii")
    ('cm-3', "'R_M'", None)
    """
    from astropy import units

    for said in (text, f"'{text}'" if re.fullmatch(r"[A-Za-z][A-Za-z_]*", text) else text):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                units.Unit(said, format="vounit")
            except (ValueError, TypeError, ZeroDivisionError, OverflowError, Warning):
                continue
            return said
    return None


@lru_cache(maxsize=4096)
def _translated(said: str) -> str:
    bare = said.strip("[]() ") or said
    if said in _PLAIN or bare in _PLAIN:
        return said if said in _PLAIN else bare
    if bare in _EXACT:
        return _EXACT[bare]
    key = bare.lower().replace(" ", ".")
    for spelling in (key, key.replace(".", "")):
        if spelling in _COMMON:
            return _COMMON[spelling]
    if len(said) > _LONGEST:
        return said
    return _parsed(said)


def _parsed(said: str) -> str:
    """Return `said` if it is a VOUnit, else as VOUnit if another grammar knows it."""
    from astropy import units

    # "(cm2 s sr keV)-1" and IDL's superscripts are read by no grammar as they stand.
    plain = re.sub(r"!(?:e|u)(-?\d+)!n", r"\1", said, flags=re.IGNORECASE)
    plain = re.sub(r"^\((.*)\)\s*(?:\^|\*\*)?-1$", r"1/(\1)", plain)
    plain = re.sub(r"\b(sec|counts|cts)\b", lambda m: {"sec": "s"}.get(m[1], "count"), plain)
    plain = re.sub(r"(?<![\w/])#(?=/)|^(?=/)", "1", plain)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for grammar in ("vounit", "cds", "ogip", "generic"):
            try:
                unit = units.Unit(plain, format=grammar)
                text = unit.to_string("vounit")
            except (ValueError, TypeError, ZeroDivisionError, OverflowError, RecursionError):
                continue
            if grammar == "vounit" and plain == said:
                return said
            # A scale that only the translation brought in would misname the unit.
            return str(text) if not str(text)[:1].isdigit() or said[:1].isdigit() else said
    return said
