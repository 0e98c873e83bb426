"""Runs of points without a break, and how far apart their points are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dayside.client.overview import Array


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Runs of the points that are held.

    Attributes
    ----------
    held : ndarray of bool, shape (n,)
        Which points there are.
    run : ndarray of int, shape (n,)
        The number of the run of each of them.
    count, length_ns : ndarray, shape (runs,)
        Points of each run, and from its first to its last.
    """

    held: Array
    run: Array
    count: Array
    length_ns: Array

    @classmethod
    def of(cls, times: Array, column: Array) -> Runs:
        """Return the runs of a column; NaN is a break."""
        held = np.isfinite(column)
        begins = held & ~np.concatenate([[False], held[:-1]])
        ends = held & ~np.concatenate([held[1:], [False]])
        run = np.maximum(np.cumsum(begins) - 1, 0)
        count = np.bincount(run[held], minlength=int(begins.sum()))
        lengths = (times[ends] - times[begins]).astype("timedelta64[ns]").astype(np.int64)
        return cls(held, run, count, lengths)

    @property
    def lone(self) -> Array:
        """Which points stand between two breaks."""
        return self._of(self.count == 1)

    def apart(self, least_ns: float) -> Array:
        """Return the points of runs whose points are at least so far apart, on average."""
        return self._of(self.length_ns >= (self.count - 1) * least_ns)

    def _of(self, runs: Array) -> Array:
        return self.held & runs[self.run] if len(runs) else self.held
