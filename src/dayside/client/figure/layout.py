"""Panels over one time axis, with a title above, rulers and credits below.

The figure that the workspace exports, made by matplotlib: the same places, lengths and words
(`web/src/engine/figure.ts`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.client.figure import style
from dayside.client.figure.cells import draw_cells, drawn_axis, fates, set_ticks
from dayside.client.figure.credits import credits_of, datasets_of, title_of
from dayside.client.figure.legend import draw_legend, is_above
from dayside.client.figure.lettering import width_of, wrapped
from dayside.client.figure.lines import draw_side
from dayside.client.figure.page import Area, Page
from dayside.client.figure.panel import Panel
from dayside.client.figure.rulers import Ruler, draw_rulers, rows_of
from dayside.client.figure.sides import Side, sides_of
from dayside.client.figure.style import INK, INK_2
from dayside.client.figure.words import reduction
from dayside.client.overview import Array, Overview
from dayside.model import Dataset, time
from dayside.model.errors import BadRequest
from dayside.model.timeaxis import TimeTicks, time_ticks
from dayside.model.wording import readable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_TITLE_AT = {"left": 10, "right": 76}
_CREDIT_LINE, _CREDIT_ABOVE = 12, 12
_TICK_SPACING = 96
_SIMULATED = "SIMULATED"


@dataclass(frozen=True, slots=True, eq=False)
class _Sheet:
    """A page with the time axis of all its panels.

    Attributes
    ----------
    ends : ndarray of datetime64[ns], shape (2,)
    """

    page: Page
    ends: Array
    ticks: TimeTicks

    def at(self, percent: float) -> np.datetime64:
        """Return the time at a place of the axis."""
        start, stop = self.ends
        return np.datetime64(start + (stop - start) * (percent / 100))


def draw(
    panels: Sequence[Panel],
    start: Any,
    stop: Any,
    title: str = "",
    *,
    rulers: Sequence[tuple[Dataset, Overview]] = (),
    states: Mapping[str, str] | None = None,
    link: str = "",
) -> Figure:
    """Return a figure of panels over one time axis.

    Parameters
    ----------
    start, stop : datetime64
        UTC, both ends of the axis.
    title : str, optional
        By default the titles of the datasets.
    rulers : sequence of (Dataset, Overview), optional
        What stands in numbers under the axis.
    states : mapping of str to str, optional
        By dataset, which state it is in, where its provider counts no versions.
    link : str, optional
        Address of the view.

    Raises
    ------
    BadRequest
        If matplotlib is not installed, or a parameter cannot be drawn.
    """
    for curve in (curve for panel in panels for curve in panel.curves):
        if not curve.parameter.is_numeric:
            raise BadRequest(f"{curve.parameter.name} holds no numbers: there is nothing to draw.")
    rows = [row for _, overview in rulers for row in rows_of(overview)]
    datasets = [*datasets_of(panels), *(dataset for dataset, _ in rulers)]
    below = _credit_lines(credits_of(datasets, states or {}, link))
    areas, axis, height = _places(panels, rows, len(below))
    ends = np.array([start, stop], "datetime64[ns]")
    start_ns, stop_ns = ends.astype(np.int64).tolist()
    ticks = time_ticks(start_ns, stop_ns, axis.width / _TICK_SPACING)
    sheet = _Sheet(Page(style.WIDTH, height), ends, ticks)
    _draw_head(sheet, title_of(panels, title))
    for panel, area in zip(panels, areas, strict=True):
        _draw_panel(sheet, panel, area, last=panel is panels[-1])
    _draw_contexts(sheet, axis)
    draw_rulers(sheet.page, rows, ticks.major, ends, axis)
    for i, line in enumerate(below):
        y = height - style.MARGIN - _CREDIT_LINE * (len(below) - i - 0.5)
        sheet.page.text(line, style.MARGIN, y, size=style.SMALL, colour=INK_2)
    return sheet.page.figure


def _places(
    panels: Sequence[Panel], rows: Sequence[Ruler], credit_lines: int
) -> tuple[list[Area], Area, float]:
    """Return the areas of the panels and of the time axis, and the height of all."""
    width = style.WIDTH - style.GUTTER_LEFT - style.GUTTER_RIGHT
    top: float = style.HEAD
    areas = []
    for panel in panels:
        top += style.HEADING + (style.LEGEND if is_above(panel) else 0)
        height = round(style.PANEL * panel.choice.height)
        areas.append(Area(style.GUTTER_LEFT, top, width, height))
        top += height + style.BETWEEN
    axis = Area(style.GUTTER_LEFT, top - style.BETWEEN, width, style.AXIS)
    below = style.RULER * len(rows) + _CREDIT_ABOVE + _CREDIT_LINE * credit_lines + style.MARGIN
    return areas, axis, axis.bottom + below


def _credit_lines(told: Sequence[str]) -> list[str]:
    room = style.WIDTH - 2 * style.MARGIN
    return [line for text in told for line in wrapped(text, room, style.SMALL)]


def _draw_head(sheet: _Sheet, title: str) -> None:
    room = style.WIDTH - 2 * style.MARGIN
    across = style.WIDTH - style.GUTTER_LEFT - style.GUTTER_RIGHT
    dot_ns = _pixel_ns(sheet, across) * style.PIXELS_AN_INCH / style.DOTS_AN_INCH
    begin, end = (readable(int(t), dot_ns) for t in time.from_datetime64(sheet.ends))
    sheet.page.text(title, style.MARGIN, 17, size=style.TITLE, bold=True, room=room)
    sheet.page.text(f"{begin} to {end} UTC", style.MARGIN, 35, colour=INK_2, room=room)


def _pixel_ns(sheet: _Sheet, width: float) -> float:
    return float((sheet.ends[1] - sheet.ends[0]).astype(np.int64)) / width


def _draw_panel(sheet: _Sheet, panel: Panel, area: Area, *, last: bool) -> None:
    page = sheet.page
    _draw_heading(page, panel, area)
    axes = page.axes(area)
    spectrogram = any(curve.is_spectrogram for curve in panel.curves)
    if not any(np.isfinite(curve.overview.center).any() for curve in panel.curves):
        axes.set_yticks([])
        middle = (area.left + area.width / 2, area.top + area.height / 2)
        page.text("No data in this time.", *middle, colour=INK_2, align="center")
    elif spectrogram:
        draw_cells(page, axes, area, panel.curves[0], panel.choice)
    else:
        _draw_lines(sheet, axes, panel, area)
    if not spectrogram:
        draw_legend(page, panel, area)
    _set_time(sheet, axes, last=last)


def _draw_lines(sheet: _Sheet, axes: Axes, panel: Panel, area: Area) -> None:
    sides = sides_of(panel)
    for i, side in enumerate(sides):
        beside = axes if i == 0 else sheet.page.axes(area, sharex=axes)
        if i:
            beside.set_facecolor("none")
            beside.tick_params(axis="x", which="both", length=0, labelbottom=False)
        extent = draw_side(beside, panel, side, _pixel_ns(sheet, area.width))
        set_ticks(beside, extent, side.scale, area)
        _place_side(sheet.page, beside, side, area)
        if i == 0:  # two grids would be none
            beside.grid(color=INK, alpha=style.HAIRLINE_ALPHA, lw=style.POINTS_A_PIXEL)


def _place_side(page: Page, axes: Axes, side: Side, area: Area) -> None:
    if side.name == "right":
        axes.yaxis.tick_right()
    x = _TITLE_AT["left"] if side.name == "left" else area.right + _TITLE_AT["right"]
    page.title_upwards(side.title, x, area)


def _draw_heading(page: Page, panel: Panel, area: Area) -> None:
    y = area.top - style.HEADING / 2 + 1 - (style.LEGEND if is_above(panel) else 0)
    simulated = any(curve.dataset.simulated for curve in panel.curves)
    room = area.width - (64 if simulated else 0)
    heading, about = _heading(panel)
    page.text(heading, area.left, y, bold=True, room=room)
    after = width_of(heading, bold=True) + 8
    if room - after > 40:
        page.text(about, area.left + after, y, colour=INK_2, room=room - after)
    if simulated:
        page.text(
            _SIMULATED, area.right, y, colour=INK_2, size=style.SMALL, bold=True, align="right"
        )


def _heading(panel: Panel) -> tuple[str, str]:
    """Return what a panel shows, and of which datasets."""
    names = dict.fromkeys(c.parameter.label or c.parameter.name for c in panel.curves)
    about = dict.fromkeys(c.dataset.title or c.dataset.id for c in panel.curves)
    first = panel.curves[0].parameter
    if panel.curves[0].is_spectrogram and len(first.shape) > 1:
        axis = drawn_axis(first, panel.choice.upwards)
        about[reduction(first, axis, fates(first, panel.choice.over))] = None
    return ", ".join(names), " · ".join(filter(None, about))


def _set_time(sheet: _Sheet, axes: Axes, *, last: bool) -> None:
    from matplotlib.ticker import NullFormatter

    major = sheet.ticks.major
    axes.set_xlim(*sheet.ends)
    axes.set_xticks([sheet.at(t.percent) for t in major], [t.label for t in major])
    axes.set_xticks([sheet.at(percent) for percent in sheet.ticks.minor], minor=True)
    axes.xaxis.set_minor_formatter(NullFormatter())
    if last:
        axes.tick_params(axis="x", labelcolor=INK, pad=3.75)
    else:
        axes.tick_params(axis="x", which="both", length=0, labelbottom=False)


def _draw_contexts(sheet: _Sheet, axis: Area) -> None:
    """Write what the labels leave out: at the left, and where it changes."""
    # Beside the day: a label at the very left reaches out of the axis.
    sheet.page.text("UTC", axis.left - 18, axis.top + 31, colour=INK_2, align="right")
    found: list[tuple[float, str]] = []
    for tick in sheet.ticks.major:
        if tick.context and (not found or found[-1][1] != tick.context):
            found.append((axis.left + tick.percent / 100 * axis.width, tick.context))
    for i, (x, text) in enumerate(found):
        following = found[i + 1][0] if i + 1 < len(found) else np.inf
        if following - x > width_of(text) + 16:
            at = max(x, axis.left + 20)
            sheet.page.text(text, at, axis.top + 31, colour=INK_2, align="center")
