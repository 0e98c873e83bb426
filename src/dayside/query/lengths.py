"""Lengths as datasets tell positions: km, au, and radii of a planet."""

from __future__ import annotations

from dayside.model.errors import BadRequest
from dayside.query.units import text_of, unit_of
from dayside.science import bodies


def is_length(units: str | None) -> bool:
    """Tell whether a unit is one of length, planetary radii too."""
    if units is not None and units.startswith("R_"):
        return True
    unit = unit_of(units)
    return unit is not None and unit.is_equivalent("km")


def is_speed(units: str | None) -> bool:
    """Tell whether a unit is one of speed."""
    unit = unit_of(units)
    return unit is not None and unit.is_equivalent("km/s")


def length_km(units: str | None, body: str | None = None) -> float:
    """Return how many km one unit of length is.

    Parameters
    ----------
    units : str or None
        ``km``, ``m``, ``au``, ``R_M``, ….
    body : str, optional
        What the data are about; decides what one radius is.

    Raises
    ------
    BadRequest
        If it is none, or the radius of nobody knows which body.

    Examples
    --------
    >>> length_km("m"), length_km("R_M", "Mercury"), length_km("R_J", "Ganymede")
    (0.001, 2439.7, 71492.0)
    """
    if units is not None and units.startswith("R_"):
        about = bodies.find_body(body) if body else None
        matches = about is not None and about.name[0].upper() == units[2:3].upper()
        found = about if matches else bodies.of_radius(units) or about
        if found is None or found.radius_km is None:
            raise BadRequest(
                f"Positions are in {units}: say of which body (its target is {body or 'not told'})."
            )
        return found.radius_km
    unit = unit_of(units)
    if unit is None or not unit.is_equivalent("km"):
        raise BadRequest(
            f"Positions are in {units or 'an unknown unit'}, which is no length: km, m, au or "
            "planetary radii such as R_M."
        )
    return float(unit.to("km"))


def speed_km_s(units: str | None) -> float:
    """Return how many km/s one unit of speed is.

    Raises
    ------
    BadRequest
        If it is none.
    """
    unit = unit_of(units)
    if unit is None or not unit.is_equivalent("km/s"):
        told = text_of(unit) or units or "an unknown unit"
        raise BadRequest(f"Velocities are in {told}, which is no speed: km/s or m/s.")
    return float(unit.to("km/s"))
