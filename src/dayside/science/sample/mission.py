"""A simulated orbiter of Mars: 61 days, told day by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dayside.science.sample import constants as c
from dayside.science.sample import ejecta, mars, noise, streams, wind
from dayside.science.sample.kepler import MarsOrbit, heliocentric
from dayside.science.sample.upstream import Upstream, upstream

DAYS = 61
DAY_S = 86_400
ORBIT = MarsOrbit(320.0, 10_000.0, 86.0, 212.0, 285.0)
"""Periapsis in the south, where the crust is strong."""

_PERIHELION_DAY = 58.0
"""29 October 2016, counted from 1 September."""
_EARTH_LONGITUDE_DEG = 339.0
"""Of the Earth on 1 September 2016, and its daily motion."""
_EARTH_DEG_DAY = 0.9856
_SWING_HURST = 0.45
_KNOT_DOUBLINGS = 7  # 128 s
_KNOTS_A_DAY = DAY_S // 2**_KNOT_DOUBLINGS
_OUTER = 0
_FIELD_HURST = 0.25
_CHANNELS = 6


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the mission.

    Attributes
    ----------
    first_s : int
        Seconds from the start of the mission to its first second.
    position_rm : ndarray of float32, shape (3, 86400)
        MSO, Martian radii.
    plasma : Plasma
        What is there.
    upstream : Upstream
        The wind that makes it so, by the minute.
    """

    first_s: int
    position_rm: noise.F32
    plasma: mars.Plasma
    upstream: Upstream


class Mission:
    """The orbiter; each day can be told alone and is the same each time.

    Parameters
    ----------
    seed : int
        Of everything random.
    wind_at_mars : Streams
        The recurring wind at Mars' distance, as seen from the Earth's longitude.
    start_s : float
        First second of the mission on the axis of `wind_at_mars`.

    Notes
    -----
    Mars trails the Earth in these weeks by some 45 degrees, so that a stream reaches it
    about three days before it would at the Earth's longitude.
    """

    def __init__(self, seed: int, wind_at_mars: streams.Streams, start_s: float) -> None:
        self._seed = seed
        edges_s = np.array([0.0, DAYS * DAY_S])
        _, anomaly = heliocentric(edges_s, _PERIHELION_DAY * DAY_S)
        self._anomaly = anomaly
        mars_deg = c.MARS_PERIHELION_LONGITUDE_DEG + np.degrees(anomaly)
        earth_deg = _EARTH_LONGITUDE_DEG + _EARTH_DEG_DAY * edges_s / DAY_S
        ahead_deg = np.remainder(mars_deg - earth_deg + 180, 360) - 180
        late_s = ahead_deg / 360 * c.SUN_SIDEREAL_DAYS * DAY_S - start_s
        events = ejecta.draw(
            np.random.default_rng([seed, 11]), np.array([13.37, 39.8]) * DAY_S, field_scale=0.7
        )
        # One more day, for the minute after the last.
        self._wind = next(iter(wind.minutes(seed + 1, wind_at_mars, events, [DAYS + 1], late_s)))
        rng = np.random.default_rng([seed, 12])
        count = DAYS * _KNOTS_A_DAY + 1
        self._knots = [
            noise.knots(rng, count, 6, _SWING_HURST) if k == 3 else noise.knots(rng, count, _OUTER)
            for k in range(_CHANNELS)
        ]

    def day(self, index: int) -> Day:
        """Return day `index` of the mission, 0 to 60."""
        first_s = index * DAY_S
        time_s = first_s + np.arange(DAY_S, dtype=np.float64)
        turned = np.interp(time_s, [0.0, DAYS * DAY_S], self._anomaly - self._anomaly[0])
        position = np.stack(ORBIT.position_rm(time_s, turned)).astype(np.float32)
        minutes = slice(index * 1_440, (index + 1) * 1_440 + 1)
        w = self._wind
        ahead = upstream(
            wind.Wind(
                w.time_s[minutes],
                w.density_cm3[minutes],
                w.velocity_km_s[:, minutes],
                w.temperature_k[minutes],
                w.field_nt[:, minutes],
            )
        )
        season = c.MARS_SOLAR_LONGITUDE_OF_PERIHELION_DEG + np.degrees(
            np.interp(first_s, [0.0, DAYS * DAY_S], self._anomaly)
        )
        plasma = mars.plasma(time_s, position, ahead, self._roughness(index), float(season))
        return Day(first_s, position, plasma, ahead)

    def rng(self, instrument: int, index: int) -> np.random.Generator:
        """Return the generator of an instrument's own noise on day `index`."""
        return np.random.default_rng([self._seed, 100 + instrument, index])

    def _roughness(self, index: int) -> mars.Roughness:
        rng = np.random.default_rng([self._seed, 13, index])
        part = slice(index * _KNOTS_A_DAY, (index + 1) * _KNOTS_A_DAY + 1)

        def fine(channel: int, hurst: float, outer: int) -> noise.F32:
            return noise.refine(
                rng, self._knots[channel][part], _KNOT_DOUBLINGS, hurst, outer_doublings=outer
            )[:-1]

        field: NDArray[np.float32] = np.stack([fine(k, _FIELD_HURST, _OUTER) for k in range(3)])
        swing = fine(3, _SWING_HURST, 6)
        packets = np.stack([fine(k, 0.8, _OUTER) for k in (4, 5)])
        return mars.Roughness(field, swing, packets)
