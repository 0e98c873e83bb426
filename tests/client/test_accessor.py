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
    figure = archive["field_1s"]["B"][:].dayside.plot()
    [axes] = drawn(figure)
    lines = [line for line in axes.lines if line.get_label()[0] != "_"]
    assert [line.get_label() for line in lines] == ["x", "y", "z", "magnitude"]
    assert [line.get_color() for line in lines] == [*LINES[:3], INK]
    assert axes.get_ylabel() == "B\nnT  GSE"
    assert len(axes.containers) == 4  # of error bars, one a line
    assert "Nobody, 2017" in figure.get_supxlabel()


def test_a_spectrogram_is_drawn_with_its_moving_bins(archive):
    axes, bar = drawn(archive["ions_4s"]["flux"][:].dayside.plot())
    assert axes.get_yscale() == "log"
    assert bar.get_ylabel().startswith("flux")


def test_a_dataset_is_a_panel_a_parameter(archive):
    values = archive["field_1s"][:]
    assert len(drawn(values.dayside.plot())) == 3  # the texts of `mode` are left out
    assert len(drawn(values.dayside.plot("B"))) == 1
    with pytest.raises(BadRequest, match="There is no E here; there are B"):
        values.dayside.plot("E")


def test_what_was_computed_is_drawn_as_well(archive):
    field = archive["field_1s"]["B"][:]
    speed = np.sqrt((field**2).sum("B_component", skipna=False))
    [axes] = drawn(speed.dayside.plot())
    assert axes.get_ylabel().startswith("B\n")


def test_a_figure_shows_itself_in_a_notebook(archive):
    picture = archive["field_1s"]["B"][:].dayside.plot()._repr_png_()
    assert picture.startswith(b"\x89PNG")


def test_what_has_no_time_axis_or_no_samples_says_so(archive):
    field = archive["field_1s"]["B"]
    with pytest.raises(BadRequest, match="time axis"):
        field[:][0].dayside.plot()
    with pytest.raises(BadRequest, match="no sample"):
        field["2030":].dayside.plot()
