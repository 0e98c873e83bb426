"""Numbers of nature that the sample is built from (CODATA, IAU WGCCRE 2015, JPL)."""

from __future__ import annotations

MARS_RADIUS_KM = 3389.5
"""Mean radius: what R_M means in the sample."""
MARS_EQUATOR_KM = 3396.19
MARS_GM_KM3_S2 = 42_828.37
MARS_J2 = 1.9566e-3
MARS_SEMIMAJOR_AU = 1.52368
MARS_ECCENTRICITY = 0.0934
MARS_YEAR_S = 686.98 * 86_400
MARS_PERIHELION_LONGITUDE_DEG = 336.04
MARS_SOLAR_LONGITUDE_OF_PERIHELION_DEG = 251.0
MARS_OBLIQUITY_DEG = 25.19
MARS_SPIN_DEG_DAY = 350.892

AU_KM = 149_597_870.7
SOLAR_RADIUS_KM = 695_700.0
SUN_SYNODIC_DAYS = 27.2753
"""Carrington: one turn of the Sun as seen from the Earth."""
SUN_SIDEREAL_DAYS = 25.38

GAMMA = 5.0 / 3.0
"""Ratio of specific heats of a plasma of protons and electrons."""
ALFVEN_KM_S = 21.812
"""Alfvén speed of protons at 1 nT and 1 cm-3: ``B/√(µ0 n m)``."""
PRESSURE_NPA = 1.6726e-6
"""Dynamic pressure of protons at 1 cm-3 and 1 km/s."""
THERMAL_NPA = 1.60218e-4
"""Pressure of 1 cm-3 at 1 eV."""
FIELD_OF_NPA = 50.133
"""Field (nT) whose magnetic pressure is 1 nPa: ``√(2 µ0 p)``."""
PROTON_KM_S = 13.841
"""Speed of a proton of 1 eV: ``√(2 E/m)``."""
INERTIAL_LENGTH_KM = 227.7
"""Inertial length of protons at 1 cm-3: ``c/ω_pi``."""
EV_K = 11_604.5
"""Kelvins in an electronvolt."""
ALPHA_SHARE = 0.04
"""Helium nuclei a proton in the solar wind."""
