"""What functions say of themselves."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from dayside.query.functions import Function, every
from dayside.query.language.parse import parse


def test_names_are_told_once() -> None:
    names = Counter(name for f in every() for name in (f.name, *f.aliases))
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("f", every(), ids=lambda f: f.name)
def test_a_declaration_is_one_that_can_be_called(f: Function) -> None:
    assert f.summary.endswith((".", "…"))
    assert f.required == f.parameters[: len(f.required)], "what may be left out comes last"
    if f.example:
        call = parse(f.example)
        assert isinstance(call, ast.Call)
        assert isinstance(call.func, ast.Name)
        assert call.func.id == f.name
        assert len(f.required) <= len(call.args) + len(call.keywords) <= len(f.parameters)
