"""Sums over bands of a spectrum, and moments of spectra of energy.

Bins have lower and upper edges, the same for all spectra (k,) or each its own (n, k).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.series.columns import row_sums

Array = NDArray[Any]


def band_sum(values: Array, centre: Array, low: float, high: float) -> Array:
    """Return the sum of the bins whose centres lie in ``[low, high)``.

    Parameters
    ----------
    values : ndarray, shape (n, k)
        NaN adds nothing.
    centre : ndarray, shape (k,) or (n, k)
    low, high : float
        In the unit of `centre`.

    Returns
    -------
    ndarray of float64, shape (n,)
        NaN where no bin of the band is known.

    Examples
    --------
    >>> band_sum(np.array([[1.0, 2.0, 4.0]]), np.array([10.0, 100.0, 1000.0]), 50.0, 2e3).tolist()
    [6.0]
    """
    known = (centre >= low) & (centre < high) & ~np.isnan(values)
    total = row_sums(np.where(known, values, 0.0))
    return np.where(known.any(axis=-1), total, np.nan)


def band_mean(values: Array, centre: Array, low: float, high: float) -> Array:
    """Return the mean of the bins whose centres lie in ``[low, high)``; NaN is left out.

    Parameters
    ----------
    values, centre, low, high
        As of `band_sum`.

    Examples
    --------
    >>> band_mean(np.array([[1.0, 2.0, 4.0]]), np.array([10.0, 100.0, 1000.0]), 50.0, 2e3).tolist()
    [3.0]
    """
    known = (centre >= low) & (centre < high) & ~np.isnan(values)
    return band_sum(values, centre, low, high) / np.maximum(row_sums(known), 1.0)


def bin_edges(centre: Array) -> tuple[Array, Array]:
    """Return edges halfway between centres, in the logarithm where all are positive.

    Parameters
    ----------
    centre : ndarray, shape (..., k)
        In order, rising or falling, k > 1.

    Returns
    -------
    lower, upper : ndarray
        As `centre`.

    Examples
    --------
    >>> lower, upper = bin_edges(np.array([10.0, 100.0, 1000.0]))
    >>> lower.round(2).tolist(), upper.round(1).tolist()
    ([3.16, 31.62, 316.23], [31.6, 316.2, 3162.3])
    """
    logarithmic = bool((centre > 0).all())
    at = np.log(centre) if logarithmic else centre
    middle = (at[..., 1:] + at[..., :-1]) / 2
    first = 2 * at[..., :1] - middle[..., :1]
    last = 2 * at[..., -1:] - middle[..., -1:]
    edges = np.concatenate([first, middle, last], axis=-1)
    edges = np.exp(edges) if logarithmic else edges
    one, other = edges[..., :-1], edges[..., 1:]
    return np.minimum(one, other), np.maximum(one, other)


def band_integral(values: Array, lower: Array, upper: Array, low: float, high: float) -> Array:
    """Return the integral over a band, bins that lie half in it counting half.

    Parameters
    ----------
    values : ndarray, shape (n, k)
        NaN adds nothing.
    lower, upper : ndarray, shape (k,) or (n, k)
        Edges of the bins.
    low, high : float
        In the unit of the edges.

    Returns
    -------
    ndarray of float64, shape (n,)
        In the unit of `values` times that of the edges; NaN where no bin of the band is known.

    Examples
    --------
    >>> edges = np.array([0.0, 10.0, 20.0])
    >>> band_integral(np.array([[1.0, 3.0]]), edges[:-1], edges[1:], 5.0, 20.0).tolist()
    [35.0]
    """
    inside = np.clip(np.minimum(upper, high) - np.maximum(lower, low), 0.0, None)
    known = (inside > 0) & ~np.isnan(values)
    total = row_sums(np.where(known, values * inside, 0.0))
    return np.where(known.any(axis=-1), total, np.nan)


@dataclass(frozen=True, slots=True)
class EnergyMoments:
    """Moments of an omnidirectional spectrum, each shape (n,).

    Attributes
    ----------
    density_m3 : ndarray
    speed_m_s : ndarray
        Mean speed of the particles: not that of the plasma, unless it is a cold beam.
    energy_j : ndarray
        Mean energy.
    temperature_j : ndarray
        Two thirds of the mean energy: of a plasma at rest the temperature times Boltzmann's
        constant.
    pressure_pa : ndarray
        Density times temperature.
    """

    density_m3: Array
    speed_m_s: Array
    energy_j: Array
    temperature_j: Array
    pressure_pa: Array


def energy_moments(flux: Array, lower_j: Array, upper_j: Array, mass_kg: float) -> EnergyMoments:
    """Return the moments of differential number fluxes that are the same in every direction.

    ``n = 4π ∫ j/v dE``, ``⟨v⟩ = 4π/n ∫ j dE``, ``⟨E⟩ = 4π/n ∫ E j/v dE`` with the
    non-relativistic ``v = √(2E/m)`` (Paschmann & Daly 1998, ISSI SR-001, chapters 5 and 6);
    ``j`` is taken as constant in a bin, at the geometric mean of its edges. Energy is that of
    the particles: whoever knows the potential of the spacecraft takes it away before.

    Parameters
    ----------
    flux : ndarray, shape (n, k)
        Differential number flux, m⁻² s⁻¹ sr⁻¹ J⁻¹; NaN adds nothing.
    lower_j, upper_j : ndarray, shape (k,) or (n, k)
        Edges of the bins, above 0, in joules.
    mass_kg : float
        Of a particle.

    Examples
    --------
    >>> edges = np.array([1.0, 2.0, 4.0])
    >>> found = energy_moments(np.array([[1.0, 0.0]]), edges[:-1], edges[1:], 1.0)
    >>> found.energy_j.round(3).tolist(), found.density_m3.round(3).tolist()
    ([1.414], [7.472])
    """
    energy = np.sqrt(lower_j * upper_j)
    speed = np.sqrt(2 * energy / mass_kg)
    through = 4 * np.pi * np.where(np.isnan(flux), 0.0, flux) * (upper_j - lower_j)
    known = ~np.isnan(flux).all(axis=-1)
    density = np.where(known, row_sums(through / speed), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_energy = row_sums(through / speed * energy) / density
        mean_speed = row_sums(through) / density
    temperature = 2 / 3 * mean_energy
    return EnergyMoments(density, mean_speed, mean_energy, temperature, density * temperature)
