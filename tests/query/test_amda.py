"""Expressions of AMDA become formulas that give the same."""

from __future__ import annotations

import pytest

from dayside.model import OPERATOR
from dayside.model.errors import BadFormula
from dayside.query.amda import translate
from dayside.services.evaluate import World

NAMES = {"imf": "mag.B", "n": "ions.density", "v": "ions.velocity", "sw": 'ds("far/W-1").speed'}


@pytest.mark.parametrize(
    ("amda", "ours"),
    [
        ("imf(0) < -5 & n > 10", "mag.B[0] < -5 * nT and ions.density > 10 * cm ** (-3)"),
        ("#sliding_average(n, 600) > 3", "mean(ions.density, '600 s') > 3 * cm ** (-3)"),
        ("#median(imf(1), 60)", "median(mag.B[1], every='60 s')"),
        ("#spearman(n, imf(0), 60)",
         "corr(ions.density, mag.B[0], every='60 s', method='spearman')"),
        ("shiftT_(sw, -60) | !(sw == 350)", None),
        ("timeShift(n, 10)", "shift(ions.density, '10 s')"),
        ("deriv_(n)", "deriv(ions.density)"),
        ("#boxcar(n, 20)", "smooth(ions.density, '20 s')"),
        ("min([imf(0) imf(1)]) < 0 & max([imf(0) imf(1)]) > 0",
         "least(mag.B[0], mag.B[1]) < 0 * nT and greatest(mag.B[0], mag.B[1]) > 0 * nT"),
        ("min([n n 3]) > 2",
         "least(least(ions.density, ions.density), 3 * cm ** (-3)) > 2 * cm ** (-3)"),
        ("imf(0) < -1 & imf(0)*imf(1)*imf(2) > 0", None),
        ("sqrt(imf(0)^2 + imf(1)^2) > 2", "sqrt(mag.B[0] ** 2 + mag.B[1] ** 2) > 2 * nT"),
        ("ws_beta*2", "ws_beta * 2"),
    ],
)  # fmt: skip
def test_it_says_the_same(door, amda: str, ours: str | None) -> None:
    found = translate(amda, NAMES, World(door, OPERATOR)).formula
    if ours is not None:
        assert found == ours


def test_it_can_be_evaluated_and_tells_what_was_decided(door, value) -> None:
    made = translate("imf(0) < -1 & n > 10", NAMES, World(door, OPERATOR))
    assert made.notes == ("-1 is taken to be in nT.", "10 is taken to be in cm**-3.")
    assert set(value(made.formula).values["value"]) <= {-1, 0, 1}


@pytest.mark.parametrize(
    ("amda", "said"),
    [
        ("xyz(0) > 1", "has no counterpart|not told"),
        ("imff > 1", "Did you mean imf"),
        ("#sliding_average(n, m)", "number of seconds"),
        ("[n n]", "within min or max"),
        ("n +", "cannot be read"),
        ("min(n)", "write a list"),
        ("min([])", "write a list"),
        ("max(imf(0))", "write a list"),
        ("#sliding_average(n)", "sliding_average takes"),
        ("#median(n)", "median takes"),
        ("shiftT_(n)", "shiftT_ takes"),
        ("#filter(n, 3)", "filter takes"),
        ("pow(n)", "pow takes"),
    ],
)
def test_what_has_no_counterpart_is_told(door, amda: str, said: str) -> None:
    with pytest.raises(BadFormula, match=said):
        translate(amda, NAMES, World(door, OPERATOR))
