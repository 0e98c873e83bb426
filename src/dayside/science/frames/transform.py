"""From one frame to another: fields, positions and velocities, which do not turn alike."""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from dayside.model.errors import BadRequest, nearest
from dayside.model.frame import Frame
from dayside.science.frames.ephemeris import Ephemeris
from dayside.science.frames.rotation import about_z
from dayside.science.frames.sky import Sky

Floats = NDArray[np.floating[Any]]
Kind = Literal["vector", "position", "velocity"]

KINDS: tuple[Kind, ...] = get_args(Kind)
BLOCK = 1 << 16
# For rates of turning: five points of this step are exact to 1e-9 for what turns once in hours,
# and a double tells their times apart.
_RATE_STEP_S = 16.0


def transform(
    vectors: Floats,
    et_s: Floats,
    source: Frame,
    target: Frame,
    ephemeris: Ephemeris,
    kind: Kind = "vector",
    aberration_deg: float | Floats = 0.0,
    positions_km: Floats | None = None,
) -> Floats:
    """Return vectors of `source` in `target`.

    Parameters
    ----------
    vectors : ndarray, shape (n, 3)
        Of any unit; positions in km, velocities in km/s.
    et_s : ndarray, shape (n,)
        TDB seconds past J2000.
    source, target : Frame
    ephemeris : Ephemeris
    kind : {"vector", "position", "velocity"}
        A vector (a field, a direction, a flow told by its axes) is turned; a position is turned
        and told from the centre of `target`; a velocity is told as an observer at rest in
        `target` has it: less the velocity of its centre, and less the turning of its axes.
    aberration_deg : float or ndarray of shape (n,)
        Turns the axes of `target` about its +Z so that +X, the direction to the Sun, points to
        where the solar wind comes from for who moves with the planet: towards -Y where the
        angle is positive.
    positions_km : ndarray, shape (n, 3), optional
        Positions in `source`, of which the velocities are, where the frames turn against each
        other; without them, of a body at the origin of `source`.

    Returns
    -------
    ndarray, shape (n, 3)
        NaN where an ephemeris or a definition does not reach.

    Raises
    ------
    BadRequest
        If `kind` is none, or shapes do not fit.
    """
    vectors, et_s = _checked(vectors, et_s, kind)
    angle = np.broadcast_to(np.asarray(aberration_deg, np.float64), et_s.shape)
    if kind == "velocity" and positions_km is None:
        positions_km = np.zeros_like(vectors)
    out = np.empty_like(vectors)
    for begin in range(0, len(et_s), BLOCK):
        part = slice(begin, begin + BLOCK)
        at = None if positions_km is None else np.asarray(positions_km, np.float64)[part]
        turned = _block(vectors[part], et_s[part], source, target, ephemeris, kind, at)
        out[part] = _aberrated(turned, angle[part])
    return out


def rotations(et_s: Floats, source: Frame, target: Frame, ephemeris: Ephemeris) -> Floats:
    """Return the matrices that turn vectors of `source` into `target`, shape (n, 3, 3)."""
    sky = Sky(ephemeris, et_s)
    return np.asarray(np.broadcast_to(_turn(sky, source, target), (len(sky.et_s), 3, 3)))


def aberration_deg(ephemeris: Ephemeris, body: str, et_s: Floats, wind_km_s: Floats) -> Floats:
    """Return the angle by which the solar wind's apparent direction is aberrated at a body.

    Parameters
    ----------
    ephemeris : Ephemeris
    body : str
        The planet.
    et_s : ndarray, shape (n,)
    wind_km_s : ndarray
        Radial speed of the solar wind.

    Returns
    -------
    ndarray, shape (n,)
        ``atan(V_across / (V_wind - V_away))`` in degrees, with the planet's velocity about the
        Sun across and away from it: some 5 degrees at the Earth, 8 to 10 at Mercury.
    """
    state = Sky(ephemeris, et_s).state(body, "sun")
    position, velocity = state[:, :3], state[:, 3:]
    away = np.einsum("ni,ni->n", position, velocity) / np.linalg.norm(position, axis=1)
    across = np.sqrt(np.maximum(np.einsum("ni,ni->n", velocity, velocity) - away**2, 0.0))
    return np.asarray(np.degrees(np.arctan2(across, wind_km_s - away)))


def _block(
    vectors: Floats,
    et_s: Floats,
    source: Frame,
    target: Frame,
    ephemeris: Ephemeris,
    kind: Kind,
    positions_km: Floats | None,
) -> Floats:
    if positions_km is not None and kind == "velocity":
        return _velocities(vectors, positions_km, et_s, source, target, ephemeris)
    sky = Sky(ephemeris, et_s)
    turned = apply(_turn(sky, source, target), vectors)
    return turned + _shift_km(sky, source, target) if kind == "position" else turned


def _velocities(
    velocities: Floats,
    positions_km: Floats,
    et_s: Floats,
    source: Frame,
    target: Frame,
    ephemeris: Ephemeris,
) -> Floats:
    """Return the rate of the position in `target`: R v + dR/dt r + d(shift)/dt."""
    steps = _RATE_STEP_S * np.array([-2.0, -1.0, 1.0, 2.0])
    weights = np.array([1.0, -8.0, 8.0, -1.0]) / (12.0 * _RATE_STEP_S)
    rate: Any = 0.0
    for step, weight in zip(steps, weights, strict=True):
        near = Sky(ephemeris, et_s + step)
        place = apply(_turn(near, source, target), positions_km)
        rate = rate + weight * (place + _shift_km(near, source, target))
    return np.asarray(apply(_turn(Sky(ephemeris, et_s), source, target), velocities) + rate)


def _shift_km(sky: Sky, source: Frame, target: Frame) -> Floats:
    """Return where the origin of `source` lies in `target`."""
    if source.center == target.center and source.offset_km == target.offset_km == (0.0, 0.0, 0.0):
        return np.zeros(3)
    about = target.center
    between = sky.origin_km(source, about) - sky.origin_km(target, about)
    return apply(sky.axes(target), between)


def _turn(sky: Sky, source: Frame, target: Frame) -> Floats:
    if source.axes == target.axes:
        return np.eye(3)
    return np.asarray(sky.axes(target) @ np.swapaxes(sky.axes(source), -1, -2))


def apply(matrices: Floats, vectors: Floats) -> Floats:
    """Return vectors, shape (n, 3), turned by matrices of shape (n, 3, 3) or (3, 3)."""
    if matrices.ndim == 2:
        return np.asarray(vectors @ matrices.T)
    return np.asarray(np.einsum("nij,nj->ni", matrices, vectors))


def _aberrated(vectors: Floats, angle_deg: Floats) -> Floats:
    if not angle_deg.any():
        return vectors
    # The vectors are turned by +a about Z: the coordinate system by -a.
    return apply(about_z(np.radians(-angle_deg)), vectors)


def _checked(vectors: Floats, et_s: Floats, kind: str) -> tuple[Floats, Floats]:
    if kind not in KINDS:
        raise BadRequest(
            f"There is no kind {kind!r} of transform: {', '.join(KINDS)}.{nearest(kind, KINDS)}"
        )
    vectors, et_s = np.asarray(vectors, np.float64), np.asarray(et_s, np.float64)
    if vectors.shape != (len(et_s), 3):
        raise BadRequest(
            f"{len(et_s)} times need vectors of shape ({len(et_s)}, 3); these are {vectors.shape}."
        )
    return vectors, et_s
