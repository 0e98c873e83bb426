"""The door every number leaves by."""

from __future__ import annotations

import numpy as np
import pytest
from tests.services.conftest import T0

from dayside.model import ANONYMOUS, OPERATOR, Series, time
from dayside.model.errors import EmptyInterval, UnknownDataset, UnknownParameter
from dayside.services.door import Door
from dayside.services.fetch import SeriesRequest, fetch

HOUR = (T0, T0 + 3600 * time.NS)


def test_an_answer_holds_the_asked_parameters_of_the_interval(
    door: Door, held: dict[str, Series]
) -> None:
    answer = fetch(door, SeriesRequest("cdaweb/wind", *HOUR, parameters=("B",)), ANONYMOUS)
    assert answer.dataset.id == "cdaweb/wind"
    found = answer.series()
    assert found.dataset.names == ("B",)
    np.testing.assert_array_equal(found.values["B"], held["wind"].values["B"][:3600])


def test_the_principal_decides(door: Door) -> None:
    with pytest.raises(UnknownDataset):
        fetch(door, SeriesRequest("hidden", *HOUR), ANONYMOUS)
    assert len(fetch(door, SeriesRequest("hidden", *HOUR), OPERATOR).series()) == 3600


def test_what_cannot_be_answered_is_refused_before_anything_is_read(door: Door) -> None:
    with pytest.raises(EmptyInterval, match="is not before"):
        fetch(door, SeriesRequest("mars_mag", T0, T0), ANONYMOUS)
    with pytest.raises(UnknownParameter):
        fetch(door, SeriesRequest("mars_mag", *HOUR, parameters=("C",)), ANONYMOUS)
