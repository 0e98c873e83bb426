"""Error bars of a column: their lengths at the points that are drawn."""

from __future__ import annotations

import numpy as np

from dayside.client.figure.legend import MAGNITUDE
from dayside.client.figure.panel import Curve
from dayside.client.overview import Array, Overview


def has_errors(curve: Curve, column: int) -> bool:
    """Tell whether a column has error bars that are shown: a magnitude has none of its own."""
    if not curve.errors or not curve.choice.errors:
        return False
    widest = max(errors.center.shape[1] for errors in curve.errors)
    return curve.overview.columns[column] != MAGNITUDE and (widest == 1 or column < widest)


def bars(curve: Curve, column: int, factor: float = 1.0) -> tuple[Array, Array]:
    """Return how far error bars reach down and up; 0, which is not seen, where none is known."""
    minus, plus = curve.errors[0], curve.errors[-1]
    times = curve.overview.times
    return factor * _at(minus, times, column), factor * _at(plus, times, column)


def _at(errors: Overview, times: Array, column: int) -> Array:
    if not len(errors.times):
        return np.zeros(len(times))
    values = errors.center[:, min(column, errors.center.shape[1] - 1)]
    at = np.minimum(np.searchsorted(errors.times, times), len(values) - 1)
    return np.where(errors.times[at] == times, np.abs(np.nan_to_num(values[at])), 0.0)
