"""The sample archive: whole, resumable, marked."""

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.model import Series, time
from dayside.science.sample import described, series
from dayside.services import sample


@pytest.fixture
def short(monkeypatch):
    """A sample of two blocks: what is tested is how they are kept."""
    start = time.parse("2016-09-01")
    ticks = start + np.arange(100) * 60 * time.NS

    def blocks(_given):
        for name in ("one", "two"):
            offset = 0 if name == "one" else 100 * 60 * time.NS
            values = {
                p.name: np.ones((100, *p.shape), p.dtype) for p in described.SOLAR_WIND.parameters
            }
            yield series.Block(name, Series(described.SOLAR_WIND, ticks + offset, values))

    names = tuple((described.SOLAR_WIND.id, name) for name in ("one", "two"))
    monkeypatch.setattr(series, "WIND_BLOCKS", names)
    monkeypatch.setattr(series, "MARS_BLOCKS", ())
    monkeypatch.setattr(series, "solar_wind", blocks)
    monkeypatch.setattr(series, "recurring", lambda: (None, None))
    return blocks


def test_build_adds_what_is_missing_and_nothing_twice(tmp_path, short):
    told = []
    with Archive.open(str(tmp_path / "archive")) as archive:
        assert sample.build(archive, lambda what, share: told.append((what, share))) == 2
        snapshot = archive.snapshot
        assert sample.build(archive) == 0
        assert archive.snapshot == snapshot
        kept = archive.dataset(described.SOLAR_WIND.id)
    assert kept.simulated
    assert kept.records == 200
    assert [share for _, share in told] == [0.0, 0.5, 1.0]


def test_build_goes_on_after_an_interruption(tmp_path, short):
    def stop_at_second(_what, share):
        if share > 0:
            raise KeyboardInterrupt

    with Archive.open(str(tmp_path / "archive")) as archive:
        with pytest.raises(KeyboardInterrupt):
            sample.build(archive, stop_at_second)
        assert sample.build(archive) == 1
        assert archive.dataset(described.SOLAR_WIND.id).records == 200


def test_examples_show_what_there_is():
    datasets = {d.id: d for d in described.DATASETS}
    first, last = time.parse("2010-01-01"), time.parse("2020-01-01")
    for example in sample.EXAMPLES:
        assert "Simulated" in example.description
        assert first <= time.parse(example.start) < time.parse(example.stop) <= last
        for dataset, parameter in example.panels:
            assert datasets[dataset][parameter].display != "none"


@pytest.mark.slow
def test_the_whole_sample_is_built_in_a_minute(tmp_path):
    from time import process_time

    # Of the processor: what else the machine does just now is not the sample's.
    begun = process_time()
    with Archive.open(str(tmp_path / "archive")) as archive:
        assert sample.build(archive) == len(series.MARS_BLOCKS) + len(series.WIND_BLOCKS)
        assert {d.id for d in archive.datasets()} == {d.id for d in described.DATASETS}
        records = {d.id: d.records for d in archive.datasets()}
    assert records["sim_mars_mag_1s"] > 5_000_000
    assert records["sim_solar_wind_1min"] > 5_000_000
    assert process_time() - begun < 60
