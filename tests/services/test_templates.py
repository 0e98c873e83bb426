from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.model import Dataset, Parameter, Principal, Series, time
from dayside.services.door import Door
from dayside.services.ingest import ingest
from dayside.services.templates import Template, templates
from dayside.sources.local import LocalSource
from dayside.testing.memory import MemorySource

T0 = time.parse("2016-09-01")
XYZ = ("x", "y", "z")
FIELD = Parameter("B", "float32", "nT", (3,), components=XYZ)
SPECTRUM = Parameter("flux", "float32", "eV", (8,), display="spectrogram", label="Ion energy flux")
DENSITY = Parameter("n", "float32", "cm-3", label="Ion density")
VELOCITY = Parameter("v", "float32", "km/s", (3,), components=XYZ, label="Ion velocity")


def dataset(name: str, *parameters: Parameter, day: int = 0, **said: str) -> Series:
    start = T0 + day * 86400 * time.NS
    described = Dataset(
        name,
        parameters,
        start=start,
        stop=start + 86400 * time.NS,
        records=2,
        **{"target": "Mars", "mission": "MAVEN", **said},
    )
    values = {p.name: np.zeros((2, *p.shape), np.float32) for p in parameters}
    return Series(described, start + np.arange(2) * time.NS, values)


def found(*held: Series, **only: str) -> list[Template]:
    return templates(Door([MemorySource(held)]), Principal(), **only)


def names(template: Template) -> list[str]:
    return [parameter for _, parameter in template.view.panels]


def test_field_spectrogram_and_moments_of_one_spacecraft():
    (one,) = found(
        dataset("moments", VELOCITY, DENSITY),
        dataset("mag", FIELD),
        dataset("static", SPECTRUM),
        dataset("other", FIELD, mission="MEX"),
    )
    assert one.view.title == "Magnetic field and ions of MAVEN"
    assert names(one) == ["B", "flux", "n", "v"]
    assert (one.view.start[:10], one.view.stop[:10]) == ("2016-09-01", "2016-09-02")


def test_only_what_was_measured_at_the_same_time():
    held = (dataset("mag", FIELD), dataset("moments", DENSITY, day=3))
    assert found(*held) == []
    assert len(found(*held, dataset("mag_later", FIELD, day=3))) == 1


def test_electrons_are_no_ions_and_deviations_no_field():
    electrons = Parameter("ne", "float32", "cm-3", label="Electron density")
    rms = Parameter("rms", "float32", "nT", (3,), components=XYZ, label="RMS of B")
    (one,) = found(dataset("mag", rms, FIELD), dataset("lpw", electrons, DENSITY))
    assert names(one) == ["B", "n"]
    (other,) = found(dataset("mag", FIELD), dataset("lpw", electrons))
    assert other.view.title == "Magnetic field and plasma of MAVEN"


def test_targets_of_one_spacecraft_are_told_apart():
    held = [
        dataset(f"{kind}_{target}", parameter, day=day, target=target, mission="Voyager 2")
        for day, target in enumerate(("Jupiter", "Neptune"))
        for kind, parameter in (("mag", FIELD), ("pls", DENSITY))
    ]
    titles = {t.view.title for t in found(*held)}
    assert titles == {
        "Magnetic field and ions of Voyager 2, Jupiter",
        "Magnetic field and ions of Voyager 2, Neptune",
    }
    assert [t.target for t in found(*held, target="neptune")] == ["Neptune"]
    assert found(*held, mission="Cassini") == []


def test_what_one_may_not_see_is_not_in_a_template():
    assert found(dataset("mag", FIELD), dataset("moments", DENSITY, access="private")) == []


@pytest.mark.realdata
def test_wind_and_messenger(test_data: Path, tmp_path: Path):
    wind = sorted((test_data / "insitu-cdf").glob("wi*_copy.cdf"))
    with Archive.open(tmp_path / "archive") as archive:
        paths = [*wind, test_data / "insitu-planetary" / "messenger_orbits"]
        list(ingest(archive, paths, Principal(scopes=frozenset({"write"}))))
        by_mission = {
            t.mission: names(t) for t in templates(Door([LocalSource(archive)]), Principal())
        }
    assert by_mission == {
        "MESSENGER": ["B", "n", "t"],
        "Wind": ["BGSM", "Proton_Np_moment", "Proton_VX_moment"],
    }
