"""Lists, descriptions and search show each caller what it may see, and no more."""

from __future__ import annotations

import pytest

from dayside.model import ANONYMOUS, OPERATOR
from dayside.model.errors import UnknownDataset
from dayside.services import catalog
from dayside.services.door import Door


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


def test_search_finds_words_and_facets_and_counts_what_each_would_leave(door: Door) -> None:
    found = catalog.search(door, ANONYMOUS, "MARS field")
    assert [d.id for d in found.datasets] == ["mars_mag"]
    found = catalog.search(door, ANONYMOUS, facets={"target": "mars"})
    assert [d.id for d in found.datasets] == ["mars_mag", "mars_ions"]
    assert found.facets["mission"] == {"MEX": 1, "MAVEN": 1}
    assert found.facets["target"] == {"Mars": 2, "Heliosphere": 1, "Earth": 1}


def test_a_silent_source_is_told_and_the_others_answer(door: Door) -> None:
    assert catalog.search(door, ANONYMOUS).unreachable == {"far": "far does not answer."}
