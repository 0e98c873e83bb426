"""Bodies that kernels know, and their paths in any frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import Principal, time
from dayside.model.errors import BadRequest, EmptyInterval, TooMuch
from dayside.model.frame import Frame
from dayside.science import bodies
from dayside.science.frames import frames, rotations, transform
from dayside.science.frames.clock import et_of, ticks_of
from dayside.services.door import Door
from dayside.services.frames import resolved
from dayside.services.kernels import every, spice_for, used

Floats = NDArray[np.floating[Any]]

MOST_TIMES = 1_000_000

_FIRST_S, _LAST_S = -9.2e9, 8.2e9


@dataclass(frozen=True, slots=True)
class KnownBody:
    """A body with positions.

    Attributes
    ----------
    name : str
        As ids have it.
    title : str
    id : int
        NAIF's number.
    kind : str
        SPACECRAFT, PLANET, SATELLITE, COMET, ASTEROID or SUN.
    start, stop : int
        TT2000 of the first and the last position.
    """

    name: str
    title: str
    id: int
    kind: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """Where a body is at times.

    Attributes
    ----------
    ticks : ndarray of int64, shape (n,)
    position_km, velocity_km_s : ndarray, shape (n, 3)
        In `frame`, the velocity as who rests in it sees it.
    frame : Frame
    kernels : list of str
    """

    ticks: NDArray[np.int64]
    position_km: Floats
    velocity_km_s: Floats
    frame: Frame
    kernels: list[str]


def known_bodies(door: Door, principal: Principal) -> list[KnownBody]:
    """Return the planets, and every body of the kernels that `principal` may see."""
    spice = spice_for(door, principal)
    spans: dict[int, list[tuple[float, float]]] = {}
    for planet in bodies.bodies().values():
        if planet.is_planet or planet.id in (10, 301):
            center = "0" if planet.id == 10 else "10"
            windows = spice.when(str(planet.system if planet.system < 10 else planet.id), center)
            spans[planet.id] = [(float(a), float(b)) for a, b in windows]
    names: dict[int, str] = {}
    for kernel in every(door, principal):
        for cover in kernel.covers:
            if cover.kind == "body" and not 0 <= cover.id <= 10:
                spans.setdefault(cover.id, []).extend(cover.intervals)
                names[cover.id] = cover.name
    return [_known(number, names.get(number, ""), s) for number, s in spans.items() if s]


def path(
    door: Door, body: str, frame: str, start: int, stop: int, step_s: float, principal: Principal
) -> Path:
    """Return where a body is, every `step_s` seconds from `start` up to `stop`, both included.

    Raises
    ------
    NotFound, BadRequest
        If the body or the frame is none, or the times cannot be.
    """
    ticks = _times(start, stop, step_s)
    position, velocity, told = states(door, body, frame, ticks, principal)
    return Path(ticks, position, velocity, told, used(door, principal))


def states(
    door: Door, body: str, frame: str, ticks: NDArray[np.int64], principal: Principal
) -> tuple[Floats, Floats, Frame]:
    """Return positions (km) and velocities (km/s) of a body in a frame, and the frame."""
    spice = spice_for(door, principal)
    if bodies.find_body(body) is None and spice.body(body) is None:
        bodies.body(body)  # tells the nearest
    target = resolved(door, frame, principal)
    known = bodies.find_body(body)
    at_body = replace(frames()["J2000"], center=known.key if known else body)
    rest, et_s = np.zeros((len(ticks), 3)), et_of(ticks)
    position = transform(rest, et_s, at_body, target, spice, "position")
    velocity = transform(rest, et_s, at_body, target, spice, "velocity", 0.0, rest)
    return position, velocity, target


def matrices(
    door: Door, source: str, target: str, start: int, stop: int, step_s: float, principal: Principal
) -> tuple[NDArray[np.int64], Floats]:
    """Return times, and rotations from one frame to another at them, shape (n, 3, 3)."""
    ticks = _times(start, stop, step_s)
    a, b = resolved(door, source, principal), resolved(door, target, principal)
    return ticks, rotations(et_of(ticks), a, b, spice_for(door, principal))


def _times(start: int, stop: int, step_s: float) -> NDArray[np.int64]:
    if not 0 < step_s < 1e10:
        raise BadRequest(f"The sampling is a number of seconds above 0, not {step_s:g}.")
    if start > stop:
        raise EmptyInterval(
            f"The start {time.to_text(start)} is after the stop {time.to_text(stop)}."
        )
    count = int((stop - start) // round(step_s * time.NS)) + 1
    if count > MOST_TIMES:
        raise TooMuch(f"That is {count:,} times; one request gives {MOST_TIMES:,} at most.")
    return start + np.arange(count, dtype=np.int64) * round(step_s * time.NS)


def _known(number: int, said: str, spans: list[tuple[float, float]]) -> KnownBody:
    body = bodies.find_body(number)
    name = body.key if body else said.strip().lower().replace(" ", "_") or str(number)
    ends = np.clip([min(a for a, _ in spans), max(b for _, b in spans)], _FIRST_S, _LAST_S)
    first, last = (int(t) for t in ticks_of(ends))
    return KnownBody(name, body.name if body else said or name, number, _kind(number), first, last)


def _kind(number: int) -> str:
    if number < 0:
        return "SPACECRAFT"
    if number == 10:
        return "SUN"
    if number < 1_000_000:
        return "PLANET" if number % 100 == 99 else "SATELLITE"
    return "COMET" if number < 2_000_000 else "ASTEROID"
