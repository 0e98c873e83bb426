"""Merging: old and new samples of one partition, the newest issue of each winning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.archive.sampled import Sampled, absent, fit
from dayside.model import Dataset, Series, time

Rows = NDArray[np.intp]


def in_order(series: Series) -> tuple[Series, int]:
    """Return `series` in time order, and how many samples had no time and had to go.

    Samples of one file that share a time stamp (rounded clocks do that) all stay, in
    their order.
    """
    low, high = time.parse(str(time.MIN_YEAR)), time.parse(str(time.MAX_YEAR))
    ticks = series.time
    if len(ticks) == 0 or (
        (ticks[1:] >= ticks[:-1]).all() and ticks[0] >= low and ticks[-1] < high
    ):
        return series, 0
    valid = np.flatnonzero((ticks >= low) & (ticks < high))
    kept = valid[np.argsort(ticks[valid], kind="stable")]
    return series[kept], len(series) - len(kept)


def merge(
    parts: Sequence[Sampled], dataset: Dataset, rank: Mapping[int, Any]
) -> tuple[Sampled, Sampled]:
    """Return the samples of all parts in time order, and those that gave way to others.

    The result is the same in whatever order the granules came.

    Parameters
    ----------
    parts : sequence of Sampled
        Each in time order.
    dataset : Dataset
        Has every parameter of every part.
    rank : mapping of int to comparable
        Of samples with the same time, those of the granule ranked highest stay; where
        that granule does not have a parameter, the value of the next is taken.
    """
    parts = [part for part in parts if len(part)]
    lacking = _lacking(parts, dataset)
    fitted = [fit(part.series, dataset) for part in parts]
    series = fitted[0] if len(fitted) == 1 else Series.concatenate(dataset, fitted)
    granules = np.concatenate([part.granules for part in parts] or [np.empty(0, np.int64)])
    whole = Sampled(series, granules, lacking)
    if len(parts) < 2 or (np.diff(series.time) > 0).all():
        return whole, whole[:0]
    kept, lost = _winners(series.time, granules, rank)
    return _filled(whole, kept, lost), whole[lost]


def _lacking(parts: Sequence[Sampled], dataset: Dataset) -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for part in parts:
        missing = absent(part.series, dataset)
        granules = set(np.unique(part.granules).tolist()) if missing else set()
        for name in missing:
            found.setdefault(name, set()).update(granules)
        for name, known in part.lacking.items():
            found.setdefault(name, set()).update(known)
    return {name: frozenset(granules) for name, granules in found.items()}


def _winners(
    ticks: time.Ticks, granules: NDArray[np.int64], rank: Mapping[int, Any]
) -> tuple[Rows, Rows]:
    """Return the rows that stay and those that give way, in order of time and rank."""
    known, inverse = np.unique(granules, return_inverse=True)
    ordered_ids = sorted(known.tolist(), key=lambda g: rank[g])
    place = {g: i for i, g in enumerate(ordered_ids)}
    places = np.array([place[g] for g in known.tolist()])[inverse]
    order = np.lexsort((places, ticks))
    ordered, placed = ticks[order], places[order]
    # The last of those that share a time is of the newest granule: who else is of it stays.
    last_of_same = np.append(np.flatnonzero(ordered[1:] != ordered[:-1]), len(ordered) - 1)
    winner = np.repeat(placed[last_of_same], np.diff(last_of_same, prepend=-1))
    return order[placed == winner], order[placed != winner]


def _filled(whole: Sampled, kept: Rows, lost: Rows) -> Sampled:
    """Return the rows that stay, with what only those that give way know."""
    found = whole[kept]
    values = dict(found.series.values)
    for name, granules in whole.lacking.items():
        without = list(granules)
        givers = lost[~np.isin(whole.granules[lost], without)]
        needy = np.flatnonzero(np.isin(found.granules, without))
        if not len(givers) or not len(needy):
            continue
        given, needed = whole.series.time[givers], found.series.time[needy]
        # Of several that share a time the last is of the newest granule.
        at = np.searchsorted(given, needed, side="right") - 1
        same = (at >= 0) & (given[at] == needed)
        # Rows taken by an index array are a copy of ours already.
        values[name][needy[same]] = whole.series.values[name][givers[at[same]]]
    return Sampled(
        Series(found.series.dataset, found.series.time, values), found.granules, whole.lacking
    )
