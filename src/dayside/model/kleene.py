"""Where it is unknown whether a time lies in a set, after sets were combined.

Three-valued logic (Kleene) on sets of times: each set says where it is true, where it is
unknown, and is false elsewhere. What is true after a combination the caller has already;
here is what is unknown then.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dayside.model import intervals
from dayside.model.intervals import Ints

Times = tuple[Ints, Ints]
"""Starts and stops of intervals."""


class Truth(NamedTuple):
    """Where something is true, and where it is unknown."""

    true: Times
    unknown: Times

    @property
    def possible(self) -> Times:
        """Where it is not false."""
        return joined(self.true, self.unknown)


def union(a: Truth, b: Truth) -> Times:
    """Return where it is unknown whether one of two holds."""
    return without(joined(a.unknown, b.unknown), joined(a.true, b.true))


def intersection(a: Truth, b: Truth) -> Times:
    """Return where it is unknown whether both of two hold."""
    return without(common(a.possible, b.possible), common(a.true, b.true))


def difference(a: Truth, b: Truth) -> Times:
    """Return where it is unknown whether the first of two holds and the second does not."""
    return without(without(a.possible, b.true), without(a.true, b.possible))


def exclusive(a: Truth, b: Truth) -> Times:
    """Return where it is unknown whether just one of two holds."""
    return joined(a.unknown, b.unknown)


def joined(a: Times, b: Times) -> Times:
    """Return the union of two sets of times."""
    merged = intervals.merge(np.concatenate([a[0], b[0]]), np.concatenate([a[1], b[1]]))
    return merged.start, merged.stop


def common(a: Times, b: Times) -> Times:
    """Return what two sets of times have in common."""
    found = intervals.intersect(*joined(a, a), *b)
    return found.start, found.stop


def without(a: Times, b: Times) -> Times:
    """Return what of the first set of times is not in the second."""
    found = intervals.subtract(*joined(a, a), *b)
    return found.start, found.stop
