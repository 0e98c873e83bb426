"""Rulers: numbers under the time axis, at its ticks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dayside.client.figure.page import Area, Page
from dayside.client.figure.scale import number_text
from dayside.client.figure.style import AXIS, GUTTER_LEFT, GUTTER_RIGHT, INK_2, MARGIN, RULER
from dayside.client.figure.words import column_label
from dayside.client.overview import GAP_STEPS, Array, Overview
from dayside.model.timeaxis import Tick
from dayside.model.wording import units as units_text

_HALF_NUMBER = 24


@dataclass(frozen=True, slots=True, eq=False)
class Ruler:
    """One row: a column of a parameter."""

    label: str
    meaning: str
    times: Array
    values: Array
    step_ns: int

    def text_at(self, when: np.datetime64) -> str:
        """Return the number of the sample next to a time, a dash in a gap."""
        after = int(np.searchsorted(self.times, when))
        beside = [i for i in (after - 1, after) if 0 <= i < len(self.times)]
        if not beside:
            return number_text(np.nan)
        near = min(beside, key=lambda i: abs(self.times[i] - when))
        # Inside a gap a row of NaN stands right after its last sample.
        reach = np.timedelta64(GAP_STEPS * self.step_ns // 2, "ns")
        held = abs(self.times[near] - when) <= reach
        return number_text(float(self.values[near]) if held else np.nan)


def rows_of(overview: Overview) -> list[Ruler]:
    """Return the rows of a parameter, one a column."""
    p = overview.parameter
    said = " ".join(filter(None, (units_text(p.units or ""), p.frame)))
    return [
        Ruler(
            column_label(p, overview.columns, i),
            said,
            overview.times,
            overview.center[:, i],
            overview.step_ns,
        )
        for i in range(len(overview.columns))
    ]


def draw_rulers(
    page: Page, rulers: Sequence[Ruler], ticks: Sequence[Tick], ends: Array, axis: Area
) -> None:
    """Write the rows under the time axis, whose area is given; `ends` are those of the axis."""
    for row, ruler in enumerate(rulers):
        y = axis.top + AXIS + RULER * (row + 0.5)
        page.text(ruler.label, axis.left - 8, y, align="right", room=GUTTER_LEFT - MARGIN)
        page.text(ruler.meaning, axis.right + 8, y, colour=INK_2, room=GUTTER_RIGHT - 12)
        for tick in ticks:
            x = axis.left + tick.percent / 100 * axis.width
            inside = min(axis.right - _HALF_NUMBER, max(axis.left + _HALF_NUMBER, x))
            when = ends[0] + (ends[1] - ends[0]) * (tick.percent / 100)
            page.text(ruler.text_at(when), inside, y, align="center")
