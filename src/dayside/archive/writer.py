"""Writing: samples of one dataset, with the granules they came from, in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from dayside.archive import coarse, layout, levels, partition
from dayside.archive.archive import Archive
from dayside.archive.groups import write
from dayside.archive.issues import Contribution, ranked, sorted_out
from dayside.archive.merge import in_order, merge
from dayside.archive.objects import new_name
from dayside.archive.sampled import Sampled
from dayside.archive.union import united
from dayside.db import Block, Changes, Conflict, Granule, LevelGroup
from dayside.model import Dataset, Series, time
from dayside.model.errors import ArchiveLocked, BadRequest

ATTEMPTS = 20
UNKNOWN_STEP_NS = 1_000_000
"""How far coverage reaches past the last sample where one sample tells no cadence: 1 ms, the
finest that every client's clock can tell."""
TIME_DIGITS = "time_digits"
"""Attribute of a dataset: digits after the second that tell all its times exactly."""


@dataclass(slots=True)
class _Draft:
    """Groups written but not yet visible; they go if the transaction fails."""

    archive: Archive
    names: list[str] = field(default_factory=list)

    def named(self, kind: str, *more: str) -> str:
        """Return a new name for a group."""
        name = new_name(kind, *more)
        self.names.append(name)
        return name

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
    old, old_unit, base, present, before = _seen_at_once(archive, dataset.id)
    new, dead, superseded = sorted_out(present, delivery.contributions)
    if not new and not dead:
        return None
    told = dataset.cadence_ns is not None
    afresh = bool(new) and all(g.id in superseded for g in present if g.live)
    dataset = _restated(old, dataset, afresh) if new or old is None else old
    for contribution in new:
        dataset = united(dataset, contribution.series.dataset.replace(id=dataset.id))
    times = [c.series.time for c in new]
    dataset = layout.with_cadence(dataset, times, told=told)
    unit = layout.unit_for(dataset, old_unit or None, before, times, partial(_times, archive))
    anew = afresh or old is None or layout.must_be_cut_anew(old, old_unit, dataset, unit)
    change = _Change(draft, dataset, unit, before, anew=anew)
    born, died = change.write(new, [g for g in present if g.id in superseded], ranked(present, new))
    blocks = sorted((*(b for b in before if b not in died), *born), key=lambda b: b.first)
    return Changes(
        dataset=_described(dataset, blocks, new) if new else dataset,
        partition=unit,
        base=base,
        born=born,
        died=died,
        granules=[c.granule for c in new] + dead,
        superseded=sorted(superseded),
        levels=change.write_coarse(blocks, [*born, *died]),
        note=f"{dataset.id}: {len(new) + len(dead)} granules",
    )


def _seen_at_once(
    archive: Archive, dataset_id: str
) -> tuple[Dataset | None, str, int | None, list[Granule], list[Block]]:
    """Return a dataset, its unit, its birth, its granules and groups, all of one moment.

    Raises
    ------
    Conflict
        If another writer changed the dataset meanwhile.
    """
    old, unit, base = _state(archive, dataset_id)
    granules = archive.granules(dataset_id)
    blocks = archive.index.blocks(dataset_id) if old is not None else []
    if _state(archive, dataset_id)[2] != base:
        raise Conflict(f"Dataset {dataset_id} was changed by another writer.")
    return old, unit, base, granules, blocks


def _restated(old: Dataset | None, new: Dataset, afresh: bool) -> Dataset:
    """Return what is said of a dataset now; afresh where nothing of it stays as it was."""
    if old is None:
        return new.replace(created=now())
    if not afresh:
        return united(old, new)
    # Who was kept out stays out until the operator says otherwise.
    access = "private" if "private" in (old.access, new.access) else "public"
    return new.replace(id=old.id, created=old.created, access=access)


def _times(archive: Archive, block: Block) -> time.Ticks:
    group = archive.group(block.path)
    return group.time(slice(0, len(group)))


