"""Plasma physics, as PlasmaPy defines it."""

from __future__ import annotations

import numpy as np

from dayside.model.series import Values
from dayside.query.functions.physical import physical
from dayside.science.plasma import frequencies, lengths, pressures, speeds
from dayside.science.plasma.particles import Particle

GROUP = "Plasma physics"

GAMMAS = "gamma_e=, gamma_i="


def _sound(
    te: Values,
    ti: Values,
    ion: Particle,
    gamma_e: float = speeds.GAMMA_ELECTRON,
    gamma_i: float = speeds.GAMMA_ION,
) -> Values:
    return speeds.sound_speed(te, ti, ion, gamma_e, gamma_i)


def _magnetosonic(
    b: Values, n: Values, te: Values, ti: Values, ion: Particle, **gammas: float
) -> Values:
    return speeds.magnetosonic_speed(speeds.alfven_speed(b, n, ion), _sound(te, ti, ion, **gammas))


def _gyroradius(
    b: Values, particle: Particle, v: Values | None = None, t: Values | None = None
) -> Values:
    if v is None and t is not None:
        v = speeds.thermal_speed(t, particle.mass_kg)
    return lengths.gyroradius(b, v if v is not None else np.asarray(np.nan), particle)


dynamic_pressure = physical(
    "dynamic_pressure(n, v, ion=)",
    "Dynamic pressure ρ v² of a stream of ions (protons unless said), nPa.",
    GROUP,
    lambda n, v, ion: pressures.dynamic_pressure(n, v, ion.mass_kg),
    "Pa",
    "nPa",
    example="dynamic_pressure(moments.n, moments.v)",
    source="ρ v², without the half",
    aliases=("pdyn", "ram_pressure"),
)
thermal_pressure = physical(
    "thermal_pressure(n, t)",
    "Pressure n k_B T, nPa; a temperature may be given as an energy.",
    GROUP,
    pressures.thermal_pressure,
    "Pa",
    "nPa",
    source="plasmapy.formulary.thermal_pressure",
)
magnetic_pressure = physical(
    "magnetic_pressure(b)",
    "Pressure B²/2µ₀ of a field, or of its length, nPa.",
    GROUP,
    pressures.magnetic_pressure,
    "Pa",
    "nPa",
    source="plasmapy.formulary.magnetic_pressure",
)
plasma_beta = physical(
    "plasma_beta(n, t, b)",
    "Thermal by magnetic pressure.",
    GROUP,
    pressures.plasma_beta,
    "",
    example="plasma_beta(moments.n, moments.t, mag.B)",
    source="plasmapy.formulary.beta",
    aliases=("beta",),
)
alfven_speed = physical(
    "alfven_speed(b, n, ion=)",
    "Alfvén speed, km/s, of ions (protons unless said) and their electrons.",
    GROUP,
    speeds.alfven_speed,
    "m/s",
    "km/s",
    example="alfven_speed(mag.B, moments.n)",
    source="plasmapy.formulary.Alfven_speed",
)
alfven_velocity = physical(
    "alfvenVelocity(n, b, ion=)",
    "AMDA's name and order of arguments for alfven_speed(b, n).",
    GROUP,
    lambda n, b, ion: speeds.alfven_speed(b, n, ion),
    "m/s",
    "km/s",
    source="plasmapy.formulary.Alfven_speed",
)
sound_speed = physical(
    f"sound_speed(te, ti, ion=, {GAMMAS})",
    "Ion sound speed, km/s, of electrons (gamma_e= 1) and ions (gamma_i= 3).",
    GROUP,
    _sound,
    "m/s",
    "km/s",
    source="plasmapy.formulary.ion_sound_speed",
)
magnetosonic_speed = physical(
    f"magnetosonic_speed(b, n, te, ti, ion=, {GAMMAS})",
    "Fast magnetosonic speed at right angles to the field, √(v_A² + c_s²), km/s.",
    GROUP,
    _magnetosonic,
    "m/s",
    "km/s",
    source="from alfven_speed and sound_speed",
)
thermal_speed = physical(
    "thermal_speed(t, particle=)",
    "Most probable speed √(2 k_B T/m) of particles (protons unless said), km/s.",
    GROUP,
    lambda t, particle: speeds.thermal_speed(t, particle.mass_kg),
    "m/s",
    "km/s",
    source="plasmapy.formulary.thermal_speed",
)
alfven_mach = physical(
    "alfven_mach(v, b, n, ion=)",
    "Speed by Alfvén speed.",
    GROUP,
    lambda v, b, n, ion: v / speeds.alfven_speed(b, n, ion),
    "",
    example="alfven_mach(moments.v, mag.B, moments.n)",
    source="from alfven_speed",
)
sonic_mach = physical(
    f"sonic_mach(v, te, ti, ion=, {GAMMAS})",
    "Speed by ion sound speed.",
    GROUP,
    lambda v, te, ti, ion, **gammas: v / _sound(te, ti, ion, **gammas),
    "",
    source="from sound_speed",
)
magnetosonic_mach = physical(
    f"magnetosonic_mach(v, b, n, te, ti, ion=, {GAMMAS})",
    "Speed by fast magnetosonic speed.",
    GROUP,
    lambda v, b, n, te, ti, ion, **gammas: v / _magnetosonic(b, n, te, ti, ion, **gammas),
    "",
    source="from magnetosonic_speed",
)
gyrofrequency = physical(
    "gyrofrequency(b, particle=)",
    "Angular gyrofrequency |q| B/m of particles (protons unless said), rad/s.",
    GROUP,
    frequencies.gyrofrequency,
    "rad/s",
    example='gyrofrequency(mag.B, "O+")',
    source="plasmapy.formulary.gyrofrequency",
)
plasma_frequency = physical(
    "plasma_frequency(n, particle=)",
    'Angular plasma frequency of particles (protons unless said; "e-" of electrons), rad/s.',
    GROUP,
    frequencies.plasma_frequency,
    "rad/s",
    example='plasma_frequency(moments.n, "e-")',
    source="plasmapy.formulary.plasma_frequency",
)
upper_hybrid_frequency = physical(
    "upper_hybrid_frequency(b, n)",
    "Upper hybrid angular frequency, n being the density of electrons, rad/s.",
    GROUP,
    frequencies.upper_hybrid_frequency,
    "rad/s",
    source="plasmapy.formulary.upper_hybrid_frequency",
)
lower_hybrid_frequency = physical(
    "lower_hybrid_frequency(b, n, ion=)",
    "Lower hybrid angular frequency, rad/s.",
    GROUP,
    frequencies.lower_hybrid_frequency,
    "rad/s",
    source="plasmapy.formulary.lower_hybrid_frequency",
)
gyroradius = physical(
    "gyroradius(b, v=, t=, particle=)",
    "Gyroradius of particles (protons unless said) of a speed across the field, or of the most "
    "probable speed at a temperature, km.",
    GROUP,
    _gyroradius,
    "m",
    "km",
    example="gyroradius(mag.B, t=moments.t)",
    source="plasmapy.formulary.gyroradius",
)
inertial_length = physical(
    "inertial_length(n, particle=)",
    "Inertial length c/ω_p of particles (protons unless said), km.",
    GROUP,
    lengths.inertial_length,
    "m",
    "km",
    source="plasmapy.formulary.inertial_length",
)
debye_length = physical(
    "debye_length(t, n)",
    "Debye length of electrons, m.",
    GROUP,
    lengths.debye_length,
    "m",
    source="plasmapy.formulary.Debye_length",
)
