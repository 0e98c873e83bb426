"""The solar wind that reaches Mars, and how large it lets the obstacle be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dayside.science.sample import constants as c
from dayside.science.sample import shocks
from dayside.science.sample.wind import Wind

F32 = NDArray[np.float32]

PRESSURE_EXPONENT = -0.064
"""Both boundaries shrink as ``p_dyn**-0.064`` (Nemec et al. 2020: −0.063 and −0.065)."""
_MEAN_PRESSURE_NPA = 0.75
_MEAN_MACH = 6.5
_MEMORY_MIN = 15


@dataclass(frozen=True, slots=True)
class Upstream:
    """Wind in MSO by the minute, with what follows from it. One more minute than asked.

    Attributes
    ----------
    density_cm3, temperature_ev : ndarray, shape (n,)
        Of the protons.
    velocity_km_s, field_nt : ndarray, shape (3, n)
        MSO. The 4 degrees by which the planet's own motion turns the wind are left out, so
        that the unaberrated conics apply.
    pressure_npa, mach : ndarray, shape (n,)
        Dynamic pressure; magnetosonic Mach number.
    obstacle_scale, shock_scale : ndarray, shape (n,)
        Sizes of the pile-up boundary and of the bow shock over those of the conics.
    drape : ndarray, shape (2, n)
        Unit vector (y, z) of the cross-flow field of the past quarter of an hour, which
        is what the obstacle still wears.
    """

    density_cm3: F32
    temperature_ev: F32
    velocity_km_s: F32
    field_nt: F32
    pressure_npa: F32
    mach: F32
    obstacle_scale: F32
    shock_scale: F32
    drape: F32


def upstream(wind: Wind) -> Upstream:
    """Return what `wind` (R, T, N) means for Mars.

    The obstacle follows the dynamic pressure; the shock stands ahead of it as Farris and
    Russell say for the Mach number of the moment, relative to a mean wind (0.75 nPa,
    Mach 6.5) for which both lie on the conics.
    """
    # MSO: X to the Sun, Y against the planet's motion, Z north.
    turn = np.array([[-1.0], [-1.0], [1.0]])
    velocity, field = turn * wind.velocity_km_s, turn * wind.field_nt
    n, t_ev = wind.density_cm3, wind.temperature_k / c.EV_K
    speed = np.sqrt((velocity**2).sum(axis=0))
    strength = np.sqrt((field**2).sum(axis=0))
    pressure = c.PRESSURE_NPA * n * speed**2 * (1 + 4 * c.ALPHA_SHARE)
    mach = shocks.magnetosonic_mach(speed, n, t_ev, strength)
    obstacle = (pressure / _MEAN_PRESSURE_NPA) ** PRESSURE_EXPONENT
    mean = shocks.farris_russell(np.array(_MEAN_MACH))
    drape = np.stack([_trailing_mean(field[1]), _trailing_mean(field[2])])
    drape /= np.sqrt((drape**2).sum(axis=0)) + 0.2
    made = (n, t_ev, velocity, field, pressure, mach, obstacle)
    shock = obstacle * shocks.farris_russell(mach) / mean
    return Upstream(*(np.asarray(a, np.float32) for a in (*made, shock, drape)))


def each_second(minutes: F32) -> F32:
    """Return values by the second, linear between minutes, shape ``(..., (n − 1) * 60)``."""
    share = np.arange(60, dtype=np.float32) / np.float32(60)
    left, right = minutes[..., :-1, None], minutes[..., 1:, None]
    return (left + (right - left) * share).reshape(*minutes.shape[:-1], -1)


def _trailing_mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    padded = np.concatenate([np.full(_MEMORY_MIN, values[0]), values])
    total = np.cumsum(padded)
    return np.asarray((total[_MEMORY_MIN:] - total[:-_MEMORY_MIN]) / _MEMORY_MIN)
