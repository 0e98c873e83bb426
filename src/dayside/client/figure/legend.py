"""What tells the lines of a panel apart, and the legend that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dayside.client.figure.flags import GOOD, status
from dayside.client.figure.lettering import shortened, width_of
from dayside.client.figure.page import Area, Page
from dayside.client.figure.panel import Curve, Panel
from dayside.client.figure.style import DASHES, GUTTER_RIGHT, INK, INK_2, LEGEND, LINES
from dayside.client.figure.words import column_label

MAGNITUDE = "magnitude"

_SAMPLE, _GAP, _APART = 16, 5, 10


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend; one without dashes explains a mark."""

    label: str
    colour: str = INK_2
    dash: tuple[int, ...] | None = None


def shown_columns(curve: Curve) -> list[int]:
    """Return the numbers of the columns drawn; all where none that there is was chosen."""
    names, chosen = curve.overview.columns, curve.choice.columns or ()
    return [i for i, name in enumerate(names) if name in chosen] or list(range(len(names)))


def colour_of(curves: Sequence[Curve], index: int, column: int) -> str:
    """Return the colour of a column; single lines take those that components leave."""
    columns = curves[index].overview.columns
    if columns[column] == MAGNITUDE:
        return INK
    if len(columns) > 1:
        return LINES[column % len(LINES)]
    before = sum(len(c.overview.columns) == 1 for c in curves[:index])
    return LINES[(max(map(_components, curves)) + before) % len(LINES)]


def _components(curve: Curve) -> int:
    columns = curve.overview.columns
    return min(3, sum(name != MAGNITUDE for name in columns)) if len(columns) > 1 else 0


def dash_of(index: int, column: int) -> tuple[int, ...]:
    """Return the dashes of a column: others for every curve, and where colours begin again."""
    return DASHES[(index + column // len(LINES)) % len(DASHES)]


def is_above(panel: Panel) -> bool:
    """Tell whether the legend has a row of its own, since an axis stands beside the panel."""
    lines = not any(curve.is_spectrogram for curve in panel.curves)
    return lines and any(curve.choice.side == "right" for curve in panel.curves)


def draw_legend(page: Page, panel: Panel, area: Area) -> None:
    """Write the legend at the right of a panel of lines, or in a row above it."""
    entries = _entries(panel)
    if is_above(panel):
        x = area.left
        for entry in entries:
            _draw_entry(page, entry, x, area.top - LEGEND / 2)
            x += _sample(entry) + width_of(entry.label) + _APART
        return
    for i, entry in enumerate(entries):
        room = GUTTER_RIGHT - _sample(entry) - 12
        cut = Entry(shortened(entry.label, room), entry.colour, entry.dash)
        _draw_entry(page, cut, area.right + 9, area.top + LEGEND * (i + 0.5))


def _sample(entry: Entry) -> int:
    return 0 if entry.dash is None else _SAMPLE + _GAP


def _draw_entry(page: Page, entry: Entry, x: float, y: float) -> None:
    page.text(entry.label, x + _sample(entry), y, colour=entry.colour)
    if entry.dash is not None:
        page.line((x, x + _SAMPLE), y, entry.colour, entry.dash)


def _entries(panel: Panel) -> list[Entry]:
    curves = panel.curves
    lines = [
        Entry(
            column_label(curve.parameter, curve.overview.columns, column),
            colour_of(curves, index, column),
            dash_of(index, column),
        )
        for index, curve in enumerate(curves)
        for column in shown_columns(curve)
    ]
    told = sum(len(curve.overview.columns) for curve in curves) > 1
    return [
        *(lines if told else ()),
        *([Entry("± error")] if any(c.errors and c.choice.errors for c in curves) else ()),
        *([Entry("○ flagged")] if any(map(_shows_flagged, curves)) else ()),
    ]


def _shows_flagged(curve: Curve) -> bool:
    found = status(curve)
    if found is None or curve.choice.flagged != "mark":
        return False
    seen = np.isfinite(curve.overview.center[:, shown_columns(curve)]).any(axis=1)
    return bool((found[seen] > GOOD).any())
