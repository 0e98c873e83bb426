"""CPU and wall seconds, medians, and tables of ratios."""

from __future__ import annotations

import gc
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version


@dataclass(frozen=True, slots=True)
class Timing:
    """Medians of some runs; CPU is user and system time of all threads and children."""

    name: str
    wall_s: float
    cpu_s: float
    runs: int


def measure(
    name: str,
    work: Callable[[], object],
    *,
    repeat: int = 3,
    before: Callable[[], object] = lambda: None,
) -> Timing:
    """Return the medians of `repeat` runs of `work`, each after `before`, which is not timed.

    Rubbish is collected before each run, not in it.
    """
    walls, cpus = [], []
    for _ in range(repeat):
        before()
        gc.collect()
        cpu, wall = _cpu_s(), time.perf_counter()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(_cpu_s() - cpu)
    return Timing(name, statistics.median(walls), statistics.median(cpus), repeat)


def _cpu_s() -> float:
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def say_where(*packages: str) -> None:
    """Print what the numbers depend on: processor, load, versions."""
    told = ", ".join(f"{name} {version(name)}" for name in packages)
    load = os.getloadavg()[0]
    print(
        f"{platform.machine()}, {os.cpu_count()} CPUs, load {load:.1f}, "
        f"Python {platform.python_version()}, {told}"
    )


def say_rates(title: str, ours: Timing, peers: Sequence[Timing], amount: float, unit: str) -> None:
    """Print a table: seconds, `amount` per second, and how many times ours each peer's CPU is."""
    print(f"\n{title}")
    print(f"{'':44} {'wall s':>8} {'CPU s':>8} {'M ' + unit + '/CPU-s':>16} {'CPU ratio':>10}")
    for timing in (ours, *peers):
        rate = amount / timing.cpu_s / 1e6
        ratio = timing.cpu_s / ours.cpu_s
        print(
            f"{timing.name:44} {timing.wall_s:8.2f} {timing.cpu_s:8.2f} {rate:16.2f} {ratio:10.2f}",
            flush=True,
        )
