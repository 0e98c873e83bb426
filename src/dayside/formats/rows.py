"""Rows of a series in the making: their order, their cadence, their gaps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import Dataset, time

Values = NDArray[Any]

_BLOCK = 1 << 20
_CADENCE_SAMPLES = 100_000


def in_order(
    ticks: time.Ticks, values: Mapping[str, Values]
) -> tuple[time.Ticks, dict[str, Values]]:
    """Return the rows that have a time, in its order; without a copy where they are."""
    # FILL + 1 is the pad of a TT2000 that was never written.
    if len(ticks) == 0 or (ticks[0] > time.FILL + 1 and (ticks[1:] >= ticks[:-1]).all()):
        return ticks, dict(values)
    rows = np.flatnonzero(ticks > time.FILL + 1)
    rows = rows[np.argsort(ticks[rows], kind="stable")]
    return ticks[rows], {name: v[rows] for name, v in values.items()}


def cadence(ticks: time.Ticks) -> int | None:
    """Return the median step in ns, of a sample of the steps where there are many."""
    if len(ticks) < 2:
        return None
    first = np.arange(0, len(ticks) - 1, max(1, len(ticks) // _CADENCE_SAMPLES))
    steps = ticks[first + 1] - ticks[first]
    steps = steps[steps > 0]
    return int(np.median(steps)) if len(steps) else None


def covered(dataset: Dataset, ticks: time.Ticks, said_cadence: int | None = None) -> Dataset:
    """Return `dataset` with the coverage and cadence of its rows.

    Parameters
    ----------
    dataset : Dataset
        Without them.
    ticks : ndarray of int64
        TT2000, in order.
    said_cadence : int or None
        What the file says, ns; where the rows are too few to tell.
    """
    step = cadence(ticks) or said_cadence
    return dataset.replace(
        cadence_ns=step,
        start=int(ticks[0]) if len(ticks) else None,
        stop=int(ticks[-1]) + (step or 1) if len(ticks) else None,
        records=len(ticks),
    )


def set_gaps(values: Values, fill: float) -> None:
    """Set `fill` to NaN in place, block by block: a mask of all would be a copy."""
    flat = values.reshape(-1)
    with np.errstate(over="ignore"):
        mark = flat.dtype.type(fill)
    for start in range(0, len(flat), _BLOCK):
        block = flat[start : start + _BLOCK]
        gaps = block == mark
        if gaps.any():
            block[gaps] = np.nan
