"""Time axes: what two terms must share before their values can meet."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dayside.model import time
from dayside.model.time import Ticks
from dayside.model.wording import duration


@dataclass(frozen=True, slots=True)
class DatasetAxis:
    """The times at which a dataset has samples, moved by a constant.

    Attributes
    ----------
    dataset : str
        Id.
    cadence_ns : int or None
        Typical step.
    shift_ns : int
        Added to every time.
    """

    dataset: str
    cadence_ns: int | None
    shift_ns: int = 0

    def told(self) -> str:
        """Return the axis for people."""
        every = f", {duration(self.cadence_ns)}" if self.cadence_ns else ""
        moved = f", shifted by {self.shift_ns / time.NS:g} s" if self.shift_ns else ""
        return f"the times of {self.dataset}{every}{moved}"


@dataclass(frozen=True, slots=True)
class GridAxis:
    """Times a step apart: UTC, counted in whole steps from 1970, plus an offset.

    Attributes
    ----------
    step_ns : int
    offset_ns : int
        Of the first time after 1970-01-01.
    shift_ns : int
        Added to every time after that.
    """

    step_ns: int
    offset_ns: int = 0
    shift_ns: int = 0

    @property
    def cadence_ns(self) -> int:
        """The step."""
        return self.step_ns

    def times(self, start: int, stop: int) -> Ticks:
        """Return the times with ``start <= time < stop``, TT2000."""
        first, last = time.to_unix_ns([start - self.shift_ns, stop - self.shift_ns])
        numbers = np.arange(
            (first - self.offset_ns) // self.step_ns - 1,
            (last - self.offset_ns) // self.step_ns + 2,
            dtype=np.int64,
        )
        found = time.from_unix_ns(numbers * self.step_ns + self.offset_ns) + self.shift_ns
        return np.asarray(found[(found >= start) & (found < stop)])

    def told(self) -> str:
        """Return the axis for people."""
        return f"every {duration(self.step_ns)}"


@dataclass(frozen=True, slots=True)
class AnyAxis:
    """The axis of what can be told at any time: it takes that of whatever it meets."""

    cadence_ns: None = None

    def told(self) -> str:
        """Return the axis for people."""
        return "any time"


Axis = DatasetAxis | GridAxis | AnyAxis
ANY = AnyAxis()


def shifted(axis: Axis, by_ns: int) -> Axis:
    """Return an axis moved in time."""
    return axis if isinstance(axis, AnyAxis) else replace(axis, shift_ns=axis.shift_ns + by_ns)
