"""Formulas are sent to other processes, whatever they are made of, and give the same there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Lock

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.compute.packed import Packed
from dayside.model import OPERATOR, Dataset, EventList, Parameter, Series, time
from dayside.model.errors import BadRequest
from dayside.query.evaluate import evaluate
from dayside.query.search.stored import Stored
from dayside.services import events
from dayside.services.door import Door
from dayside.services.evaluate import FormulaRequest, checked
from dayside.sources.ephemeris import EphemerisSource
from dayside.sources.local import LocalSource

T0 = time.parse("2016-08-27T12:00")
ROWS = 40
AXES = {"shape": (3,), "components": ("x", "y", "z")}


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder: Path = tmp_path_factory.mktemp("sent")
    rng = np.random.default_rng(0)
    dataset = Dataset(
        "mag",
        (
            Parameter("B", "float64", "nT", frame="GSE", **AXES),
            Parameter("r", "float64", "km", frame="GSE", **AXES),
            Parameter("p", "float64", "nPa"),
        ),
        target="Earth",
        cadence_ns=60 * time.NS,
    )
    held = {
        "B": rng.normal(0, 5, (ROWS, 3)),
        "r": rng.normal(0, 40_000, (ROWS, 3)),
        "p": rng.uniform(1, 4, ROWS),
    }
    with Archive.open(folder / "archive") as archive:
        append(archive, Series(dataset, T0 + np.arange(ROWS) * 60 * time.NS, held))
        source = EphemerisSource(archive)
        found = Door([LocalSource(archive), source])
        listed = EventList.of(["2016-08-27T12:10"], ["2016-08-27T12:20"])
        events.create(found, listed, OPERATOR, name="kept")
        yield found
        source.close()


@pytest.mark.parametrize(
    "formula",
    [
        'to_frame(mag.B, "GSM")',
        'field_model(to_frame(mag.r, "GEO", kind="position"), "earth.igrf14")',
        'field_model(mag.r, "earth.igrf14")',
        'boundary_distance(to_frame(mag.r, "GSM"), "earth.magnetopause.shue1998", pdyn=mag.p)',
        "mean(norm(mag.B), \"5 min\") > 3*nT and in_events('kept')",
        'mva(mag.B, window="10 min")',
        'psd(mag.B.x, window="20 min")',
        "clock_angle(mag.B)",
        "shift(lowpass(mag.B.x, 0.002*Hz), '2 min') / greatest(mag.B.y, 1*nT)",
    ],
)
def test_a_formula_that_was_sent_gives_the_same(door: Door, formula: str) -> None:
    checked_ = checked(door, FormulaRequest(formula), OPERATOR)
    (local, *_) = door.sources
    stored = Stored.now(local.archive)
    ends = T0, T0 + ROWS * 60 * time.NS
    here = evaluate(checked_.term, *ends, stored)
    sent = Packed(lambda reader, term=checked_.term: evaluate(term, *ends, reader))
    there = sent(stored)
    np.testing.assert_array_equal(there.time, here.time)
    np.testing.assert_array_equal(there.values, here.values)


def test_what_cannot_be_sent_is_told() -> None:
    held = Lock()
    with pytest.raises(BadRequest, match="cannot be sent to a cluster"):
        Packed(lambda: held)
