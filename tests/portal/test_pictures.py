from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from dayside.model import ANONYMOUS, Dataset, Parameter, Series, time
from dayside.portal import picture, quicklook
from dayside.portal.rendering import Portal
from dayside.protocols.base import Context
from dayside.services.door import Door
from dayside.testing.memory import MemorySource


def test_lines_break_at_gaps() -> None:
    values = np.array([0.0, 1.0, np.nan, 2.0, np.nan, 1.0, 0.0])
    axis = picture.Axis.over(values, values, log=False)
    path = picture.line(axis, values, np.linspace(0, 1, len(values)))
    assert path.count("M") == 3
    assert "nan" not in path
    assert path.count("h.5") == 1  # the lone point


def test_an_axis_holds_all_values() -> None:
    least, greatest = np.array([-3.0, np.nan]), np.array([5.0, np.nan])
    axis = picture.Axis.over(least, greatest, log=False)
    assert axis.low < -3 < 5 < axis.high
    heights = axis.heights(np.array([axis.high, axis.low]))
    np.testing.assert_allclose(heights, [0, picture.HEIGHT])


@pytest.mark.parametrize("value", [0.0, 7.0, -1e30, 1e-30])
def test_a_constant_has_an_axis_too(value: float) -> None:
    values = np.full(4, value)
    axis = picture.Axis.over(values, values, log=False)
    assert axis.low < axis.high or axis.low == 0 < axis.high


def test_what_is_never_negative_has_zero_as_floor() -> None:
    values = np.array([0.1, 9.0])
    assert picture.Axis.over(values, values, log=False).low == 0


def test_an_axis_in_decades_needs_positive_values() -> None:
    values = np.array([-1.0, 0.0])
    assert not picture.Axis.over(values, values, log=True).log
    axis = picture.Axis.over(np.array([1.0]), np.array([1000.0]), log=True)
    assert 0.5 < axis.bottom < 1
    assert np.isnan(axis.heights(np.array([0.0, -1.0]))).all()


def test_a_spectrogram_is_a_picture_with_gaps_transparent() -> None:
    means = np.array([[1.0, 10.0, np.nan], [100.0, 0.0, np.nan]])
    image = Image.open(io.BytesIO(picture.spectrogram(means, log=True)))
    assert image.size == (3, 2)
    pixels = np.asarray(image.convert("RGBA"))
    assert (pixels[:, 2, 3] == 0).all()
    assert (pixels[:, :2, 3] == 255).all()
    # The first row is the lowest; zero counts take the lowest colour.
    assert pixels[0, 0].tolist() != pixels[1, 0].tolist()
    np.testing.assert_array_equal(pixels[0, 1], pixels[1, 0])


def test_a_spectrogram_of_nothing_is_transparent() -> None:
    image = Image.open(io.BytesIO(picture.spectrogram(np.full((2, 3), np.nan), log=False)))
    assert (np.asarray(image.convert("RGBA"))[..., 3] == 0).all()


def test_the_colours_are_viridis() -> None:
    matplotlib = pytest.importorskip("matplotlib")
    expected = matplotlib.colormaps["viridis"](np.linspace(0, 1, 9))[:, :3] * 255
    told = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in picture.gradient(9)]
    np.testing.assert_allclose(told, expected, atol=7)


def test_a_few_far_outliers_do_not_hide_the_rest() -> None:
    values = np.concatenate([np.sin(np.arange(1000.0)), [4e4]])
    axis = picture.Axis.over(values, values, log=False)
    assert axis.beyond
    assert axis.high < 2
    assert not picture.Axis.over(values[:-1], values[:-1], log=False).beyond


def test_a_cadence_that_is_not_kept_exactly_makes_no_gaps() -> None:
    ticks = time.parse("2016-09-01") + np.arange(150) * (302 * time.NS // 1000)
    ticks[75:] += 5 * time.NS
    dataset = Dataset(
        "jitter",
        (Parameter("x", "float32"),),
        cadence_ns=300 * time.NS // 1000,
        start=int(ticks[0]),
        stop=int(ticks[-1]) + 300 * time.NS // 1000,
    )
    door = Door([MemorySource([Series(dataset, ticks, {"x": np.arange(150, dtype=np.float32)})])])
    portal = Portal(Context(door))
    look = quicklook.draw(portal, dataset, ANONYMOUS)
    assert look is not None
    assert look.coverage is not None
    assert [len(look.coverage.runs), len(look.coverage.gaps)] == [2, 1]
    assert sum(run.samples for run in look.coverage.runs) == 150
    assert look.panels[0].traces[0].mean.count("M") == 2
