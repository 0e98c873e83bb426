"""Layout: into which partitions and levels a dataset is cut, and when to cut it anew.

The first files decide. Later ones may show that they misled: a year of samples each
second after one lonely sample, or bursts of a thousand samples, one burst a day. Then all
groups are written anew, once; earlier snapshots keep theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from dayside.archive import levels, partition
from dayside.db import Block
from dayside.model import Dataset, time
from dayside.model.series import storage_dtype

# Between these bounds a layout is left as it is: cutting anew costs reading all.
CROWDED = 2
MANY_PARTITIONS = 256
SPARSE = 1 / 64

SAMPLE = 100_000
FINER = 4

Read = Callable[[Block], time.Ticks]


def with_cadence(dataset: Dataset, times: Sequence[time.Ticks], *, told: bool) -> Dataset:
    """Return `dataset` with the cadence its samples show, unless the files told one."""
    if told:
        return dataset
    steps = np.concatenate([np.diff(ticks[:SAMPLE]) for ticks in times] or [np.empty(0)])
    steps = steps[steps > 0]
    if not len(steps):
        return dataset
    seen, known = int(np.median(steps)), dataset.cadence_ns
    return dataset.replace(cadence_ns=seen) if not known or seen * FINER < known else dataset


def unit_for(
    dataset: Dataset,
    unit: str | None,
    blocks: Sequence[Block],
    times: Sequence[time.Ticks],
    read: Read,
) -> str:
    """Return the unit of the partitions of a dataset.

    Parameters
    ----------
    unit : str or None
        Unit so far.
    blocks : sequence of Block
        What there is.
    times : sequence of Ticks
        What comes.
    read : callable
        Gives the times of a block.
    """
    most = partition.most_rows(row_bytes(dataset))
    if unit is None:
        unit = partition.unit_for(_step_ns(dataset, times), row_bytes(dataset))
        found = _occupied(unit, (), times, read)
    else:
        found = Counter({b.partition: b.rows for b in blocks}) + _occupied(unit, (), times, read)
    while max(found.values(), default=0) > CROWDED * most:
        following = partition.shorter(unit)
        if following is None:
            return unit
        unit, found = following, _occupied(following, blocks, times, read)
    while len(found) > MANY_PARTITIONS and found.total() < SPARSE * most * len(found):
        following = partition.longer(unit)
        if following is None:
            return unit
        wider = _occupied(following, blocks, times, read)
        if max(wider.values()) > most:
            return unit
        unit, found = following, wider
    return unit


def must_be_cut_anew(old: Dataset, old_unit: str, new: Dataset, unit: str) -> bool:
    """Tell whether the groups of a dataset no longer fit what is now said of it."""
    if unit != old_unit:
        return True
    if levels.split_widths(old.cadence_ns, unit)[0] != levels.split_widths(new.cadence_ns, unit)[0]:
        return True
    for p in old.parameters:
        now = new[p.name]
        if levels.column_names(p) != levels.column_names(now):
            return True
        moved = (b is not None and b.parameter for b in now.bins)
        if any(m and not (b and b.parameter) for m, b in zip(moved, p.bins, strict=False)):
            return True
    return False


def row_bytes(dataset: Dataset) -> int:
    """Return how many bytes one sample takes in memory."""
    return 8 + sum(p.size * storage_dtype(p).itemsize for p in dataset.parameters)


def _step_ns(dataset: Dataset, times: Sequence[time.Ticks]) -> int | None:
    """Return the step between samples on average: bursts fill less than their cadence says."""
    steps = [
        (int(ticks[-1]) - int(ticks[0])) // (len(ticks) - 1) for ticks in times if len(ticks) > 1
    ]
    return max(int(np.median(steps or [0])), dataset.cadence_ns or 0) or None


def _occupied(
    unit: str, blocks: Iterable[Block], times: Iterable[time.Ticks], read: Read
) -> Counter[str]:
    """Return how many samples each partition of a unit would hold."""
    found: Counter[str] = Counter()
    for block in blocks:
        whole = partition.partition_of(block.first, unit)
        if block.last < whole.stop:
            found[whole.label] += block.rows
        else:
            found += _occupied(unit, (), [read(block)], read)
    for ticks in times:
        for here, rows in partition.split(ticks, unit):
            found[here.label] += rows.stop - rows.start
    return found
