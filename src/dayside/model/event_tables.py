"""What an event list looks like elsewhere: as text, as HTML, in pandas, in astropy."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from dayside.model import time
from dayside.model.event_rows import EventRows
from dayside.model.tables import html_table, text_table
from dayside.model.wording import count, duration, number

if TYPE_CHECKING:
    import pandas as pd
    from astropy.table import Table

_SHOWN = 10
_COLUMNS = 8


def to_pandas(events: EventRows) -> pd.DataFrame:
    """Return a frame: ``start`` and ``stop`` in UTC, then the columns; units in ``attrs``."""
    import pandas as pd

    values = {
        n: time.to_datetime64(c.values) if c.is_time else c.values
        for n, c in events.columns.items()
    }
    start, stop = time.to_datetime64(events.start), time.to_datetime64(events.stop)
    frame = pd.DataFrame({"start": start, "stop": stop, **values})
    frame.attrs["units"] = {n: c.units for n, c in events.columns.items() if c.units is not None}
    if events.name:
        frame.attrs["name"] = events.name
    return frame


def to_table(events: EventRows) -> Table:
    """Return an `astropy.table.Table`: times as `astropy.time.Time`, columns with units."""
    from astropy.table import Column, MaskedColumn, Table
    from astropy.time import Time

    def moments(ticks: time.Ticks) -> Time:
        return Time(time.to_datetime64(ticks), format="datetime64", scale="utc")

    table = Table({"start": moments(events.start), "stop": moments(events.stop)})
    for name, column in events.columns.items():
        said = {"unit": column.units or None, "description": column.description or None}
        if column.is_time:
            table[name] = MaskedColumn(column.texts(), mask=column.missing, **said)
        else:
            table[name] = Column(column.values, **said)
    table.meta.update({"name": events.name, "description": events.description})
    return table


def as_text(events: EventRows, most: int = _SHOWN) -> str:
    """Return a list as text: what it is, and its first `most` events."""
    head, rows = _head(events), _rows(events[:most])
    more = [] if len(rows) == len(events) else [f"  … {count(len(events) - len(rows))} more"]
    return "\n".join([_title(events), text_table(head, rows), *more])


def as_html(events: EventRows) -> str:
    """Return a list as HTML."""
    more = "" if len(events) <= _SHOWN else f"<p>… {count(len(events) - _SHOWN)} more</p>"
    table = html_table(_head(events), _rows(events[:_SHOWN]))
    return f"<p>{escape(_title(events))}</p>{table}{more}"


def _title(events: EventRows) -> str:
    parts = [f"EventList{f' {events.name}' if events.name else ''}: {count(len(events))} event"]
    parts[0] += "" if len(events) == 1 else "s"
    if events.gaps is not None and len(events.gaps):
        parts.append(f"{count(len(events.gaps))} undecided")
    return ", ".join(parts)


def _head(events: EventRows) -> list[str]:
    shown = list(events.columns.values())[:_COLUMNS]
    more = ["…"] if len(events.columns) > _COLUMNS else []
    names = [f"{c.name} ({c.units})" if c.units else c.name for c in shown]
    return ["start", "stop", "duration", *names, *more]


def _rows(some: EventRows) -> list[list[str]]:
    digits = time.digits_needed(np.concatenate(some.times))
    columns = [_cells(some, name) for name in list(some.columns)[:_COLUMNS]]
    columns += [["…"] * len(some)] if len(some.columns) > _COLUMNS else []
    lengths = [duration(int(ns)) or "0" for ns in some.duration_ns]
    texts = [time.to_text(ticks, digits).tolist() for ticks in some.times]
    return [list(row) for row in zip(*texts, lengths, *columns, strict=True)]


def _cells(events: EventRows, name: str) -> list[str]:
    column = events.columns[name]
    if column.values.dtype.kind != "f":
        return [str(text) for text in column.texts()]
    return [number(v) if np.isfinite(v) else "" for v in column.values.tolist()]
