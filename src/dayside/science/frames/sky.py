"""`Sky`: the axes and origins of frames at some times, each computed once.

Frames are defined by directions, and directions by other frames: a graph, walked from the frame
that is asked for down to J2000. There is no case for any frame by its name.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model.frame import (
    BodyFixed,
    Constant,
    DipoleNorth,
    Direction,
    Frame,
    Inertial,
    OfDate,
    OfKernel,
    PositionOf,
    TwoVector,
    VelocityOf,
)
from dayside.science import bodies
from dayside.science.fields.dipole import dipole_north
from dayside.science.frames import mean
from dayside.science.frames.ephemeris import Ephemeris
from dayside.science.frames.registry import frames
from dayside.science.frames.rotation import body_fixed, rotations
from dayside.science.frames.states import states

Floats = NDArray[np.floating[Any]]

_AXES = "XYZ"


class Sky:
    """What is where, and how frames are turned, at given times.

    Parameters
    ----------
    ephemeris : Ephemeris
    et_s : ndarray, shape (n,)
        TDB seconds past J2000 (`dayside.science.frames.clock`).
    """

    def __init__(self, ephemeris: Ephemeris, et_s: Floats) -> None:
        self.et_s = np.asarray(et_s, np.float64)
        self._ephemeris = ephemeris
        self._states: dict[tuple[str, str], Floats] = {}
        self._axes: dict[str, Floats] = {}

    def axes(self, frame: Frame) -> Floats:
        """Return what turns J2000 vectors into `frame`.

        Returns
        -------
        ndarray, shape (n, 3, 3), or (3, 3) where they never change
            NaN where the ephemeris, or the definition, does not reach.
        """
        found = self._axes.get(frame.name)
        if found is None:
            found = self._axes[frame.name] = self._axes_of(frame)
        return found

    def origin_km(self, frame: Frame, about: str) -> Floats:
        """Return where the origin of `frame` lies from the body `about`, in J2000, shape (n, 3)."""
        position = self.state(frame.center, about)[:, :3]
        if any(frame.offset_km):
            position = position + np.asarray(frame.offset_km) @ self.axes(frame)
        return np.asarray(position)

    def state(self, target: str, origin: str) -> Floats:
        """Return geometric states of a body about another, km and km/s, J2000, shape (n, 6)."""
        if target == origin:
            return np.zeros((len(self.et_s), 6))
        return self._state(known_to_kernels(target), known_to_kernels(origin))

    def _state(self, target: str, origin: str) -> Floats:
        found = self._states.get((target, origin))
        if found is None:
            other = self._states.get((origin, target))
            found = states(self._ephemeris, target, origin, self.et_s) if other is None else -other
            self._states[target, origin] = found
        return found

    def _axes_of(self, frame: Frame) -> Floats:
        match frame.axes:
            case Inertial(tilt):
                return mean.tilted(tilt)
            case OfDate("ecliptic"):
                return mean.ecliptic_of_date(self.et_s)
            case OfDate(_):
                return mean.equator_of_date(self.et_s)
            case BodyFixed(body):
                return body_fixed(rotations()[body], self.et_s)
            case OfKernel(name):
                return self._ephemeris.orientations(name, self.et_s)
            case TwoVector() as axes:
                along, near = self._direction(axes.along), self._direction(axes.near)
                return two_vector(axes.primary, along, axes.secondary, near)

    def _direction(self, direction: Direction) -> Floats:
        match direction:
            case PositionOf(target, origin):
                return self._state(*seen_from(target, origin))[:, :3]
            case VelocityOf(target, origin):
                return self._state(*seen_from(target, origin))[:, 3:]
            case Constant(frame, x, y, z):
                return np.asarray(np.array([x, y, z]) @ self.axes(frames()[frame]))
            case DipoleNorth():
                to_geo = self.axes(frames()["GEO"])
                north = np.einsum("ni,nij->nj", dipole_north(self.et_s), to_geo)
                return np.asarray(north)


def two_vector(primary: str, along: Floats, secondary: str, near: Floats) -> Floats:
    """Return rotations whose axis `primary` lies along a vector and `secondary` near another.

    Parameters
    ----------
    primary, secondary : str
        Such as ``+X``.
    along, near : ndarray, shape (n, 3) or (3,)
        Vectors of any length.

    Returns
    -------
    ndarray, shape (n, 3, 3) or (3, 3)
        The rows are the axes. NaN where the vectors are parallel.
    """
    i, j = _AXES.index(primary[1]), _AXES.index(secondary[1])
    k = 3 - i - j
    first = _unit(-along if primary[0] == "-" else along)
    second = -near if secondary[0] == "-" else near
    right_handed = (j - i) % 3 == 1
    third = _unit(_cross(first, second) if right_handed else _cross(second, first))
    between = _cross(third, first) if right_handed else _cross(first, third)
    rows = np.empty((*third.shape[:-1], 3, 3))
    rows[..., i, :], rows[..., j, :], rows[..., k, :] = first, between, third
    rows[np.isnan(third).any(axis=-1)] = np.nan
    return rows


def seen_from(target: str, origin: str) -> tuple[str, str]:
    """Return target and origin of a direction as kernels name them.

    Between a planet and the Sun the barycentre of the planet's system stands for the planet:
    so the axes are the same whether or not kernels of its moons are there (of Jupiter, 0.06
    arcsec at most).
    """
    if "sun" in (target, origin):
        return _barycentre(target), _barycentre(origin)
    return known_to_kernels(target), known_to_kernels(origin)


def known_to_kernels(name: str) -> str:
    """Return NAIF's number of a body of the table; any other name in capitals."""
    found = bodies.find_body(name)
    return str(found.id) if found else name.upper()


def _barycentre(name: str) -> str:
    found = bodies.find_body(name)
    if found and found.is_planet and found.system >= 4:
        return str(found.system)
    return known_to_kernels(name)


def _unit(vectors: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        length = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))
        return np.asarray(vectors / length[..., np.newaxis])


def _cross(a: Floats, b: Floats) -> Floats:
    """Return the vector product; faster than `numpy.cross`, which looks at every axis."""
    ax, ay, az = a[..., 0], a[..., 1], a[..., 2]
    bx, by, bz = b[..., 0], b[..., 1], b[..., 2]
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=-1)
