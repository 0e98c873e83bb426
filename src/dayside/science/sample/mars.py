"""The simulated plasma about Mars along an orbit, second by second.

From the outside in:

- the solar wind (`upstream`), with waves near the local proton gyrofrequency where a
  quasi-parallel shock lies behind;
- the bow shock of Edberg et al. (2008), scaled as a whole with dynamic pressure and Mach
  number and swinging by a few percent about that; jumps from Rankine-Hugoniot with the
  local normal speed; foot, ramp and overshoot as wide as ion inertial lengths;
- the sheath: the flow loses its normal part towards the obstacle, the field its normal
  part too (it drapes) and piles up; turbulence, and mirror-like waves in which field and
  density are opposed;
- within the pile-up boundary the draped field balances the dynamic pressure,
  ``B²/2µ0 = p_dyn cos²χ``, drawn out into two lobes behind the planet; ions of the
  atmosphere take over from protons; crustal fields and the ionosphere are met near periapsis.

It is an assembly of textbook pieces, not a solution of the equations of motion: mass,
momentum and div B are not conserved between the pieces.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dayside.science import boundaries
from dayside.science.sample import constants as c
from dayside.science.sample import crust, shocks
from dayside.science.sample.noise import F32
from dayside.science.sample.upstream import Upstream, each_second

BOUNDARY_SWING = 0.022
"""Standard deviation of the boundaries' own motion, as a share of their size."""

_F = np.float32
_SHOCK = boundaries.conic("mars.bow_shock.edberg2008")
_OBSTACLE = boundaries.conic("mars.pileup_boundary.edberg2008")
_TRANSITION_RM = 0.025


@dataclass(frozen=True, slots=True)
class Roughness:
    """Noise of unit variance for one block, by the second.

    Attributes
    ----------
    field : ndarray, shape (3, n)
        Turbulence of the field, −5/3.
    swing : ndarray, shape (n,)
        Of the boundaries.
    packets : ndarray, shape (2, n)
        How waves grow and fade; how their phases drift.
    """

    field: F32
    swing: F32
    packets: F32


