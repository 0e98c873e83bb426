"""How bodies are turned: poles and prime meridians of the IAU. The table is `rotation.toml`.

A body-fixed frame has +Z along the north pole of right ascension α and declination δ (J2000),
and +X through the prime meridian, W degrees east of the ascending node of the body's equator on
that of J2000::

    R = R3(W) R1(90° - δ) R3(90° + α)

with α and δ polynomials of the Julian centuries T past J2000 (TDB), W of the days d, and sums of
sines (α, W) and cosines (δ) of angles of the system.

Source: Archinal et al. 2018, doi:10.1007/s10569-017-9805-5, equations 1 to 3.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Coefficients = tuple[float, ...]

DAY_S = 86_400.0
CENTURY_S = 36_525.0 * DAY_S


@dataclass(frozen=True, slots=True)
class Periodic:
    """What one angle of the system adds to pole and meridian, in degrees."""

    number: int
    right_ascension: float
    declination: float
    meridian: float


@dataclass(frozen=True, slots=True)
class Rotation:
    """Rotation elements of one body; polynomials in degrees, constant term first."""

    right_ascension: Coefficients
    declination: Coefficients
    meridian: Coefficients
    angles: tuple[Coefficients, ...] = ()
    periodic: tuple[Periodic, ...] = ()


@cache
def rotations() -> Mapping[str, Rotation]:
    """Return the elements by bodies' names as ids have them."""
    table = tomllib.loads(files(__package__).joinpath("rotation.toml").read_text("utf-8"))
    angles = {name: tuple(map(tuple, rows)) for name, rows in table.pop("angles").items()}
    return {
        name: Rotation(
            tuple(entry["right_ascension"]),
            tuple(entry["declination"]),
            tuple(entry["meridian"]),
            angles.get(entry.get("system", ""), ()),
            tuple(Periodic(*row) for row in entry.get("periodic", ())),
        )
        for name, entry in table.items()
    }


def body_fixed(rotation: Rotation, et_s: Floats) -> Floats:
    """Return what turns J2000 vectors into the body-fixed frame, shape (n, 3, 3)."""
    right_ascension, declination, meridian = pole_and_meridian(rotation, et_s)
    return np.asarray(
        about_z(meridian) @ about_x(np.pi / 2 - declination) @ about_z(np.pi / 2 + right_ascension)
    )


def pole_and_meridian(rotation: Rotation, et_s: Floats) -> tuple[Floats, Floats, Floats]:
    """Return right ascension and declination of the pole, and W, in radians."""
    centuries, days = et_s / CENTURY_S, et_s / DAY_S
    right_ascension = polynomial(rotation.right_ascension, centuries)
    declination = polynomial(rotation.declination, centuries)
    meridian = polynomial(rotation.meridian, days)
    for term in rotation.periodic:
        angle = np.radians(polynomial(rotation.angles[term.number - 1], centuries))
        right_ascension = right_ascension + term.right_ascension * np.sin(angle)
        declination = declination + term.declination * np.cos(angle)
        meridian = meridian + term.meridian * np.sin(angle)
    # W grows to millions of degrees: reduced in degrees, where 360 is exact.
    return np.radians(right_ascension), np.radians(declination), np.radians(meridian % 360.0)


def polynomial(coefficients: Coefficients, t: Floats) -> Floats:
    """Return a polynomial of `t`, constant term first."""
    found: Floats = np.full(t.shape, coefficients[-1])
    for coefficient in reversed(coefficients[:-1]):
        found = found * t + coefficient
    return found


def about_z(angle: Floats) -> Floats:
    """Return the rotation of the coordinate system about Z."""
    c, s, zero, one = np.cos(angle), np.sin(angle), np.zeros_like(angle), np.ones_like(angle)
    return _matrix([[c, s, zero], [-s, c, zero], [zero, zero, one]])


def about_y(angle: Floats) -> Floats:
    """Return the rotation of the coordinate system about Y."""
    c, s, zero, one = np.cos(angle), np.sin(angle), np.zeros_like(angle), np.ones_like(angle)
    return _matrix([[c, zero, -s], [zero, one, zero], [s, zero, c]])


def about_x(angle: Floats) -> Floats:
    """Return the rotation of the coordinate system about X."""
    c, s, zero, one = np.cos(angle), np.sin(angle), np.zeros_like(angle), np.ones_like(angle)
    return _matrix([[one, zero, zero], [zero, c, s], [zero, -s, c]])


def _matrix(rows: list[list[Floats]]) -> Floats:
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)
