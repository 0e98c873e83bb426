"""Distributions of several dimensions as they are drawn."""

from __future__ import annotations

import numpy as np
import pytest

from dayside.model import Bins, Parameter
from dayside.model.errors import BadRequest
from dayside.services.slices import Cut, Drawn, Floats, Over, parse_over

LOOK = Bins("look", None, (0.0, 1.0, 2.0))
ENERGY = Bins("energy", "eV", (10.0, 100.0))
ANGLE = Bins("pitch", "deg", (15.0, 90.0, 165.0))
NAN = np.nan


def distribution(*bins: Bins | None, shape: tuple[int, ...] = (3, 2)) -> Parameter:
    return Parameter("f", "float32", "cm-2", shape, bins=bins, display="spectrogram")


def drawn(parameter: Parameter, upwards: int | None = None) -> Drawn:
    found = Drawn.of(parameter, upwards)
    assert found is not None
    return found


def taken(of: Drawn, samples: Floats, *over: Over) -> Floats:
    return of.take(samples, np.isfinite(samples), of.reductions(Cut(over=over)))


def test_the_last_dimension_that_is_a_quantity_is_drawn() -> None:
    assert drawn(distribution(LOOK, ENERGY)).bins == ENERGY
    assert drawn(distribution(ANGLE, ENERGY)).bins == ENERGY
    assert drawn(distribution(ENERGY, LOOK, shape=(2, 3))).bins == ENERGY
    assert drawn(distribution(shape=(3, 2))).axis == 0


def test_any_dimension_may_be_drawn() -> None:
    assert drawn(distribution(ANGLE, ENERGY), 0).bins == ANGLE
    with pytest.raises(BadRequest, match="dimensions 0 to 1"):
        Drawn.of(distribution(ANGLE, ENERGY), 2)


def test_what_has_one_dimension_is_left_alone() -> None:
    assert Drawn.of(distribution(ENERGY, shape=(2,))) is None


def test_by_default_the_others_are_averaged_over_what_there_is() -> None:
    values = np.array([[[1.0, 10], [3, NAN], [NAN, NAN]]]).reshape(1, 6)
    np.testing.assert_array_equal(taken(drawn(distribution(LOOK, ENERGY)), values), [[2, 10]])
    nothing = np.full((1, 6), NAN)
    assert np.isnan(taken(drawn(distribution(LOOK, ENERGY)), nothing)).all()


def test_a_sum_is_of_what_there_is() -> None:
    values = np.array([[[1.0, 10], [3, NAN], [NAN, NAN]]]).reshape(1, 6)
    of = drawn(distribution(LOOK, ENERGY))
    np.testing.assert_array_equal(taken(of, values, "sum"), [[4, 10]])
    assert np.isnan(taken(of, np.full((1, 6), NAN), "sum")).all()


def test_each_dimension_has_a_fate_of_its_own() -> None:
    values = np.random.default_rng(1).random((5, 3, 4, 2))
    of = drawn(distribution(LOOK, ANGLE, ENERGY, shape=(3, 4, 2)))
    flat = values.reshape(5, -1)
    np.testing.assert_allclose(taken(of, flat, "sum", "mean"), values.mean(2).sum(1))
    np.testing.assert_allclose(taken(of, flat, "mean", "sum"), values.mean(1).sum(1))
    np.testing.assert_array_equal(taken(of, flat, 2, 3), values[:, 2, 3])
    np.testing.assert_allclose(taken(of, flat, "sum", 1), values[:, :, 1].sum(1))


def test_a_slice_is_what_was_measured() -> None:
    values = np.arange(12.0).reshape(2, 6)
    upright = drawn(distribution(LOOK, ENERGY))
    np.testing.assert_array_equal(taken(upright, values, 1), [[2, 3], [8, 9]])
    lying = drawn(distribution(ENERGY, LOOK, shape=(2, 3)))
    np.testing.assert_array_equal(taken(lying, values, 2), [[2, 5], [8, 11]])


def test_one_number_counts_through_all_slices() -> None:
    of = drawn(distribution(LOOK, ANGLE, ENERGY, shape=(3, 4, 2)))
    assert of.reductions(Cut(flat=7)) == (1, 3)
    with pytest.raises(BadRequest, match="0 to 11"):
        of.reductions(Cut(flat=12))
    with pytest.raises(BadRequest, match="without over"):
        of.reductions(Cut(flat=1, over=("mean", "mean")))


@pytest.mark.parametrize("over", [("mean", "mean"), ("sum",)])
def test_buckets_weigh_by_their_samples(over: tuple[Over, ...]) -> None:
    """A bucket says what its samples say, also where a look was missing at times."""
    samples = np.array([[1.0, 10, 5, 20], [3, 30, NAN, NAN], [2, 60, NAN, NAN]])
    parameter = distribution(LOOK, ENERGY, shape=(2, 2))
    if len(over) == 2:
        parameter = distribution(None, LOOK, ENERGY, shape=(1, 2, 2))
    of = drawn(parameter)
    counts = np.isfinite(samples).sum(axis=0, keepdims=True)
    means = np.nanmean(samples, axis=0, keepdims=True)
    row = of.take(means, counts, over)
    grid = samples.reshape(3, 2, 2)
    expected = (
        np.nansum(grid, axis=1).mean(axis=0) if over == ("sum",) else np.nanmean(grid, axis=(0, 1))
    )
    np.testing.assert_allclose(row, [expected])


def test_what_cannot_be_asked_is_told() -> None:
    of = drawn(distribution(ANGLE, ENERGY))
    with pytest.raises(BadRequest, match="pitch has the bins 0 to 2, not 3"):
        of.reductions(Cut(over=(3,)))
    with pytest.raises(BadRequest, match="one for each of pitch; there are 2"):
        of.reductions(Cut(over=("mean", "sum")))
    with pytest.raises(BadRequest, match="not 'median'"):
        parse_over("mean,median")


def test_an_over_is_read_from_a_text() -> None:
    assert parse_over("") == ()
    assert parse_over("mean, 3,sum") == ("mean", 3, "sum")
