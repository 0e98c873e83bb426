"""A HAPI server on loopback, before a few series in memory."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import numpy as np
import pytest
from starlette.applications import Starlette

from dayside.model import Bins, Dataset, Parameter, Series, time
from dayside.protocols import Context, Site
from dayside.protocols.hapi import routes, warm_up
from dayside.services.door import Door
from dayside.testing.examples import example_series
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

START = time.parse("2016-12-31T23:50")
ROWS = 5000


def orbiter() -> Series:
    """Return a vector, a number, an integer, a spectrum with moving bins, texts, times."""
    energy = Bins("energy", "eV", parameter="energy")
    dataset = Dataset(
        "orbiter",
        (
            Parameter(
                "B", "float64", "nT", (3,), frame="MSO", components=("x", "y", "z"),
                labels=("Bx", "By", "Bz"), uncertainty=("B_sigma",), quality="flag",
            ),
            Parameter("B_sigma", "float32", "nT", role="uncertainty"),
            Parameter("density", "float32", "cm-3", description="Protons"),
            Parameter("flag", "int16", "", fill=-1, role="quality"),
            Parameter("flux", "float32", "eV", (8,), bins=(energy,), display="spectrogram"),
            Parameter("energy", "float64", "eV", (8,), role="support"),
            Parameter("mode", "U8", None, fill="", display="none"),
            Parameter("received", "tt2000", None, display="none"),
            Parameter("matrix", "float64", "nT2", (2, 3)),
            Parameter("counter", "int64", "", fill=-9),
        ),
        title="An orbiter", description="Made by a test.", target="Mars", cadence_ns=time.NS,
        start=START, stop=START + ROWS * time.NS, records=ROWS, time_stamp="begin",
        modified="2026-02-03T04:05:06Z", licence="CC-BY-4.0", citation="Nobody (2026)",
        simulated=True, attributes={"time_digits": 3},
    )  # fmt: skip
    rng = np.random.default_rng(1)
    ticks = START + np.arange(ROWS) * time.NS
    field = np.round(rng.normal(0, 50, (ROWS, 3)), 4)
    field[3] = np.nan
    values = {
        "B": field,
        "B_sigma": rng.random(ROWS).astype("f4"),
        "density": rng.lognormal(size=ROWS).astype("f4"),
        "flag": rng.integers(-1, 4, ROWS).astype("i2"),
        "flux": rng.lognormal(size=(ROWS, 8)).astype("f4"),
        "energy": np.geomspace(10, 1e4, 8) * (1 + np.arange(ROWS)[:, None] % 3),
        "mode": np.array(["fast", 'sl"ow', "a,b", "", "é☃"])[np.arange(ROWS) % 5].astype("U8"),
        "received": ticks + 5 * time.NS,
        "matrix": rng.normal(size=(ROWS, 2, 3)),
        "counter": np.where(np.arange(ROWS) % 7, np.arange(ROWS), -9),
    }
    return Series(dataset, ticks, values)


def with_coverage(series: Series, **said: object) -> Series:
    """Return a series whose dataset tells its coverage."""
    cadence = 500_000_000
    dataset = series.dataset.replace(
        start=int(series.time[0]), stop=int(series.time[-1]) + cadence, cadence_ns=cadence, **said
    )
    return Series(dataset, series.time, series.values)


def gap() -> Series:
    """Return two samples an hour apart."""
    ticks = np.array([START, START + 3600 * time.NS])
    dataset = Dataset(
        "gap", (Parameter("x", "float64", "nT"),), start=START, stop=int(ticks[1]) + time.NS,
        cadence_ns=time.NS,
    )  # fmt: skip
    return Series(dataset, ticks, {"x": np.array([1.5, np.nan])})


@pytest.fixture(scope="session")
def held() -> list[Series]:
    """Return what the server serves."""
    secret = with_coverage(example_series(), id="secret", access="private")
    return [orbiter(), with_coverage(example_series()), gap(), secret]


@pytest.fixture(scope="session")
def door(held: list[Series]) -> Door:
    """Return the door to it."""
    return Door([MemorySource(held, block_rows=700)])


@pytest.fixture(scope="session")
def root(door: Door) -> Iterator[str]:
    """Return the address of a live server."""
    warm_up()
    app = Starlette(routes=routes(Context(door, Site(contact="nobody@example.org"))))
    with serving(app) as address:
        yield f"{address}/hapi"


@pytest.fixture
def client(root: str) -> Iterator[httpx.Client]:
    """Return a client that knows the address."""
    with httpx.Client(base_url=root, headers={"accept-encoding": "identity"}) as client:
        yield client
