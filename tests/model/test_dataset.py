"""Datasets and parameters as records."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayside.model import Bins, Dataset, Parameter, identifier
from dayside.model.errors import UnknownParameter

FLUX = Parameter(
    "flux", "float32", "eV", (3,), bins=(Bins("energy", "eV", (1.0, 2.0, 4.0), scale="log"),)
)
B = Parameter("B", "float32", "nT", (3,), components=("x", "y", "z"), frame="MSO")
DATASET = Dataset("a", (B, FLUX), cadence_ns=4, attributes={"k": [1, "two"]})


def test_a_record_survives_json() -> None:
    assert Dataset.from_dict(json.loads(json.dumps(DATASET.to_dict()))) == DATASET


def test_unknown_keys_of_a_later_version_are_left_aside() -> None:
    assert Dataset.from_dict({**DATASET.to_dict(), "colour": "red"}) == DATASET


def test_a_wrong_name_is_told_the_nearest() -> None:
    with pytest.raises(UnknownParameter, match=r"it has B, flux\. Did you mean flux\?"):
        DATASET["fluxx"]


def test_selecting_keeps_the_order_of_the_dataset() -> None:
    assert DATASET.select(["flux", "B"]).names == ("B", "flux")


@given(st.text(max_size=60))
def test_an_identifier_is_one_and_stays_one(text: str) -> None:
    name = identifier(text)
    assert name.isidentifier()
    assert name == name.lower()
    assert identifier(name) == name