def _state(archive: Archive, dataset_id: str) -> tuple[Dataset | None, str, int | None]:
    known = {d.id for d in archive.datasets()}
    if dataset_id not in known:
        return None, "", None
    return archive.index.state(dataset_id)


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """The groups of one dataset, written anew where something changes.

    Attributes
    ----------
    draft : _Draft
    dataset : Dataset
        As it is after.
    unit : str
        Of its partitions, after.
    before : sequence of Block
        Its groups so far.
    anew : bool
        Whether all of them must be written again.
    """

    draft: _Draft
    dataset: Dataset
    unit: str
    before: Sequence[Block]
    anew: bool

    def write(
        self, new: Sequence[Contribution], superseded: Sequence[Granule], rank: Mapping[int, Any]
    ) -> tuple[list[Block], list[Block]]:
        """Write the partitions that change; return the groups that come and those that go."""
        added: dict[str, list[Sampled]] = {}
        touched: dict[str, partition.Partition] = {}
        for c in new:
            for here, rows in partition.split(c.series.time, self.unit):
                part = c.series[rows]
                # One number seen many times: a file of many samples is in memory already.
                ids = np.broadcast_to(np.int64(c.granule.id), len(part))
                added.setdefault(here.label, []).append(Sampled(part, ids))
                touched[here.label] = here
        for here in self._reread(superseded):
            touched[here.label] = here
        gone = [g.id for g in superseded]
        born: list[Block] = []
        died: dict[str, Block] = {}
        for label, here in sorted(touched.items()):
            stored = [b for b in self.before if b.first < here.stop and b.last >= here.start]
            died |= {b.path: b for b in stored}
            parts = [part for b in stored for part in self._stored(b, here, gone)]
            samples, shadowed = merge([*parts, *added.pop(label, [])], self.dataset, rank)
            if len(samples):
                born.append(self._write_block(label, samples, shadowed))
        return born, list(died.values())

    def write_coarse(self, blocks: Sequence[Block], changed: Sequence[Block]) -> LevelGroup | None:
        """Write the coarse levels of the whole dataset; None if those so far still hold."""
        if not changed:
            return None
        name = self.draft.named("levels", self.dataset.id)

        def fill(folder: Path) -> None:
            archive, still = self.draft.archive, None if self.anew else changed
            coarse.write(archive, folder, self.dataset, self.unit, blocks, still)

        return LevelGroup(self.dataset.id, name, self.draft.archive.objects.write_group(name, fill))

    def _reread(self, superseded: Sequence[Granule]) -> Iterator[partition.Partition]:
        """Yield the partitions in which stored samples change."""
        for block in self.before:
            if self.anew:
                ticks = _times(self.draft.archive, block)
                yield from (here for here, _ in partition.split(ticks, self.unit))
            elif any(_meets(block, g) for g in superseded):
                yield partition.partition_of(block.first, self.unit)

    def _stored(
        self, block: Block, here: partition.Partition, gone: Sequence[int]
    ) -> Iterator[Sampled]:
        """Yield the samples of a group in a partition, those of replaced granules left out."""
        for part in self.draft.archive.group(block.path).samples():
            ticks = part.series.time
            inside = slice(*np.searchsorted(ticks, [here.start, here.stop], side="left"))
            found = part[inside]
            yield found[~np.isin(found.granules, gone)] if gone else found

    def _write_block(self, label: str, samples: Sampled, shadowed: Sampled) -> Block:
        dataset_id = self.dataset.id
        name = self.draft.named("data", dataset_id, label)
        fine, _ = levels.split_widths(self.dataset.cadence_ns, self.unit)

        def fill(folder: Path) -> None:
            write(folder, samples, shadowed, fine)

        manifest = self.draft.archive.objects.write_group(name, fill)
        ticks = samples.series.time
        return Block(dataset_id, label, name, int(ticks[0]), int(ticks[-1]), len(ticks), manifest)


def _meets(block: Block, granule: Granule) -> bool:
    if granule.start is None or granule.stop is None:
        return False
    return block.first <= granule.stop and granule.start <= block.last


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
        stop=max(b.last for b in blocks) + (dataset.cadence_ns or UNKNOWN_STEP_NS),
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


def now() -> str:
    """Return the present, UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
