"""Lists, descriptions and search show each caller what it may see, and no more."""

from __future__ import annotations

import pytest

from dayside.formats.naming import brief
from dayside.model import ANONYMOUS, OPERATOR, Series, time
from dayside.model.errors import UnknownDataset
from dayside.services import catalog
from dayside.services.door import Door
from dayside.services.fetch import SeriesRequest, fetch
from dayside.testing.memory import MemorySource

from .conftest import T0, series


def test_private_datasets_are_as_if_they_were_not(door: Door) -> None:
    ids = [d.id for d in catalog.datasets(door, ANONYMOUS)]
    assert ids == ["mars_mag", "mars_ions", "cdaweb/wind"]
    assert "hidden" in [d.id for d in catalog.datasets(door, OPERATOR)]
    with pytest.raises(UnknownDataset) as private:
        catalog.describe(door, "hidden", ANONYMOUS)
    with pytest.raises(UnknownDataset) as absent:
        catalog.describe(door, "hiddem", ANONYMOUS)
    assert str(private.value) == str(absent.value)
    assert catalog.describe(door, "hidden", OPERATOR).access == "private"


def test_a_slip_is_told_the_nearest(door: Door) -> None:
    with pytest.raises(UnknownDataset, match=r"Did you mean mars_mag\?"):
        catalog.describe(door, "mars_mog", ANONYMOUS)


def test_a_known_server_that_is_off_is_told_how_to_turn_on(door: Door) -> None:
    with pytest.raises(UnknownDataset, match=r"CDPP AMDA is off here; .*REMOTE_SERVERS=amda"):
        catalog.describe(door, "amda/ace-imf-all", ANONYMOUS)
    with pytest.raises(UnknownDataset) as on:
        catalog.describe(door, "cdaweb/wond", ANONYMOUS)
    assert "off here" not in str(on.value)


def test_search_finds_words_and_facets_and_counts_what_each_would_leave(door: Door) -> None:
    found = catalog.search(door, ANONYMOUS, "MARS field")
    assert [d.id for d in found.datasets] == ["mars_mag"]
    found = catalog.search(door, ANONYMOUS, facets={"target": "mars"})
    assert [d.id for d in found.datasets] == ["mars_mag", "mars_ions"]
    assert found.facets["mission"] == {"MEX": 1, "MAVEN": 1}
    assert found.facets["target"] == {"Mars": 2, "Heliosphere": 1, "Earth": 1}


def test_a_silent_source_is_told_and_the_others_answer(door: Door) -> None:
    assert catalog.search(door, ANONYMOUS).unreachable == {"far": "far does not answer."}


def test_a_long_name_finds_what_was_made_of_it_unless_it_is_one_itself() -> None:
    long = "vg2_n_mag_4_rdr_hgcoords_1_92sec_v1_0"
    agency = {"data_set_id": "VG2-N-MAG-4-RDR-HGCOORDS-1.92SEC-V1.0"}
    samples = series(brief(long))
    cut = Series(samples.dataset.replace(attributes=agency), samples.time, samples.values)
    door = Door([MemorySource([cut])])
    assert catalog.describe(door, long, ANONYMOUS).id == brief(long)
    asked = SeriesRequest(long, T0, T0 + 10 * time.NS)
    assert len(fetch(door, asked, ANONYMOUS).series()) == 10
    found = catalog.search(door, ANONYMOUS, "VG2-N-MAG-4-RDR")
    assert [d.id for d in found.datasets] == [brief(long)]
    both = Door([MemorySource([series(long), series(brief(long))])])
    assert catalog.describe(both, long, ANONYMOUS).id == long
    with pytest.raises(UnknownDataset):
        catalog.describe(door, long.replace("mag", "pls"), ANONYMOUS)