@dataclass(frozen=True, slots=True)
class Plasma:
    """What is there, by the second; vectors (3, n), MSO."""

    field_nt: F32
    density_cm3: F32
    velocity_km_s: F32
    temperature_ev: F32
    heavy_cm3: F32
    heavy_energy_ev: F32
    heavy_temperature_ev: F32
    shock_depth_rm: F32
    obstacle_depth_rm: F32


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the spacecraft is relative to one boundary."""

    depth_rm: F32
    normal: F32


def plasma(
    time_s: NDArray[np.float64],
    position_rm: F32,
    wind: Upstream,
    rough: Roughness,
    season_deg: float,
) -> Plasma:
    """Return the plasma at `position_rm`.

    Parameters
    ----------
    time_s : ndarray, shape (n,)
        Seconds on the axis of the planet's rotation.
    position_rm : ndarray of float32, shape (3, n)
        MSO, Martian radii.
    wind : Upstream
        With ``n/60 + 1`` minutes.
    rough : Roughness
        Noise of the block.
    season_deg : float
        Areocentric longitude of the Sun.
    """
    swing = 1 + _F(BOUNDARY_SWING) * rough.swing
    shock = _frame(_SHOCK, position_rm, each_second(wind.shock_scale) * swing)
    obstacle = _frame(_OBSTACLE, position_rm, each_second(wind.obstacle_scale) * swing)
    sheath = _Sheath.at(wind, shock, obstacle, rough)
    inside = _F(0.5) + _F(0.5) * np.tanh(obstacle.depth_rm * _F(1 / _TRANSITION_RM))
    altitude_km = (np.sqrt((position_rm**2).sum(axis=0)) - 1) * _F(c.MARS_RADIUS_KM)
    draped = sheath.draped_nt * (1 - _F(0.55) * np.exp((_F(150) - altitude_km) / _F(250)))
    field = sheath.field_nt + inside * (draped - sheath.field_nt)
    field += crust.field_nt(position_rm, time_s / 86_400, season_deg)
    field += (inside * _F(0.035) * (sheath.pile_nt + _F(4))) * rough.field
    heavy, energy = _atmosphere(position_rm, altitude_km, inside, rough)
    protons = 1 - _F(0.985) * inside
    return Plasma(
        field_nt=field,
        density_cm3=sheath.density_cm3 * protons,
        velocity_km_s=sheath.velocity_km_s * (1 - _F(0.85) * inside),
        temperature_ev=sheath.temperature_ev * (1 - _F(0.3) * inside),
        heavy_cm3=heavy,
        heavy_energy_ev=energy,
        heavy_temperature_ev=_F(1.5) + _F(0.22) * energy,
        shock_depth_rm=shock.depth_rm,
        obstacle_depth_rm=obstacle.depth_rm,
    )


def _frame(conic: boundaries.Conic, position_rm: F32, scale: F32) -> _Frame:
    x, y, z = position_rm / scale
    nx, ny, nz = boundaries.normal(conic, x, y, z)
    depth = -boundaries.distance_rp(conic, x, y, z) * scale
    return _Frame(depth.astype(_F), np.stack([nx, ny, nz]).astype(_F))


@dataclass(frozen=True, slots=True)
class _Sheath:
    """Wind and sheath, up to the pile-up boundary, and the field draped about that."""

    field_nt: F32
    density_cm3: F32
    velocity_km_s: F32
    temperature_ev: F32
    draped_nt: F32
    pile_nt: F32

    @classmethod
    def at(cls, wind: Upstream, shock: _Frame, obstacle: _Frame, rough: Roughness) -> _Sheath:
        n, t = each_second(wind.density_cm3), each_second(wind.temperature_ev)
        v, b = each_second(wind.velocity_km_s), each_second(wind.field_nt)
        strength = np.sqrt((b * b).sum(axis=0)) + _F(0.05)
        v_n, b_n = (v * shock.normal).sum(axis=0), (b * shock.normal).sum(axis=0)
        ratio, heat = shocks.jump(-v_n, n, t, strength)
        parallel = np.square(b_n / strength)  # cos² θ_Bn
        depth_km = shock.depth_rm * _F(c.MARS_RADIUS_KM)
        width_km = _F(0.15 * c.INERTIAL_LENGTH_KM) / np.sqrt(n) * (_F(0.4) + 2 * parallel)
        ramp, train = shocks.profile(depth_km, width_km)
        train *= np.clip(ratio - _F(1.5), 0, 1) * (1 - parallel)
        waves = _Waves.of(strength, parallel, depth_km, ramp, obstacle, rough)

        deep = _depth_in_sheath(shock, obstacle)
        pile, draped = _draped(wind, obstacle, strength)
        compressed = b + (ratio - 1) * ramp * (b - b_n * shock.normal)
        towards = ramp * deep * deep * _F(0.75)
        field = compressed + towards * (draped - compressed)
        field *= 1 + train + waves.mirror
        field += strength * waves.amplitude * rough.field + strength * waves.gyrating
        squeeze = (1 + (ratio - 1) * ramp) * (1 + _F(0.8) * train - _F(0.8) * waves.mirror)
        # Plasma is squeezed out along the field where that piles up (Zwan & Wolf 1976).
        density = n * squeeze * (1 - _F(0.55) * ramp * deep**3)
        density *= np.exp(waves.amplitude * _F(0.35) * rough.field[0])
        slowed = ramp * (1 - 1 / ratio)
        velocity = v - (slowed * (1 - deep) * v_n) * shock.normal
        at_obstacle = (v * obstacle.normal).sum(axis=0)
        velocity -= (ramp * deep * np.minimum(at_obstacle, 0)) * obstacle.normal
        alfven = np.minimum(_F(c.ALFVEN_KM_S) * strength / np.sqrt(density), 60)
        velocity += (alfven * waves.amplitude * _F(0.6)) * rough.field
        temperature = t * (1 + (heat - 1) * ramp * ramp) * (1 + _F(0.3) * waves.mirror)
        return cls(field, density, velocity, temperature, draped, pile)


def _depth_in_sheath(shock: _Frame, obstacle: _Frame) -> F32:
    """Return 0 at the bow shock and outside, 1 at the pile-up boundary and inside."""
    behind, ahead = np.maximum(shock.depth_rm, 0), np.maximum(-obstacle.depth_rm, 0)
    return np.asarray(behind / (behind + ahead + _F(1e-6)))


def _draped(wind: Upstream, obstacle: _Frame, strength: F32) -> tuple[F32, F32]:
    """Return how strong the piled-up field is, and the field wrapped about the obstacle.

    Above the day side it lies along the cross-flow field, tangential to the boundary; its
    ends are carried downstream, so that behind the planet it points to the Sun where the
    cross-flow field comes from, and away on the other side.
    """
    y_of, z_of = each_second(wind.drape)
    nx, ny, nz = obstacle.normal
    facing = np.maximum(nx, 0)
    pressure = each_second(wind.pressure_npa)
    pile = _F(c.FIELD_OF_NPA) * np.sqrt(pressure * (_F(0.9) * facing**2 + _F(0.05)))
    pile = np.sqrt(pile**2 + strength**2)
    aside = y_of * ny + z_of * nz
    wrapped = np.stack([-aside * nx, y_of - aside * ny, z_of - aside * nz]) * (
        _F(0.25) + _F(0.75) * facing
    )
    # Two lobes, and a sheet between them that is a fifth of the tail wide.
    wrapped[0] -= (1 - facing) * np.tanh(_F(3.5) * aside)
    return pile, pile * wrapped


@dataclass(frozen=True, slots=True)
class _Waves:
    """Fluctuations: relative to the upstream field, or (mirror) to the field there."""

    amplitude: F32
    mirror: F32
    gyrating: F32

    @classmethod
    def of(
        cls,
        strength: F32,
        parallel: F32,
        depth_km: F32,
        ramp: F32,
        obstacle: _Frame,
        rough: Roughness,
    ) -> _Waves:
        growth, drift = rough.packets
        quasi_parallel = np.clip((parallel - _F(0.35)) * _F(2.5), 0, 1)
        ahead = quasi_parallel * np.exp(np.minimum(depth_km, 0) * _F(1 / 2_000)) * (1 - ramp)
        amplitude = _F(0.09) + ramp * (_F(0.45) + _F(0.5) * quasi_parallel) + _F(0.35) * ahead
        amplitude *= 1 + _F(0.25) * growth
        # Gyration at the field's own frequency, in packets of minutes; the drift of the
        # phase gives them their width.
        phase = np.cumsum(_F(0.7) * _F(0.0958) * strength, dtype=np.float64)
        phase = np.remainder(phase, 2 * np.pi).astype(_F) + 5 * drift
        size = _F(0.45) * ahead * np.clip(growth + _F(0.6), 0, 2)
        gyrating = size * np.stack([_F(0.3) * np.sin(phase), np.sin(phase), np.cos(phase)])
        near = np.exp(-np.square((obstacle.depth_rm + _F(0.2)) * _F(1 / 0.35)))
        mirror_phase = phase * _F(1.0) + 9 * growth
        troughs = np.clip(growth + _F(0.3), 0, 1.5) * ramp * (1 - quasi_parallel)
        mirror = -_F(0.45) * troughs * (_F(0.35) + _F(0.65) * near)
        mirror = mirror * np.square(np.sin(mirror_phase))
        return cls(amplitude, mirror, gyrating)


def _atmosphere(
    position_rm: F32, altitude_km: F32, inside: F32, rough: Roughness
) -> tuple[F32, F32]:
    """Return density (cm-3) and energy (eV) of the ions O+ and O2+.

    An ionosphere that falls off with a scale height of 60 km in sunlight, dense by day
    and a hundred times thinner in the shadow, and beams of escaping ions in the tail.
    """
    x, y, z = position_rm
    lit = _F(0.5) + _F(0.5) * np.tanh((x + _F(0.25)) * _F(5))
    above = np.maximum(altitude_km - _F(320), -200)
    cold = (_F(25) + _F(2_600) * lit) * np.exp(-above / (_F(55) + _F(35) * lit))
    patchy = np.exp(_F(0.5) * rough.field[1])
    tail = np.clip(-x - _F(0.6), 0, 1) * np.exp(-np.square(np.hypot(y, z)) * _F(0.9))
    warm = (_F(0.25) + _F(1.6) * tail) * patchy
    heavy = inside * (cold * np.exp(_F(0.12) * rough.field[2]) + warm)
    lifted = warm / (cold + warm)
    speedy = np.exp(_F(0.8) * rough.packets[0])
    energy = _F(11) + lifted * (_F(60) + _F(500) * tail * speedy + _F(150) * (1 - tail))
    return heavy, energy
