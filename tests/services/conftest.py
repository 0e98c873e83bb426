"""A door before two sources: one in memory, one that does not answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from dayside.model import Dataset, Parameter, Series, time
from dayside.model.errors import Upstream
from dayside.services.door import Door
from dayside.testing.memory import MemorySource

T0 = time.parse("2016-09-01")


def series(dataset_id: str, **said: str) -> Series:
    rows = 5000
    rng = np.random.default_rng(len(dataset_id))
    dataset = Dataset(
        dataset_id,
        (
            Parameter("B", "float64", "nT", (3,), components=("x", "y", "z")),
            Parameter("flux", "float32", shape=(8,), display="spectrogram"),
            Parameter("note", "U3"),
        ),
        cadence_ns=time.NS,
        start=T0,
        stop=T0 + rows * time.NS,
        **said,
    )
    values = {
        "B": rng.normal(size=(rows, 3)),
        "flux": rng.random((rows, 8)).astype(np.float32),
        "note": np.full(rows, "abc"),
    }
    values["B"][100:200] = np.nan
    return Series(dataset, T0 + np.arange(rows) * time.NS, values)


class Silent(MemorySource):
    """A remote server that is down."""

    def datasets(self, snapshot: int | None = None) -> Sequence[Dataset]:
        raise Upstream("far does not answer.")


@pytest.fixture
def held() -> dict[str, Series]:
    return {
        "mars_mag": series("mars_mag", target="Mars", mission="MEX", title="Field at Mars"),
        "mars_ions": series("mars_ions", target="Mars", mission="MAVEN"),
        "hidden": series("hidden", target="Mars", access="private"),
        "wind": series("wind", target="Heliosphere; Earth", mission="Wind"),
    }


@pytest.fixture
def door(held: dict[str, Series]) -> Door:
    near = MemorySource([s for n, s in held.items() if n != "wind"])
    return Door([near, MemorySource([held["wind"]], name="cdaweb"), Silent([], name="far")])
