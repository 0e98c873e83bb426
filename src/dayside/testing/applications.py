"""`example_application`: the whole application before a small archive, for tests of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from starlette.types import ASGIApp

from dayside.model import Bins, Dataset, Parameter, Series, time

ROWS = 20_000
START = time.parse("2016-12-31T20:00")
TOKEN = "a token of the tests"  # noqa: S105 - opens nothing but the example


def walk() -> Series:
    """Return hours of a field, a spectrum and a flag at 1 s, with a gap, over a leap second."""
    energy = Bins("energy", "eV", centers=tuple(np.geomspace(10, 1e4, 16).tolist()), scale="log")
    dataset = Dataset(
        "walk",
        (
            Parameter(
                "B", "float32", "nT", (3,), description="Magnetic field", frame="MSO",
                components=("x", "y", "z"), labels=("Bx", "By", "Bz"),
            ),
            Parameter("Bx", "float32", "nT"),
            Parameter(
                "flux", "float32", "eV", (16,), bins=(energy,), display="spectrogram", scale="log"
            ),
            Parameter("flag", "uint8", "", fill=255, role="quality"),
            Parameter("note", "U8", None, fill="", role="support", display="none"),
        ),
        title="A random <walk> & more", description="Made by a test.", target="Mars",
        mission="Contract", instrument="Magnetometer", measurement_type="MagneticField",
        region="Mars.Magnetosheath", cadence_ns=time.NS, time_stamp="begin", version="2",
        licence="CC-BY-4.0", citation="Nobody (2026)", simulated=True,
    )  # fmt: skip
    rng = np.random.default_rng(3)
    rows = np.concatenate([np.arange(ROWS // 2), np.arange(ROWS // 2, ROWS) + 1800])
    field = np.cumsum(rng.normal(size=(ROWS, 3)), axis=0).astype(np.float32)
    values: dict[str, Any] = {
        "B": field,
        "Bx": field[:, 0].copy(),
        "flux": rng.lognormal(size=(ROWS, 16)).astype(np.float32),
        "flag": (rows % 4).astype(np.uint8),
        "note": np.full(ROWS, "é", "U8"),
    }
    return Series(dataset, START + rows * time.NS, values)


def hidden() -> Series:
    """Return a private dataset."""
    dataset = Dataset(
        "hidden", (Parameter("secret", "float64", "nT"),), title="Hidden one", target="Venus",
        access="private", cadence_ns=time.NS,
    )  # fmt: skip
    return Series(dataset, START + np.arange(3) * time.NS, {"secret": np.array([1.0, 2.0, 3.0])})


def example_application(folder: Path, **settings: Any) -> ASGIApp:
    """Return the application before an archive in `folder`, made if it is not there.

    Parameters
    ----------
    settings
        Of `dayside.settings.Settings`; the token is `TOKEN` if none is given.
    """
    from dayside.app import create_app
    from dayside.archive import Archive
    from dayside.archive.writer import append
    from dayside.settings import Settings

    place = folder / "archive"
    if not place.exists():
        with Archive.open(place) as archive:
            append(archive, walk())
            append(archive, hidden())
    given = {"archive": str(place), "token": TOKEN} | settings
    return create_app(Settings(**given))
