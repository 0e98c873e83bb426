"""Bodies of kernels are datasets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.model import OPERATOR, time
from dayside.model.errors import UnknownDataset
from dayside.services import kernels
from dayside.services.door import Door
from dayside.services.fetch import SeriesRequest, fetch
from dayside.sources.ephemeris import EphemerisSource
from dayside.sources.local import LocalSource
from dayside.testing.sources import SourceContract

NOON = time.parse("2016-09-01T12:00")


@pytest.fixture
def door(tmp_path: Path, orbiter: Path) -> Iterator[Door]:
    with Archive.open(tmp_path / "archive") as archive:
        source = EphemerisSource(archive)
        door = Door([LocalSource(archive), source])
        kernels.add(door, [orbiter], OPERATOR)
        yield door
        source.close()


class TestEphemerisSource(SourceContract):
    @pytest.fixture
    def source(self, door: Door) -> EphemerisSource:
        return kernels.ephemeris_of(door)


def read(door, dataset, start=NOON, stop=NOON + 3600 * time.NS):
    return fetch(door, SeriesRequest(dataset, start, stop), OPERATOR).series()


def test_what_was_added_is_listed_about_what_it_orbits(door):
    listed = kernels.ephemeris_of(door).datasets()
    assert [d.id for d in listed] == ["-999"]
    assert listed[0].target == "Mars"
    assert listed[0]["position"].frame == "MSO"
    assert "orbiter.bsp" in listed[0].attributes["kernels"]


def test_geometry_is_that_of_a_circle(door):
    found = read(door, "ephemeris/-999@mars")
    assert len(found) == 60
    values = found.values
    np.testing.assert_allclose(values["distance"], 4000, atol=1e-3)
    np.testing.assert_allclose(values["altitude"], 4000 - 3389.5, atol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(values["velocity"], axis=1), 3.490659, atol=1e-5)
    sun = values["position"][:, 0] / values["distance"]
    np.testing.assert_allclose(np.cos(np.radians(values["solar_zenith_angle"])), sun, atol=1e-9)
    assert ((values["local_time"] >= 0) & (values["local_time"] < 24)).all()
    assert (np.abs(values["subspacecraft_point"][:, 1]) <= 90).all()
    together = values["solar_zenith_angle"] + values["sun_target_observer_angle"]
    np.testing.assert_allclose(together, 180, atol=0.01)  # the Sun is far away


def test_outside_its_kernels_there_is_nothing(door):
    assert len(read(door, "ephemeris/-999@mars", time.parse("2020"), time.parse("2021"))) == 0


def test_any_cadence_can_be_asked_for(door):
    found = read(door, "ephemeris/-999@mars/10s")
    assert len(found) == 360
    assert found.dataset.cadence_ns == 10 * time.NS


def test_planets_are_there_without_any_kernel_added(door):
    found = read(door, "ephemeris/venus")
    assert found.dataset.title == "Venus about Sun"
    assert found.dataset["position"].frame == "HCI"
    assert 0.71 < np.linalg.norm(found.values["position"][0]) / 149_597_870.7 < 0.73


def test_an_unknown_body_is_told(door):
    source = kernels.ephemeris_of(door)
    with pytest.raises(UnknownDataset, match="Did you mean mars"):
        source.describe("marz")
    with pytest.raises(UnknownDataset, match="no cadence"):
        source.describe("mars@sun/soon")


@pytest.mark.realdata
def test_what_is_listed_has_values(tmp_path, test_data):
    folder = test_data / "spice"
    files = [folder / "mar085_excerpt.bsp", folder / "em16_tgo_mlt_20171205_20230115_v01.bsp"]
    with Archive.open(tmp_path / "archive") as archive:
        source = EphemerisSource(archive)
        kernels.add(Door([LocalSource(archive), source]), files, OPERATOR)
        listed = {dataset.id for dataset in source.datasets()}
        assert listed == {"phobos", "deimos", "exomars_2016_tgo"}
        noon = time.parse("2018-06-11T12:00")
        for name in listed:
            [read] = source.read(name, noon, noon + 1800 * time.NS)
            assert all(np.isfinite(values).all() for values in read.values.values())
        source.close()
