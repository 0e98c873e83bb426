"""Conjunctions, crossings and closest approaches of datasets' own positions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.model import OPERATOR, Dataset, Parameter, Series, time
from dayside.model.errors import BadRequest, UnknownParameter
from dayside.services.boundaries import CrossingRequest, crossings
from dayside.services.conjunctions import ConjunctionRequest, approaches, conjunctions
from dayside.services.door import Door
from dayside.services.fetch import SeriesRequest, fetch
from dayside.sources.ephemeris import EphemerisSource
from dayside.sources.local import LocalSource

T0 = time.parse("2016-09-01")
ROWS = 1440
STEP_S = 60.0
SECONDS = np.arange(ROWS) * STEP_S


def orbit(name: str, place: np.ndarray, units: str = "R_M", frame: str = "MSO") -> Series:
    axes = {"shape": (3,), "components": ("x", "y", "z"), "frame": frame}
    dataset = Dataset(
        name,
        (
            Parameter("position", "float64", units, **axes),
            Parameter("B", "float64", "nT", **axes),
        ),
        target="Mars",
        cadence_ns=60 * time.NS,
    )
    field = np.tile([0.0, 1.0, 0.0], (ROWS, 1))
    ticks = T0 + (SECONDS * 1e9).astype(np.int64)
    return Series(dataset, ticks, {"position": place, "B": field})


def circle(radius: float, period_s: float, phase: float = 0.0) -> np.ndarray:
    angle = 2 * np.pi * SECONDS / period_s + phase
    return radius * np.stack([np.cos(angle), np.sin(angle), 0 * angle], axis=1)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder: Path = tmp_path_factory.mktemp("conjunctions")
    with Archive.open(folder / "archive") as archive:
        append(archive, orbit("inner", circle(2.0, 14_400.0)))
        append(archive, orbit("outer", circle(2.5, 28_800.0) * 3389.5, "km"))
        line = np.stack([SECONDS / 3600 - 12, 0 * SECONDS + 1.2, 0 * SECONDS], axis=1)
        append(archive, orbit("line", line))
        source = EphemerisSource(archive)
        yield Door([LocalSource(archive), source])
        source.close()


def asked(**options: object) -> ConjunctionRequest:
    return ConjunctionRequest("inner", "outer", T0, T0 + 86_400 * time.NS, **options)


def test_they_are_near_when_the_inner_overtakes_the_outer(door):
    found = conjunctions(door, asked(within_km=0.6 * 3389.5), OPERATOR)
    # Every 28800 s, beginning at 0.
    middles = (found.start + found.stop) / 2 - T0
    assert len(found) == 4
    np.testing.assert_allclose(middles[1:3] / 1e9, [28_800, 57_600], atol=60)
    assert found["closest"].min() == pytest.approx(0.5 * 3389.5, rel=0.01)


def test_local_times_meet_on_a_circle(door):
    found = conjunctions(door, asked(local_time_h=1.0), OPERATOR)
    # 30 degrees of 360 a lap of 28800 s: 2400 s, half of it at both ends.
    assert len(found) == 4
    inner = (found.stop - found.start)[1:3] / 1e9
    np.testing.assert_allclose(inner, 2400, atol=121)


def test_something_must_be_asked_for(door):
    with pytest.raises(BadRequest, match="within"):
        conjunctions(door, asked(), OPERATOR)


def test_a_line_crosses_the_shock_and_passes_the_planet(door):
    request = CrossingRequest("mars.bow_shock.edberg2008", "line", T0, T0 + 86_400 * time.NS)
    found = crossings(door, request, OPERATOR)
    assert list(found["direction"]) == ["out"]
    assert "of line in MSO" in found.description
    with_field = crossings(
        door,
        CrossingRequest(request.boundary, "line", request.start, request.stop, field="line.B"),
        OPERATOR,
    )
    expected = np.degrees(np.arccos(abs(found["N_Y"][0])))
    assert with_field["theta_Bn"][0] == pytest.approx(expected, abs=1e-9)
    near = approaches(door, "line", T0, T0 + 86_400 * time.NS, OPERATOR)
    assert near["distance"][0] == pytest.approx(1.2 * 3389.5)
    assert (near.start[0] - T0) / 1e9 == pytest.approx(43_200, abs=1e-3)


def test_a_parameter_that_is_no_position_is_told(door):
    with pytest.raises(UnknownParameter, match="has no positions B; it has position"):
        approaches(door, "line", T0, T0 + 86_400 * time.NS, OPERATOR, "B")


def test_ends_are_told_to_a_second_where_an_ephemeris_is_one(door):
    # The Moon is asked for each ten minutes.
    start, stop = time.parse("2018-06-10"), time.parse("2018-06-20")
    asked_ = ConjunctionRequest(
        "ephemeris/moon@earth", "ephemeris/earth@earth", start, stop, within_km=362_000
    )
    found = conjunctions(door, asked_, OPERATOR)
    assert len(found) == 1
    edges = np.array([found.start[0], found.stop[0]])
    assert (edges % (600 * time.NS) != edges[0] % (600 * time.NS)).any()
    near = SeriesRequest(
        "ephemeris/moon@earth/1s", int(edges[0]) - 2 * time.NS, int(edges[1]) + 3 * time.NS
    )
    series = fetch(door, near, OPERATOR).series()
    inside = series.values["distance"] < 362_000
    assert series.time[inside][0] == edges[0]
    assert series.time[~inside][series.time[~inside] > edges[0]][0] == edges[1]
    assert found["closest"][0] == pytest.approx(series.values["distance"].min(), abs=1e-3)
