"""Times of VOTables: TIMESYS, Julian dates, DALI timestamps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dayside.formats.base import Description
from dayside.formats.columns.days import MJD_JD, ticks_of_days
from dayside.formats.columns.table import Column
from dayside.model.errors import UnreadableFile

_DAYS = {"d": 1.0, "s": 1 / 86_400, "h": 1 / 24, "min": 1 / 1440, "a": 365.25, "yr": 365.25}
_NAME = "tt2000_of_timesys"


@dataclass(frozen=True, slots=True)
class Stamped:
    """A table's columns, its time brought to TT2000."""

    columns: list[Column]

    def described(self, description: Description) -> Description:
        """Return `description`, with the time named."""
        return replace(description, time={"column": _NAME, "format": "tt2000"})


def time_of_fields(
    document: Any, fields: Sequence[Any], columns: Sequence[Column]
) -> Stamped | None:
    """Return the columns with the first numeric time as TT2000; None where there is none.

    A time is told by a TIMESYS, by ``xtype="mjd"``, or by a UCD ``time.epoch`` on what
    can only be a Julian date.
    """
    by_name = {c.name: c for c in columns}
    for field in fields:
        column = by_name.get(field.name)
        if column is None or not column.is_number:
            continue
        origin, scale = _origin(document, field, column)
        if origin is None:
            continue
        unit = _DAYS.get(str(field.unit or "d"))
        if unit is None:
            raise UnreadableFile(f"times in {field.unit} cannot be counted from an origin")
        ticks = ticks_of_days(column.numbers() * unit, origin, scale)
        stamped = Column(_NAME, ticks)
        return Stamped([stamped if c is column else c for c in columns])
    return None


def _origin(document: Any, field: Any, column: Column) -> tuple[float | None, str]:
    """Return the Julian date from which a field counts, and its time scale."""
    system = next((t for t in document.iter_timesys() if field.ref == t.ID), None)
    if system is not None and system.timeorigin is not None:
        return float(system.timeorigin), str(system.timescale or "UTC").upper()
    xtype, ucd = str(field.xtype or "").lower(), str(field.ucd or "").lower()
    scale = str(system.timescale).upper() if system is not None else "UTC"
    if xtype in ("mjd", "jd") or field.name.lower() in ("mjd", "jd"):
        return (MJD_JD if "mjd" in (xtype, field.name.lower()) else 0.0), scale
    if ucd.startswith(("time.epoch", "time.start")):
        values = column.numbers()
        finite = values[np.isfinite(values)]
        if len(finite) and finite.min() > 2.3e6 and finite.max() < 2.6e6:
            return 0.0, scale
    return None, scale
