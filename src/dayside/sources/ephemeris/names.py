"""What ids of ephemerides mean: ``tgo``, ``tgo@mars``, ``tgo@mars/10s``, ``private/…``."""

from __future__ import annotations

from dataclasses import dataclass

from dayside.model import time
from dayside.model.durations import length_ns
from dayside.model.errors import DaysideError, UnknownDataset, nearest
from dayside.science import bodies
from dayside.sources.ephemeris.process import Spice

PRIVATE = "private/"

CADENCE_NS = {"planet": 3600 * time.NS, "moon": 600 * time.NS, "other": 60 * time.NS}

SOLAR_FRAMES = {
    "sun": "HCI",
    "mercury": "MESO",
    "venus": "VSO",
    "earth": "GSE",
    "mars": "MSO",
    "jupiter": "JSO",
    "saturn": "KSO",
    "uranus": "USO",
    "neptune": "NSO",
    "pluto": "PSO",
    "moon": "LSE",
    "phobos": "PSE",
    "deimos": "DSE",
    "67p": "67PCG_CSO",
    "lutetia": "LUTETIA_CSO",
    "steins": "STEINS_CSO",
    "halley": "HALLEY_CSO",
}
"""The frame in which positions about a body are told; J2000 about others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One body about another, at a cadence.

    Attributes
    ----------
    body, center : str
        Names as ids have them.
    kernel_body, kernel_center : str
        The same for kernels.
    name : str
        The body's name for people.
    cadence_ns : int
    private : bool
        With private kernels.
    """

    body: str
    center: str
    kernel_body: str
    kernel_center: str
    name: str
    cadence_ns: int
    private: bool

    @property
    def frame(self) -> str:
        """The frame in which positions are told."""
        return SOLAR_FRAMES.get(self.center, f"J2000@{self.center}")


def asked_of(dataset: str, spice: Spice, told_about: dict[int, tuple[str, ...]]) -> Asked:
    """Return what an id means.

    Parameters
    ----------
    dataset : str
        The id, without ``ephemeris/`` before it.
    spice : Spice
        Knows more names than the table of bodies.
    told_about : dict
        By NAIF's number of a body, what kernels tell its position about, the longest told first.

    Raises
    ------
    UnknownDataset
        If a body is none, or the cadence no length of time.
    """
    private = dataset.startswith(PRIVATE)
    named, _, cadence = dataset.removeprefix(PRIVATE).partition("/")
    body, _, center = named.partition("@")
    number, key, name = _body(body, spice)
    middle = center or _center(number, told_about)
    middle_number, middle_key, _ = _body(middle, spice)
    return Asked(
        key,
        middle_key,
        str(number),
        str(middle_number),
        name,
        _cadence_ns(cadence, number),
        private,
    )


def key_of(name: str) -> str:
    """Return a name of SPICE as ids have it: ``exomars_2016_tgo``."""
    return name.strip().lower().replace(" ", "_").replace("/", "-")


def _body(name: str, spice: Spice) -> tuple[int, str, str]:
    """Return NAIF's number of a body, its name in ids, and its name for people."""
    known = bodies.find_body(name)
    if known:
        return known.id, known.key, known.name
    found = spice.body(name) if name else None
    if found:
        title = found[1] if not found[1].lstrip("-").isdigit() else name
        return found[0], key_of(name), title
    raise UnknownDataset(
        f"No kernel here knows a body {name!r}.{nearest(name, bodies.bodies())} "
        "Add its kernels with dayside kernels add, or name it by NAIF's number."
    )


def _center(number: int, told_about: dict[int, tuple[str, ...]]) -> str:
    """Return what a body is told about where nothing is said: what it orbits."""
    known = bodies.find_body(number)
    if known:
        return known.parent or "mercury"
    for name in told_about.get(number, ()):
        center = bodies.find_body(name) or bodies.find_body(name.removesuffix(" BARYCENTER"))
        if center:
            return center.key
    return "sun"


def _cadence_ns(text: str, number: int) -> int:
    if text:
        try:
            return max(length_ns(text), time.NS // 1000)
        except DaysideError as error:
            raise UnknownDataset(
                f"{text!r} is no cadence: write a length of time, as in ephemeris/tgo@mars/10s."
            ) from error
    known = bodies.find_body(number)
    if known and (known.is_planet or known.id == 10):
        return CADENCE_NS["planet"]
    return CADENCE_NS["moon" if known else "other"]
