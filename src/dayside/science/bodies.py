"""Bodies of the solar system: names, NAIF numbers, radii, masses. The table is `bodies.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from dayside.model.errors import NotFound, nearest


@dataclass(frozen=True, slots=True)
class Body:
    """A body.

    Attributes
    ----------
    name : str
    id : int
        NAIF's number.
    parent : str or None
        Name of what it orbits; None for the Sun.
    aliases : tuple of str
    radii_km : tuple of float or None
        Semi-axes, the last polar.
    radius_km : float or None
        One "planetary radius" of this body, in formulas, boundaries and field models.
    gm_km3_s2 : float or None
        Gravitational parameter.
    """

    name: str
    id: int
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    radii_km: tuple[float, float, float] | None = None
    radius_km: float | None = None
    gm_km3_s2: float | None = None

    @property
    def key(self) -> str:
        """The name as ids have it: ``mars``, ``grigg-skjellerup``."""
        return self.name.lower()

    @property
    def is_planet(self) -> bool:
        """Whether it is one of the nine which NAIF numbers as planets."""
        return 199 <= self.id <= 999 and self.id % 100 == 99

    @property
    def system(self) -> int:
        """NAIF's number of the barycentre of its system: 5 for Jupiter and its moons."""
        return self.id // 100 if 199 <= self.id <= 999 or self.id == 301 else self.id


@cache
def bodies() -> Mapping[str, Body]:
    """Return all known bodies by their names as ids have them.

    Examples
    --------
    >>> bodies()["mars"].radius_km, bodies()["ganymede"].parent
    (3389.5, 'jupiter')
    """
    table = tomllib.loads(files(__package__).joinpath("bodies.toml").read_text("utf-8"))
    return MappingProxyType({key: _body(entry) for key, entry in table.items()})


def body(name: str | int) -> Body:
    """Return a body by its name, one of its aliases or NAIF's number.

    Raises
    ------
    NotFound
        If there is no such body.

    Examples
    --------
    >>> body("CHURYUMOV-GERASIMENKO").name, body(399).name
    ('67P', 'Earth')
    """
    found = find_body(name)
    if found is None:
        known = [b.name for b in bodies().values()]
        raise NotFound(
            f"There is no body {name!r} in the table of bodies; it holds {', '.join(known)}."
            f"{nearest(str(name), known)}"
        )
    return found


def find_body(name: str | int) -> Body | None:
    """Return a body as `body` does; None if it is not in the table."""
    return _by_name().get(_folded(str(name)))


def of_radius(unit: str) -> Body | None:
    """Return the body whose radius a unit is; None if it is none, or of several.

    ``R_M`` is Mars's and Mercury's: that is decided by what data are about.

    Examples
    --------
    >>> of_radius("R_J").name, of_radius("R_M") is None
    ('Jupiter', True)
    """
    return body(_RADII[unit]) if unit in _RADII else None


_RADII = {
    "R_V": "venus",
    "R_E": "earth",
    "R_L": "moon",
    "R_J": "jupiter",
    "R_S": "saturn",
    "R_U": "uranus",
    "R_N": "neptune",
    "R_G": "ganymede",
}


@cache
def _by_name() -> Mapping[str, Body]:
    found: dict[str, Body] = {}
    for entry in bodies().values():
        for name in (entry.name, str(entry.id), *entry.aliases):
            found[_folded(name)] = entry
    return found


def _folded(name: str) -> str:
    return name.strip().casefold().replace(" ", "-").replace("_", "-")


def _body(entry: dict[str, object]) -> Body:
    for key in ("aliases", "radii_km"):
        if key in entry:
            entry[key] = tuple(entry[key])  # type: ignore[arg-type]
    return Body(**entry)  # type: ignore[arg-type]
