"""A small archive, in memory, opened both ways."""

from __future__ import annotations

import numpy as np
import pytest

import dayside
from dayside.client import ArchiveClient
from dayside.client.local import LocalBackend
from dayside.model import Bins, Dataset, Parameter, Series, time
from dayside.services.door import Door
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

NS = time.NS
START = time.parse("2016-12-31T23:59:30")  # thirty seconds before a leap second
ROWS = 90


def field() -> Series:
    """Return a vector with error bars and a quality flag around 2016-12-31T23:59:60."""
    ticks = START + NS * np.arange(ROWS)
    vector = np.arange(ROWS * 3, dtype=np.float32).reshape(ROWS, 3)
    vector[7] = np.nan
    dataset = Dataset(
        "field_1s",
        (
            Parameter(
                "B", "float32", "nT", (3,), frame="GSE", components=("x", "y", "z"),
                description="Magnetic field", uncertainty=("dB",), quality="flag",
            ),
            Parameter("dB", "float32", "nT", role="uncertainty"),
            Parameter("flag", "uint8", "", role="quality", fill=255),
            Parameter("mode", "U6", description="Mode of the instrument"),
        ),
        title="A field at 1 s", target="Mars", mission="Example", cadence_ns=NS,
        start=START, stop=START + ROWS * NS, records=ROWS, version="2", citation="Nobody, 2017",
    )  # fmt: skip
    return Series(
        dataset,
        ticks,
        {
            "B": vector,
            "dB": np.full(ROWS, 0.5, np.float32),
            "flag": (np.arange(ROWS) % 3).astype(np.uint8),
            "mode": np.where(np.arange(ROWS) % 2, "fast", "µ-slow"),
        },
    )


def spectrum() -> Series:
    """Return a spectrogram whose energies move, and a matrix."""
    ticks = START + 4 * NS * np.arange(20)
    energies = np.geomspace(10, 1e4, 6) * (1 + np.arange(20)[:, None] / 100)
    dataset = Dataset(
        "ions_4s",
        (
            Parameter(
                "flux", "float64", "cm-2 s-1 sr-1 eV-1", (6,), display="spectrogram", scale="log",
                bins=(Bins("energy", "eV", parameter="energies", scale="log"),),
            ),
            Parameter("energies", "float64", "eV", (6,), role="support", display="none"),
            Parameter("pressure", "float32", None, (2, 2)),
        ),
        target="Mercury", cadence_ns=4 * NS, start=START, stop=START + 80 * NS, simulated=True,
    )  # fmt: skip
    values = {
        "flux": 1e6 / energies,
        "energies": energies,
        "pressure": np.arange(80, dtype=np.float32).reshape(20, 2, 2),
    }
    return Series(dataset, ticks, values)


@pytest.fixture(scope="session")
def door() -> Door:
    elsewhere = Series(
        Dataset("AC_H0_MFI", (Parameter("Magnitude", "float32", "nT"),), start=START),
        np.array([START]),
        {"Magnitude": np.ones(1, np.float32)},
    )
    return Door([MemorySource([field(), spectrum()]), MemorySource([elsewhere], "cdaweb")])


@pytest.fixture(scope="session")
def local(door):
    return ArchiveClient(LocalBackend(door, "archive"))


@pytest.fixture(scope="session")
def remote(door):
    from dayside.app import create_app
    from dayside.settings import Settings

    with serving(create_app(Settings(), door=door)) as url, dayside.open(url) as archive:
        yield archive


@pytest.fixture(params=["local", "remote"])
def archive(request):
    """Return the archive, opened either way: nothing else may differ."""
    return request.getfixturevalue(request.param)
