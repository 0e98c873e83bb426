"""Grids of times that functions stand on, and the bins and windows about their times."""

from __future__ import annotations

import numpy as np

from dayside.model import time
from dayside.model.time import Ticks
from dayside.query.axes import GridAxis
from dayside.query.functions.arguments import Arguments

LABELS = ("start", "center")


def bins(call: Arguments) -> tuple[GridAxis, int]:
    """Return the grid of the bins that ``every=`` asks for, and how far it is into a bin."""
    step = call.duration("every")
    center = call.has("label") and call.text("label", LABELS) == "center"
    offset = step // 2 if center else 0
    return GridAxis(step, offset), offset


def bin_edges(grid_ns: Ticks, step_ns: int, offset_ns: int) -> tuple[Ticks, Ticks]:
    """Return start and stop of bins of UTC: one with a leap second is a second longer.

    Parameters
    ----------
    grid_ns : ndarray of int64, shape (n,)
        TT2000.
    step_ns : int
    offset_ns : int
        Of the times of the grid after the start of their bins.
    """
    start = time.to_unix_ns(grid_ns) - offset_ns
    return time.from_unix_ns(start), time.from_unix_ns(start + step_ns)


def bin_reach(step_ns: int, offset_ns: int) -> tuple[int, int]:
    """Return how far bins reach before and after the times of their grid."""
    return offset_ns + time.NS, step_ns - offset_ns + time.NS


def window_reach(width_ns: int) -> tuple[int, int]:
    """Return how far a window reaches before and after the time it is centred on."""
    return width_ns // 2, width_ns - width_ns // 2


def joined(reach_ns: tuple[int, int], more_ns: int) -> tuple[int, int]:
    """Return a reach that is longer to both sides."""
    before, after = np.add(reach_ns, more_ns).tolist()
    return before, after
