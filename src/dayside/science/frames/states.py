"""States of bodies at many times: from the ephemeris where few, between points of it where many.

Where no kernel has the centre of Mars or of a planet beyond, that of its system stands for it, as
planetary ephemerides have no other: 0.2 m away at Mars, up to 220 km at Jupiter, 310 km at Saturn,
45 km at Uranus and 75 km at Neptune.

Planets move so evenly that a cubic between states ten minutes apart is exact to 1e-13 of a
radian: a million times of a day need 145 states. Spacecraft are asked at each time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science import bodies
from dayside.science.frames.ephemeris import Ephemeris

Floats = NDArray[np.floating[Any]]

PLANET_STEP_S = 600.0
MOON_STEP_S = 30.0


def states(ephemeris: Ephemeris, target: str, observer: str, et_s: Floats) -> Floats:
    """Return positions and velocities of `target` about `observer` in J2000.

    Parameters
    ----------
    ephemeris : Ephemeris
    target, observer : str
        Bodies by name.
    et_s : ndarray, shape (n,)
        TDB seconds past J2000, in any order.

    Returns
    -------
    ndarray, shape (n, 6)
        km and km/s; NaN where no kernel covers.
    """
    found = _states(ephemeris, target, observer, et_s)
    missing = np.isnan(found[:, 0]) & np.isfinite(et_s)
    systems = _system(target), _system(observer)
    if systems != (target, observer) and missing.any():
        found[missing] = _states(ephemeris, *systems, et_s[missing])
    return found


def _system(name: str) -> str:
    """Return the barycentre that may stand for a planet; what is none as it is."""
    planet = bodies.find_body(name)
    stands_for = planet and planet.is_planet and 4 <= planet.system <= 8
    return str(planet.system) if planet and stands_for else name


def _states(ephemeris: Ephemeris, target: str, observer: str, et_s: Floats) -> Floats:
    step = min(_step_s(target), _step_s(observer))
    finite = et_s[np.isfinite(et_s)]
    if not step or not len(finite):
        return _asked(ephemeris, target, observer, et_s)
    first = np.floor(finite.min() / step)
    count = int(np.floor(finite.max() / step) - first) + 2
    if count * 4 > len(finite):
        return _asked(ephemeris, target, observer, et_s)
    grid_s = (first + np.arange(count)) * step
    found = _between(ephemeris.states(target, observer, grid_s), grid_s, step, et_s)
    # Near the ends of what kernels cover a point of the grid is missing, not the time asked for.
    missing = np.isnan(found[:, 0]) & np.isfinite(et_s)
    if missing.any():
        found[missing] = ephemeris.states(target, observer, et_s[missing])
    return found


def _asked(ephemeris: Ephemeris, target: str, observer: str, et_s: Floats) -> Floats:
    found = np.full((len(et_s), 6), np.nan)
    known = np.isfinite(et_s)
    if known.any():
        found[known] = ephemeris.states(target, observer, et_s[known])
    return found


def _between(states_km: Floats, grid_s: Floats, step_s: float, et_s: Floats) -> Floats:
    """Return cubic Hermite interpolation of states at the points of a grid."""
    known = np.isfinite(et_s)
    at = np.clip(
        ((np.where(known, et_s, grid_s[0]) - grid_s[0]) // step_s).astype(np.intp),
        0,
        len(grid_s) - 2,
    )
    t = ((et_s - grid_s[at]) / step_s)[:, np.newaxis]
    low, high = states_km[at], states_km[at + 1]
    p0, p1 = low[:, :3], high[:, :3]
    m0, m1 = low[:, 3:] * step_s, high[:, 3:] * step_s
    rise = p1 - p0
    bend, twist = 3 * rise - 2 * m0 - m1, m0 + m1 - 2 * rise
    position = p0 + t * (m0 + t * (bend + t * twist))
    velocity = (m0 + t * (2 * bend + t * 3 * twist)) / step_s
    return np.concatenate([position, velocity], axis=1)


def _step_s(name: str) -> float:
    """Return how far apart states may be; 0 where every time must be asked for."""
    found = bodies.find_body(name)
    if found is None:
        return PLANET_STEP_S if name in _BARYCENTRES else 0.0
    if found.is_planet or found.id == 10:
        return PLANET_STEP_S
    return MOON_STEP_S if found.id < 1000 else 0.0


_BARYCENTRES = frozenset(map(str, range(10)))
