"""A formula holds nothing but what it may."""

from __future__ import annotations

import pytest

from dayside.model.errors import BadFormula
from dayside.query.language.durations import duration_ns
from dayside.query.language.parse import MOST_CHARACTERS, parse


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("1 +", "cannot be read"),
        ("a = 1", "cannot be read"),
        ("import os", "cannot be read"),
        ("lambda: 1", "function of its own"),
        ("[x for x in y]", "comprehension"),
        ("f'{x}'", "f-string"),
        ("(x := 1)", "assignment"),
        ("x if y else z", "where"),
        ("x ^ 2", r"\*\*"),
        ("x in y", "in_events"),
        ("x.__class__", "nothing called"),
        ("f(*x)", "starred"),
        ("f(**x)", "starred"),
        ("1j", "numbers and texts"),
        ("...", "numbers and texts"),
        ("b'x'", "numbers and texts"),
        ("'\\x00'", "backslash"),
        ("9" * 5000, "number too long"),
        ("(" * 300 + "x" + ")" * 300, "cannot be read|nested"),
        ("-" * 2000 + "x", "nested"),
        ("x" + ".y" * 3000, "nested"),
        ("+".join("x" * 4000), "nested|parts"),
        ("x" * (MOST_CHARACTERS + 1), "at most"),
    ],
)
def test_what_a_formula_may_not_hold_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadFormula, match=said):
        parse(text)


def test_lines_may_be_broken() -> None:
    assert parse("a <\n  b") is not None


@pytest.mark.parametrize(
    "text", ["10", "min", "-1 s", "0 s", "1 parsec", "1e9 d", "nan s", "1e400 s"]
)
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(BadFormula, match="length of time"):
        duration_ns(text)
