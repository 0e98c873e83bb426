"""Panels over one time axis, with a title above and citations below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.client.display import title_text
from dayside.client.figure.cells import draw_cells
from dayside.client.figure.lines import draw_lines
from dayside.client.figure.panel import Panel
from dayside.client.figure.style import GROUND, INK, INK_2, MARGIN_IN, PANEL_IN, WARNING, WIDTH_IN
from dayside.client.figure.words import axis_label
from dayside.model import Dataset
from dayside.model.errors import BadRequest

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LONGEST_CREDIT = 170


def draw(panels: Sequence[Panel], start: Any, stop: Any, title: str = "") -> Figure:
    """Return a figure of panels over one time axis.

    Parameters
    ----------
    start, stop : datetime64
        UTC, both ends of the axis.
    title : str, optional
        Stands above the titles of the datasets.

    Raises
    ------
    BadRequest
        If matplotlib is not installed, or a parameter cannot be drawn.
    """
    figure_of = _figure_class()
    shares = [panel.choice.height for panel in panels]
    figure = figure_of(
        figsize=(WIDTH_IN, MARGIN_IN + PANEL_IN * sum(shares)),
        facecolor=GROUND,
        layout="constrained",
    )
    rows = figure.subplots(
        len(panels), 1, sharex=True, squeeze=False, gridspec_kw={"height_ratios": shares}
    )[:, 0]
    for axes, panel in zip(rows, panels, strict=True):
        _draw_panel(figure, axes, panel)
    _time_axis(rows[-1], start, stop)
    figure.suptitle(_title(panels, title), fontsize=11, color=INK, x=0.01, ha="left")
    figure.supxlabel(_credits(panels), fontsize=7, color=INK_2, x=0.01, ha="left")
    return figure


def _figure_class() -> type[Figure]:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise BadRequest("Plots need matplotlib: pip install 'dayside[plot]'.") from error

    class ShownFigure(Figure):
        """A figure that notebooks show without a word about back ends."""

        def _repr_png_(self) -> bytes:
            from io import BytesIO

            file = BytesIO()
            self.savefig(file, format="png", dpi=110)
            return file.getvalue()

    return ShownFigure


def _draw_panel(figure: Figure, axes: Axes, panel: Panel) -> None:
    axes.set_facecolor(GROUND)
    axes.tick_params(labelsize=8, colors=INK, which="both")
    for side in axes.spines.values():
        side.set(linewidth=0.6, color=INK_2)
    for curve in panel.curves:
        if not curve.parameter.is_numeric:
            raise BadRequest(f"{curve.parameter.name} holds no numbers: there is nothing to draw.")
    first = panel.curves[0]
    if not any(np.isfinite(curve.overview.center).any() for curve in panel.curves):
        axes.text(0.5, 0.5, "no data", transform=axes.transAxes, color=INK_2, ha="center")
        axes.set_yticks([])
        axes.set_ylabel(axis_label([c.parameter for c in panel.curves]), fontsize=9, color=INK)
    elif first.is_spectrogram:
        draw_cells(figure, axes, first, panel.choice)
    else:
        draw_lines(axes, panel)
    if any(curve.dataset.simulated for curve in panel.curves):
        axes.text(
            1.0, 1.02, "SIMULATED", transform=axes.transAxes, fontsize=8, weight="bold",
            color=WARNING, ha="right", va="bottom",
        )  # fmt: skip


def _time_axis(axes: Axes, start: Any, stop: Any) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator()  # type: ignore[no-untyped-call]  # matplotlib's
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.set_xlim(start, stop)
    axes.set_xlabel("UTC", fontsize=8, color=INK_2, loc="left")


def _title(panels: Sequence[Panel], title: str) -> str:
    titles = [title_text(dataset) for dataset in _datasets(panels)]
    return "\n".join([title, " · ".join(titles)] if title else titles)


def _credits(panels: Sequence[Panel]) -> str:
    lines = []
    for d in _datasets(panels):
        version = f"version {d.version}" if d.version else ""
        said = " · ".join(part for part in (d.id, version, d.citation or "", d.doi or "") if part)
        lines.append(said if len(said) < _LONGEST_CREDIT else said[: _LONGEST_CREDIT - 1] + "…")
    return "\n".join(lines)


def _datasets(panels: Sequence[Panel]) -> list[Dataset]:
    every = [curve.dataset for panel in panels for curve in panel.curves]
    return list({dataset.id: dataset for dataset in every}.values())
