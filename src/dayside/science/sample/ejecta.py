"""Interplanetary coronal mass ejections laid over a wind: shock, sheath, flux rope.

The rope is Lundquist's force-free cylinder, ``B_axis = B0 J0(α ρ)``,
``B_around = ±B0 J1(α ρ)``, with ``α R = 2.405`` at its edge (Lundquist 1950, Ark. Fys. 2,
361; Burlaga 1988, JGR 93, 7217), crossed along a chord at a constant impact parameter
while it expands: the speed falls linearly through it, the protons are colder than in wind
of that speed (Richardson & Cane 1995). The sheath is ambient wind, compressed and heated by
the jump of a perpendicular shock (`dayside.science.sample.shocks`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dayside.science.sample import constants as c
from dayside.science.sample import shocks

F64 = NDArray[np.float64]

_EDGE = 2.404826
"""First zero of J0."""


@dataclass(frozen=True, slots=True)
class Ejection:
    """One ICME as it passes an observer.

    Attributes
    ----------
    shock_s, sheath_s, rope_s : float
        When its shock arrives; how long sheath and rope last.
    excess_km_s : float
        How much faster than the ambient wind the rope's front is.
    field_nt : float
        On the rope's axis.
    handedness : int
        Sign of the helicity.
    axis_deg : float
        Angle of the axis from the T direction towards N.
    impact : float
        Closest approach to the axis in radii of the rope, −0.7 to 0.7.
    """

    shock_s: float
    sheath_s: float
    rope_s: float
    excess_km_s: float
    field_nt: float
    handedness: int
    axis_deg: float
    impact: float

    @property
    def stop_s(self) -> float:
        """When the rope has passed."""
        return self.shock_s + self.sheath_s + self.rope_s


def draw(rng: np.random.Generator, times_s: F64, field_scale: float = 1.0) -> list[Ejection]:
    """Return an ejection of random make at each of `times_s`."""
    return [
        Ejection(
            shock_s=float(when),
            sheath_s=3_600 * rng.uniform(6, 14),
            rope_s=3_600 * rng.uniform(14, 32),
            excess_km_s=min(60 + rng.gamma(3.0, 50.0), 400.0),
            field_nt=field_scale * (10 + rng.gamma(2.0, 4.5)),
            handedness=int(rng.choice([-1, 1])),
            axis_deg=rng.uniform(-90, 90),
            impact=rng.uniform(-0.7, 0.7),
        )
        for when in times_s
    ]


def arrival_times_s(rng: np.random.Generator, time_s: F64, activity: F64, per_year: float) -> F64:
    """Return Poisson arrival times, `per_year` of them at the maximum of the cycle."""
    step = float(time_s[1] - time_s[0])
    expected = per_year * (0.08 + 0.92 * activity) * step / (365.25 * 86_400)
    hits = time_s[(rng.random(len(time_s)) < expected) & (time_s > 0)]
    # Two that overlap would be one complex ejection: keep the first.
    return hits[np.concatenate([[True], np.diff(hits) > 4 * 86_400])] if len(hits) else hits


def rope_field_nt(ejection: Ejection, time_s: F64) -> F64:
    """Return R, T, N of the flux rope's field; zero outside of it.

    Parameters
    ----------
    ejection : Ejection
        The rope.
    time_s : ndarray, shape (n,)
        On the axis of ``shock_s``.

    Returns
    -------
    ndarray, shape (3, n)
    """
    front = ejection.shock_s + ejection.sheath_s
    half = np.sqrt(1 - ejection.impact**2)
    along = half * (1 - 2 * (time_s - front) / ejection.rope_s)
    rho = np.hypot(along, ejection.impact)
    inside = rho < 1
    axial = np.where(inside, _bessel(0, _EDGE * rho), 0.0)
    around = np.where(inside, ejection.handedness * _bessel(1, _EDGE * rho), 0.0)
    per_rho = around / np.maximum(rho, 1e-6)
    angle = np.radians(ejection.axis_deg)
    # The chord runs along R; the closest approach lies along R × axis.
    radial = -per_rho * ejection.impact
    across = per_rho * along
    return ejection.field_nt * np.stack(
        [
            radial,
            axial * np.cos(angle) - across * np.sin(angle),
            axial * np.sin(angle) + across * np.cos(angle),
        ]
    )


def lay_over(
    ejection: Ejection,
    time_s: F64,
    density_cm3: F64,
    speed_km_s: F64,
    temperature_k: F64,
    field_nt: F64,
    turbulence: F64,
) -> None:
    """Change a wind in place where `ejection` passes.

    Parameters
    ----------
    ejection : Ejection
        What passes.
    time_s : ndarray, shape (n,)
        Increasing.
    density_cm3, speed_km_s, temperature_k, turbulence : ndarray, shape (n,)
        The wind; `turbulence` scales the fluctuations that will be put on it.
    field_nt : ndarray, shape (3, n)
        R, T, N.
    """
    first, rope, last, after = np.searchsorted(
        time_s,
        [
            ejection.shock_s,
            ejection.shock_s + ejection.sheath_s,
            ejection.stop_s,
            ejection.stop_s + 12 * 3_600,
        ],
    )
    if first in (0, len(time_s)) or after == len(time_s):
        return
    n, v, t = (float(a[first - 1]) for a in (density_cm3, speed_km_s, temperature_k))
    b = float(np.sqrt((field_nt[:, first - 1] ** 2).sum()))
    lead = v + ejection.excess_km_s
    ratio, driven = _driven_shock(ejection.excess_km_s, n, t, b)
    sheath, core = slice(first, rope), slice(rope, last)
    deep = (time_s[sheath] - ejection.shock_s) / ejection.sheath_s
    density_cm3[sheath] *= ratio * (1 - 0.25 * deep)
    field_nt[:, sheath] *= ratio * (1 + 0.2 * deep)
    temperature_k[sheath] = temperature_k[sheath] * driven
    speed_km_s[sheath] = lead - (1 - deep) * 0.12 * ejection.excess_km_s
    turbulence[sheath] *= 2.4

    through = (time_s[core] - time_s[rope]) / ejection.rope_s
    end = 0.5 * (v + speed_km_s[last])
    speed_km_s[core] = lead + (end - lead) * through
    density_cm3[core] = n * (0.9 - 0.4 * np.sin(np.pi * through))
    expected = 1e3 * np.maximum(0.031 * speed_km_s[core] - 5.1, 2.0) ** 2
    temperature_k[core] = 0.25 * expected
    weight = np.minimum(1.0, 12 * np.minimum(through, 1 - through))
    field_nt[:, core] *= 0.15 * (1 - weight)
    field_nt[:, core] += rope_field_nt(ejection, time_s[core])
    turbulence[core] *= 1 - 0.75 * weight

    wake = slice(last, after)
    fade = np.exp(-(time_s[wake] - ejection.stop_s) / (3 * 3_600)) * (
        1 - np.linspace(0, 1, after - last)
    )
    speed_km_s[wake] += fade * (end - speed_km_s[last])


def _driven_shock(excess_km_s: float, n: float, t_k: float, b: float) -> tuple[float, float]:
    """Return the ratios of density and temperature at a shock driven by a piston.

    The gas behind the shock moves with the piston: ``u_shock (1 − 1/X) = excess``.
    """
    speed = excess_km_s * np.linspace(1.05, 6.0, 200)
    t_ev = np.full(200, t_k / c.EV_K)
    ratio, heat = shocks.jump(speed, np.full(200, n), t_ev, np.full(200, b))
    best = int(np.argmin(np.abs(speed * (1 - 1 / ratio) - excess_km_s)))
    return float(ratio[best]), float(heat[best])


def _bessel(order: int, x: F64) -> F64:
    """Return J0 or J1 by the trapezoidal rule on Bessel's integral (exact to 1e-12 here)."""
    angle = (np.arange(24) + 0.5) * np.pi / 24
    return np.asarray(np.cos(order * angle - np.multiply.outer(x, np.sin(angle))).mean(axis=-1))
