"""Boundaries of Mercury: a written condition against the list of Philpott et al. (2020)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import dayside
from dayside.archive import Archive
from dayside.client import ArchiveClient
from dayside.formats.events import read_events
from dayside.model import OPERATOR, EventList, time
from dayside.services.ingest import ingest

pytestmark = pytest.mark.realdata

R, B = "messenger_mag_1s.eph", "messenger_mag_1s.B"

# The model boundaries are those of Winslow et al. (2013) for the mean solar wind: 1 lies on
# them. What was chosen by looking at these orbits: 1 min, 2 h, and how far from the models to
# look (0.75, 1.25, 1.5).
FORMULAS = {
    "bs": f"(sqrt(({R}.x - 0.5*R_M)**2 + {R}.y**2 + {R}.z**2) + 1.04*({R}.x - 0.5*R_M))"
    " / (2.86*R_M)",
    "mp": f"sqrt(norm({R})*(norm({R}) + {R}.x)/2) / (1.45*R_M)",
    "jump": f'abs(log(shift(mean(norm({B}), "1 min"), "-30 s")'
    f' / shift(mean(norm({B}), "1 min"), "30 s")))',
    "near_bs": "0.75 < ws_bs < 1.5",
    "near_mp": "ws_bs <= 0.75 and 0.75 < ws_mp < 1.25",
}
CONDITION = (
    'ws_near_bs and ws_jump == max(where(ws_near_bs, ws_jump, 0), "2 h")'
    ' or ws_near_mp and ws_jump == max(where(ws_near_mp, ws_jump, 0), "2 h")'
)
# Column of the published list: outer and inner edge on the way in, inner and outer on the way out.
EDGES = {"bow shock": (1, 7), "magnetopause": (3, 5)}


@pytest.fixture(scope="module")
def orbits(test_data: Path) -> list[Path]:
    folder = test_data / "insitu-planetary" / "messenger_orbits"
    return sorted(folder.glob("*_mag_1s.parquet"))


@pytest.fixture(scope="module")
def archive(
    orbits: list[Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ArchiveClient]:
    where = tmp_path_factory.mktemp("mercury") / "archive"
    with Archive.open(where) as kept:
        assert all(outcome.status == "added" for outcome in ingest(kept, orbits, OPERATOR))
    with dayside.open(where) as opened:
        for name, text in FORMULAS.items():
            opened.formulas.save(name, text)
        yield opened


@pytest.fixture(scope="module")
def found(archive: ArchiveClient) -> EventList:
    return archive.find(CONDITION, columns={"bs": "at_start(ws_bs)"})


@pytest.fixture(scope="module")
def crossings(test_data: Path) -> EventList:
    """Return each crossing from the first to the last time that the list tells of it."""
    edges = read_events(test_data / "events" / "messenger_philpott2020_boundaries.csv")
    number = edges["Boundary_number"]
    paired = np.flatnonzero((number[:-1] % 2 == 1) & (number[1:] == number[:-1] + 1))
    return EventList.of(
        edges.start[paired], edges.start[paired + 1], columns={"number": number[paired]}
    )


@pytest.mark.parametrize(
    ("boundary", "where"), [("bow shock", "bs > 0.75"), ("magnetopause", "bs <= 0.75")]
)
def test_one_condition_finds_the_crossings_of_eight_orbits(
    archive: ArchiveClient, found: EventList, crossings: EventList, boundary: str, where: str
) -> None:
    published = crossings[np.isin(crossings["number"], EDGES[boundary])]
    # Of both the middle counts: a crossing that lasts long is one event.
    score = archive.score(found.filtered(where), published, "3 min", edge="center")
    assert score.reference == 16
    assert score.recall is not None
    assert score.precision is not None
    assert score.recall >= 0.80
    assert score.precision >= 0.80


def test_what_is_told_of_each_event_is_what_pandas_tells(
    archive: ArchiveClient, orbits: list[Path]
) -> None:
    statistics = ("mean", "median", "rms", "std", "var", "min", "max", "skew", "count")
    events = archive.find(
        f"norm({B}) < 15*nT",
        min_duration="10 s",
        columns={s: f"{s}(norm({B}))" for s in (*statistics, "at_start", "at_stop")},
    )
    assert len(events) > 100
    table = pd.concat([pd.read_parquet(path) for path in orbits], ignore_index=True)
    length = np.sqrt((table[["magx", "magy", "magz"]].astype(float) ** 2).sum(axis=1))
    ticks = time.from_datetime64(table["time"].to_numpy())
    begin, end = np.searchsorted(ticks, events.start), np.searchsorted(ticks, events.stop)
    for row, (first, last) in enumerate(zip(begin, end, strict=True)):
        values = length.iloc[first:last]
        told = {s: getattr(values, s)() for s in statistics if s != "rms"}
        told |= {"rms": np.sqrt((values**2).mean()), "at_start": values.iloc[0]}
        told |= {"at_stop": values.iloc[-1]}
        for name, expected in told.items():
            assert events[name][row] == pytest.approx(expected, rel=1e-12, abs=1e-15), name
    # And the events themselves are runs of true samples that no gap parts.
    low = (length < 15).to_numpy()
    assert all(low[first:last].all() for first, last in zip(begin, end, strict=True))
    step = np.diff(ticks, append=np.int64(2**62))
    broken = step > 5 * time.NS
    runs = np.flatnonzero(low & (~np.roll(low, 1) | np.roll(broken, 1)))
    ends = np.flatnonzero(low & (~np.roll(low, -1) | broken))
    lasts = np.where(broken[ends], ticks[ends] + time.NS, ticks[np.minimum(ends + 1, len(low) - 1)])
    long = lasts - ticks[runs] >= 10 * time.NS
    np.testing.assert_array_equal(events.start, ticks[runs][long])
    np.testing.assert_array_equal(events.stop, lasts[long])


def test_what_was_found_is_kept_and_searched_within(
    archive: ArchiveClient, found: EventList
) -> None:
    hour = found.filtered("bs > 0.75").extended("30 min", "30 min").merged()
    archive.events.save(hour, "about_shocks")
    quiet = f'std(norm({B}), "1 min") < 0.3*nT'
    within = archive.find(quiet, within="about_shocks")
    asked = archive.find(f'{quiet} and in_events("about_shocks")')
    everywhere = archive.find(quiet)
    assert len(within) > 10
    for events in (asked, everywhere & hour):
        np.testing.assert_array_equal(within.start, events.start)
        np.testing.assert_array_equal(within.stop, events.stop)
    elsewhere = everywhere - hour
    assert (within | elsewhere).duration_ns.sum() == everywhere.duration_ns.sum()
    assert len(~everywhere & everywhere) == 0
    assert within.to_pandas().shape == (len(within), 2)
