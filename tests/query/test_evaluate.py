"""What formulas give equals what numpy gives, however the interval is cut."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.query.conftest import T0, S, field, ions

from dayside.query import evaluate

B = field().values["B"].astype(np.float64)
LENGTH = np.sqrt((B**2).sum(axis=1))


def test_pointwise_values_equal_those_of_numpy(value) -> None:
    np.testing.assert_allclose(value("norm(mag.B)").values["value"], LENGTH, rtol=1e-15)
    np.testing.assert_array_equal(value("-mag.B + 1*nT").values["value"], 1 - B)
    np.testing.assert_allclose(value("to_unit(mag.B, 'uT')").values["value"], B / 1000, rtol=1e-15)
    np.testing.assert_allclose(value("mag.B.x % (2*nT)").values["value"], B[:, 0] % 2)
    angle = value("angle(mag.B, cross(mag.B, mag.B.x*mag.B))").values["value"]
    assert np.isnan(angle).all()


def test_units_are_converted_on_the_way(value) -> None:
    mixed = value("ions.velocity.x + 1000*m/s").values["value"]
    np.testing.assert_allclose(mixed, ions().values["velocity"][:, 0] + 1)


def test_truth_is_not_known_where_a_value_is_missing(value) -> None:
    found = value("norm(mag.B) < 5*nT").values["value"]
    assert set(found[30:40]) == {-1}
    rest = ~np.isnan(LENGTH)
    np.testing.assert_array_equal(found[rest], LENGTH[rest] < 5)


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("norm(mag.B) < 5*nT and False", 0),
        ("norm(mag.B) < 5*nT or True", 1),
        ("not norm(mag.B) < 5*nT", -1),
        ("is_gap(norm(mag.B))", 1),
        ("where(norm(mag.B) < 5*nT, 1, 2) == 1", -1),
    ],
)
def test_logic_is_three_valued(value, formula: str, told: int) -> None:
    assert set(value(formula).values["value"][30:40]) == {told}


def test_comparisons_chain(value) -> None:
    found = value("2*nT < norm(mag.B) <= 4*nT").values["value"]
    rest = ~np.isnan(LENGTH)
    np.testing.assert_array_equal(found[rest], (LENGTH[rest] > 2) & (LENGTH[rest] <= 4))


def test_fills_of_integers_are_gaps_and_texts_are_compared(value) -> None:
    flag = field().values["flag"]
    np.testing.assert_array_equal(value("mag.flag == 1").values["value"] == -1, flag == -1)
    mode = value("mag.mode == 'burst'").values["value"]
    np.testing.assert_array_equal(mode, field().values["mode"] == "burst")


def test_coarse_operands_are_interpolated_but_not_across_gaps(value) -> None:
    found = value("ions.density + 0*mag.B.x*cm**-3/nT")
    times, density = ions().time, ions().values["density"]
    expected = np.interp(found.time, times, density)
    np.testing.assert_allclose(
        found.values["value"][:20], np.where(np.isnan(LENGTH), np.nan, expected)[:20]
    )
    # The last moment stands at 596 s: beyond it nothing is known.
    assert np.isnan(found.values["value"][-3:]).all()


def test_fine_operands_are_averaged_on_a_coarse_axis(value) -> None:
    found = value("ions.density*0 + norm(mag.B)*cm**-3/nT", step="coarsest")
    assert len(found) == 150
    inside = (field().time >= T0 + 6 * S) & (field().time < T0 + 10 * S)
    np.testing.assert_allclose(found.values["value"][2], LENGTH[inside].mean())
    gap = (found.time > T0 + 125 * S) & (found.time < T0 + 175 * S)
    assert np.isnan(found.values["value"][gap]).all()


def test_a_step_makes_a_grid_of_utc(value) -> None:
    found = value("norm(mag.B)", step="10 s")
    np.testing.assert_array_equal(found.time, T0 + 10 * S * np.arange(60))
    inside = (field().time >= T0 + 5 * S) & (field().time < T0 + 15 * S)
    np.testing.assert_allclose(found.values["value"][1], LENGTH[inside].mean())
    assert np.isnan(found.values["value"][14])


def test_max_gap_says_what_is_a_gap(value) -> None:
    fine = value("mag.B.x", step="0.5 s", max_gap=70).values["value"]
    assert not np.isnan(fine[250:350]).any()


def test_a_shift_moves_times(value) -> None:
    found = value("shift(norm(mag.B), '10 s')")
    np.testing.assert_array_equal(found.time, field().time[:-10] + 10 * S)
    back = value("shift(norm(mag.B), '-10 s')")
    np.testing.assert_array_equal(back.time, field().time[10:] - 10 * S)


def test_energies_that_move_are_chosen_sample_by_sample(value) -> None:
    found = value('ions.swept["20 eV":"100 eV"]').values["value"]
    table = ions().values["table"]
    np.testing.assert_array_equal(~np.isnan(found), (table >= 20) & (table < 100))


@settings(max_examples=30, deadline=None)
@given(
    formula=st.sampled_from(
        [
            "norm(mag.B) < 5*nT and ions.density > 10/cm**3",
            "ions.density*norm(mag.B)",
            "shift(norm(mag.B), '7 s') - norm(mag.B)",
            "norm(mag.B) + 0*nT*shift(ions.density*cm**3, '-31 s')",
        ]
    ),
    rows=st.integers(1, 700),
)
def test_how_it_is_cut_does_not_matter(formula: str, rows: int) -> None:
    from dayside.model import OPERATOR
    from dayside.services.door import Door
    from dayside.services.evaluate import FormulaRequest, values
    from dayside.testing.memory import MemorySource

    door = Door([MemorySource([field(), ions()])])
    request = FormulaRequest(formula, T0, T0 + 600 * S)
    whole = values(door, request, OPERATOR).series()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluate, "BLOCK_NUMBERS", rows)
        cut = values(door, request, OPERATOR).series()
    np.testing.assert_array_equal(cut.time, whole.time)
    np.testing.assert_array_equal(cut.values["value"], whole.values["value"])
