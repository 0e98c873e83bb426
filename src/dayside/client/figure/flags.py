"""Quality flags: which values are good, and which points of a line are not."""

from __future__ import annotations

import re

import numpy as np

from dayside.client.figure.panel import Curve
from dayside.client.overview import Array, Overview

GOOD, PARTLY, FLAGGED = 0, 1, 2
"""Of a point: nothing is wrong, some of its samples are flagged, or all."""

_WORDS = (
    r"good|ok|okay|valid|nominal|best|excellent|adequate|success(?:ful)?"
    r"|no (?:known )?(?:problem|issue)s?"
)
_BEFORE = re.compile(rf"(-?\d+)\s*(?:[:=\-–]|is|means)?\s*(?:{_WORDS})\b", re.IGNORECASE)
_AFTER = re.compile(rf"\b(?:{_WORDS})\s*(?:[:=]|is)\s*(-?\d+)", re.IGNORECASE)


def good_values(description: str) -> list[int]:
    """Return the values that a flag's description calls good; 0 where it names none.

    Examples
    --------
    >>> good_values("1 good; 2 few counts"), good_values("bits")
    ([1], [0])
    """
    found = [*_BEFORE.findall(description), *_AFTER.findall(description)]
    return sorted({int(value) for value in found}) or [0]


def status(curve: Curve) -> Array | None:
    """Return what the flag says of each point drawn; None where nothing is to be made of it."""
    if curve.quality is None or curve.choice.flagged == "show":
        return None
    low, high = _alongside(curve.overview, curve.quality)
    # NaN compares as false: where there is no flag, nothing is wrong.
    good = np.array(good_values(curve.quality.parameter.description), float)
    between = ((good >= low[:, None]) & (good <= high[:, None])).sum(axis=1)
    found = np.full(len(low), PARTLY)
    found[between == 0] = FLAGGED
    # Flags are whole numbers: all are good where each from the least to the greatest is.
    found[(between > high - low) | np.isnan(low)] = GOOD
    return found


def _alongside(overview: Overview, flag: Overview) -> tuple[Array, Array]:
    """Return the least and greatest flag at each point; NaN where there is none."""
    nothing = np.full(len(overview.times), np.nan)
    if not len(flag.times):
        return nothing, nothing
    before = np.searchsorted(flag.times, overview.times, side="right") - 1
    at = np.stack([before, before + 1]).clip(0, len(flag.times) - 1)
    away = np.abs(flag.times[at] - overview.times)
    nearest = at[away.argmin(axis=0), np.arange(len(overview.times))]
    held = away.min(axis=0) <= np.timedelta64(overview.step_ns // 2, "ns")
    ways = (flag.center if way is None else way for way in (flag.low, flag.high))
    low, high = (np.where(held, way[nearest, 0], np.nan) for way in ways)
    return low, high
