"""Dropped files: under which names they are written, what is drawn first."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from dayside.model import ANONYMOUS
from dayside.model.errors import BadRequest, NotFound, TooMuch
from dayside.services import catalog, looks, tiles
from dayside.services.door import Door
from dayside.sources.dropped import DroppedSource, Room
from dayside.sources.files import Found, read_files
from dayside.testing.memory import MemorySource

TABLE = b"time,density,speed\n" + b"".join(
    b"2020-01-01T00:00:%02dZ,%d,400\n" % (s, s) for s in range(60)
)


def read_here(folder: Path, target: Path, most_bytes: int) -> Found:
    return read_files([folder])


@pytest.fixture
def door() -> Door:
    return Door([MemorySource([]), DroppedSource(Room(upload_bytes=100_000), read_here)])


def test_a_table_is_drawn_at_any_zoom_and_listed_nowhere(door: Door) -> None:
    found = looks.look(door, [("wind.csv", BytesIO(TABLE))], ANONYMOUS)
    (dataset,) = found.datasets
    assert found.panels == ((dataset.id, "density"), (dataset.id, "speed"))
    assert catalog.datasets(door, ANONYMOUS) == []
    cut = tiles.levels(door, dataset.id, ANONYMOUS)
    index = int(tiles.time.to_unix_ns(dataset.start)) // (
        cut.widths_ns[0] * cut.parameters[0].buckets
    )
    tile = tiles.tile(door, dataset.id, "density", 0, index, ANONYMOUS)
    assert isinstance(tile, tiles.Tile)
    assert tile.count.sum() == 60


@pytest.mark.parametrize("name", ["../../wind.csv", "/etc/wind.csv", r"C:\data\wind.csv"])
def test_names_lead_nowhere(door: Door, name: str) -> None:
    found = looks.look(door, [(name, BytesIO(TABLE))], ANONYMOUS)
    assert found.datasets[0].id.endswith("/wind")


@pytest.mark.parametrize("name", ["", "..", "/", "a" * 300, "\n"])
def test_a_file_needs_a_name(door: Door, name: str) -> None:
    with pytest.raises(BadRequest, match="name"):
        looks.look(door, [(name, BytesIO(TABLE))], ANONYMOUS)


def test_what_cannot_be_is_told(door: Door) -> None:
    with pytest.raises(BadRequest, match="no file"):
        looks.look(door, [], ANONYMOUS)
    with pytest.raises(BadRequest, match="Two of the files"):
        looks.look(door, [("a.csv", BytesIO(TABLE)), ("x/A.csv", BytesIO(TABLE))], ANONYMOUS)
    with pytest.raises(TooMuch, match="dayside ingest"):
        looks.look(door, [("a.csv", BytesIO(bytes(100_001)))], ANONYMOUS)
    with pytest.raises(NotFound):
        looks.look(Door([]), [("a.csv", BytesIO(TABLE))], ANONYMOUS)
