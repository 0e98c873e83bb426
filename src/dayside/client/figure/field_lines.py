"""A picture of field lines, from the side and from above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dayside.model.errors import BadRequest

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from dayside.science.fields.lines import FieldLines

_COLORS = {"closed": "#1f6fb4", "open": "#c8553d", "free": "#7a7a7a"}


def figure_of(lines: FieldLines) -> Figure:
    """Return a figure of lines in the planes X-Z and X-Y, closed and open ones in own colours.

    Raises
    ------
    BadRequest
        If matplotlib is not installed, or there is no line to draw.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise BadRequest("A picture needs matplotlib: pip install 'dayside[plot]'.") from error
    drawn = [line for line in lines if line.kind != "none"]
    if not drawn:
        raise BadRequest("None of the seeds has a field line to draw.")
    figure = Figure(figsize=(11, 5.5), layout="constrained")
    sides = figure.subplots(1, 2)
    for axes, across, name in ((sides[0], 2, "Z"), (sides[1], 1, "Y")):
        _panel(axes, lines, across, name)
    handles = {
        line.kind: axes_line for line, axes_line in zip(drawn, sides[0].get_lines(), strict=True)
    }
    sides[1].legend(handles.values(), handles.keys(), frameon=False, loc="upper right")
    figure.suptitle(f"{lines.about.id} ({lines.about.reference})")
    return figure


def _panel(axes: Axes, lines: FieldLines, across: int, name: str) -> None:
    from matplotlib.patches import Circle

    for line in lines:
        if line.kind != "none":
            points = line.points_rp
            axes.plot(points[:, 0], points[:, across], color=_COLORS[line.kind], linewidth=0.9)
    center = lines[0].center_rp[0], lines[0].center_rp[across]
    axes.add_patch(Circle(center, lines[0].surface_rp, color="#d9cfc0", zorder=0))
    axes.set_aspect("equal", adjustable="datalim")
    frame = f" {lines.about.frame}" if lines.about.frame else ""
    axes.set_xlabel(f"X{frame}, radii")
    axes.set_ylabel(f"{name}{frame}, radii")
