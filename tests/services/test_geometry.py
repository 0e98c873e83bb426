"""The geometry of events, as EPN-TAP tables have it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.model import ANONYMOUS, OPERATOR, EventList, time
from dayside.model.errors import BadRequest, NotFound
from dayside.services import kernels
from dayside.services.door import Door
from dayside.services.fetch import SeriesRequest, fetch
from dayside.services.geometry import geometry
from dayside.sources.ephemeris import EphemerisSource
from dayside.sources.local import LocalSource

NOON = time.parse("2016-09-01T12:00")
HOUR = 3600 * time.NS


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory, orbiter: Path) -> Iterator[Door]:
    with Archive.open(tmp_path_factory.mktemp("geometry") / "archive") as archive:
        source = EphemerisSource(archive)
        door = Door([LocalSource(archive), source])
        kernels.add(door, [orbiter], OPERATOR)
        yield door
        source.close()


def listed(*ends_h: tuple[float, float]) -> EventList:
    start, stop = (NOON + np.rint(e * HOUR).astype(np.int64) for e in np.transpose(ends_h))
    return EventList(start, stop)


def test_ends_are_those_of_the_ephemeris(door: Door) -> None:
    events = listed((0, 0.5), (0.25, 1.0), (0.5, 0.5))
    found = {
        n: c.values
        for n, c in geometry(door, events, "ephemeris/-999@mars", OPERATOR).columns.items()
    }
    assert found["spatial_frame_type"].tolist() == ["cartesian"] * 3
    assert found["spatial_coordinate_description"].tolist() == ["MSO"] * 3
    for row, (start, stop) in enumerate(zip(events.start, events.stop, strict=True)):
        asked = SeriesRequest("ephemeris/-999@mars", int(start), int(stop) + 1)
        values = fetch(door, asked, OPERATOR).series().values
        for column, of, tolerance in (
            ("c1", values["position"][:, 0], 1.0),
            ("incidence_", values["solar_zenith_angle"], 0.02),
            ("target_distance_", values["distance"], 1e-3),
            ("subobserver_latitude_", values["subspacecraft_point"][:, 1], 0.05),
        ):
            ends = found[f"{column}min"][row], found[f"{column}max"][row]
            np.testing.assert_allclose(ends, (of.min(), of.max()), atol=tolerance)
    assert found["c1min"][2] == found["c1max"][2]
    np.testing.assert_allclose(found["sun_distance_min"], 1.39, atol=0.03)  # Mars, near perihelion
    assert (found["local_time_min"] >= 0).all()


def test_a_longitude_goes_across_zero(door: Door) -> None:
    # It goes round its planet in two hours: in one quarter of an hour it meets the meridian.
    events = listed(*((0.25 * k, 0.25 * k + 0.25) for k in range(8)))
    columns = geometry(door, events, "ephemeris/-999@mars", OPERATOR).columns
    low, high = (columns[f"subobserver_longitude_{e}"].values for e in ("min", "max"))
    assert ((low >= 0) & (low < 360) & (high >= 0) & (high < 360)).all()
    assert ((high - low) % 360 < 180).all()
    assert (low > high).sum() == 1
    whole = geometry(door, listed((0, 4)), "ephemeris/-999@mars", OPERATOR).columns
    assert [whole[f"subobserver_longitude_{e}"].values[0] for e in ("min", "max")] == [0, 360]


def test_a_year_is_looked_at_often_enough(door: Door) -> None:
    # Of 499 steps of a day each the Earth would seem not to turn.
    year = EventList.of(["2017-01-01"], ["2018-05-15"])
    columns = geometry(door, year, "ephemeris/moon@earth", OPERATOR).columns
    ends = [columns[f"subsolar_longitude_{e}"].values[0] for e in ("min", "max")]
    assert ends == [0, 360]
    assert columns["target_distance_min"].values[0] == pytest.approx(356_600, abs=300)


def test_units_and_ucds_are_those_of_epncore(door: Door) -> None:
    columns = geometry(door, listed((0, 1)), "ephemeris/-999@mars", OPERATOR).columns
    told = {n: (c.units, c.ucd) for n, c in columns.items()}
    assert told["c1min"] == ("km", "pos.cartesian.x;stat.min")
    assert told["incidence_max"] == ("deg", "pos.incidenceAng;stat.max")
    assert told["sun_distance_max"] == ("AU", "pos.distance;stat.max")
    assert told["subsolar_longitude_min"] == ("deg", "pos.bodyrc.lon;stat.min")
    pairs = [n.removesuffix("min") for n in told if n.endswith("min")]
    assert all(f"{pair}max" in told for pair in pairs)


def test_outside_kernels_there_is_none_and_an_empty_list_stays_one(door: Door) -> None:
    far = listed((40_000, 40_024), (0, 0.5))
    found = geometry(door, far, "ephemeris/-999@mars", OPERATOR).columns["c1min"].values
    assert np.isnan(found).tolist() == [True, False]
    empty = geometry(door, EventList([], []), "ephemeris/-999@mars", OPERATOR)
    assert len(empty) == 0
    assert "c1min" in empty.columns


def test_what_is_no_ephemeris_of_a_target_is_told(door: Door) -> None:
    with pytest.raises(BadRequest, match="about the Sun"):
        geometry(door, listed((0, 1)), "ephemeris/mars@sun", OPERATOR)
    with pytest.raises(NotFound):
        geometry(door, listed((0, 1)), "ephemeris/nobody@mars", ANONYMOUS)
