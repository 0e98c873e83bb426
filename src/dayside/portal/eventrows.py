"""Events as the rows of a table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dayside.model import EventList, time
from dayside.model.wording import duration, number


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event.

    Attributes
    ----------
    start, stop, duration : str
        UTC with every digit that some event of the table has; no stop for an instant.
    cells : tuple of str
        A text for each column of the list.
    """

    start: str
    stop: str
    duration: str
    cells: tuple[str, ...]


def rows(shown: EventList) -> list[EventRow]:
    """Return the rows of a list."""
    digits = time.digits_needed(np.concatenate(shown.times)) if len(shown) else 0
    start, stop = (time.to_text(ticks, digits) for ticks in shown.times)
    cells = [_cells(shown, name) for name in shown.columns]
    return [
        EventRow(
            _plain(start[k]),
            "" if shown.start[k] == shown.stop[k] else _plain(stop[k]),
            duration(int(shown.duration_ns[k])),
            tuple(column[k] for column in cells),
        )
        for k in range(len(shown))
    ]


def _cells(shown: EventList, name: str) -> list[str]:
    column = shown.columns[name]
    if column.values.dtype.kind != "f":
        return [str(text) for text in column.texts()]
    return [number(v) if np.isfinite(v) else "" for v in column.values.tolist()]


def _plain(text: str) -> str:
    return str(text).removesuffix("Z").replace("T", " ")
