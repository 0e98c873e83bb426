"""A saved formula is a dataset like any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.model import (
    ANONYMOUS,
    OPERATOR,
    Dataset,
    EventList,
    Parameter,
    Principal,
    Series,
    time,
)
from dayside.model.errors import BadFormula, BadRequest, DaysideError, Forbidden, NotFound
from dayside.model.formula import SavedFormula
from dayside.services import catalog, events, formulas
from dayside.services.door import Door
from dayside.services.evaluate import FormulaRequest, checked, values
from dayside.services.fetch import SeriesRequest, fetch
from dayside.sources.local import LocalSource

T0 = time.parse("2016-09-01")
ANN = Principal("ann", frozenset({"write"}))
BOB = Principal("bob", frozenset({"write"}))


def field(dataset_id: str, access: str = "public") -> Series:
    dataset = Dataset(
        dataset_id, (Parameter("b", "float64", "nT"),), cadence_ns=time.NS, access=access
    )
    return Series(dataset, T0 + np.arange(60) * time.NS, {"b": np.arange(60.0)})


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with Archive.open(tmp_path / "archive") as archive:
        append(archive, field("open"))
        append(archive, field("shut", "private"))
        yield formulas.with_formulas(Door([LocalSource(archive)]))


def read(door: Door, dataset: str, who: Principal = OPERATOR) -> np.ndarray:
    series = fetch(door, SeriesRequest(dataset, T0, T0 + 60 * time.NS), who).series()
    return series.values[series.dataset.names[0]]


def test_it_is_found_described_and_read_by_its_id_and_by_amdas(door: Door) -> None:
    asked = SavedFormula("double", "2*open.b", title="Twice b", access="public")
    assert formulas.save(door, asked, ANN).version == 1
    described = catalog.describe(door, "formulas/double", ANONYMOUS)
    assert (described.title, described["double"].units) == ("Twice b", "nT")
    assert described.attributes["inputs"] == ["open"]
    assert [d.id for d in catalog.search(door, ANONYMOUS, "twice").datasets] == ["formulas/double"]
    for name in ("formulas/double", "ws_double"):
        np.testing.assert_array_equal(read(door, name, ANONYMOUS), 2 * np.arange(60.0))


def test_a_formula_of_what_is_private_is_not_told_to_others(door: Door) -> None:
    formulas.save(door, SavedFormula("hidden", "2*shut.b", access="public"), OPERATOR)
    assert [f.name for f in formulas.every(door, OPERATOR)] == ["hidden"]
    assert formulas.every(door, ANONYMOUS) == []
    with pytest.raises(NotFound):
        formulas.get(door, "hidden", ANONYMOUS)


def test_a_formula_of_an_event_list_is_for_whom_the_list_is_and_changes_with_it(door: Door) -> None:
    listed = EventList(T0 + np.array([10]) * time.NS, T0 + np.array([20]) * time.NS)
    events.create(door, listed, OPERATOR, name="kept", access="private")
    text = "open.b >= 0*nT and in_events('kept')"
    formulas.save(door, SavedFormula("within", text, access="public"), OPERATOR)
    assert (read(door, "ws_within") == 1).sum() == 10
    with pytest.raises(NotFound):
        read(door, "ws_within", ANONYMOUS)
    assert formulas.every(door, ANONYMOUS) == []
    request = FormulaRequest(text, T0, T0 + 60 * time.NS)
    versions = [checked(door, request, OPERATOR).version]
    versions.append(catalog.version(door, "ws_within", OPERATOR))
    events.change(door, "kept", OPERATOR, lambda e: e.shifted("1 s"), "later")
    assert checked(door, request, OPERATOR).version != versions[0]
    assert catalog.version(door, "ws_within", OPERATOR) != versions[1]


def test_formulas_are_made_of_formulas_but_not_of_themselves(door: Door) -> None:
    formulas.save(door, SavedFormula("double", "2*open.b"), OPERATOR)
    formulas.save(door, SavedFormula("four", "2*ws_double"), OPERATOR)
    np.testing.assert_array_equal(read(door, "formulas/four"), 4 * np.arange(60.0))
    request = FormulaRequest('ds("formulas/four") > 10*nT', T0, T0 + 60 * time.NS)
    assert values(door, request, OPERATOR).series().values["value"].sum() == 57
    with pytest.raises(DaysideError, match="made of itself"):
        formulas.save(door, SavedFormula("double", "ws_four + 0*nT"), OPERATOR)
    with pytest.raises(BadRequest, match="made of itself"):
        formulas.save(door, SavedFormula("double", "ws_double + 0*nT"), OPERATOR)


def test_a_formula_within_another_is_what_it_says(door: Door) -> None:
    for name, text in {"high": "open.b >= 30*nT", "mean3": 'mean(open.b, "3 s")'}.items():
        formulas.save(door, SavedFormula(name, text), OPERATOR)
    whole = T0, T0 + 60 * time.NS

    def told(text: str) -> np.ndarray:
        return values(door, FormulaRequest(text, *whole), OPERATOR).series().values["value"]

    # A condition is one, on the times of what it is made of: nothing is interpolated.
    assert told("ws_high and ws_mean3 < 40*nT").sum() == 10
    assert told('ws_mean3 == max(ws_mean3, "1 s")').all()
    assert told('ds("formulas/high").high').sum() == 30
    np.testing.assert_array_equal(read(door, "formulas/high"), np.arange(60) >= 30)


def test_the_version_of_what_calls_a_formula_tells_of_its_changes(door: Door) -> None:
    formulas.save(door, SavedFormula("limit", "2*open.b"), OPERATOR)
    formulas.save(door, SavedFormula("double", "2*ws_limit"), OPERATOR)

    def versions() -> tuple[str, str]:
        request = FormulaRequest("ws_double > 9*nT", T0, T0 + time.NS)
        answer = values(door, request, OPERATOR)
        return answer.version, catalog.version(door, "formulas/double", OPERATOR)

    before = versions()
    assert versions() == before
    formulas.save(door, SavedFormula("limit", "3*open.b"), OPERATOR)
    after = versions()
    formulas.remove(door, "limit", OPERATOR)
    formulas.save(door, SavedFormula("limit", "4*open.b"), OPERATOR)
    assert all(len(set(each)) == 3 for each in zip(before, after, versions(), strict=True))


def test_formulas_are_not_called_without_end(door: Door) -> None:
    formulas.save(door, SavedFormula("a0", "open.b"), OPERATOR)
    for i in range(1, 6):
        formulas.save(door, SavedFormula(f"a{i}", f"ws_a{i - 1} + ws_a{i - 1}"), OPERATOR)
    with pytest.raises(BadFormula, match="more than 64 times"):
        formulas.save(door, SavedFormula("a6", "ws_a5 + ws_a5"), OPERATOR)


def test_what_a_formula_is_made_of_is_not_told_to_others(door: Door) -> None:
    formulas.save(door, SavedFormula("both", "open.b + shut.b", access="public"), OPERATOR)
    with pytest.raises(NotFound) as told:
        values(door, FormulaRequest("ws_both > 1*nT", T0, T0 + time.NS), ANONYMOUS)
    assert "shut" not in str(told.value)


def test_it_is_as_private_as_what_it_is_made_of(door: Door) -> None:
    formulas.save(door, SavedFormula("both", "open.b + shut.b", access="public"), OPERATOR)
    with pytest.raises(NotFound, match="no dataset"):
        catalog.describe(door, "formulas/both", ANONYMOUS)
    assert read(door, "formulas/both").max() == 118
    formulas.save(door, SavedFormula("mine", "open.b"), ANN)
    assert read(door, "formulas/mine", ANN).max() == 59
    with pytest.raises(NotFound):
        read(door, "formulas/mine", BOB)
    with pytest.raises(NotFound):
        formulas.get(door, "mine", BOB)
    with pytest.raises(NotFound):
        formulas.remove(door, "mine", BOB)
    with pytest.raises(Forbidden, match="Another user"):
        formulas.save(door, SavedFormula("mine", "2*open.b"), BOB)
    with pytest.raises(NotFound):
        formulas.save(door, SavedFormula("spy", "shut.b"), BOB)
    with pytest.raises(Forbidden, match="may write"):
        formulas.save(door, SavedFormula("x", "open.b"), ANONYMOUS)


def test_a_change_is_a_new_version_and_what_is_removed_is_gone(door: Door) -> None:
    formulas.save(door, SavedFormula("double", "2*open.b"), ANN)
    before = catalog.version(door, "formulas/double", OPERATOR)
    assert formulas.save(door, SavedFormula("double", "2.5*open.b"), ANN).version == 2
    assert catalog.version(door, "formulas/double", OPERATOR) != before
    assert formulas.every(door, ANN)[0].owner == "ann"
    formulas.remove(door, "double", ANN)
    assert formulas.every(door, OPERATOR) == []
    with pytest.raises(NotFound):
        read(door, "formulas/double")


@pytest.mark.parametrize(
    ("name", "text"), [("A", "open.b"), ("", "open.b"), ("a-b", "open.b"), ("x", "open.b > 1")]
)
def test_what_cannot_be_right_is_not_saved(door: Door, name: str, text: str) -> None:
    with pytest.raises((BadRequest, BadFormula)):
        formulas.save(door, SavedFormula(name, text), OPERATOR)
    assert formulas.every(door, OPERATOR) == []
