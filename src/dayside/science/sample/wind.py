"""Minute by minute: streams, ejections and Alfvénic turbulence together.

The field's direction wanders with the spectrum of turbulence, −5/3, while its magnitude
changes little, and the plasma moves with it as in Alfvén waves that run away from the Sun:
``δv = ∓ v_A δB/B``, minus where the field points outwards (Belcher & Davis 1971,
JGR 76, 3534). Fast wind is the more Alfvénic one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dayside.science.sample import constants as c
from dayside.science.sample import ejecta, noise
from dayside.science.sample.streams import Streams

F64 = NDArray[np.float64]

MINUTE_S = 60.0
_DOUBLINGS = 5
_KNOT_S = MINUTE_S * 2**_DOUBLINGS
_DAY_KNOTS = 45
_OUTER = 4
"""Knots stay correlated over 2**4 of them: the outer scale is 8.5 hours."""


@dataclass(frozen=True, slots=True)
class Wind:
    """Wind by the minute, vectors in R, T, N of the observer."""

    time_s: F64
    density_cm3: F64
    velocity_km_s: F64
    temperature_k: F64
    field_nt: F64


def minutes(
    seed: int, streams: Streams, ejections: list[ejecta.Ejection], days: list[int], shift_s: F64
) -> Iterator[Wind]:
    """Yield the wind in blocks of whole days.

    Parameters
    ----------
    seed : int
        Of the turbulence; the same seed gives the same wind whatever the blocks.
    streams : Streams
        The recurring wind.
    ejections : list of Ejection
        What passes; times on the axis of the blocks.
    days : list of int
        How many days each block has.
    shift_s : ndarray, shape (2,)
        How much later than `streams` the observer sees them, at the first and at the last
        second: the rotation of the Sun between two longitudes.
    """
    total = sum(days)
    count = total * _DAY_KNOTS + 1
    channels = [noise.knots(np.random.default_rng([seed, k]), count, _OUTER) for k in range(6)]
    first = 0
    for length in days:
        time_s = 86_400.0 * first + MINUTE_S * np.arange(length * 1_440, dtype=np.float64)
        part = slice(first * _DAY_KNOTS, (first + length) * _DAY_KNOTS + 1)
        rough = _refined(seed, first, [channel[part] for channel in channels])
        late = shift_s[0] + (shift_s[1] - shift_s[0]) * time_s / (86_400.0 * total)
        yield _block(streams, ejections, time_s, late, rough)
        first += length


def _refined(seed: int, first_day: int, coarse: list[noise.F32]) -> list[noise.F32]:
    """Return minutes between the knots of a block, each day from its own seed."""
    days = (len(coarse[0]) - 1) // _DAY_KNOTS
    fine = [np.empty(days * 1_440, np.float32) for _ in coarse]
    for day in range(days):
        rng = np.random.default_rng([seed, 1_000 + first_day + day])
        part = slice(day * _DAY_KNOTS, (day + 1) * _DAY_KNOTS + 1)
        for channel, out in zip(coarse, fine, strict=True):
            out[day * 1_440 : (day + 1) * 1_440] = noise.refine(
                rng, channel[part], _DOUBLINGS, outer_doublings=_OUTER, jumps=True
            )[:-1]
    return fine


def _block(
    streams: Streams,
    ejections: list[ejecta.Ejection],
    time_s: F64,
    late_s: F64,
    rough: list[noise.F32],
) -> Wind:
    when = time_s - late_s

    def at(hourly: F64) -> F64:
        return np.interp(when, streams.time_s, hourly)

    n, v, t = at(streams.density_cm3), at(streams.speed_km_s), at(streams.temperature_k)
    b = np.stack([at(streams.radial_nt), at(streams.tangential_nt), at(streams.normal_nt)])
    turbulence = np.interp(v, [320.0, 600.0], [0.26, 0.42])
    polarity = np.sign(b[0])
    for ejection in ejections:
        if ejection.stop_s > time_s[0] - 86_400 and ejection.shock_s < time_s[-1]:
            ejecta.lay_over(ejection, time_s, n, v, t, b, turbulence)
    return _turbulent(Wind(time_s, n, v, t, b), turbulence, polarity, rough)


def _turbulent(mean: Wind, turbulence: F64, polarity: F64, rough: list[noise.F32]) -> Wind:
    """Return `mean` with its fluctuations; its `velocity_km_s` is the speed alone."""
    n, v, t, b = mean.density_cm3, mean.velocity_km_s, mean.temperature_k, mean.field_nt
    strength = np.maximum(np.sqrt((b * b).sum(axis=0)), 0.3)
    swing = np.stack(rough[:3]) * turbulence
    turned = b / strength + swing
    length = np.sqrt((turned * turned).sum(axis=0))
    turned /= np.maximum(length, 0.2)
    compressive = turbulence * 0.35
    magnitude = strength * np.exp(compressive * rough[3])
    alfven = c.ALFVEN_KM_S * strength / np.sqrt(n)
    alfvenicity = np.interp(v, [320.0, 550.0], [0.35, 0.8])
    velocity = -(polarity * alfven * alfvenicity) * (turned - b / strength)
    velocity[0] += v + 2.5 * rough[5]
    density = n * np.exp(compressive * (rough[4] - 0.4 * rough[3]))
    temperature = t * np.exp(compressive * (0.7 * rough[5] + 0.3 * rough[4]))
    return Wind(mean.time_s, density, velocity, temperature, magnitude * turned)
