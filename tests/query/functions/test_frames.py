"""Vectors of formulas in other frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.model import OPERATOR, Dataset, Parameter, Series, time
from dayside.model.errors import BadFormula
from dayside.services.door import Door
from dayside.services.evaluate import FormulaRequest, values
from dayside.sources.ephemeris import EphemerisSource
from dayside.sources.local import LocalSource

T0 = time.parse("2012-01-05")
AXES = {"shape": (3,), "components": ("x", "y", "z")}
FIELD = Dataset(
    "mag",
    (
        Parameter("B", "float64", "nT", frame="MSO", **AXES),
        Parameter("r", "float64", "R_M", frame="MSO", **AXES),
        Parameter("v", "float64", "km/s", **AXES),
    ),
    target="Mercury",
    cadence_ns=60 * time.NS,
)


@pytest.fixture
def evaluate(tmp_path: Path) -> Iterator[object]:
    with Archive.open(tmp_path / "archive") as archive:
        rows = 5
        vectors = np.tile([1.0, 2.0, 3.0], (rows, 1))
        vectors[3, 1] = np.nan
        stored = {"B": vectors, "r": vectors, "v": vectors}
        append(archive, Series(FIELD, T0 + np.arange(rows) * 60 * time.NS, stored))
        source = EphemerisSource(archive)
        door = Door([LocalSource(archive), source])
        yield lambda text: values(door, FormulaRequest(text), OPERATOR).series()
        source.close()


def test_a_field_is_turned_and_gaps_stay(evaluate):
    found = evaluate('to_frame(mag.B, "VSO")')
    assert found.dataset["value"].frame == "VSO"
    assert found.dataset["value"].units == "nT"
    turned = found.values["value"]
    np.testing.assert_allclose(np.linalg.norm(turned[[0, 1, 2, 4]], axis=1), np.sqrt(14))
    assert np.isnan(turned[3]).all()


def test_the_frame_is_that_of_the_body_the_data_are_about(evaluate):
    same = evaluate('to_frame(mag.B, "MESO")').values["value"]
    np.testing.assert_array_equal(same, evaluate("mag.B").values["value"])
    other = evaluate('to_frame(mag.B, "MSO@mars")').values["value"]
    assert np.abs(other[0] - same[0]).max() > 0.1


def test_positions_move_with_the_origin(evaluate):
    found = evaluate('to_frame(mag.r, "MSM", kind="position")').values["value"]
    np.testing.assert_allclose(found[0], [1, 2, 3 - 0.196], rtol=1e-12)


def test_a_velocity_needs_its_position(evaluate):
    with pytest.raises(BadFormula, match="give position="):
        evaluate('to_frame(mag.v, "MESO", kind="velocity", source="IAU_MERCURY")')
    text = 'to_frame(mag.v, "MESO", kind="velocity", source="IAU_MERCURY", position=mag.r)'
    assert np.isfinite(evaluate(text).values["value"][0]).all()


def test_aberration(evaluate):
    found = evaluate('to_frame(mag.B, "MSO", aberration=90)').values["value"]
    np.testing.assert_allclose(found[0], [-2, 1, 3], atol=1e-12)


def test_what_is_no_frame_is_told(evaluate):
    with pytest.raises(BadFormula, match="Did you mean GSM"):
        evaluate('to_frame(mag.B, "GSMM")')
    with pytest.raises(BadFormula, match="write RTN@"):
        evaluate('to_frame(mag.B, "RTN")')
    with pytest.raises(BadFormula, match="one of vector, position, velocity"):
        evaluate('to_frame(mag.B, "GSM", kind="fast")')
