"""Frames and crossings: a million vectors turned, ten years searched for crossings.

`pxform` is asked time by time, as kernels want to be; sunpy and spacepy work on arrays. They have
no MSO, so that each is given the nearest it has: HEEQ to GSE, and GSE to GSM. A package that takes
long is given fewer vectors; what is compared are rates.
"""

from __future__ import annotations

import argparse
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np

import dayside
from benchmarks._measure import Timing, measure, say_where
from dayside.model.times import ticks_of_times
from dayside.science.frames.clock import et_of
from dayside.sources.ephemeris.kernels import core_files, planetary

BEGIN = np.datetime64("2016-09-01T00:00:00", "ns")
YEARS_S = 3652 * 86_400


def main(arguments: list[str] | None = None) -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="benchmarks space", description=__doc__)
    parser.add_argument("--vectors", type=int, default=1_000_000)
    options = parser.parse_args(arguments)
    say_where("dayside", "spiceypy", "sunpy", "spacepy", "numpy")
    _frames(options.vectors)
    _crossings()


def _frames(count: int) -> None:
    times = BEGIN + np.arange(count).astype("timedelta64[s]")
    vectors = np.random.default_rng(1).normal(size=(count, 3))
    dayside.transform(vectors[:1], times[:1], "MSO", "GSE")
    pairs = (("MSO", "GSE"), ("HEEQ", "GSE"), ("GSE", "GSM"))
    ours = [
        measure(
            f"dayside.transform, {a} to {b}",
            lambda a=a, b=b: dayside.transform(vectors, times, a, b),
        )
        for a, b in pairs
    ]
    few = count // 50
    theirs = [
        measure(f"pxform ({few} vectors)", lambda: _pxform(vectors[:few], times[:few]), repeat=1),
        measure(f"sunpy ({few} vectors)", lambda: _sunpy(vectors[:few], times[:few]), repeat=1),
        measure(f"spacepy ({few} vectors)", lambda: _spacepy(vectors[:few], times[:few]), repeat=1),
    ]
    for (a, b), mine, other in zip(pairs, ours, theirs, strict=True):
        _say(f"{a} to {b}", (mine, count), (other, few))


def _pxform(vectors: np.ndarray, times: np.ndarray) -> Any:
    import spiceypy

    with tempfile.TemporaryDirectory() as folder:
        for file in (*core_files(Path(folder)), *planetary()):
            spiceypy.furnsh(str(file))
        et_s = et_of(ticks_of_times(times))
        found = [spiceypy.pxform("MSO", "GSE", t) @ v for t, v in zip(et_s, vectors, strict=True)]
        spiceypy.kclear()
    return found


def _sunpy(vectors: np.ndarray, times: np.ndarray) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from astropy import units
        from astropy.coordinates import CartesianRepresentation, SkyCoord
        from astropy.time import Time
        from sunpy.coordinates import frames

        when = Time(times)
        given = CartesianRepresentation(vectors.T * units.AU)
        there = SkyCoord(given, frame=frames.HeliographicStonyhurst(obstime=when))
        return there.transform_to(frames.GeocentricSolarEcliptic(obstime=when))


def _spacepy(vectors: np.ndarray, times: np.ndarray) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from spacepy.coordinates import Coords
        from spacepy.time import Ticktock

        given = Coords(vectors, "GSE", "car", use_irbem=False)
        given.ticks = Ticktock(np.datetime_as_string(times, "s"), "UTC")
        return given.convert("GSM", "car")


def _crossings() -> None:
    """Search ten years of an orbit of Mars at one minute for its bow shock."""
    t = np.arange(0.0, YEARS_S, 60.0)
    mean = 2 * np.pi * t / 16_000.0
    angle = mean.copy()
    for _ in range(20):
        angle = mean + 0.45 * np.sin(angle)
    x, y = 3.2 * (np.cos(angle) - 0.45), 3.2 * 0.893 * np.sin(angle)
    place = np.stack([x, y * np.cos(0.5), y * np.sin(0.5)], axis=1)
    ticks = (t * 1e9).astype(np.int64)
    for name in ("mars.bow_shock.edberg2008", "mars.bow_shock.gruesbeck2018"):
        model = dayside.boundary(name, 4.0)
        took = measure(name, lambda m=model: m.crossings(ticks, place))
        print(f"{name}: {len(t):,} positions, {took.wall_s:.2f} s, {took.cpu_s:.2f} CPU s")


def _say(what: str, ours: tuple[Timing, int], theirs: tuple[Timing, int]) -> None:
    mine, other = (timing.cpu_s / count * 1e6 for timing, count in (ours, theirs))
    print(
        f"{what}: {ours[0].name} {mine:.2f} µs a vector ({ours[0].wall_s:.2f} s), "
        f"{theirs[0].name} {other:.1f} µs: × {other / mine:.0f} by CPU, "
        f"× {theirs[0].wall_s / theirs[1] / (ours[0].wall_s / ours[1]):.0f} by the clock"
    )


if __name__ == "__main__":
    main()
