"""The sample as series, block after block, ready to be kept or served."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import Dataset, Series, time
from dayside.science.sample import described, ejecta, gaps, instruments, streams, wind
from dayside.science.sample.mission import DAY_S, DAYS, Day, Mission

SEED = 20_160_901
WIND_START = "2010-01-01T00:00:00Z"
MISSION_START = "2016-09-01T00:00:00Z"
YEARS = tuple(range(2010, 2020))
"""Of the solar wind."""

_YEARS_AFTER_MINIMUM = 1.0
_MARS_AU = 1.42
_EJECTIONS_A_YEAR = 9.0
_MONTHS = {"2016-09": range(30), "2016-10": range(30, 61)}
"""Days of the mission."""

WIND_BLOCKS = tuple((described.SOLAR_WIND.id, f"simulated-{year}") for year in YEARS)
MARS_BLOCKS = (
    *(
        (dataset.id, f"simulated-{month}")
        for month in _MONTHS
        for dataset in (described.MAG, described.IONS)
    ),
    (described.SPECTROGRAM.id, "simulated-2016"),
)
"""Dataset and name of each block, in order."""


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of one dataset, and what to call them."""

    name: str
    series: Series


def recurring() -> tuple[streams.Streams, streams.Streams]:
    """Return the recurring wind of the ten years, at 1 au and at Mars' distance."""
    duration_s = float(_unix_s("2020-01-01T00:00:00Z") - _unix_s(WIND_START))
    rng = np.random.default_rng([SEED, 1])
    earth, at_mars = streams.streams(rng, duration_s, _YEARS_AFTER_MINIMUM, [1.0, _MARS_AU])
    return earth, at_mars


def mission(at_mars: streams.Streams) -> Mission:
    """Return the orbiter in the wind `at_mars`."""
    return Mission(SEED, at_mars, float(_unix_s(MISSION_START) - _unix_s(WIND_START)))


def solar_wind(near_earth: streams.Streams) -> Iterator[Block]:
    """Yield the ten years at 1 au, a year at a time."""
    start = _unix_s(WIND_START)
    days = [365 + (year % 4 == 0) for year in YEARS]
    duration_s = float(sum(days) * DAY_S)
    activity = streams.cycle_activity(_YEARS_AFTER_MINIMUM + near_earth.time_s / (365.25 * DAY_S))
    rng = np.random.default_rng([SEED, 2])
    times = ejecta.arrival_times_s(rng, near_earth.time_s, activity, _EJECTIONS_A_YEAR)
    events = ejecta.draw(rng, times)
    missing = gaps.random_intervals(rng, duration_s, 260, 600, 1.5 * DAY_S)
    no_plasma = gaps.random_intervals(rng, duration_s, 420, 300, 10 * 3_600)
    blocks = wind.minutes(SEED, near_earth, events, days, np.zeros(2))
    for year, block in zip(YEARS, blocks, strict=True):
        kept = ~gaps.covered(block.time_s, missing)
        blind = gaps.covered(block.time_s, no_plasma)
        field_gse = block.field_nt * np.array([[-1.0], [-1.0], [1.0]])
        speed = np.sqrt((block.velocity_km_s**2).sum(axis=0))
        values = {
            "B": instruments.stepped(field_gse, 1 / 128).T,
            "speed": _blank(instruments.stepped(speed, 1 / 8), blind),
            "density": _blank(instruments.shortened(block.density_cm3, 9), blind),
            "temperature": _blank(instruments.shortened(block.temperature_k, 9), blind),
        }
        ticks = time.from_unix_ns((start + block.time_s).astype(np.int64) * time.NS)
        yield Block(f"simulated-{year}", _series(described.SOLAR_WIND, ticks, values, kept))


