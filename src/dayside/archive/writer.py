"""Writing: samples of one dataset, with the granules they came from, in one transaction."""

from __future__ import annotations

import dataclasses
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import zarr

from dayside.archive import level_store, levels, partition
from dayside.archive.archive import Archive
from dayside.archive.groups import consolidate, write
from dayside.archive.merge import Sampled, in_order, merge, united
from dayside.archive.objects import new_name
from dayside.db import Block, Changes, Conflict, Granule, LevelGroup
from dayside.model import Dataset, Series, time
from dayside.model.errors import ArchiveLocked, BadRequest
from dayside.model.series import storage_dtype

ATTEMPTS = 20
TIME_DIGITS = "time_digits"
"""Attribute of a dataset: digits after the second that tell all its times exactly."""


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


@dataclass(slots=True)
class _Draft:
    """Groups written but not yet visible; they go if the transaction fails."""

    archive: Archive
    names: list[str] = field(default_factory=list)

    def discard(self) -> None:
        for name in self.names:
            with suppress(OSError):
                self.archive.objects.remove(name)


@dataclass(frozen=True, slots=True, eq=False)
class Delivery:
    """What is added to one dataset.

    Attributes
    ----------
    dataset : Dataset
        Describes the dataset by the newest granule; made if new.
    contributions : sequence of Contribution
        In order of arrival. One that repeats a granule already there changes nothing;
        a later version of a granule replaces it; an earlier one is only registered.
    """

    dataset: Dataset
    contributions: Sequence[Contribution]


def deliver(archive: Archive, deliveries: Sequence[Delivery]) -> int:
    """Add granules to datasets, all in one transaction, and return the snapshot that shows them.

    Raises
    ------
    ArchiveLocked
        If the archive cannot be written; nothing was changed.
    UnreadableFile
        If samples do not go with those already there; nothing was changed.
    """
    if archive.read_only:
        raise ArchiveLocked("The archive was opened read-only.")
    for _ in range(ATTEMPTS):
        draft = _Draft(archive)
        try:
            changes = [c for d in deliveries if (c := _changes(draft, d)) is not None]
            return archive.index.commit(*changes) if changes else archive.snapshot
        except Conflict:
            # Another writer was faster: its groups are the new base.
            draft.discard()
        except BaseException:
            draft.discard()
            raise
    raise ArchiveLocked("The archive is being changed by others all the time; try again later.")


def _changes(draft: _Draft, delivery: Delivery) -> Changes | None:
    """Write the groups of one delivery and return what is to be made visible, None if nothing."""
    archive, dataset = draft.archive, delivery.dataset
    old, unit, base = _state(archive, dataset.id)
    new, dead, superseded = _sort_out(archive, dataset.id, delivery.contributions)
    if not new and not dead:
        return None
    dataset = united(old, dataset) if old is not None else _first(dataset, new)
    for contribution in new:
        dataset = united(dataset, contribution.series.dataset.replace(id=dataset.id))
    unit = unit or partition.unit_for(dataset.cadence_ns, _row_bytes(dataset))
    born, died = _write_partitions(draft, dataset, unit, new, superseded)
    untouched = [b for b in archive.index.blocks(dataset.id) if b.path not in _paths(died)]
    blocks = sorted((*untouched, *born), key=lambda b: b.first)
    return Changes(
        dataset=_described(dataset, blocks, new),
        partition=unit,
        base=base,
        born=born,
        died=died,
        granules=[c.granule for c in new] + dead,
        superseded=sorted(superseded),
        levels=_write_coarse(draft, dataset, unit, blocks),
        note=f"{dataset.id}: {len(new) + len(dead)} granules",
    )


def _state(archive: Archive, dataset_id: str) -> tuple[Dataset | None, str, int | None]:
    known = {d.id for d in archive.datasets()}
    if dataset_id not in known:
        return None, "", None
    return archive.index.state(dataset_id)


def _sort_out(
    archive: Archive, dataset_id: str, contributions: Sequence[Contribution]
) -> tuple[list[Contribution], list[Granule], set[int]]:
    """Return what is to be merged, what is only registered, and which granules are replaced."""
    present = archive.granules(dataset_id)
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
        if any(orders[rival.id] > c.order for rival in rivals):
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


def _first(dataset: Dataset, new: Sequence[Contribution]) -> Dataset:
    if dataset.cadence_ns is None:
        steps = [np.diff(c.series.time) for c in new if len(c.series) > 1]
        if steps:
            dataset = dataset.replace(cadence_ns=int(np.median(np.concatenate(steps))))
    return dataset.replace(created=now())


