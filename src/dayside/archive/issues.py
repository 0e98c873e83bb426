"""Issues of one file: which replaces which, and which counts where samples meet."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dayside.db import Granule
from dayside.model import Series


@dataclass(frozen=True, slots=True, eq=False)
class Contribution:
    """What one granule brings to a dataset.

    Attributes
    ----------
    granule : Granule
    series : Series
        In time order (`dayside.archive.merge.in_order`).
    order : comparable
        Version of the granule; of two issues of a sample the higher wins, of two equal
        ones the later.
    """

    granule: Granule
    series: Series
    order: Any


def ranked(present: Sequence[Granule], new: Sequence[Contribution]) -> dict[int, Any]:
    """Return what orders granules: version, then arrival, then what never is the same."""
    rank = {g.id: (version_order(g.version), g.arrived, g.id) for g in present}
    return rank | {c.granule.id: (c.order, c.granule.arrived, c.granule.id) for c in new}


def sorted_out(
    present: Sequence[Granule], contributions: Sequence[Contribution]
) -> tuple[list[Contribution], list[Granule], set[int]]:
    """Return what is to be merged, what is only registered, and which granules are replaced."""
    live = [g for g in present if g.live]
    seen = {g.id for g in present}
    orders = {g.id: version_order(g.version) for g in present}
    new: dict[int, Contribution] = {}
    dead: list[Granule] = []
    superseded: set[int] = set()
    for c in contributions:
        if c.granule.id in seen:
            continue
        seen.add(c.granule.id)
        rivals = [g for g in live if _is_issue_of(g, c.granule)]
        # Of the same bytes, described anew, the later counts: no name or metadata tells.
        others = [g for g in rivals if g.sha256 != c.granule.sha256]
        if any(orders[rival.id] > c.order for rival in others):
            dead.append(dataclasses.replace(c.granule, live=False))
            continue
        for rival in rivals:
            live.remove(rival)
            if rival.id in new:
                dead.append(dataclasses.replace(new.pop(rival.id).granule, live=False))
            else:
                superseded.add(rival.id)
        live.append(c.granule)
        orders[c.granule.id] = c.order
        new[c.granule.id] = c
    return list(new.values()), dead, superseded


def _is_issue_of(one: Granule, other: Granule) -> bool:
    """Tell two issues of one file from two files of one name (a folder a day, say)."""
    if one.sha256 and one.sha256 == other.sha256:
        return True
    if one.key != other.key:
        return False
    if one.start is None or one.stop is None or other.start is None or other.stop is None:
        return True
    return one.start <= other.stop and other.start <= one.stop


def version_order(version: str) -> tuple[Any, ...]:
    """Return what orders versions as people count: ``v10`` after ``v9``, ``1.2`` before ``1.10``.

    Examples
    --------
    >>> version_order("v10") > version_order("v9"), version_order("") < version_order("v1")
    (True, True)
    """
    return tuple(int(n) for n in re.findall(r"\d+", version))
