"""The period of an orbit, from whatever a dataset tells of it."""

from __future__ import annotations

import numpy as np
import pytest

from dayside.model import ANONYMOUS, OPERATOR, Dataset, Parameter, Series, time
from dayside.model.errors import EmptyInterval, UnknownDataset
from dayside.services.door import Door
from dayside.services.orbits import orbit
from dayside.testing.memory import MemorySource

T0 = time.parse("2016-09-01")
STEP = 60 * time.NS
ROWS = 5 * 1440
HOURS = 7.5
NEAR = (T0 + 3000 * STEP, T0 + 3100 * STEP)


def orbiter(dataset_id: str, *parameters: Parameter, **said: str) -> Series:
    """Return what an orbiter of 7.5 h tells; the values follow the names of the parameters."""
    minutes = np.arange(ROWS)
    phase = 2 * np.pi * minutes / (60 * HOURS)
    r = 8000 - 4000 * np.cos(phase)
    held = {
        "position": np.stack([r * np.cos(phase), r * np.sin(phase), 0 * r], 1),
        "distance": r / 3390,
        "orbit_number": 900 + minutes // round(60 * HOURS),
        "density": np.sin(phase),
    }
    dataset = Dataset(
        dataset_id, parameters, cadence_ns=STEP, start=T0, stop=T0 + ROWS * STEP, **said
    )
    values = {p.name: held[p.name].astype(p.dtype) for p in parameters}
    return Series(dataset, T0 + STEP * minutes, values)


POSITION = Parameter("position", "float32", "km", (3,), components=("x", "y", "z"))
DISTANCE = Parameter("distance", "float32", "R_M")
NUMBER = Parameter("orbit_number", "int32")
DENSITY = Parameter("density", "float32", "cm-3")


@pytest.mark.parametrize("told", [POSITION, DISTANCE, NUMBER])
def test_a_period_comes_from_positions_distances_or_orbit_numbers(told) -> None:
    door = Door([MemorySource([orbiter("a", DENSITY, told)])])
    found = orbit(door, "a", NEAR, OPERATOR)
    assert found is not None
    assert (found.dataset, found.parameter) == ("a", told.name)
    assert found.period_ns / 3.6e12 == pytest.approx(HOURS, rel=2e-3)
    assert len(found.begins) >= 3
    assert found.number == (906 if told is NUMBER else None)


def test_what_tells_no_position_takes_that_of_its_spacecraft() -> None:
    of = {"mission": "MEX", "target": "Mars"}
    ions = orbiter("ions", DENSITY, **of)
    other = orbiter("other", POSITION, mission="MAVEN", target="Mars")
    assert orbit(Door([MemorySource([ions, other])]), "ions", NEAR, OPERATOR) is None
    hidden = orbiter("hidden", POSITION, access="private", **of)
    door = Door([MemorySource([ions, hidden])])
    assert orbit(door, "ions", NEAR, ANONYMOUS) is None
    found = orbit(
        Door([MemorySource([ions, orbiter("mag", POSITION, **of)])]), "ions", NEAR, ANONYMOUS
    )
    assert found is not None
    assert found.dataset == "mag"


def test_bad_questions_are_said() -> None:
    door = Door([MemorySource([orbiter("a", POSITION)])])
    with pytest.raises(EmptyInterval):
        orbit(door, "a", NEAR[::-1], OPERATOR)
    with pytest.raises(UnknownDataset):
        orbit(door, "b", NEAR, OPERATOR)