def mars(orbiter: Mission) -> Iterator[Block]:
    """Yield the orbiter's three datasets: field and moments by the month, then the spectra."""
    outages = _Outages.drawn()
    start = time.parse(MISSION_START)
    spectra: list[Series] = []
    for month, days in _MONTHS.items():
        fields: list[Series] = []
        moments: list[Series] = []
        for index in days:
            day = orbiter.day(index)
            fields.append(_fields(day, start, outages))
            moments.append(_moments(orbiter, day, start, outages))
            spectra.append(_spectra(orbiter, day, start, outages))
        yield Block(f"simulated-{month}", Series.concatenate(described.MAG, fields))
        yield Block(f"simulated-{month}", Series.concatenate(described.IONS, moments))
    yield Block("simulated-2016", Series.concatenate(described.SPECTROGRAM, spectra))


@dataclass(frozen=True, slots=True)
class _Outages:
    """When nothing came: from the spacecraft, from one instrument; and when it was disturbed."""

    everything: gaps.Intervals
    magnetometer: gaps.Intervals
    disturbed: gaps.Intervals
    spectrometer: gaps.Intervals
    calibrating: gaps.Intervals = field(default_factory=lambda: np.empty((0, 2)))

    @classmethod
    def drawn(cls) -> _Outages:
        rng = np.random.default_rng([SEED, 3])
        whole = float(DAYS * DAY_S)
        safe_mode = np.array([[22.31, 22.93]]) * DAY_S
        weekly = np.arange(3.0, DAYS, 7.0)[:, None] + np.array([[0.402, 0.431]])
        return cls(
            np.concatenate([safe_mode, gaps.random_intervals(rng, whole, 38, 30, 5_400)]),
            gaps.random_intervals(rng, whole, 12, 5, 900),
            gaps.random_intervals(rng, whole, 150, 3, 40),
            gaps.random_intervals(rng, whole, 16, 120, 4 * 3_600),
            weekly * DAY_S,
        )


def _fields(day: Day, start: int, outages: _Outages) -> Series:
    at_s = day.first_s + np.arange(DAY_S, dtype=np.float64)
    values = instruments.magnetometer(day)
    _blank(values["B"], gaps.covered(at_s, outages.disturbed))
    hidden = gaps.covered(at_s, outages.everything) | gaps.covered(at_s, outages.magnetometer)
    return _series(described.MAG, _ticks(start, at_s), values, ~hidden)


def _moments(orbiter: Mission, day: Day, start: int, outages: _Outages) -> Series:
    step = instruments.MOMENTS_S
    at_s = day.first_s + np.arange(step / 2, DAY_S, step)
    values = instruments.ion_moments(day, orbiter.rng(1, day.first_s // DAY_S))
    hidden = gaps.covered(at_s, outages.everything) | gaps.covered(at_s, outages.spectrometer)
    hidden |= gaps.covered(at_s, outages.calibrating)
    return _series(described.IONS, _ticks(start, at_s), values, ~hidden)


def _spectra(orbiter: Mission, day: Day, start: int, outages: _Outages) -> Series:
    step = instruments.SPECTRUM_S
    at_s = day.first_s + np.arange(step / 2, DAY_S, step)
    values = instruments.ion_spectrogram(day, orbiter.rng(2, day.first_s // DAY_S))
    # While it calibrates it sends spectra that mean nothing.
    _blank(values["energy_flux"], gaps.covered(at_s, outages.calibrating))
    hidden = gaps.covered(at_s, outages.everything) | gaps.covered(at_s, outages.spectrometer)
    return _series(described.SPECTROGRAM, _ticks(start, at_s), values, ~hidden)


def _series(
    dataset: Dataset, ticks: time.Ticks, values: dict[str, Any], kept: NDArray[np.bool_]
) -> Series:
    contiguous = {name: np.ascontiguousarray(v[kept]) for name, v in values.items()}
    return Series(dataset, ticks[kept], contiguous)


def _blank(values: NDArray[Any], where: NDArray[np.bool_]) -> NDArray[Any]:
    values[where] = np.nan
    return values


def _ticks(start: int, at_s: NDArray[np.float64]) -> time.Ticks:
    return start + (at_s * time.NS).astype(np.int64)


def _unix_s(text: str) -> int:
    return int(time.to_unix_ns(time.parse(text))) // time.NS
