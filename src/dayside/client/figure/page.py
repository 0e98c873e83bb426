"""A sheet that is drawn on in pixels from its top left corner, as the workspace draws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dayside.client.figure.lettering import shortened, width_of
from dayside.client.figure.style import GROUND, INK, INK_2, PIXELS_AN_INCH, POINTS_A_PIXEL, TEXT
from dayside.model.errors import BadRequest

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


_SMALLEST = 0.7
"""A title is not made smaller than this share of the other text."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle, pixels."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height


class Page:
    """A sheet.

    Parameters
    ----------
    width, height : float
        Pixels of 96 an inch.

    Raises
    ------
    BadRequest
        If matplotlib is not installed.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        size = (width / PIXELS_AN_INCH, height / PIXELS_AN_INCH)
        self.figure = _figure_class()(figsize=size, facecolor=GROUND)

    def axes(self, area: Area, **options: Any) -> Axes:
        """Return axes that fill an area, hairlines around them."""
        box = (
            area.left / self.width,
            1 - area.bottom / self.height,
            area.width / self.width,
            area.height / self.height,
        )
        axes = self.figure.add_axes(box, facecolor=GROUND, **options)
        for side in axes.spines.values():
            side.set(linewidth=0.5, color=INK_2)
        axes.tick_params(
            labelsize=TEXT * POINTS_A_PIXEL, labelcolor=INK_2, color=INK_2,
            width=0.5, length=3.75, pad=3,
        )  # fmt: skip
        axes.tick_params(which="minor", length=2.25, width=0.4)
        return axes

    def text(
        self,
        text: str,
        x: float,
        y: float,
        *,
        colour: str = INK,
        size: float = TEXT,
        bold: bool = False,
        align: str = "left",
        room: float = math.inf,
    ) -> None:
        """Write a text whose middle is at the height `y`, cut to its `room`."""
        self.figure.text(
            x / self.width, 1 - y / self.height, shortened(text, room, size, bold=bold),
            fontsize=size * POINTS_A_PIXEL, color=colour, ha=align,
            va="center_baseline", weight="bold" if bold else "normal", parse_math=False,
        )  # fmt: skip

    def title_upwards(self, text: str, x: float, area: Area) -> None:
        """Write the title of an axis beside an area, smaller where it is long."""
        size = TEXT * min(1.0, max(_SMALLEST, area.height / (width_of(text) or 1)))
        y = area.top + area.height / 2
        self.figure.text(
            x / self.width, 1 - y / self.height, shortened(text, area.height, size),
            fontsize=size * POINTS_A_PIXEL, color=INK_2, ha="center", va="center", rotation=90,
            parse_math=False,
        )  # fmt: skip

    def line(self, x: Sequence[float], y: float, colour: str, dash: Sequence[float]) -> None:
        """Draw a level line from ``x[0]`` to ``x[1]``."""
        from matplotlib.lines import Line2D

        heights = [1 - y / self.height] * 2
        self.figure.add_artist(
            Line2D([end / self.width for end in x], heights, color=colour, **stroke(1.5, dash))
        )


def stroke(width: float, dash: Sequence[float] = ()) -> dict[str, Any]:
    """Return matplotlib's words for a line so many pixels wide, and for its dashes."""
    points = width * POINTS_A_PIXEL
    # matplotlib counts dashes in widths of the line.
    style = (0, tuple(part / width for part in dash)) if dash else "-"
    return {"lw": points, "ls": style, "dash_capstyle": "butt", "solid_joinstyle": "round"}


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
            self.savefig(file, format="png", dpi=1.5 * PIXELS_AN_INCH)
            return file.getvalue()

    return ShownFigure
