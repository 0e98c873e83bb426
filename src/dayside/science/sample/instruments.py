"""What the simulated instruments make of a plasma: averages, counts, steps, gaps.

The ion spectrometer sees a drifting Maxwellian averaged over all directions. Of a
population with density n, drift u and thermal speed w = √(2T/m), the share slower than v
is ::

    F(v) = ½ [erf((v−u)/w) + erf((v+u)/w)]
           − w/(2 √π u) [exp(−((v−u)/w)²) − exp(−((v+u)/w)²)]

so that a channel's share ``ΔF`` is exact whatever its width. With ``ε = Δv/v`` its energy
flux (per energy, in all directions the same) is ``n ΔF v / (8π ε)``, since
``j E = f v⁴/2`` and ``n ΔF = 4π f v² Δv``. Summing ``8π ε/v`` times the fluxes of protons
alone gives their density back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dayside.science.sample import constants as c
from dayside.science.sample.mission import Day
from dayside.science.sample.noise import F32

MOMENTS_S = 4
SPECTRUM_S = 12
ENERGY_EDGES_EV = np.geomspace(10.0, 25_000.0, 33)
ENERGY_EV = np.sqrt(ENERGY_EDGES_EV[:-1] * ENERGY_EDGES_EV[1:])
SPEED_WIDTH = float(np.log(ENERGY_EDGES_EV[1] / ENERGY_EDGES_EV[0]) / 2)
"""ε: width of a channel in speed over its speed, the same for all."""
COUNTS_PER_FLUX = 1.5e-4
"""Counts in 12 s at a flux of 1 eV/(cm2 s sr eV)."""
BACKGROUND_COUNTS = 2.0

GOOD, LOW_COUNTS, BELOW_RANGE = 0, 1, 2
"""Flags of the moments; the last where cold ions below 10 eV are missed in part."""

_CM_A_KM = 1e5
_COUNTS_PER_DENSITY = 400.0


def stepped(values: NDArray[np.floating], step: float) -> F32:
    """Return `values` rounded to multiples of `step`, as a digitiser does."""
    return np.asarray(np.rint(np.asarray(values) / step) * step, np.float32)


def shortened(values: NDArray[np.floating], bits: int = 10) -> F32:
    """Return `values` with `bits` bits behind the leading one: a relative precision.

    Examples
    --------
    >>> shortened(np.array([1.23456789]), 10).tolist()
    [1.234375]
    """
    raw = np.ascontiguousarray(values, np.float32).view(np.uint32)
    cut = np.uint32(23 - bits)
    half = np.uint32(1 << (22 - bits))
    cleared: NDArray[np.uint32] = (raw + half) >> cut << cut
    return cleared.view(np.float32)


def magnetometer(day: Day) -> dict[str, F32]:
    """Return field (nT, steps of 1/128) and position (km, steps of 1/4) each second."""
    return {
        "B": stepped(day.plasma.field_nt, 1 / 128).T,
        "position": stepped(day.position_rm * np.float32(c.MARS_RADIUS_KM), 0.25).T,
    }


@dataclass(frozen=True, slots=True)
class _Bulk:
    """Averages over an instrument's accumulation."""

    protons: F32
    velocity: F32
    temperature: F32
    heavy: F32
    heavy_energy: F32
    heavy_temperature: F32

    @classmethod
    def of(cls, day: Day, seconds: int) -> _Bulk:
        p = day.plasma
        return cls(
            *(
                _mean(a, seconds)
                for a in (
                    p.density_cm3,
                    p.velocity_km_s,
                    p.temperature_ev,
                    p.heavy_cm3,
                    p.heavy_energy_ev,
                    p.heavy_temperature_ev,
                )
            )
        )


def _mean(values: F32, seconds: int) -> F32:
    shape = (*values.shape[:-1], -1, seconds)
    return np.asarray(values.reshape(shape).mean(axis=-1, dtype=np.float32))


def ion_moments(day: Day, rng: np.random.Generator) -> dict[str, NDArray[np.generic]]:
    """Return moments of all ions every 4 s, as counting statistics lets them be known."""
    bulk = _Bulk.of(day, MOMENTS_S)
    solar = bulk.protons * np.float32(1 + c.ALPHA_SHARE)
    density = solar + bulk.heavy
    share = bulk.heavy / density
    velocity = bulk.velocity * (1 - share)
    # O+ that has been lifted flows down the tail; cold ions rest with the planet.
    velocity[0] -= (
        share * np.float32(c.PROTON_KM_S / 4) * np.sqrt(np.maximum(bulk.heavy_energy - 11, 0))
    )
    temperature = bulk.temperature * (1 - share) + bulk.heavy_temperature * share
    counts = np.maximum(density * np.float32(_COUNTS_PER_DENSITY), 1)
    relative = 1 / np.sqrt(counts)
    density_error = relative * density
    velocity_error = relative * np.sqrt(temperature) * np.float32(c.PROTON_KM_S)
    temperature_error = relative * temperature * np.float32(1.4)
    scatter = rng.standard_normal((5, len(density)), np.float32)
    quality = np.full(len(density), GOOD, np.uint8)
    quality[counts < 25] = LOW_COUNTS
    quality[(share > 0.5) & (bulk.heavy_energy < 30)] = BELOW_RANGE
    return {
        "density": shortened(np.maximum(density + scatter[0] * density_error, density * 0.05)),
        "density_uncertainty": shortened(density_error, 7),
        "velocity": stepped(velocity + scatter[1:4] * velocity_error, 1 / 8).T,
        "temperature": shortened(
            np.maximum(temperature + scatter[4] * temperature_error, temperature * 0.05)
        ),
        "temperature_uncertainty": shortened(temperature_error, 7),
        "heavy_density": shortened(np.where(bulk.heavy > 1e-3, bulk.heavy, 0)),
        "quality": quality,
    }


