"""The steady part of a simulated solar wind: recurring streams and their collisions.

Coronal holes of a solar cycle give the speed at 0.1 au as a function of Carrington
longitude and time. From there the wind is carried outwards by the equations of an
isothermal gas in spherical symmetry, marched in radius, with time as the other
coordinate (everything runs outwards as the flow is faster than sound)::

    M = r² n v                     ∂M/∂r           = −∂(r² n)/∂t
                                   ∂[M (v + c²/v)]/∂r = −∂M/∂t + 2 c² r² n / r

Polarity, spiral field and entropy ride on the mass. Fast wind runs into slow wind
ahead of it: the compressions, the steep fronts and the rarefactions behind them come out
of these equations. The tangential field is frozen in, ``B_t ∝ n r``, and starts as
Parker's spiral, ``B_t/B_r = −Ω r/v`` (Parker 1958, ApJ 128, 664). Near 1 au the wind of
a body at another longitude is that of the Earth, ``Δφ/Ω`` later.

A 1-D model has no latitude, no non-radial flow and no Alfvén waves; those of
`dayside.science.sample.wind` are put on top.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dayside.science.sample import constants as c
from dayside.science.sample import noise

F64 = NDArray[np.float64]

STEP_S = 3_600.0
INNER_AU = 0.1
SOUND_KM_S = 60.0
"""Effective isothermal fast speed of the march: protons, electrons and field together."""
LEAD_S = 10 * 86_400.0
"""How long before the first second the wind must leave 0.1 au."""
_OMEGA_RAD_S = 2 * np.pi / (c.SUN_SIDEREAL_DAYS * 86_400)


@dataclass(frozen=True, slots=True)
class Streams:
    """Hourly wind at one distance; `time_s` counts from the first second asked for."""

    distance_au: float
    time_s: F64
    density_cm3: F64
    speed_km_s: F64
    temperature_k: F64
    radial_nt: F64
    tangential_nt: F64
    normal_nt: F64


def cycle_activity(years_after_minimum: F64) -> F64:
    """Return solar activity, 0 at the minimum and 1 at the maximum of an 11-year cycle.

    Rises in about five years and falls in six (Hathaway 2015, Living Rev. Sol. Phys. 12).
    """
    square = (np.remainder(years_after_minimum, 11.0) / 5.0) ** 2
    return np.asarray(square * np.exp(1 - square))


def streams(
    rng: np.random.Generator, duration_s: float, years_after_minimum: float, stops_au: list[float]
) -> list[Streams]:
    """Return the wind at each of `stops_au`.

    Parameters
    ----------
    rng : numpy.random.Generator
        Places and lives of the coronal holes.
    duration_s : float
        How long.
    years_after_minimum : float
        Where the solar cycle stands at the first second.
    stops_au : list of float
        Distances from the Sun, increasing, beyond 0.1 au.
    """
    time_s = np.arange(-LEAD_S, duration_s + STEP_S, STEP_S)
    activity = cycle_activity(years_after_minimum + time_s / (365.25 * 86_400))
    speed, polarity = _coronal_holes(rng, time_s, activity)
    speed += 24.0 * noise.knots(rng, len(time_s), 7).astype(np.float64)
    speed = np.clip(speed, 240.0, 680.0)
    polarity += 0.04 * noise.knots(rng, len(time_s), 5)
    # Fast wind carries slightly less mass, and slow wind is the more ragged of the two.
    mass_flux = 2_350.0 * (speed / 320.0) ** -1.0
    lumps = noise.knots(rng, len(time_s), 5).astype(np.float64)
    mass_flux *= np.exp(0.28 * lumps * np.clip((560 - speed) / 250, 0.15, 1.0))
    mass_flux *= 1 + 0.9 * np.exp(-((polarity / 0.12) ** 2))  # the plasma sheet
    radial_nt = 2.3 + 1.5 * activity  # at 1 au
    spiral = _OMEGA_RAD_S * c.AU_KM * radial_nt / mass_flux
    # Proton temperature follows speed (Lopez 1987); stored as what compression keeps.
    hot_k = 1e3 * np.maximum(0.031 * (speed + 40) - 5.1, 3.0) ** 2
    entropy = hot_k * (speed / mass_flux) ** (2 / 3)
    carried = np.stack([polarity, spiral, entropy])
    return [
        _at_distance(time_s, radial_nt, *state)
        for state in march(STEP_S, speed, mass_flux, carried, stops_au)
    ]


def _at_distance(
    time_s: F64, radial_nt: F64, distance_au: float, flux: F64, speed_km_s: F64, told: F64
) -> Streams:
    polarity, spiral, entropy = told
    n_r2 = flux / speed_km_s
    # Across the current sheet the field turns, through north, within hours.
    outward = np.tanh(50.0 * polarity)
    radial = radial_nt / distance_au**2
    tangential = spiral * n_r2 / distance_au
    return Streams(
        distance_au,
        time_s,
        n_r2 / distance_au**2,
        speed_km_s,
        # Heating by turbulence leaves T ~ r**-0.7 instead of r**-4/3.
        entropy * n_r2 ** (2 / 3) * distance_au**-0.7,
        outward * radial,
        -outward * tangential,
        np.sqrt((1 - outward**2) * (radial**2 + tangential**2)),
    )


def march(
    step_s: float, speed_km_s: F64, mass_flux: F64, carried: F64, stops_au: list[float]
) -> list[tuple[float, F64, F64, F64]]:
    """Carry a wind from 0.1 au outwards.

    First order upwind in time, conservative in mass and momentum; the step in radius
    keeps the slowest sound wave within one step of time.

    Parameters
    ----------
    step_s : float
        Step of the time axis.
    speed_km_s, mass_flux : ndarray, shape (n,)
        At 0.1 au; the flux is ``r² n v`` in cm-3 au2 km/s.
    carried : ndarray, shape (k, n)
        What rides on the mass, per unit of mass.
    stops_au : list of float
        Where to tell the state, increasing.

    Returns
    -------
    list of (float, ndarray, ndarray, ndarray)
        Distance, mass flux, speed and what is carried, at each stop.
    """
    flux, v = mass_flux.copy(), speed_km_s.copy()
    loads = carried * flux
    c2 = SOUND_KM_S**2
    momentum = flux * (v + c2 / v)
    r_km, told = INNER_AU * c.AU_KM, []
    for stop in stops_au:
        while r_km < stop * c.AU_KM * (1 - 1e-12):
            dr = min(0.95 * step_s * (float(v.min()) - SOUND_KM_S), stop * c.AU_KM - r_km)
            density = flux / v
            ratio = dr / step_s
            loads[:, 1:] -= ratio * np.diff(loads / v, axis=1)
            momentum += (2 * c2 * dr / r_km) * density
            momentum[1:] -= ratio * np.diff(flux)
            flux[1:] -= ratio * np.diff(density)
            q = momentum / flux
            v = 0.5 * (q + np.sqrt(np.maximum(q * q - 4 * c2, 0.0)))
            r_km += dr
        told.append((stop, flux.copy(), v.copy(), loads / flux))
    return told


def _coronal_holes(rng: np.random.Generator, time_s: F64, activity: F64) -> tuple[F64, F64]:
    """Return speed (km/s) and polarity (about −1..1) at 0.1 au, seen from the Earth."""
    turn_s = c.SUN_SYNODIC_DAYS * 86_400
    longitude = -2 * np.pi * time_s / turn_s
    speed = np.full(len(time_s), 290.0)
    # The tilted dipole of the quiet Sun, reversed at the maximum.
    tilt = 0.35 * np.cos(longitude + 0.7 + 2e-9 * time_s) + 0.15 * np.cos(2 * longitude + 2.0)
    polarity = tilt * np.where(np.maximum.accumulate(activity) > 0.97, -1.0, 1.0)
    births = time_s[0] + np.cumsum(rng.exponential(44 * 86_400, int(time_s[-1] / 5e6) + 40))
    for birth in births[births < time_s[-1]]:
        age = np.searchsorted(time_s, birth)
        quiet = 1.0 - activity[min(age, len(activity) - 1)]
        life_s = turn_s * rng.uniform(3, 6 + 12 * quiet)
        part = slice(age, np.searchsorted(time_s, birth + life_s))
        drift = rng.uniform(-3, 3) * np.pi / 180 / turn_s
        off = longitude[part] - rng.uniform(0, 2 * np.pi) - drift * (time_s[part] - birth)
        width = np.radians(rng.uniform(14, 26 + 10 * quiet))
        hole = np.exp((np.cos(off) - 1) / width**2)
        grown = np.clip(
            np.minimum(time_s[part] - birth, birth + life_s - time_s[part]) / turn_s, 0, 1
        )
        height = rng.uniform(110, 220 + 110 * quiet)
        speed[part] += grown * height * np.minimum(1.6 * hole, 1.0) * (1 - 0.25 * (1 - hole))
        polarity[part] += grown * rng.choice([-1.3, 1.3]) * np.exp((np.cos(off) - 1) / 0.6)
    return speed, polarity