def _write_partitions(
    draft: _Draft,
    dataset: Dataset,
    unit: str,
    new: Sequence[Contribution],
    superseded: set[int],
) -> tuple[list[Block], list[Block]]:
    archive = draft.archive
    before = {b.partition: b for b in archive.index.blocks(dataset.id)}
    added: dict[str, list[Sampled]] = {}
    for c in new:
        for label, rows in partition.split(c.series.time, unit):
            part = c.series[rows]
            ids = np.full(len(part), c.granule.id, np.int64)
            added.setdefault(label, []).append(Sampled(part, ids))
    touched = set(added)
    for granule in archive.granules(dataset.id):
        if granule.id in superseded and granule.start is not None and granule.stop is not None:
            hit = archive.index.blocks(dataset.id, None, granule.start, granule.stop + 1)
            touched |= {b.partition for b in hit}
    rank = {g.id: (version_order(g.version), g.arrived) for g in archive.granules(dataset.id)}
    rank |= {c.granule.id: (c.order, c.granule.arrived) for c in new}
    fine, _ = levels.split_widths(dataset.cadence_ns, unit)
    born: list[Block] = []
    for label in sorted(touched):
        parts = added.get(label, [])
        if label in before:
            parts = [_stored(archive, before[label], superseded), *parts]
        merged = merge(parts, dataset, rank)
        if len(merged.series):
            born.append(_write_block(draft, label, merged, fine))
    return born, [before[label] for label in sorted(touched) if label in before]


def _stored(archive: Archive, block: Block, superseded: set[int]) -> Sampled:
    """Return the samples of a group, those of replaced granules left out."""
    group = archive.group(block.path)
    rows = slice(0, len(group))
    values = {p.name: group.values(p, rows) for p in group.dataset.parameters}
    series = Series(group.dataset, group.time(rows), values)
    granules = group.granules(rows)
    if superseded:
        kept = ~np.isin(granules, list(superseded))
        return Sampled(series[kept], granules[kept])
    return Sampled(series, granules)


def _write_block(draft: _Draft, label: str, merged: Sampled, fine: list[int]) -> Block:
    dataset_id = merged.series.dataset.id
    name = new_name("data", dataset_id, label)
    draft.names.append(name)

    def fill(folder: Path) -> None:
        write(folder, merged.series, merged.granules, fine)

    manifest = draft.archive.objects.write_group(name, fill)
    ticks = merged.series.time
    return Block(dataset_id, label, name, int(ticks[0]), int(ticks[-1]), len(ticks), manifest)


def _write_coarse(
    draft: _Draft, dataset: Dataset, unit: str, blocks: Sequence[Block]
) -> LevelGroup | None:
    """Write the coarse levels of the whole dataset anew, from the coarsest of each partition."""
    if not blocks:
        return None
    fine, coarse = levels.split_widths(dataset.cadence_ns, unit)
    archive = draft.archive
    base: dict[str, levels.Stretch] = {}
    everything = -(1 << 62), 1 << 62
    for p in dataset.parameters:
        parts = [archive.group(b.path).levels.read(p.name, fine[-1], *everything) for b in blocks]
        whole = levels.joined(part for part in parts if part is not None)
        if whole is not None:
            base[p.name] = whole
    name = new_name("levels", dataset.id)
    draft.names.append(name)

    def fill(folder: Path) -> None:
        group = zarr.create_group(folder, zarr_format=3)
        group.attrs["dayside"] = {"format": 1, "dataset": dataset.to_dict()}
        level_store.write_coarse(group, dataset, coarse, base)
        consolidate(folder)

    return LevelGroup(dataset.id, name, archive.objects.write_group(name, fill))


def _described(dataset: Dataset, blocks: Sequence[Block], new: Sequence[Contribution]) -> Dataset:
    """Return the dataset with its coverage: from the first sample to the last plus one cadence."""
    digits = [time.digits_needed(c.series.time) for c in new]
    # One style of time stamp for the whole dataset, as exact as any sample needs.
    digits.append(int(dataset.attributes.get(TIME_DIGITS, 0)))
    dataset = dataset.replace(
        attributes={**dataset.attributes, TIME_DIGITS: max(digits)},
        modified=now(),
        records=sum(b.rows for b in blocks),
    )
    if not blocks:
        return dataset
    return dataset.replace(
        start=min(b.first for b in blocks),
        stop=max(b.last for b in blocks) + max(dataset.cadence_ns or 1, 1),
    )


def append(archive: Archive, series: Series, *, name: str | None = None) -> int:
    """Add samples that come from no file, such as simulated ones, and return the snapshot.

    Parameters
    ----------
    series : Series
        ``series.dataset.id`` says where to.
    name : str, optional
        What to register them as; the same name again replaces them.
    """
    if not series.dataset.id:
        raise BadRequest("A series needs a dataset id to be kept.")
    ordered, _ = in_order(series)
    name = name or f"appended-{secrets.token_hex(6)}"
    granule = Granule(
        dataset=series.dataset.id,
        id=secrets.randbits(62),
        key=name,
        name=name,
        version="",
        sha256="",
        size=0,
        format="",
        kept="none",
        files=(),
        start=int(ordered.time[0]) if len(ordered) else None,
        stop=int(ordered.time[-1]) if len(ordered) else None,
        records=len(ordered),
        arrived=now(),
    )
    return deliver(archive, [Delivery(series.dataset, [Contribution(granule, ordered, ())])])


def _row_bytes(dataset: Dataset) -> int:
    return 8 + sum(p.size * storage_dtype(p).itemsize for p in dataset.parameters)


def _paths(blocks: Sequence[Block]) -> set[str]:
    return {b.path for b in blocks}


def now() -> str:
    """Return the present, UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
