"""The index: which groups make up which dataset, at every snapshot.

One SQL transaction makes a change visible, whole or not at all, and gives the new
state a number, its snapshot. Whatever was visible at a snapshot stays readable
there: rows are never overwritten, they die.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any
from weakref import finalize

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Select,
    Table,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)

from dayside.db import schema
from dayside.db.dump import Rows, dump, load
from dayside.db.event_lists import EventListTable
from dayside.db.formulas import FormulaTable
from dayside.db.jobs import JobTable
from dayside.db.kernels import KernelTable
from dayside.db.memo import Memo
from dayside.db.records import (
    Block,
    Changes,
    Extents,
    Granule,
    LevelGroup,
    block_of,
    dataset_of,
    granule_of,
    level_group_of,
    row_of,
)
from dayside.db.transactions import Conflict, reading, writing
from dayside.model import Dataset
from dayside.model.errors import (
    NotFound,
    UnknownDataset,
    UnknownSnapshot,
    nearest,
)


class Index:
    """The index of one archive.

    Parameters
    ----------
    engine : Engine
        From `dayside.db.connect`.

    Attributes
    ----------
    jobs : JobTable
        Long work on what the archive holds.
    formulas : FormulaTable
        Formulas that are datasets.
    event_lists : EventListTable
        Event lists, with all their states.
    kernels : KernelTable
        Files of SPICE, in the order in which they are loaded.
    """

    def __init__(self, engine: Engine) -> None:
        self.jobs = JobTable(engine)
        self.formulas = FormulaTable(engine)
        self.kernels = KernelTable(engine)
        self.event_lists = EventListTable(engine)
        self._engine = engine
        self._memo = Memo(engine)
        # Who forgets to close, as one does in a notebook, leaves no connection open either.
        finalize(self, _give_back, self._memo, engine)

    def close(self) -> None:
        """Give back every connection."""
        _give_back(self._memo, self._engine)

    # Reading ---------------------------------------------------------------------------

    def snapshot(self) -> int:
        """Return the newest snapshot, 0 where nothing was ever written."""
        with self._reading() as connection:
            return int(connection.scalar(select(func.max(schema.snapshots.c.id))) or 0)

    def snapshots(self, dataset: str) -> list[tuple[int, str, Dataset]]:
        """Return (snapshot, UTC, dataset then) of every state of a dataset, oldest first."""
        t, s = schema.datasets, schema.snapshots
        query = (
            select(s.c.id, s.c.created, t.c.record)
            .join(s, s.c.id == t.c.born)
            .where(t.c.id == dataset)
            .order_by(s.c.id)
        )
        return [(n, when, dataset_of(record)) for n, when, record in self._rows(query)]

    def recent(self, most: int) -> list[tuple[int, str, str]]:
        """Return (snapshot, UTC, id of the dataset) of the newest states, newest first.

        Parameters
        ----------
        most : int
            How many states.
        """
        t, s = schema.datasets, schema.snapshots
        query = (
            select(s.c.id, s.c.created, t.c.id)
            .join(s, s.c.id == t.c.born)
            .order_by(s.c.id.desc(), t.c.id)
            .limit(most)
        )
        return [(n, when, dataset) for n, when, dataset in self._rows(query)]

    def datasets(self, snapshot: int | None = None) -> list[Dataset]:
        """Return every dataset, by id."""
        t = schema.datasets
        query = select(t.c.record).where(self._at(t, snapshot)).order_by(t.c.id)
        return [dataset_of(record) for (record,) in self._rows(query)]

    def dataset(self, dataset_id: str, snapshot: int | None = None) -> Dataset:
        """Return one dataset.

        Raises
        ------
        UnknownDataset, UnknownSnapshot
        """
        return self.state(dataset_id, snapshot)[0]

    def state(self, dataset_id: str, snapshot: int | None = None) -> tuple[Dataset, str, int]:
        """Return one dataset, the unit of its partitions and the snapshot it was born with."""
        key = "state", dataset_id, snapshot
        return self._memo.get(key, lambda: self._state(dataset_id, snapshot))

    def _state(self, dataset_id: str, snapshot: int | None) -> tuple[Dataset, str, int]:
        t = schema.datasets
        query = select(t.c.record, t.c.partition, t.c.born).where(
            t.c.id == dataset_id, self._at(t, snapshot)
        )
        for record, partition, born in self._rows(query):
            return dataset_of(record), partition, born
        known = [row[0] for row in self._rows(select(t.c.id).where(t.c.died.is_(None)))]
        raise UnknownDataset("There is no dataset of that id." + nearest(dataset_id, known))

    def blocks(
        self,
        dataset: str,
        snapshot: int | None = None,
        start: int | None = None,
        stop: int | None = None,
    ) -> list[Block]:
        """Return the groups that hold samples with ``start <= time < stop``, in time order."""
        t = schema.blocks
        query = select(t).where(t.c.dataset == dataset, self._at(t, snapshot)).order_by(t.c.first)
        if start is not None:
            query = query.where(t.c.last >= int(start))
        if stop is not None:
            query = query.where(t.c.first < int(stop))
        return [block_of(row) for row in self._records(query)]

    def extents(self, dataset: str, snapshot: int | None = None) -> Extents:
        """Return where the groups of a dataset are, and from when to when their samples go."""
        key = "extents", dataset, snapshot
        return self._memo.get(key, lambda: self._extents(dataset, snapshot))

    def _extents(self, dataset: str, snapshot: int | None) -> Extents:
        t = schema.blocks
        query = select(t.c.path, t.c.first, t.c.last).where(
            t.c.dataset == dataset, self._at(t, snapshot)
        )
        return Extents.of(self._rows(query.order_by(t.c.first)))

    def every_group(self) -> Iterator[Block | LevelGroup]:
        """Yield every group of every snapshot."""
        yield from map(block_of, self._records(select(schema.blocks)))
        yield from map(level_group_of, self._records(select(schema.levels)))

    def levels(self, dataset: str, snapshot: int | None = None) -> LevelGroup | None:
        """Return the coarse levels of a dataset."""
        key = "levels", dataset, snapshot
        return self._memo.get(key, lambda: self._levels(dataset, snapshot))

    def _levels(self, dataset: str, snapshot: int | None) -> LevelGroup | None:
        t = schema.levels
        query = select(t).where(t.c.dataset == dataset, self._at(t, snapshot))
        return next((level_group_of(row) for row in self._records(query)), None)

    def granules(
        self,
        dataset: str | None = None,
        *,
        sha256: str | None = None,
        key: str | None = None,
    ) -> list[Granule]:
        """Return granules, replaced ones too, in order of arrival."""
        t = schema.granules
        query = select(t).order_by(t.c.born, t.c.name)
        for column, value in ((t.c.dataset, dataset), (t.c.sha256, sha256), (t.c.key, key)):
            if value is not None:
                query = query.where(column == value)
        return [granule_of(row) for row in self._records(query)]

    def stored(self) -> dict[str, int]:
        """Return how many bytes of groups each dataset has, those of earlier states too."""
        sizes: dict[str, int] = {}
        for group in self.every_group():
            own = sum(size for size, _ in group.manifest.values())
            sizes[group.dataset] = sizes.get(group.dataset, 0) + own
        return sizes

    def _reading(self) -> AbstractContextManager[Connection]:
        return reading(self._engine)

    def _rows(self, query: Select[Any]) -> list[Any]:
        with self._reading() as connection:
            return list(connection.execute(query))

    def _records(self, query: Select[Any]) -> list[RowMapping]:
        with self._reading() as connection:
            return list(connection.execute(query).mappings())

    def _at(self, t: Table, snapshot: int | None) -> ColumnElement[bool]:
        if snapshot is None:
            return t.c.died.is_(None)
        newest = self.snapshot()
        if not 0 <= snapshot <= newest:
            raise UnknownSnapshot(f"There is no snapshot {snapshot}; there are 1 to {newest}.")
        return and_(t.c.born <= snapshot, or_(t.c.died.is_(None), t.c.died > snapshot))

    # Writing ---------------------------------------------------------------------------

    def commit(self, *changes: Changes) -> int:
        """Make `changes`, each to another dataset, visible in one snapshot; return its number.

        Raises
        ------
        Conflict
            If one of the datasets changed since its ``base``.
        ArchiveLocked
            If the index cannot be written.
        """
        with self._writing() as connection:
            for change in changes:
                _refuse_outdated(connection, change)
            snapshot = _new_snapshot(connection, "; ".join(c.note for c in changes))
            for change in changes:
                _apply(connection, change, snapshot)
            return snapshot

    def dump(self) -> dict[str, list[dict[str, Any]]]:
        """Return every row, for a backup."""
        with self._reading() as connection:
            return dump(connection)

    def load(self, rows: Rows) -> None:
        """Fill an empty index from a backup."""
        with self._writing() as connection:
            load(connection, rows)

    def save_link(self, link_id: str, state: str) -> None:
        """Keep the state of a view under a short id; the same id twice is the same state."""
        t = schema.links
        with self._writing() as connection:
            if connection.scalar(select(t.c.id).where(t.c.id == link_id)) is None:
                connection.execute(insert(t).values(id=link_id, created=_now(), state=state))

    def link(self, link_id: str) -> str:
        """Return the state kept under a short id."""
        t = schema.links
        for (state,) in self._rows(select(t.c.state).where(t.c.id == link_id)):
            return str(state)
        raise NotFound("There is no saved view of that id.")

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with writing(self._engine) as connection:
            if connection.dialect.name == "postgresql":
                # Snapshots become visible in the order of their numbers.
                connection.exec_driver_sql("LOCK TABLE snapshot IN EXCLUSIVE MODE")
            yield connection


def _refuse_outdated(connection: Connection, changes: Changes) -> None:
    d = schema.datasets
    base = connection.scalar(
        select(d.c.born).where(d.c.id == changes.dataset.id, d.c.died.is_(None))
    )
    if base != changes.base:
        raise Conflict(f"Dataset {changes.dataset.id} was changed by another writer.")


def _apply(connection: Connection, changes: Changes, snapshot: int) -> None:
    d, dataset_id = schema.datasets, changes.dataset.id
    _end(connection, d, d.c.id == dataset_id, snapshot)
    connection.execute(
        insert(d).values(
            id=dataset_id,
            born=snapshot,
            partition=changes.partition,
            record=json.dumps(changes.dataset.to_dict()),
        )
    )
    b, g, v = schema.blocks, schema.granules, schema.levels
    _end(
        connection, b, and_(b.c.dataset == dataset_id, b.c.path.in_(_paths(changes.died))), snapshot
    )
    for block in changes.born:
        connection.execute(insert(b).values(**row_of(block), born=snapshot))
    _end(connection, g, and_(g.c.dataset == dataset_id, g.c.id.in_(changes.superseded)), snapshot)
    for granule in changes.granules:
        row = asdict(granule)
        row["files"] = json.dumps(row["files"])
        live = row.pop("live")
        connection.execute(insert(g).values(**row, born=snapshot, died=None if live else snapshot))
    if changes.levels is not None:
        _end(connection, v, v.c.dataset == dataset_id, snapshot)
        connection.execute(insert(v).values(**row_of(changes.levels), born=snapshot))


def _end(connection: Connection, t: Table, which: ColumnElement[bool], snapshot: int) -> None:
    connection.execute(update(t).where(which, t.c.died.is_(None)).values(died=snapshot))


def _new_snapshot(connection: Connection, note: str) -> int:
    result = connection.execute(insert(schema.snapshots).values(created=_now(), note=note))
    (snapshot,) = result.inserted_primary_key or (0,)
    return int(snapshot)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _paths(blocks: Iterable[Block]) -> list[str]:
    return [block.path for block in blocks]


def _give_back(memo: Memo, engine: Engine) -> None:
    memo.close()
    engine.dispose()
