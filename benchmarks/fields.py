"""Magnetic field models and field lines, beside the packages people use for them.

IGRF at random positions of one time: ppigrf works on arrays too (and looks its coefficients up
for each call), geopack position by position. Lines of T89 with the internal field, from the same
seeds: geopack's own tracer, of a coarser step. A package in Python is given fewer positions; what
is compared are rates.
"""

from __future__ import annotations

import argparse
import io
from contextlib import redirect_stdout
from datetime import datetime

import numpy as np

import dayside
from benchmarks._measure import Timing, measure, say_where

WHEN = "2020-01-01"
KT89 = 3


def main(arguments: list[str] | None = None) -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="benchmarks fields", description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--lines", type=int, default=200)
    options = parser.parse_args(arguments)
    say_where("dayside", "numpy", "numba", "ppigrf", "geopack")
    _values(options.points)
    _lines(options.lines)


def _values(count: int) -> None:
    geopack = _geopack()
    drawn = np.random.default_rng(1).normal(size=(count, 3))
    r = np.linalg.norm(drawn, axis=1)
    position = drawn / r[:, None] * np.geomspace(1, 10, count)[:, None]
    r = np.linalg.norm(position, axis=1)
    colatitude = np.degrees(np.arccos(position[:, 2] / r))
    longitude = np.degrees(np.arctan2(position[:, 1], position[:, 0]))
    few, fewest = count // 20, count // 1_000
    dayside.field("igrf", position[:1], WHEN)

    import ppigrf

    date = datetime.fromisoformat(WHEN)
    angles = np.radians([colatitude, longitude])
    ours = measure("dayside.field", lambda: dayside.field("igrf", position, WHEN))
    theirs = measure(
        f"ppigrf ({few} positions)",
        lambda: ppigrf.igrf_gc(r[:few] * 6371.2, colatitude[:few], longitude[:few], date),
    )
    slow = measure(
        f"geopack ({fewest} positions)",
        lambda: [geopack.igrf_geo(*p) for p in zip(r[:fewest], *angles[:, :fewest], strict=True)],
    )
    _say("IGRF, degree 13", "µs a position", 1e6, (ours, count), (theirs, few), (slow, fewest))


def _lines(count: int) -> None:
    geopack = _geopack()
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    seeds = np.stack([6 * np.cos(angle), 6 * np.sin(angle), 0.5 + 0 * angle], axis=1)
    model = f"earth.t89(kp={KT89 - 1})"
    dayside.trace(model, seeds[:1], WHEN)
    few = count // 10
    ours, coarse, inner = (
        measure(name, lambda m=m, t=t: dayside.trace(m, seeds, WHEN, far=60, tolerance=t), repeat=1)
        for name, m, t in (
            ("T89 and IGRF, to 1e-9", model, 1e-9),
            ("T89 and IGRF, to 1e-6", model, 1e-6),
            ("IGRF, to 1e-9", "igrf", 1e-9),
        )
    )
    theirs = measure(
        f"T89 and IGRF, geopack.trace ({few} lines)",
        lambda: [
            geopack.trace(*s, dir=d, rlim=60, parmod=KT89) for s in seeds[:few] for d in (1, -1)
        ],
        repeat=1,
    )
    runs = ((ours, count), (coarse, count), (inner, count), (theirs, few))
    _say("Lines, both ways from 6 radii", "ms a line", 1e3, *runs)


def _say(title: str, unit: str, scale: float, *runs: tuple[Timing, int]) -> None:
    print(f"\n{title}\n{'':44} {'CPU ' + unit:>18} {'ratio':>8}")
    first = runs[0][0].cpu_s / runs[0][1]
    for timing, count in runs:
        each = timing.cpu_s / count
        print(f"{timing.name:44} {each * scale:18.2f} {each / first:8.1f}", flush=True)


def _geopack() -> object:
    with redirect_stdout(io.StringIO()):
        from geopack import geopack
    geopack.recalc(datetime.fromisoformat(f"{WHEN}T00:00+00:00").timestamp())
    return geopack
