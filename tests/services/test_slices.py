"""Distributions of several dimensions as they are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from dayside.model import Bins, Parameter
from dayside.model.errors import BadRequest
from dayside.services.slices import Drawn

LOOK = Bins("look", None, (0.0, 1.0, 2.0))
ENERGY = Bins("energy", "eV", (10.0, 100.0))
ANGLE = Bins("pitch", "deg", (15.0, 90.0, 165.0))


def distribution(*bins: Bins | None, shape: tuple[int, ...] = (3, 2)) -> Parameter:
    return Parameter("f", "float32", "cm-2", shape, bins=bins, display="spectrogram")


def drawn(parameter: Parameter) -> Drawn:
    found = Drawn.of(parameter)
    assert found is not None
    return found


def test_the_last_dimension_that_is_a_quantity_is_drawn() -> None:
    assert drawn(distribution(LOOK, ENERGY)).bins == ENERGY
    assert drawn(distribution(ANGLE, ENERGY)).bins == ENERGY
    assert drawn(distribution(ENERGY, LOOK, shape=(2, 3))).bins == ENERGY
    assert drawn(distribution(shape=(3, 2))).axis == 0


def test_what_has_one_dimension_is_left_alone() -> None:
    assert Drawn.of(distribution(ENERGY, shape=(2,))) is None


def test_by_default_the_others_are_averaged_over_what_there_is() -> None:
    values = np.array([[[1.0, 10], [3, np.nan], [np.nan, np.nan]]]).reshape(1, 6)
    np.testing.assert_array_equal(drawn(distribution(LOOK, ENERGY)).take(values, None), [[2, 10]])
    nothing = np.full((1, 6), np.nan)
    assert np.isnan(drawn(distribution(LOOK, ENERGY)).take(nothing, None)).all()


def test_a_slice_is_what_was_measured() -> None:
    values = np.arange(12.0).reshape(2, 6)
    upright = drawn(distribution(LOOK, ENERGY))
    np.testing.assert_array_equal(upright.take(values, 1), [[2, 3], [8, 9]])
    lying = drawn(distribution(ENERGY, LOOK, shape=(2, 3)))
    np.testing.assert_array_equal(lying.take(values, 2), [[2, 5], [8, 11]])
    with pytest.raises(BadRequest, match="0 to 2"):
        upright.take(values, 3)


def test_slices_have_names() -> None:
    assert drawn(distribution(ANGLE, ENERGY)).slices == ("15 deg", "90 deg", "165 deg")
    assert drawn(distribution(LOOK, ENERGY)).slices == ("0", "1", "2")
    assert drawn(distribution(LOOK, ENERGY)).over == "look"
    three = distribution(LOOK, ANGLE, ENERGY, shape=(3, 3, 2))
    assert drawn(three).slices[:2] == ("0, 15 deg", "0, 90 deg")
