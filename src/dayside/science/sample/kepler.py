"""Two-body motion, and the slow turning of an orbit about an oblate planet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dayside.science.sample import constants as c

F64 = NDArray[np.float64]


def eccentric_anomaly_rad(mean_anomaly_rad: F64, eccentricity: float) -> F64:
    """Solve Kepler's equation ``M = E − e sin E`` by Newton's method.

    Parameters
    ----------
    mean_anomaly_rad : ndarray
        Any angle.
    eccentricity : float
        0 up to 0.7; there five steps from ``M + e sin M`` leave less than 1e-10 rad.

    Examples
    --------
    >>> float(np.round(eccentric_anomaly_rad(np.array([1.0]), 0.0)[0], 6))
    1.0
    """
    mean = np.remainder(mean_anomaly_rad + np.pi, 2 * np.pi) - np.pi
    eccentric = mean + eccentricity * np.sin(mean) / (1.0 - eccentricity * np.cos(mean) * 0.8)
    for _ in range(5):
        miss = eccentric - eccentricity * np.sin(eccentric) - mean
        eccentric = eccentric - miss / (1.0 - eccentricity * np.cos(eccentric))
    return np.asarray(eccentric)


def heliocentric(time_s: F64, perihelion_s: float) -> tuple[F64, F64]:
    """Return Mars' distance from the Sun (au) and its true anomaly (rad, growing).

    Parameters
    ----------
    time_s : ndarray
        Seconds on any axis.
    perihelion_s : float
        A passage of the perihelion on that axis.
    """
    mean = 2 * np.pi * (np.asarray(time_s, np.float64) - perihelion_s) / c.MARS_YEAR_S
    e = c.MARS_ECCENTRICITY
    eccentric = eccentric_anomaly_rad(mean, e)
    true = 2 * np.arctan2(
        np.sqrt(1 + e) * np.sin(eccentric / 2), np.sqrt(1 - e) * np.cos(eccentric / 2)
    )
    whole_turns = np.round((mean - true) / (2 * np.pi))
    distance = c.MARS_SEMIMAJOR_AU * (1 - e * np.cos(eccentric))
    return distance, true + 2 * np.pi * whole_turns


@dataclass(frozen=True, slots=True)
class MarsOrbit:
    """An elliptical orbit about Mars whose node and apsides turn because of J2.

    ``dΩ/dt = −3/2 n J2 (R/p)² cos i`` and ``dω/dt = 3/4 n J2 (R/p)² (5 cos² i − 1)``
    (Kaula 1966, first order, secular).

    Attributes
    ----------
    periapsis_km, apoapsis_km : float
        Altitudes above the mean radius.
    inclination_deg, node_deg, argument_deg : float
        Orientation at time zero in MSO: of the plane, of the ascending node from +X, of
        the periapsis from the node.
    """

    periapsis_km: float
    apoapsis_km: float
    inclination_deg: float
    node_deg: float
    argument_deg: float

    @property
    def semimajor_km(self) -> float:
        """Half of the long axis."""
        return c.MARS_RADIUS_KM + 0.5 * (self.periapsis_km + self.apoapsis_km)

    @property
    def eccentricity(self) -> float:
        """Of the ellipse."""
        return 0.5 * (self.apoapsis_km - self.periapsis_km) / self.semimajor_km

    @property
    def mean_motion_rad_s(self) -> float:
        """2π over the period."""
        return float(np.sqrt(c.MARS_GM_KM3_S2 / self.semimajor_km**3))

    @property
    def period_s(self) -> float:
        """From periapsis to periapsis.

        Examples
        --------
        >>> round(MarsOrbit(320, 10_000, 86, 0, 0).period_s / 3600, 2)
        6.67
        """
        return 2 * np.pi / self.mean_motion_rad_s

    @property
    def precession_rad_s(self) -> tuple[float, float]:
        """How fast the node and the argument of the periapsis turn."""
        parameter_km = self.semimajor_km * (1 - self.eccentricity**2)
        cos_i = np.cos(np.radians(self.inclination_deg))
        rate = self.mean_motion_rad_s * c.MARS_J2 * (c.MARS_EQUATOR_KM / parameter_km) ** 2
        return float(-1.5 * rate * cos_i), float(0.75 * rate * (5 * cos_i**2 - 1))

    def position_rm(self, time_s: F64, sun_rad: F64) -> tuple[F64, F64, F64]:
        """Return MSO x, y, z in Martian radii.

        Parameters
        ----------
        time_s : ndarray
            Seconds after time zero, when the spacecraft is at the apoapsis.
        sun_rad : ndarray
            How far the Sun's direction has turned since then (MSO turns with it).
        """
        e, a_rm = self.eccentricity, self.semimajor_km / c.MARS_RADIUS_KM
        eccentric = eccentric_anomaly_rad(np.pi + self.mean_motion_rad_s * time_s, e)
        to_periapsis = a_rm * (np.cos(eccentric) - e)
        ahead = a_rm * np.sqrt(1 - e * e) * np.sin(eccentric)
        node_rate, argument_rate = self.precession_rad_s
        argument = np.radians(self.argument_deg) + argument_rate * time_s
        node = np.radians(self.node_deg) + node_rate * time_s - sun_rad
        cos_w, sin_w = np.cos(argument), np.sin(argument)
        along_node = cos_w * to_periapsis - sin_w * ahead
        across = sin_w * to_periapsis + cos_w * ahead
        tilt = np.radians(self.inclination_deg)
        level = np.cos(tilt) * across
        cos_o, sin_o = np.cos(node), np.sin(node)
        return (
            cos_o * along_node - sin_o * level,
            sin_o * along_node + cos_o * level,
            np.sin(tilt) * across,
        )
