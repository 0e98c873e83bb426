from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import LogNorm

import dayside
from dayside.client.base import ArchiveClient
from dayside.client.figure import Curve, Panel, draw
from dayside.client.figure.style import GROUND, INK, LINES, PANEL, PIXELS_AN_INCH
from dayside.client.local import LocalBackend
from dayside.client.overview import overviews
from dayside.model import Bins, Dataset, Parameter, Series, time
from dayside.model.errors import BadRequest, NotFound
from dayside.model.view import AxisChoice, ShownPanel, ShownSeries
from dayside.services.door import Door
from dayside.testing.memory import MemorySource

START = time.parse("2016-09-01")
ROWS = 50
STOP = START + ROWS * time.NS


def panel(parameter, values, **fields):
    dataset = Dataset("d", (parameter,), title="Title", cadence_ns=time.NS, **fields)
    series = Series(dataset, START + time.NS * np.arange(ROWS), {parameter.name: values})
    found = overviews((parameter,), [series], START, STOP, time.NS)
    return Panel((Curve(dataset, found[parameter.name]),))


def axes_of(*panels, **options):
    figure = draw(panels, *time.to_datetime64([START, STOP]), **options)
    figure.canvas.draw()
    return figure, figure.axes


def words(figure):
    return [text.get_text() for text in figure.texts]


def colours(axes):
    """Return the colours of the lines with more than two points: not those of axes."""
    return [line.get_color() for line in axes.lines if len(line.get_xdata()) > 2]


def test_components_have_their_colours_and_the_axis_its_unit_and_frame():
    field = Parameter("B", "float32", "nT", (3,), frame="MSO", components=("x", "y", "z"))
    figure, [axes] = axes_of(panel(field, np.ones((ROWS, 3), np.float32)))
    # The magnitude lies under its components.
    assert colours(axes) == [INK, *LINES[2::-1]]
    assert {"B", "nT · MSO", "Bx", "By", "Bz", "|B|"} <= set(words(figure))
    assert axes.get_xlim()[1] - axes.get_xlim()[0] == pytest.approx(ROWS / 86_400)


def test_missing_units_are_told_as_missing():
    figure, _ = axes_of(panel(Parameter("n", "float32"), np.ones(ROWS, np.float32)))
    assert "unit unknown" in words(figure)


def test_colours_are_those_of_the_workspace():
    tokens = (Path(dayside.__file__).parent / "portal" / "pages" / "tokens.css").read_text()
    light = dict(re.findall(r"--(series-\d|ink): light-dark\((#\w+),", tokens))
    assert [light[f"series-{n}"] for n in range(1, 7)] == list(LINES)
    assert light["ink"] == INK


@pytest.mark.parametrize("descending", [False, True])
def test_a_spectrogram_has_its_bins_and_a_colour_bar(descending):
    centers = np.geomspace(10, 1e4, 16)[:: -1 if descending else 1]
    flux = Parameter(
        "flux", "float32", "cm-2", (16,), display="spectrogram", scale="log",
        bins=(Bins("energy", "eV", centers=tuple(centers), scale="log"),),
    )  # fmt: skip
    values = np.full((ROWS, 16), 5.0, np.float32)
    values[10] = 0
    values[20] = np.nan
    figure, [axes, bar] = axes_of(panel(flux, values, simulated=True))
    assert axes.get_yscale() == "log"
    low, high = sorted(axes.get_ylim())
    assert low < 10
    assert high > 1e4
    assert {"energy · eV", "flux · cm⁻²", "SIMULATED"} <= set(words(figure))
    assert bar.get_yscale() == "log"
    mesh = axes.collections[0]
    assert isinstance(mesh.norm, LogNorm)
    cells = mesh.get_array()
    # A zero is a value and has a colour; only gaps have none.
    assert np.ma.getmaskarray(cells).all(axis=0).nonzero()[0].tolist() == [20]


