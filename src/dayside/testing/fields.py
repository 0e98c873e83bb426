"""The contract of a field model, as a suite of tests to subclass.

A model is right when this passes::

    from dayside.testing.fields import FieldModelContract

    class TestMine(FieldModelContract):
        spec = "jupiter.mine"

Positions are drawn between `near_rp` and `far_rp`; a model that has a field only in some of these
still passes, as long as it has one at half of them.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pytest

from dayside.model import time
from dayside.model.errors import BadRequest
from dayside.science import bodies
from dayside.science.fields import registry
from dayside.science.fields.base import FieldModel, Floats
from dayside.science.frames.registry import resolve


class FieldModelContract:
    """What every field model promises."""

    spec: ClassVar[str]
    near_rp: ClassVar[float] = 1.1
    far_rp: ClassVar[float] = 10.0
    when: ClassVar[str] = "2015-06-01T12:00"
    most_divergence: ClassVar[float] = 1e-6
    """Of ∇·B times the distance, by the field's size: as good as differences can tell."""

    @pytest.fixture
    def model(self) -> FieldModel:
        try:
            return registry.model(self.spec)
        except BadRequest as error:
            pytest.skip(str(error))

    def positions(self, count: int = 40) -> Floats:
        drawn = np.random.default_rng(7).normal(size=(count, 3))
        drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
        return drawn * np.geomspace(self.near_rp, self.far_rp, count)[:, None]

    def at(self, model: FieldModel, position_rp: Floats) -> Floats:
        times = np.full(len(position_rp), time.parse(self.when))
        return model.field(position_rp, times if model.about.needs_time else None)

    def test_it_says_what_it_is(self, model: FieldModel) -> None:
        about = model.about
        assert about.title
        assert about.reference
        assert about.verified or about.doubt, "a model that was not verified says what is not sure"
        if about.body is not None:
            assert about.frame is not None
            assert resolve(about.frame, body=about.body).center == about.body
            assert about.radius_km == bodies.body(about.body).radius_km

    def test_it_has_a_field_of_the_positions_shape(self, model: FieldModel) -> None:
        position = self.positions()
        found = self.at(model, position)
        assert found.shape == position.shape
        assert np.isfinite(found).all(axis=1).mean() >= 0.5

    def test_each_position_is_by_itself(self, model: FieldModel) -> None:
        position = self.positions(6)
        together = self.at(model, position)
        alone = np.concatenate([self.at(model, p[np.newaxis]) for p in position])
        np.testing.assert_allclose(together, alone, rtol=1e-12)
        assert self.at(model, position[:0]).shape == (0, 3)

    def test_gaps_stay_gaps(self, model: FieldModel) -> None:
        position = self.positions(4)
        position[1, 2] = np.nan
        found = self.at(model, position)
        assert np.isnan(found[1]).all()
        assert np.isfinite(found).any()

    def test_a_time_that_is_none_is_a_gap(self, model: FieldModel) -> None:
        if not model.about.needs_time:
            return
        times = np.array([time.parse(self.when), time.FILL])
        found = model.field(self.positions(2), times)
        assert np.isfinite(found[0]).all()
        assert np.isnan(found[1]).all()

    def test_it_has_no_sources(self, model: FieldModel) -> None:
        position, step = self.positions(20), 1e-3
        total = np.zeros(len(position))
        for axis in np.eye(3):
            sides = [self.at(model, position + side * step * axis) for side in (-2, -1, 1, 2)]
            low2, low, high, high2 = (b @ axis for b in sides)
            total += (8 * (high - low) - (high2 - low2)) / (12 * step)
        size = np.linalg.norm(self.at(model, position), axis=1)
        relative = np.abs(total) * np.linalg.norm(position, axis=1) / size
        assert np.nanmax(relative) < self.most_divergence

    def test_the_positions_given_stay_as_they_are(self, model: FieldModel) -> None:
        position = self.positions(5)
        kept = position.copy()
        self.at(model, position)
        np.testing.assert_array_equal(position, kept)