def ion_spectrogram(day: Day, rng: np.random.Generator) -> dict[str, F32]:
    """Return the energy flux of ions every 12 s, from Poisson counts in 32 channels."""
    bulk = _Bulk.of(day, SPECTRUM_S)
    speed = np.sqrt((bulk.velocity**2).sum(axis=0))
    flux = energy_flux(bulk.protons, speed, bulk.temperature, 1, 1)
    flux += energy_flux(bulk.protons * c.ALPHA_SHARE, speed, 4 * bulk.temperature, 4, 2)
    rows = np.flatnonzero(bulk.heavy > 1e-3)
    if len(rows):
        heavy, energy = bulk.heavy[rows], bulk.heavy_energy[rows]
        for mass, part in ((16, 0.6), (32, 0.4)):
            drift = np.sqrt(energy / mass) * np.float32(c.PROTON_KM_S)
            flux[rows] += energy_flux(
                heavy * np.float32(part), drift, bulk.heavy_temperature[rows], mass, 1
            )
    return {"energy_flux": counted(flux, rng)}


def counted(flux: F32, rng: np.random.Generator) -> F32:
    """Return `flux` as it is known from Poisson counts, background included."""
    expected = flux * np.float32(COUNTS_PER_FLUX) + np.float32(BACKGROUND_COUNTS)
    return np.asarray(rng.poisson(expected) / COUNTS_PER_FLUX, np.float32)


def energy_flux(
    density_cm3: F32, speed_km_s: F32, temperature_ev: F32, mass: int, charge: int
) -> F32:
    """Return the differential energy flux of a drifting Maxwellian in the 32 channels.

    Parameters
    ----------
    density_cm3, speed_km_s, temperature_ev : ndarray, shape (n,)
        Of the population.
    mass, charge : int
        In units of the proton's. Channels select energy per charge.

    Returns
    -------
    ndarray of float32, shape (n, 32)
        eV/(cm2 s sr eV), averaged over all directions.
    """
    per_charge = np.sqrt(charge / mass) * c.PROTON_KM_S
    edges = (per_charge * np.sqrt(ENERGY_EDGES_EV)).astype(np.float32)
    centers = per_charge * np.sqrt(ENERGY_EV) * _CM_A_KM
    thermal = np.sqrt(temperature_ev / np.float32(mass)) * np.float32(c.PROTON_KM_S)
    slower = _share_slower(edges, np.maximum(speed_km_s, 1.0), thermal)
    share = np.maximum(np.diff(slower, axis=1), 0)
    scale = (centers / (8 * np.pi * SPEED_WIDTH)).astype(np.float32)
    return np.asarray(share * density_cm3[:, None] * scale)


def _share_slower(speeds: F32, drift: F32, thermal: F32) -> F32:
    behind = (speeds[None, :] - drift[:, None]) / thermal[:, None]
    ahead = (speeds[None, :] + drift[:, None]) / thermal[:, None]
    erf_behind, gauss_behind = _erf(behind)
    erf_ahead, gauss_ahead = _erf(ahead)
    lever = (thermal / (np.float32(2 * np.sqrt(np.pi)) * drift))[:, None]
    half = np.float32(0.5)
    return np.asarray(half * (erf_behind + erf_ahead) - lever * (gauss_behind - gauss_ahead))


def _erf(x: F32) -> tuple[F32, F32]:
    """Return erf(x) to 2e-7 and exp(−x²) (Abramowitz & Stegun 7.1.26)."""
    gauss = np.exp(-np.minimum(x * x, np.float32(80)))
    t = 1 / (1 + np.float32(0.3275911) * np.abs(x))
    tail = np.float32(1.061405429) * t - np.float32(1.453152027)
    tail = tail * t + np.float32(1.421413741)
    tail = tail * t - np.float32(0.284496736)
    tail = (tail * t + np.float32(0.254829592)) * t
    return np.copysign(1 - tail * gauss, x), gauss
