"""A few series in memory, and a way to evaluate formulas over them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from dayside.model import OPERATOR, Bins, Dataset, Parameter, Series, time
from dayside.services.door import Door
from dayside.services.evaluate import FormulaRequest, values
from dayside.testing.memory import MemorySource

T0 = time.parse("2016-09-01")
S = time.NS


def field() -> Series:
    """Ten minutes of a field at 1 s, without the samples of a minute, and with a gap of NaN."""
    rng = np.random.default_rng(1)
    rows = np.delete(np.arange(600), slice(120, 180))
    b = rng.normal(3, 2, (len(rows), 3)).astype(np.float32)
    b[30:40] = np.nan
    parameters = (
        Parameter("B", "float32", "nT", (3,), frame="MSO", components=("x", "y", "z"),
                  labels=("Bx", "By", "Bz")),
        Parameter("flag", "int16", "", fill=-1, role="quality"),
        Parameter("mode", "U8"),
        Parameter("raw", "float32"),
    )  # fmt: skip
    dataset = Dataset("mag", parameters, cadence_ns=S, start=T0, stop=T0 + 600 * S, target="Mars")
    flag = np.where(rows % 7 == 0, -1, rows % 3).astype(np.int16)
    mode = np.where(rows < 300, "burst", "slow")
    held = {"B": b, "flag": flag, "mode": mode, "raw": b[:, 0]}
    return Series(dataset, T0 + rows * S, held)


def ions() -> Series:
    """Ten minutes of moments every 4 s, and spectra of eight energies."""
    rng = np.random.default_rng(2)
    n = 150
    energies = tuple(float(10 * 2**i) for i in range(8))
    parameters = (
        Parameter("density", "float64", "cm-3"),
        Parameter("velocity", "float64", "km/s", (3,), frame="GSE", components=("x", "y", "z")),
        Parameter("flux", "float32", "cm-2.s-1.sr-1.eV-1", (8,), display="spectrogram",
                  bins=(Bins("energy", "eV", energies),)),
        Parameter("swept", "float32", "cm-2.s-1", (8,), bins=(Bins("energy", parameter="table"),)),
        Parameter("table", "float32", "eV", (8,), role="support"),
    )  # fmt: skip
    dataset = Dataset(
        "ions", parameters, cadence_ns=4 * S, start=T0, stop=T0 + 600 * S, access="private"
    )
    held = {
        "density": rng.uniform(1, 20, n),
        "velocity": rng.normal(-300, 50, (n, 3)),
        "flux": rng.random((n, 8), np.float32),
        "swept": rng.random((n, 8), np.float32),
        "table": np.where(np.arange(n)[:, None] % 2, 1.5, 1.0) * np.float32(energies),
    }
    return Series(dataset, T0 + 4 * S * np.arange(n), held)


def wind() -> Series:
    """Ten minutes of speeds every minute, from a source with a name."""
    dataset = Dataset(
        "W-1", (Parameter("speed", "float64", "km/s"),), cadence_ns=60 * S, start=T0,
        stop=T0 + 600 * S,
    )  # fmt: skip
    return Series(dataset, T0 + 60 * S * np.arange(10), {"speed": 350.0 + 10 * np.arange(10)})


@pytest.fixture
def door() -> Door:
    return Door([MemorySource([field(), ions()]), MemorySource([wind()], name="far")])


@pytest.fixture
def value(door: Door) -> Callable[..., Series]:
    """Evaluate a formula, to a series of the one parameter ``value``."""

    def evaluate(formula: str, start: float = 0, stop: float = 600, **more) -> Series:
        ends = T0 + round(start * S), T0 + round(stop * S)
        return values(door, FormulaRequest(formula, *ends, **more), OPERATOR).series()

    return evaluate
