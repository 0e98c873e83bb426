"""What the contract suites work on: a series of every kind, and ways to damage a file."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np

from dayside.model import Bins, Dataset, Parameter, Series, time

_ROWS = 12


def example_dataset() -> Dataset:
    """Return a dataset with one parameter of each kind there is."""
    energy = Bins(
        "energy",
        "eV",
        centers=(10.0, 100.0, 1000.0, 10000.0),
        ranges=((5.0, 50.0), (50.0, 500.0), (500.0, 5000.0), (5000.0, 50000.0)),
        scale="log",
    )
    moving = Bins("sweep", "eV", parameter="sweep")
    return Dataset(
        id="contract_example",
        title="One parameter of each kind",
        description="Made by a test.",
        target="Mars",
        mission="Contract",
        instrument="Magnetometer",
        version="3",
        licence="CC-BY-4.0",
        citation="Nobody (2026), Nothing, Nowhere",
        time_stamp="begin",
        simulated=True,
        parameters=(
            Parameter(
                "B", "float32", "nT", (3,), description="Magnetic field", label="B",
                frame="GSE", components=("x", "y", "z"), labels=("Bx", "By", "Bz"),
                uncertainty=("B_sigma",), quality="flag",
            ),
            Parameter("B_sigma", "float32", "nT", (3,), role="uncertainty"),
            Parameter("density", "float64", "cm-3", valid_min=0.0, valid_max=1e4, quality="flag"),
            Parameter("counts", "int32", "", fill=-1),
            Parameter("flag", "uint8", "", fill=255, role="quality"),
            Parameter(
                "flux", "float32", "eV", (4,), bins=(energy,), display="spectrogram", scale="log",
                quality="flag",
            ),
            Parameter("swept", "float64", "eV", (3,), bins=(moving,), display="spectrogram"),
            Parameter("sweep", "float64", "eV", (3,), role="support"),
            Parameter("mode", "U8", None, fill="", role="support", display="none"),
            Parameter("received", "tt2000", None, role="support", display="none"),
        ),
    )  # fmt: skip


def example_series(dataset: Dataset | None = None) -> Series:
    """Return twelve rows around the leap second of 2016, with gaps of every kind."""
    dataset = dataset or example_dataset()
    generator = np.random.default_rng(4)
    ticks = time.parse("2016-12-31T23:59:58Z") + np.arange(_ROWS) * 500_000_000
    field = generator.normal(size=(_ROWS, 3)).astype(np.float32)
    field[2] = np.nan
    field[5, 1] = np.nan
    density = generator.lognormal(size=_ROWS)
    density[7] = np.nan
    flux = generator.lognormal(size=(_ROWS, 4)).astype(np.float32)
    flux[3, 2] = np.nan
    sweep = np.array([1.0, 10.0, 100.0]) * (1.0 + np.arange(_ROWS)[:, None])
    values: dict[str, Any] = {
        "B": field,
        "B_sigma": np.abs(field) / np.float32(8),
        "density": density,
        "counts": np.array([-1, 0, 2**31 - 1, *range(_ROWS - 3)], np.int32),
        "flag": np.array([255, 0, 1, *[2] * (_ROWS - 3)], np.uint8),
        "flux": flux,
        "swept": generator.lognormal(size=(_ROWS, 3)),
        "sweep": sweep,
        "mode": np.array(["survey", "", "burst", *["é±"] * (_ROWS - 3)], "U8"),
        "received": ticks + 60_000_000_123,
    }
    return Series(dataset, ticks, {name: values[name] for name in dataset.names})


def _flipped(whole: bytes, generator: random.Random) -> bytes:
    damaged = bytearray(whole)
    for _ in range(generator.choice([1, 4, 16])):
        damaged[generator.randrange(len(damaged))] ^= 1 << generator.randrange(8)
    return bytes(damaged)


def _overwritten(whole: bytes, generator: random.Random) -> bytes:
    """Return `whole` with absurd numbers where sizes and counts may stand."""
    damaged = bytearray(whole)
    for _ in range(4):
        at = generator.randrange(max(1, len(damaged) - 8))
        damaged[at : at + 8] = generator.choice([b"\xff" * 8, b"\x7f" + b"\xff" * 7, bytes(8)])
    return bytes(damaged)


DAMAGES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "empty": lambda whole, generator: b"",  # noqa: ARG005
    "truncated": lambda whole, generator: whole[: generator.randrange(len(whole))],
    "flipped": _flipped,
    "overwritten": _overwritten,
    "garbage": lambda whole, generator: whole[:16] + generator.randbytes(2000),
    "noise": lambda whole, generator: generator.randbytes(2000),  # noqa: ARG005
}
