"""Runs of samples between gaps, and regular ones of them.

A step between neighbouring samples longer than the longest step allowed is a gap. What is
derived, filtered or transformed stays within a run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.science.series.columns import as_columns

Array = NDArray[Any]


def run_of(time_ns: Array, longest_step_ns: int) -> Array:
    """Return the run each sample belongs to, counted from 0.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Never decreasing.
    longest_step_ns : int
        Step that is no gap yet.

    Examples
    --------
    >>> run_of(np.array([0, 1, 2, 9, 10]), 5).tolist()
    [0, 0, 0, 1, 1]
    """
    out = np.zeros(len(time_ns), np.int64)
    np.cumsum(np.diff(time_ns) > longest_step_ns, out=out[1:])
    return out


@dataclass(frozen=True, slots=True)
class Regular:
    """Runs of samples a cadence apart, missing ones put in between on a straight line.

    Attributes
    ----------
    time_ns : ndarray of int64, shape (m,)
        Of the samples as they were, and between them of those put in.
    values : ndarray of float64, shape (m,) or (m, k)
        Without NaN.
    run : ndarray of int64, shape (m,)
        Run each row belongs to.
    row : ndarray of int64, shape (n,)
        Where each sample of the series went; -1 of one that was NaN.
    """

    time_ns: Array
    values: Array
    run: Array
    row: Array


def regular(time_ns: Array, values: Array, cadence_ns: int, longest_step_ns: int) -> Regular:
    """Return a series as runs of samples a cadence apart.

    Times are kept as they are, jitter and drift of a clock included: a step counts as the whole
    number of cadences that it is nearest to. A row with any NaN is a missing sample.

    Parameters
    ----------
    time_ns : ndarray of int64, shape (n,)
        Increasing.
    values : ndarray, shape (n,) or (n, k)
    cadence_ns : int
        Above 0.
    longest_step_ns : int
        Step that is no gap yet.

    Examples
    --------
    >>> found = regular(np.array([0, 10, 30]), np.array([1.0, 2.0, 6.0]), 10, 50)
    >>> found.time_ns.tolist(), found.values.tolist(), found.row.tolist()
    ([0, 10, 20, 30], [1.0, 2.0, 4.0, 6.0], [0, 1, 3])
    """
    columns = as_columns(values)
    valid = np.flatnonzero(~np.isnan(columns).any(axis=1))
    time, columns = time_ns[valid], columns[valid]
    run = run_of(time, longest_step_ns)
    steps = np.zeros(len(time), np.int64)
    steps[1:] = np.maximum(np.rint(np.diff(time) / cadence_ns), 1)
    steps[1:][run[1:] != run[:-1]] = 1
    to = np.cumsum(steps)
    if len(to):
        to -= to[0]
    row = np.full(len(time_ns), -1)
    row[valid] = to
    # Of each row: the sample it is, or that before it, and how many steps after that it is.
    rows = int(to[-1]) + 1 if len(to) else 0
    before = np.repeat(np.arange(len(time)), np.diff(to, append=rows))
    after = np.minimum(before + 1, max(len(time) - 1, 0))
    late = np.arange(rows) - to[before]
    share = late / np.maximum(to[after] - to[before], 1)
    filled = columns[before] + share[:, np.newaxis] * (columns[after] - columns[before])
    between = time[before] + np.rint(share * (time[after] - time[before])).astype(np.int64)
    return Regular(between, filled.reshape(rows, *values.shape[1:]), run[before], row)
