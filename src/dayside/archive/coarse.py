"""Coarse levels: kept once for a whole dataset, so that a view of years opens one group."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import zarr

from dayside.archive import level_store, levels
from dayside.archive.archive import Archive
from dayside.archive.groups import consolidate
from dayside.archive.levels import Stretch
from dayside.db import Block
from dayside.model import Dataset, Parameter, time

EVERYTHING = -(1 << 62), 1 << 62


def write(
    archive: Archive,
    folder: Path,
    dataset: Dataset,
    unit: str,
    blocks: Sequence[Block],
    changed: Sequence[Block] | None,
) -> None:
    """Write the coarse levels of a dataset into an empty folder.

    Parameters
    ----------
    blocks : sequence of Block
        All of the dataset as it is after a change.
    changed : sequence of Block or None
        Those that came or went; what the levels so far say of the rest holds. None if
        nothing of them holds.
    """
    fine, coarse = levels.split_widths(dataset.cadence_ns, unit)
    base: dict[str, Stretch] = {}
    for p in dataset.parameters:
        found = _finest(archive, dataset, p, fine[-1], blocks, changed)
        if found is not None:
            base[p.name] = found
    group = zarr.create_group(folder, zarr_format=3)
    group.attrs["dayside"] = {"format": 1, "dataset": dataset.to_dict()}
    level_store.write_coarse(group, dataset, coarse, base)
    consolidate(folder)


def _finest(
    archive: Archive,
    dataset: Dataset,
    p: Parameter,
    width: int,
    blocks: Sequence[Block],
    changed: Sequence[Block] | None,
) -> Stretch | None:
    """Return the finest coarse level: the coarsest of the groups, joined."""
    kept = archive.index.levels(dataset.id) if changed is not None else None
    if kept is None or changed is None:
        return _of_groups(archive, p, width, blocks)
    touched = np.array([_bins_of(b, width) for b in changed])
    near = [b for b in blocks if _overlaps(b, touched, width)]
    parts = []
    before = archive.group(kept.path).levels.read(p.name, width, *EVERYTHING)
    if before is not None:
        parts.append(_rows(before, ~_within(before.bins, touched)))
    renewed = _of_groups(archive, p, width, near)
    if renewed is not None:
        parts.append(_rows(renewed, _within(renewed.bins, touched)))
    return levels.joined(part for part in parts if len(part.bins))


def _of_groups(
    archive: Archive, p: Parameter, width: int, blocks: Sequence[Block]
) -> Stretch | None:
    parts = (archive.group(b.path).levels.read(p.name, width, *EVERYTHING) for b in blocks)
    return levels.joined(part for part in parts if part is not None)


def _bins_of(block: Block, width: int) -> tuple[int, int]:
    first, last = time.to_unix_ns(np.array([block.first, block.last])) // width
    return int(first), int(last)


def _overlaps(block: Block, touched: level_store.Bins, width: int) -> bool:
    first, last = _bins_of(block, width)
    return bool(((touched[:, 0] <= last) & (touched[:, 1] >= first)).any())


def _within(bins: level_store.Bins, touched: level_store.Bins) -> level_store.Mask:
    """Tell which of `bins`, in order, lie in a span of `touched`."""
    depth = np.zeros(len(bins) + 1, np.int64)
    np.add.at(depth, np.searchsorted(bins, touched[:, 0], side="left"), 1)
    np.add.at(depth, np.searchsorted(bins, touched[:, 1], side="right"), -1)
    return np.cumsum(depth)[:-1] > 0


def _rows(stretch: Stretch, mask: level_store.Mask) -> Stretch:
    return Stretch(stretch.bins[mask], stretch.stats[mask])