@pytest.mark.parametrize("rows", [ROWS, 30_000])
def test_bins_that_move_stand_beside_values_with_gaps_of_their_own(rows):
    flux = Parameter(
        "flux", "float32", "cm-2", (4,), display="spectrogram", scale="log",
        bins=(Bins("energy", "eV", parameter="energies"),),
    )  # fmt: skip
    energies = Parameter("energies", "float32", "eV", (4,))
    dataset = Dataset("d", (flux, energies), cadence_ns=time.NS)
    values = np.ones((rows, 4), np.float32)
    values[rows // 2 : rows // 2 + rows // 5] = np.nan
    centers = np.geomspace(10, 1e4, 4) * np.ones((rows, 1))
    series = Series(
        dataset, START + time.NS * np.arange(rows), {"flux": values, "energies": centers}
    )
    found = overviews(dataset.parameters, [series], START, START + rows * time.NS, time.NS)
    _, [axes, _] = axes_of(Panel((Curve(dataset, found["flux"], found["energies"]),)))
    assert axes.get_yscale() == "log"
    assert np.ma.getmaskarray(axes.collections[0].get_array()).any()


def test_a_cube_is_drawn_as_the_mean_over_its_other_dimension():
    cube = Parameter("f", "float32", "s-1", (4, 8), bins=(None, Bins("angle", "deg")))
    values = np.broadcast_to(np.arange(8, dtype=np.float32), (ROWS, 4, 8)).copy()
    figure, [axes, _] = axes_of(panel(cube, values))
    np.testing.assert_array_equal(axes.collections[0].get_array()[:, 0], np.arange(8))
    assert "Title · mean over dimension 1" in words(figure)


def test_no_data_is_told():
    figure, _ = axes_of(panel(Parameter("n", "float32"), np.full(ROWS, np.nan, np.float32)))
    assert "No data in this time." in words(figure)


def test_title_version_and_citation_stand_on_the_picture():
    p = panel(
        Parameter("n", "float32"), np.ones(ROWS, np.float32),
        simulated=True, version="7", citation="Somebody 2020",
    )  # fmt: skip
    figure, _ = axes_of(p, link="http://there/app#v=2")
    said = words(figure)
    assert said[0] == "Title"
    assert said[1] == "2016-09-01 00:00:00.00 to 2016-09-01 00:00:50.00 UTC"
    assert "Title (d), version 7, simulated. Somebody 2020" in said
    assert said[-1].startswith("http://there/app#v=2 · Drawn with Dayside; data accessed 2")


def test_texts_cannot_be_drawn():
    word = Parameter("mode", "U4")
    dataset = Dataset("d", (word,))
    from dayside.client.overview import Overview

    nothing = Overview(word, ("mode",), np.empty(0), np.empty((0, 1)), None, None, 1)
    with pytest.raises(BadRequest, match="holds no numbers"):
        axes_of(Panel((Curve(dataset, nothing),)))


def scalar(name, units, shown, value=1.0):
    parameter = Parameter(name, "float32", units)
    [curve] = panel(parameter, np.full(ROWS, value, np.float32)).curves
    return replace(curve, shown=shown)


def test_a_view_decides_columns_sides_scales_limits_and_heights():
    field = Parameter("B", "float32", "nT", (3,), components=("x", "y", "z"))
    [vector] = panel(field, np.ones((ROWS, 3), np.float32)).curves
    vector = replace(vector, shown=ShownSeries("d", "B", columns=("y",)))
    density = scalar("n", "cm-3", ShownSeries("d", "n", side="right"), 5)
    choice = ShownPanel(
        (), values=AxisChoice(limits=(-3, 3)), second=AxisChoice("log", (1, 100)), height=2
    )
    figure, [left, right] = axes_of(Panel((vector, density), choice))
    # A single line takes the colour that components leave.
    assert (colours(left), colours(right)) == ([LINES[1]], [LINES[3]])
    assert {"By", "n", "nT", "cm⁻³"} <= set(words(figure))
    assert left.get_ylim() == (-3, 3)
    assert (right.get_yscale(), right.get_ylim()) == ("log", (1, 100))
    height = left.get_position().height * figure.get_size_inches()[1] * PIXELS_AN_INCH
    assert height == pytest.approx(2 * PANEL)


def test_values_are_shown_in_the_units_chosen():
    density = scalar("n", "cm-3", ShownSeries("d", "n"), 5)
    figure, [axes] = axes_of(Panel((density,), ShownPanel((), AxisChoice(units="m-3"))))
    assert np.nanmax(axes.lines[0].get_ydata()) == pytest.approx(5e6)
    assert "m⁻³" in words(figure)
    # What no factor leads to stays as it is.
    figure, [axes] = axes_of(Panel((density,), ShownPanel((), AxisChoice(units="nT"))))
    assert np.nanmax(axes.lines[0].get_ydata()) == 5
    assert "cm⁻³" in words(figure)


def test_rulers_stand_in_numbers_under_the_axis():
    [curve] = panel(Parameter("x", "float32", "km"), np.arange(ROWS, dtype=np.float32)).curves
    figure, _ = axes_of(Panel((curve,)), rulers=[(curve.dataset, curve.overview)])
    said = words(figure)
    row = said.index("x", said.index("x") + 1)
    assert said[row + 1 :][:3] == ["km", "0", "10.00"]


@pytest.mark.parametrize(
    ("over", "expected", "said"),
    [
        (("sum",), 4 * 3.0, "sum over dimension 1"),
        ((2,), 3.0, "dimension 1 2"),
        ((), 3.0, "mean over dimension 1"),
    ],
)
def test_a_view_decides_what_becomes_of_other_dimensions(over, expected, said):
    cube = Parameter("f", "float32", "s-1", (4, 8), bins=(None, Bins("angle", "deg")))
    [curve] = panel(cube, np.full((ROWS, 4, 8), 3, np.float32)).curves
    figure, [axes, _] = axes_of(Panel((curve,), ShownPanel((), over=over)))
    assert float(axes.collections[0].get_array().max()) == expected
    assert f"Title · {said}" in words(figure)


def flagged(bad, description="", rows=ROWS):
    good = Parameter("n", "float32", "cm-3", quality="q")
    flag = Parameter("q", "int16", description=description)
    flags = np.zeros(rows, np.int16)
    flags[bad] = 2
    dataset = Dataset("d", (good, flag), cadence_ns=time.NS)
    values = {"n": np.ones(rows, np.float32), "q": flags}
    times = START + (STOP - START) // rows * np.arange(rows)
    series = Series(dataset, times, values)
    found = overviews(dataset.parameters, [series], START, STOP, (STOP - START) // rows)
    return Curve(dataset, found["n"], quality=found["q"])


def hollow(axes):
    return [line for line in axes.lines if line.get_markerfacecolor() == GROUND]


def test_flagged_samples_are_marked_or_hidden():
    curve = flagged(slice(10, 13), rows=40)
    figure, [axes] = axes_of(Panel((curve,)))
    [marked] = hollow(axes)
    assert len(marked.get_xdata()) == 3
    assert "○ flagged" in words(figure)
    hidden = replace(curve, shown=ShownSeries("d", "n", flagged="hide"))
    figure, [axes] = axes_of(Panel((hidden,)))
    assert not hollow(axes)
    [drawn] = [line for line in axes.lines if line.get_label() == "n"]
    assert np.isnan(drawn.get_ydata()).sum() == 3
    assert "○ flagged" not in words(figure)


def test_marks_that_would_run_into_each_other_are_left_out():
    _, [axes] = axes_of(Panel((flagged(slice(100, 300), rows=400),)))
    assert not hollow(axes)


def test_what_a_flag_calls_good_is_not_marked():
    figure, [axes] = axes_of(Panel((flagged(slice(10, 13), "0 good, 2 good", rows=40),)))
    assert not hollow(axes)
    assert "○ flagged" not in words(figure)


@pytest.fixture
def link() -> str:
    return (
        "http://anywhere/app#v=2&title=Both&t=2016-12-31T23:59:35Z/2017-01-01T00:00:20Z"
        "&p=field_1s~B;units=T;height=2&p=ions_4s~flux;scale=linear&r=field_1s~B"
    )


def test_a_link_is_the_same_figure_from_here_and_from_a_server(local, remote, link):
    figures = [archive.plot(link) for archive in (local, remote)]
    one, other = ([line.get_ydata() for line in f.axes[0].lines] for f in figures)
    assert len(one) > 3
    for a, b in zip(one, other, strict=True):
        np.testing.assert_array_equal(a, b)
    assert words(figures[0]) == words(figures[1])
    assert words(figures[0])[0] == "Both"
    assert "T" in " ".join(words(figures[0])[:6])


def test_a_long_remote_dataset_is_drawn_as_the_workspace_opens_it():
    field = Parameter("B", "float32", "nT")
    ends = {"start": START - 10_000_000 * time.NS, "stop": STOP}
    dataset = Dataset("mag", (field,), cadence_ns=time.NS, **ends)
    series = Series(dataset, START + time.NS * np.arange(ROWS), {"B": np.ones(ROWS, np.float32)})
    door = Door([MemorySource([]), MemorySource([series], name="far")])
    with ArchiveClient(LocalBackend(door, "archive")) as archive:
        figure = archive.plot("#v=2&p=far/mag~B")
    assert words(figure)[1] == "2016-08-31 00:00:50 to 2016-09-01 00:00:50 UTC"


def test_a_link_to_nothing_is_said(archive):
    with pytest.raises(BadRequest, match="cannot be read"):
        archive.plot("http://anywhere/app#v=2")
    with pytest.raises(NotFound):
        archive.plot("#v=2&p=nowhere~B")
    with pytest.raises(NotFound):
        archive.plot("#s=0123456789ab")
