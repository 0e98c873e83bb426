"""Kept event lists as datasets: a start is a time, its stop and columns are the values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from dayside.archive import Archive
from dayside.archive.event_lists import RUN, events_of
from dayside.db.event_lists import ListRow
from dayside.formats.columns.table import apart_from_time, unique
from dayside.model import Dataset, EventList, Parameter, Series, time
from dayside.model.errors import UnknownDataset, UnknownEventList, nearest

NAME = "events"
STOP = "stop"

_SEEN = ("public", "private")


class EventListSource:
    """The event lists of an archive; outside, a list is the dataset ``events/NAME``.

    Those that are only for their owner, and whom they share it with, are no datasets.

    Parameters
    ----------
    archive : Archive
    """

    name = NAME

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._last: tuple[tuple[str, int], EventList] | None = None

    def datasets(self, snapshot: int | None = None) -> Sequence[Dataset]:  # noqa: ARG002
        """Return a dataset for each list."""
        rows = self._archive.index.event_lists.all()
        return [_dataset(row) for row in rows if row.access in _SEEN]

    def describe(self, dataset: str, snapshot: int | None = None) -> Dataset:  # noqa: ARG002
        """Return the dataset of one list, as it is now."""
        return _dataset(self._row(dataset))

    def read(
        self,
        dataset: str,
        start: int,
        stop: int,
        parameters: Sequence[str] | None = None,
        snapshot: int | None = None,  # noqa: ARG002
    ) -> Iterator[Series]:
        """Yield the events with ``start <= their start < stop``, in blocks."""
        row = self._row(dataset)
        asked = _dataset(row).select(parameters)
        return self._blocks(row, asked, start, stop)

    def version(self, dataset: str, snapshot: int | None = None) -> str:  # noqa: ARG002
        """Return the revision of a list."""
        return str(self._row(dataset).revision)

    def _row(self, name: str) -> ListRow:
        table = self._archive.index.event_lists
        try:
            row = table.get(name)
        except UnknownEventList:
            row = None
        if row is None or row.access not in _SEEN:
            known = [r.name for r in table.all() if r.access == "public"]
            raise UnknownDataset("There is no event list of that name." + nearest(name, known))
        return row

    def _blocks(self, row: ListRow, asked: Dataset, start: int, stop: int) -> Iterator[Series]:
        events = self._sorted(row)
        values = _values(row, events)
        first, last = np.searchsorted(events.start, [start, stop])
        for begin in range(int(first), int(last), RUN):
            part = slice(begin, min(begin + RUN, int(last)))
            chosen = {name: values[name][part] for name in asked.names}
            yield Series(asked, events.start[part], chosen)

    def _sorted(self, row: ListRow) -> EventList:
        key = row.name, row.revision
        last = self._last
        if last is None or last[0] != key:
            table = self._archive.index.event_lists
            state = table.state(row.name, row.revision)
            events = events_of(row.name, dict(state.about), table.pieces(state.pieces))
            last = self._last = key, events.sorted()
        return last[1]


def _dataset(row: ListRow) -> Dataset:
    about = row.about
    stop_of = Parameter(
        STOP, "tt2000", label="stop", description="End of the event; its start for an instant."
    )
    columns = (
        Parameter(
            name=name,
            dtype=_dtype(said["dtype"]),
            units=said.get("units"),
            description=said.get("description", ""),
            display="none" if said["dtype"].startswith(("U", "tt2000")) else "line",
        )
        for name, said in zip(_names(row), about.get("columns", ()), strict=True)
    )
    return Dataset(
        id=row.name,
        parameters=(stop_of, *columns),
        title=about.get("title") or f"Event list {row.name}",
        description=about.get("description", ""),
        citation=about.get("citation") or None,
        contact="; ".join(about.get("authors", ())) or None,
        measurement_type="EventList",
        records=about["count"],
        time_stamp="begin",
        version=str(row.revision),
        modified=row.changed,
        created=row.created,
        source=NAME,
        access=row.access,
        **_coverage(about),
    )


def _coverage(about: Mapping[str, Any]) -> dict[str, Any]:
    if about["count"]:
        # An instant at the end of a list is within its coverage.
        return {"start": about["first"], "stop": int(about["last"]) + 1}
    # That nothing was found is an answer for where it was looked.
    return dict(zip(("start", "stop"), map(time.parse, about.get("span", ())), strict=False))


def _names(row: ListRow) -> list[str]:
    """Return a parameter name for each column: none is the time, or the stop."""
    taken = {STOP, "time"}
    return [unique(apart_from_time(c["name"]), taken) for c in row.about.get("columns", ())]


def _dtype(said: str) -> str:
    return "uint8" if said == "bool" else said


def _values(row: ListRow, events: EventList) -> dict[str, np.ndarray[Any, Any]]:
    values: dict[str, np.ndarray[Any, Any]] = {STOP: events.stop}
    for name, column in zip(_names(row), events.columns.values(), strict=True):
        values[name] = column.values.astype(np.uint8) if column.dtype == "bool" else column.values
    return values
