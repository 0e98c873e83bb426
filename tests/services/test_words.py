"""Searching by words: all of them, the best first, and what was meant."""

from __future__ import annotations

import pytest

from dayside.model import Dataset, Parameter
from dayside.services import words

FIELD = Dataset("mag", title="Magnetic field at Mercury", mission="MESSENGER")
IONS = Dataset(
    "ions",
    (Parameter("n", "float32", "cm-3", label="Density"), Parameter("B", "float32", "nT")),
    title="Ion moments",
    description="Moments, and the magnetic field at the time.",
)
ALL = [IONS, FIELD]


def found(text: str) -> list[str]:
    return [d.id for d in words.ranked(ALL, words.words_of(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["ions", "mag"]),
        ("magnetic field", ["mag", "ions"]),
        ("Mercury's field", ["mag"]),
        ("DENSITIES", []),
        ("fields", ["mag", "ions"]),
        ("density, nT", ["ions"]),
        ("messenger density", []),
    ],
)
def test_all_words_the_best_first(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_near_are_other_spellings_then_fewer_words() -> None:
    near = words.near(ALL, words.words_of("mesenger densty"))
    assert {n.text for n in near} == {"messenger", "density"}
    assert all(n.count > 0 for n in near)
    (only,) = words.near(ALL, words.words_of("mesenger"))
    assert only == words.Near("messenger", 1)
    assert words.near(ALL, words.words_of("zzzzzz")) == ()


def test_parameters_that_fit_are_those_the_title_does_not_tell() -> None:
    assert [p.name for p in words.matching(IONS, words.words_of("ion density"))] == ["n"]
    assert words.matching(FIELD, words.words_of("field")) == []
