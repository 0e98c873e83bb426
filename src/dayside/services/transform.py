"""Vectors from one frame to another, and positions of bodies, with what they were made from."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import Principal
from dayside.model.errors import BadRequest
from dayside.model.frame import Frame
from dayside.science import bodies
from dayside.science.frames import Kind, aberration_deg, transform
from dayside.science.frames.clock import et_of
from dayside.science.frames.sky import Sky
from dayside.science.frames.transform import apply
from dayside.services.door import Door
from dayside.services.frames import pair, resolved
from dayside.services.kernels import spice_for

Floats = NDArray[np.floating[Any]]
Ticks = NDArray[np.int64]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TransformRequest:
    """What is to be made of vectors.

    Attributes
    ----------
    source, target : str
        Names of frames, as `dayside.science.frames.resolve` takes them.
    kind : {"vector", "position", "velocity"}
        What the vectors are: turned, turned and moved, or freed of the frame's own motion.
    body : str or None
        What the vectors are about, for names that several frames have.
    aberration_deg : float
        Turns the target's axes about its +Z, from +X towards -Y.
    wind_km_s : float or None
        Speed of the solar wind, from which the aberration is computed instead.
    unit_km : float or None
        Length of one unit of positions; 1 is km. None: km.
    """

    source: str
    target: str
    kind: Kind = "vector"
    body: str | None = None
    aberration_deg: float = 0.0
    wind_km_s: float | None = None
    unit_km: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Transformed:
    """Vectors in another frame.

    Attributes
    ----------
    vectors : ndarray, shape (n, 3)
    source, target : Frame
    kernels : list of str
        Names of the kernels that were loaded.
    missing : int
        Rows that have no value, though they had one.
    reason : str
        Why.
    aberration_deg : ndarray or float
        The angle that was used.
    """

    vectors: Floats
    source: Frame
    target: Frame
    kernels: list[str] = field(default_factory=list)
    missing: int = 0
    reason: str = ""
    aberration_deg: float | Floats = 0.0


def transformed(
    door: Door,
    vectors: Floats,
    ticks: Ticks,
    request: TransformRequest,
    principal: Principal,
    positions: Floats | None = None,
) -> Transformed:
    """Return vectors of one frame in another.

    Parameters
    ----------
    vectors : ndarray, shape (n, 3)
    ticks : ndarray of int64, shape (n,)
        TT2000.
    request : TransformRequest
    principal : Principal
        Who asks: private kernels are used only for who may see them.
    positions : ndarray, shape (n, 3), optional
        For velocities: where they are, in units of `TransformRequest.unit_km`.

    Raises
    ------
    NotFound, BadRequest
        If a frame is none, or shapes do not fit.
    """
    spice = spice_for(door, principal)
    source, target = pair(door, request.source, request.target, principal, request.body)
    et_s = et_of(np.asarray(ticks, np.int64))
    angle = _angle(request, target, spice, et_s)
    scale = request.unit_km if request.kind != "vector" else 1.0
    given = np.asarray(vectors, np.float64)
    found = transform(
        given * scale,
        et_s,
        source,
        target,
        spice,
        request.kind,
        angle,
        None if positions is None else np.asarray(positions, np.float64) * request.unit_km,
    )
    lost = np.isnan(found).any(axis=1) & np.isfinite(given).all(axis=1)
    missing = int(lost.sum())
    reason = _reason(spice.reason, target) if missing else ""
    if reason:
        _log.warning("%d of %d rows have no value: %s", missing, len(found), reason)
    kernels = [path.name for path in spice.files]
    return Transformed(found / scale, source, target, kernels, missing, reason, angle)


def positions_km(
    door: Door,
    body: str,
    ticks: Ticks,
    frame: str,
    center: str | None,
    principal: Principal,
) -> Floats:
    """Return geometric positions of a body in a frame's axes, about `center`, shape (n, 3).

    Parameters
    ----------
    body : str
        A name SPICE knows, or NAIF's number.
    ticks : ndarray of int64, shape (n,)
        TT2000.
    frame : str
    center : str or None
        By default the frame's own centre.

    Raises
    ------
    NotFound
        If a body or frame is none.
    """
    spice = spice_for(door, principal)
    for name in filter(None, (body, center)):
        if bodies.find_body(name) is None and spice.body(name) is None:
            bodies.body(name)  # tells the nearest
    axes = _frame_about(door, frame, center, principal)
    sky = Sky(spice, et_of(np.asarray(ticks, np.int64)))
    origin = center if center is not None else axes.center
    found = apply(sky.axes(axes), sky.state(_key(body), _key(origin))[:, :3])
    if center is None and any(axes.offset_km):
        found = found - np.asarray(axes.offset_km)
    if np.isnan(found).any():
        lost = int(np.isnan(found).any(axis=1).sum())
        told = _reason(spice.reason, axes)
        _log.warning("%d of %d positions of %s are not known: %s", lost, len(found), body, told)
    return found


def _frame_about(door: Door, frame: str, center: str | None, principal: Principal) -> Frame:
    """Return a frame, that of the centre where its name has several: MSO about Mercury."""
    try:
        return resolved(door, frame, principal, center)
    except BadRequest:
        return resolved(door, frame, principal)


def _key(name: str) -> str:
    known = bodies.find_body(name)
    return known.key if known else name


def _reason(told: str, frame: Frame) -> str:
    if told:
        return told
    if frame.valid:
        first, last = (*frame.valid, "")[:2]
        return f"{frame.name} is defined from {first or 'the first'} to {last or 'today'}"
    return "no kernel covers these times"


def _angle(request: TransformRequest, target: Frame, spice: Any, et_s: Floats) -> float | Floats:
    if request.wind_km_s is None:
        return request.aberration_deg
    if request.aberration_deg:
        raise BadRequest("Give an angle of aberration or a solar-wind speed, not both.")
    if request.wind_km_s <= 0:
        raise BadRequest("The speed of the solar wind is above 0 km/s.")
    return aberration_deg(spice, target.center, et_s, np.full(len(et_s), request.wind_km_s))
