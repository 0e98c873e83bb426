"""`Frame`: axes and a centre by name, with their definition.

Axes say how directions are told, the centre from where positions are: two things, kept apart.
A definition is data, made of a few kinds of axes and of directions; `dayside.science.frames`
evaluates it, and writes it as a SPICE kernel.
"""

from __future__ import annotations

from dataclasses import dataclass

OBSERVER = "{observer}"
"""Stands for who observes, in frames which depend on it, as RTN does."""


@dataclass(frozen=True, slots=True)
class PositionOf:
    """The direction from `origin` to `target`, geometric; a body's centre for each."""

    target: str
    origin: str


@dataclass(frozen=True, slots=True)
class VelocityOf:
    """The velocity of `target` relative to `origin`, in J2000."""

    target: str
    origin: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A direction that is constant in another frame."""

    frame: str
    x: float
    y: float
    z: float


@dataclass(frozen=True, slots=True)
class DipoleNorth:
    """The axis of the Earth's dipole of that date, towards the north: IGRF-14."""


Direction = PositionOf | VelocityOf | Constant | DipoleNorth


@dataclass(frozen=True, slots=True)
class TwoVector:
    """One axis along a direction, another as near to a second one as it can be.

    Attributes
    ----------
    primary, secondary : str
        Axes: ``+X``, ``-Z``, …
    along, near : Direction
        What `primary` lies along, and what `secondary` lies near: in the half plane of both.
    """

    primary: str
    along: Direction
    secondary: str
    near: Direction


@dataclass(frozen=True, slots=True)
class Inertial:
    """J2000, or turned from it about its X axis by `tilt_arcsec` for good."""

    tilt_arcsec: float = 0.0


@dataclass(frozen=True, slots=True)
class OfDate:
    """Mean equator or mean ecliptic of date, +X to the mean equinox."""

    plane: str


@dataclass(frozen=True, slots=True)
class BodyFixed:
    """Turns with a body, as the IAU's working group has it."""

    body: str


@dataclass(frozen=True, slots=True)
class OfKernel:
    """Known to kernels only, by this name."""

    name: str


Axes = TwoVector | Inertial | OfDate | BodyFixed | OfKernel


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame.

    Attributes
    ----------
    name : str
        As written: ``MSO``, ``RTN@juno``.
    title : str
        In words.
    axes : Axes
    center : str
        Name of the body (or observer) from which positions are told.
    definition : str
        Its axes, in words.
    offset_km : tuple of float
        Where the origin lies from the centre's own, along these axes.
    aliases : tuple of str
    reference : str
    valid : tuple of str
        First and last date of its definition, where it has any.
    verified : bool
        Whether it was checked against an independent source.
    doubt : str
        What is not sure about it.
    """

    name: str
    title: str
    axes: Axes
    center: str
    definition: str
    offset_km: tuple[float, float, float] = (0.0, 0.0, 0.0)
    aliases: tuple[str, ...] = ()
    reference: str = ""
    valid: tuple[str, ...] = ()
    verified: bool = True
    doubt: str = ""
