"""What functions say of themselves."""

from __future__ import annotations

import ast
from collections import Counter

import numpy as np
import pytest

from dayside.model.errors import BadFormula
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


@pytest.mark.parametrize(
    "formula",
    [
        "deriv(ions.density*1e300)",
        "cumulative(mag.B.x/0, '10 s')",
        "skew(ions.density*1e300, every='7 s')",
        "highpass(mag.B.x/(0*nT), 0.1*Hz)",
        "std(mag.B/0, '10 s')",
        "gyroradius(0*mag.B, 1e9*km/s)",
    ],
)
def test_numbers_too_large_become_what_they_become(value, formula: str) -> None:
    assert not np.isfinite(value(formula).values["value"]).all()


@pytest.mark.parametrize(
    "edge", ['"1e300 s"', '"0 Hz"', "1e-300*Hz", "-1*Hz", "5", "nT", "mag.raw"]
)
def test_a_frequency_is_one_that_can_be_worked_with(value, edge: str) -> None:
    with pytest.raises(BadFormula, match="a frequency such as"):
        value(f"highpass(mag.B.x, {edge})")
