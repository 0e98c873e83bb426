"""The contract of a source, as a suite of tests to subclass.

A source is right when this passes::

    from dayside.testing.sources import SourceContract

    class TestMine(SourceContract):
        @pytest.fixture
        def source(self) -> Source:
            return Mine(…)

The source holds at least one dataset of at least two samples and one parameter.
"""

from __future__ import annotations

import numpy as np
import pytest

from dayside.model import Dataset, Series
from dayside.model.errors import UnknownDataset, UnknownParameter
from dayside.sources import Source

_WINDOWS = 50


class SourceContract:
    """What every source promises."""

    @pytest.fixture
    def source(self) -> Source:
        """Return the source to test."""
        raise NotImplementedError

    def test_is_a_source(self, source: Source) -> None:
        """It has all that a source has."""
        assert isinstance(source, Source)
        assert "/" not in source.name

    def test_describes_what_it_lists(self, source: Source) -> None:
        """Each listed dataset can be described, under the id it is listed with."""
        listed = source.datasets()
        assert len({d.id for d in listed}) == len(listed) > 0
        for dataset in listed:
            assert source.describe(dataset.id).id == dataset.id
            assert source.version(dataset.id) == source.version(dataset.id) != ""

    def test_values_are_as_described(self, source: Source) -> None:
        """Blocks hold each parameter in its shape, in time order, within the coverage."""
        for dataset in _held(source):
            whole = _read(source, dataset)
            assert (np.diff(whole.time) >= 0).all()
            assert dataset.start == whole.time[0]
            assert dataset.stop is not None
            assert dataset.stop > whole.time[-1]
            for p in dataset.parameters:
                assert whole.values[p.name].shape == (len(whole), *p.shape)

    def test_windows_are_half_open_and_join(self, source: Source) -> None:
        """A window holds exactly the samples with start <= time < stop."""
        rng = np.random.default_rng(0)
        for dataset in _held(source):
            ticks = _read(source, dataset).time
            edges = rng.integers(ticks[0] - 1, ticks[-1] + 2, (_WINDOWS, 2))
            exact = rng.choice(ticks, (_WINDOWS, 2))
            for first, last in np.sort(np.concatenate([edges, exact]), axis=1).tolist():
                found = _read(source, dataset, first, last).time
                expected = ticks[(ticks >= first) & (ticks < last)]
                assert np.array_equal(found, expected)

    def test_parameters_can_be_chosen(self, source: Source) -> None:
        """One parameter alone has the values it has among all; none gives only times."""
        for dataset in _held(source):
            whole = _read(source, dataset)
            for name in dataset.names:
                alone = _read(source, dataset.select([name]))
                assert list(alone.values) == [name]
                assert np.array_equal(alone.time, whole.time)
                # As bytes: gaps are gaps in both.
                assert alone.values[name].tobytes() == whole.values[name].tobytes()
            assert np.array_equal(_read(source, dataset.select([])).time, whole.time)

    def test_what_is_not_there_is_told(self, source: Source) -> None:
        """Unknown names are errors of the model, before anything is read."""
        dataset = _held(source)[0]
        with pytest.raises(UnknownDataset):
            source.describe("there is no such dataset")
        with pytest.raises(UnknownDataset):
            source.version("there is no such dataset")
        with pytest.raises(UnknownDataset):
            list(source.read("there is no such dataset", 0, 1))
        with pytest.raises(UnknownParameter):
            list(source.read(dataset.id, 0, 1, ["there is no such parameter"]))


def _held(source: Source) -> list[Dataset]:
    found = [source.describe(d.id) for d in source.datasets()]
    return [d for d in found if d.start is not None]


def _read(
    source: Source, dataset: Dataset, start: int | None = None, stop: int | None = None
) -> Series:
    first = dataset.start if start is None else start
    last = dataset.stop if stop is None else stop
    assert first is not None
    assert last is not None
    return Series.concatenate(dataset, source.read(dataset.id, first, last, dataset.names))
