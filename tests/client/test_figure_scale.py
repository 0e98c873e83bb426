"""Axes of figures are those of the workspace (`web/src/engine/scale.test.ts`)."""

from __future__ import annotations

import numpy as np
import pytest

from dayside.client.figure.lettering import shortened, width_of, wrapped
from dayside.client.figure.scale import chosen_extent, extent_of, number_text, ticks


@pytest.mark.parametrize(
    ("extent", "scale", "height", "labels"),
    [
        ((-150, 200), "linear", 128, ("0", "200")),
        ((-150, 200), "linear", 256, ("−150", "−100", "−50", "0", "50", "100", "150", "200")),
        ((0, 3e-8), "linear", 128, ("0", "1×10⁻⁸", "2×10⁻⁸", "3×10⁻⁸")),
        ((10, 1e5), "log", 128, ("10", "100", "1000", "10⁴", "10⁵")),
        ((120, 800), "log", 128, ("200", "500")),
        ((3.2, 5.6), "log", 60, ("4", "5")),
        ((10, 1e5), "log", 40, ("10", "10⁴")),
    ],
)
def test_ticks_are_at_round_values(extent, scale, height, labels) -> None:
    assert ticks(extent, scale, height).labels == labels


@pytest.mark.parametrize("low", [1e-3, 0.3, 1, 2.5])
@pytest.mark.parametrize("ratio", [1.8, 3, 7, 30, 1e3, 1e5])
@pytest.mark.parametrize("height", [40, 60, 128])
def test_a_logarithmic_axis_has_two_labels_or_more(low, ratio, height) -> None:
    assert len(ticks((low, low * ratio), "log", height).labels) >= 2


def test_extents_end_at_round_values_unless_a_person_chose_them() -> None:
    assert chosen_extent(None, (-137.0, 163.0), "linear") == (-150, 200)
    assert chosen_extent((-3, 3), (0, 1), "linear") == (-3, 3)
    assert chosen_extent((0, 3), (1, 10), "log") == (1, 10)  # zero has no place there
    assert extent_of(np.array([-1, np.nan, 2]), "log") == (2, 2)


def test_numbers_are_told_as_people_write_them() -> None:
    assert [number_text(v) for v in (0, -2758.2, 1.5e7)] == ["0", "−2758", "1.500×10⁷"]


def test_words_are_cut_and_wrapped_to_their_room() -> None:
    text = "one two three_that_is_longer_than_a_line"
    lines = wrapped(text, 80)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line) <= 80 for line in lines)
    assert shortened(text, 80).endswith("…")
    assert width_of(shortened(text, 80)) <= 80
