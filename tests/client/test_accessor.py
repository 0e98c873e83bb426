"""``array.dayside.plot()``: a picture of what a notebook holds."""

from __future__ import annotations

import numpy as np
import pytest

from dayside.client.figure.style import INK, LINES
from dayside.model.errors import BadRequest


def drawn(figure):
    figure.canvas.draw()
    return figure.axes


def test_a_vector_is_drawn_with_components_magnitude_unit_frame_and_error_bars(archive):
    figure = archive["field_1s"]["B"][:"2016-12-31T23:59:50"].dayside.plot()
    [axes] = drawn(figure)
    lines = [line for line in axes.lines if line.get_label()[0] != "_"]
    assert [line.get_label() for line in lines] == ["|B|", "Bz", "By", "Bx"]
    assert [line.get_color() for line in lines] == [INK, *LINES[2::-1]]
    said = [text.get_text() for text in figure.texts]
    assert "nT · GSE" in said
    assert len(axes.containers) == 3  # of error bars, one a component
    assert any("Nobody, 2017" in text for text in said)


def test_a_spectrogram_is_drawn_with_its_moving_bins(archive):
    axes, bar = drawn(archive["ions_4s"]["flux"][:].dayside.plot())
    assert axes.get_yscale() == "log"
    assert bar.get_ylim()[1] > bar.get_ylim()[0]


def test_a_dataset_is_a_panel_a_parameter(archive):
    values = archive["field_1s"][:]
    assert len(drawn(values.dayside.plot())) == 3  # the texts of `mode` are left out
    assert len(drawn(values.dayside.plot("B"))) == 1
    with pytest.raises(BadRequest, match="There is no E here; there are B"):
        values.dayside.plot("E")


def test_what_was_computed_is_drawn_as_well(archive):
    field = archive["field_1s"]["B"][:]
    speed = np.sqrt((field**2).sum("B_component", skipna=False))
    figure = speed.dayside.plot()
    assert len(drawn(figure)) == 1
    assert "B" in [text.get_text() for text in figure.texts]


def test_a_figure_shows_itself_in_a_notebook(archive):
    picture = archive["field_1s"]["B"][:].dayside.plot()._repr_png_()
    assert picture.startswith(b"\x89PNG")


def test_what_has_no_time_axis_or_no_samples_says_so(archive):
    field = archive["field_1s"]["B"]
    with pytest.raises(BadRequest, match="time axis"):
        field[:][0].dayside.plot()
    with pytest.raises(BadRequest, match="no sample"):
        field["2030":].dayside.plot()
