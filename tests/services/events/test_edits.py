"""Edits of lists, and operations on them by name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dayside.model import Column, EventList, time
from dayside.model.errors import BadRequest, UnknownParameter
from dayside.services.events import OPERATIONS, apply, combine


def example() -> EventList:
    columns = {
        "n": np.array([1, 2]),
        "B": Column("B", np.array([1.5, np.nan]), units="nT"),
        "class": np.array(["", "MP"]),
        "kind": np.array(["BS", ""]),
    }
    return EventList.of(["2016-09-01", "2016-09-03"], ["2016-09-02", "2016-09-04"], columns)


def edited(**edit: Any) -> EventList:
    return apply(example(), [edit])


def test_events_are_added_moved_and_removed() -> None:
    more = edited(op="add", start=["2016-09-02T12:00"], stop=["2016-09-02T18:00"],
                  columns=[{"name": "class", "values": ["BS"]}])  # fmt: skip
    assert more["class"].tolist() == ["", "BS", "MP"]
    moved = edited(op="move", row=1, stop="2016-09-05")
    assert time.to_text(moved.stop, 0).tolist()[1] == "2016-09-05T00:00:00Z"
    assert edited(op="remove", rows=[0])["n"].tolist() == [2]


def test_values_and_columns_are_changed() -> None:
    assert edited(op="set", rows=[1], column="B", value=2.5)["B"].tolist() == [1.5, 2.5]
    assert np.isnan(edited(op="set", rows=[0], column="B", value=None)["B"][0])
    assert edited(op="set", rows=[0, 1], column="seen", value=True).column("seen").dtype == "bool"
    assert edited(**{"op": "class", "rows": [0], "class": "BS"})["class"].tolist() == ["BS", "MP"]
    assert edited(op="column", name="V", values=[1, None], units="km/s").column("V").units == "km/s"
    assert list(edited(op="drop", column="n").columns) == ["B", "class", "kind"]
    assert "m" in edited(op="rename", column="n", to="m").columns
    assert edited(op="describe", column="n", units="", ucd="meta.id").column("n").ucd == "meta.id"


def test_columns_are_merged_the_first_value_counts() -> None:
    merged = edited(op="merge", columns=["class", "kind"])
    assert merged["class"].tolist() == ["BS", "MP"]
    assert "kind" not in merged.columns


def test_a_list_says_what_it_is() -> None:
    said = edited(op="about", title="Mine", tags=["a", "b"], span=["2016", "2017"])
    assert (said.title, said.tags) == ("Mine", ("a", "b"))
    assert said.span == (time.parse("2016"), time.parse("2017"))


@pytest.mark.parametrize(
    "edit",
    [
        {"op": "explode"},
        {},
        {"op": "remove"},
        {"op": "remove", "rows": [9]},
        {"op": "remove", "rows": [1e400]},
        {"op": "remove", "rows": "x"},
        {"op": "set", "rows": [0], "column": "B", "value": "high"},
        {"op": "move", "row": 0, "stop": "2010"},
        {"op": "move", "row": 0, "start": {"a": 1}},
        {"op": "add", "start": "yesterday"},
        {"op": "column", "name": "V", "values": [1]},
        {"op": "rename", "column": "n", "to": "B"},
        {"op": "about", "span": 5},
        {"op": "merge", "columns": []},
    ],
)
def test_what_cannot_be_done_is_told(edit: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        apply(example(), [edit])


def test_a_column_that_is_not_there_is_told() -> None:
    with pytest.raises(UnknownParameter):
        edited(op="drop", column="m")


def test_operations_go_by_name() -> None:
    one, day = example(), 86_400 * time.NS
    two = one.shifted("12 h")
    assert len(combine("union", [one, two])) == 2
    assert combine("intersect", [one, two]).duration_ns.tolist() == [day / 2, day / 2]
    assert len(combine("subtract", [one, two])) == 2
    assert len(combine("xor", [one, two])) == 4
    assert len(combine("join", [one, two, two])) == 6
    assert len(combine("complement", [one], start="2016-09-01", stop="2016-09-05")) == 2
    assert "x_n" in combine("nearest", [one, two], prefix="x_").columns
    assert combine("extend", [one], before="1 d").duration_ns.tolist() == [2 * day, 2 * day]
    assert combine("shift", [one], by="-1 h").start[0] < one.start[0]
    assert len(combine("split", [one], step="6 h")) == 8
    assert len(combine("merge", [one], gap="1 d")) == 1
    assert len(combine("filter", [one], where=["n > 1"])) == 1


def test_a_wrong_operation_is_told() -> None:
    with pytest.raises(BadRequest, match="Did you mean union"):
        combine("onion", [example()])
    for name in OPERATIONS:
        with pytest.raises(BadRequest):
            combine(name, [], by="1 h", nonsense=True)
    with pytest.raises(BadRequest, match="needs step"):
        combine("split", [example()])
    with pytest.raises(BadRequest, match="two event lists"):
        combine("union", [example()])
