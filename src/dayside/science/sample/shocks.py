"""What a fast shock does to a plasma, and what it looks like to a spacecraft."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.sample import constants as c

Floats = NDArray[np.floating[Any]]


def jump(
    normal_speed_km_s: Floats, density_cm3: Floats, temperature_ev: Floats, field_nt: Floats
) -> tuple[Floats, Floats]:
    """Return the ratios of density and of temperature across a perpendicular shock.

    The Rankine-Hugoniot relations of ideal MHD give for ``X = n2/n1 = B2/B1`` ::

        2 (2 − γ) X² + [2 (β + 1) + β (γ − 1) M²] γ X − β γ (γ + 1) M² = 0

    with the sonic Mach number ``M`` of the flow along the normal and the ratio of
    pressures ``β``; momentum then gives the pressure
    ``p2/p1 = 1 + γ M² (1 − 1/X) + (1 − X²)/β`` (Priest 1982, Solar MHD, 5.4). X lies
    between 1 and (γ+1)/(γ−1) = 4. Where the flow is slower than the fast wave there is no
    shock: both ratios are 1.

    Parameters
    ----------
    normal_speed_km_s : ndarray
        Of the plasma ahead, towards the shock at rest.
    density_cm3, temperature_ev, field_nt : ndarray
        Ahead; electrons as warm as the protons are counted in.

    Examples
    --------
    >>> ratio, _ = jump(*(np.array([v]) for v in (1e5, 5.0, 10.0, 5.0)))
    >>> float(ratio[0].round(3))
    4.0
    """
    g = c.GAMMA
    pressure = 2 * density_cm3 * temperature_ev * c.THERMAL_NPA
    field = (field_nt / c.FIELD_OF_NPA) ** 2
    ram = density_cm3 * normal_speed_km_s**2 * c.PRESSURE_NPA
    # All terms times the magnetic pressure, so that no field at all is a case like others.
    a = 2 * (2 - g) * field
    # γ p M² is the ram pressure itself.
    b = 2 * g * (pressure + field) + (g - 1) * ram
    d = (g + 1) * ram
    ratio = 2 * d / (b + np.sqrt(b * b + 4 * a * d))
    ratio = np.maximum(ratio, 1.0)
    behind = pressure + ram * (1 - 1 / ratio) + field * (1 - ratio * ratio)
    heat = np.maximum(behind / (pressure * ratio), 1.0)
    return ratio, heat


def magnetosonic_mach(
    speed_km_s: Floats, density_cm3: Floats, temperature_ev: Floats, field_nt: Floats
) -> Floats:
    """Return the flow speed over the speed of the fast wave across the field."""
    alfven2 = c.ALFVEN_KM_S**2 * field_nt**2 / density_cm3
    # Protons and electrons: c_s² = γ 2 T / m, and 1 eV is (13.8 km/s)²/2.
    sound2 = c.GAMMA * temperature_ev * c.PROTON_KM_S**2
    return np.asarray(speed_km_s / np.sqrt(alfven2 + sound2))


def farris_russell(mach: Floats) -> Floats:
    """Return how far a bow shock stands from the planet, in distances of its obstacle.

    ``1 + 1.1 ((γ − 1) M² + 2) / ((γ + 1)(M² − 1))`` with the magnetosonic Mach number
    (Farris & Russell 1994, JGR 99, 17681).

    Examples
    --------
    >>> round(float(farris_russell(np.array(8.0))), 3)
    1.292
    """
    m2 = np.maximum(mach, 1.5) ** 2
    return np.asarray(1 + 1.1 * ((c.GAMMA - 1) * m2 + 2) / ((c.GAMMA + 1) * (m2 - 1)))


def profile(depth_km: Floats, ramp_km: Floats) -> tuple[Floats, Floats]:
    """Return the ramp (0 ahead, 1 behind) and the overshoot of a supercritical shock.

    Parameters
    ----------
    depth_km : ndarray
        Distance behind the shock along its normal; negative ahead of it.
    ramp_km : ndarray
        Half width of the ramp, about half an ion inertial length.

    Returns
    -------
    ramp : ndarray
        With a foot of a seventh of the jump, reaching five half widths ahead.
    overshoot : ndarray
        A damped wave train behind, 0.45 at its first crest, to be multiplied with the
        state behind.
    """
    s = depth_km / ramp_km
    ramp = 0.5 + 0.43 * np.tanh(s) + 0.07 * np.tanh((s + 2.5) / 2.5)
    behind = np.clip(s, 0, 60)
    train = 0.7 * np.exp(-behind / 7.0) * np.sin(behind * 0.55) * ramp
    return ramp, train
