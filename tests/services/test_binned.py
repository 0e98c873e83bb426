"""Values at a step are what numpy says of the samples of each bin."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.model import ANONYMOUS, Series, time
from dayside.model.errors import BadRequest, EmptyInterval, UnknownParameter
from dayside.services import binned as module
from dayside.services.binned import binned
from dayside.services.door import Door
from dayside.services.fetch import SeriesRequest
from dayside.sources.local import LocalSource
from dayside.testing.applications import START, walk
from dayside.testing.memory import MemorySource

STOP = START + 21_000 * time.NS


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Door]]:
    with Archive.open(tmp_path_factory.mktemp("binned")) as archive:
        append(archive, walk())
        yield {
            "archive": Door([LocalSource(archive)]),
            "memory": Door([MemorySource([walk()], block_rows=7_000)]),
        }


def values(door: Door, step_s: int, *names: str) -> Series:
    request = SeriesRequest("walk", START, STOP, names)
    return binned(door, request, step_s * time.NS, ANONYMOUS).series()


@pytest.mark.parametrize("kept", ["archive", "memory"])
@pytest.mark.parametrize("step_s", [16, 64, 48])
def test_bins_are_those_of_numpy(
    doors: dict[str, Door], monkeypatch: pytest.MonkeyPatch, kept: str, step_s: int
) -> None:
    monkeypatch.setattr(module, "NUMBERS_IN_A_BLOCK", 5_000)  # several blocks
    series, found = walk(), values(doors[kept], step_s, "B", "flag")
    assert found.dataset.names == (
        "B", "B_min", "B_max", "B_magnitude", "B_magnitude_min", "B_magnitude_max", "B_count",
        "flag", "flag_min", "flag_max", "flag_count",
    )  # fmt: skip
    utc = time.to_unix_ns(series.time) // (step_s * time.NS)
    begins = time.to_unix_ns(found.time) // (step_s * time.NS)
    inside = utc[series.time < STOP]
    np.testing.assert_array_equal(begins, np.unique(inside))  # no bin twice, none empty
    field = series.values["B"].astype(np.float64)
    for row in range(0, len(begins), 50):
        here = field[utc == begins[row]]
        length = np.sqrt((here**2).sum(axis=1))
        assert (found.values["B_min"][row] == here.min(axis=0)).all()
        assert (found.values["B_max"][row] == here.max(axis=0)).all()
        np.testing.assert_allclose(found.values["B"][row], here.mean(axis=0), rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(found.values["B_magnitude"][row], length.mean(), rtol=1e-5)
        assert (found.values["B_count"][row] == len(here)).all()
    assert (found.dataset.cadence_ns, found.dataset.time_stamp) == (step_s * time.NS, "begin")


def test_spectra_keep_their_bins(doors: dict[str, Door]) -> None:
    found = values(doors["archive"], 64, "flux")
    assert found.dataset["flux"].bins == walk().dataset["flux"].bins
    assert found.values["flux_max"].shape == (len(found), 16)


def test_what_cannot_be_asked_is_said(doors: dict[str, Door]) -> None:
    door = doors["archive"]
    with pytest.raises(BadRequest, match="16 s, 64 s, 256 s"):
        values(door, 20, "B")
    with pytest.raises(BadRequest, match="holds numbers"):
        values(door, 16, "note")
    with pytest.raises(UnknownParameter):
        values(door, 16, "C")
    with pytest.raises(EmptyInterval):
        binned(door, SeriesRequest("walk", STOP, START), 16 * time.NS, ANONYMOUS)
    with pytest.raises(BadRequest, match="snapshot"):
        binned(door, SeriesRequest("walk", START, STOP, None, 1), 16 * time.NS, ANONYMOUS)
