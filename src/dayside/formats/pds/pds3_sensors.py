"""Tables whose rows come from several sensors by turns, as Cassini RPWS has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dayside.formats.pds.fields import Column, take

_UNITS = re.compile(r"Units for (?P<names>[\w, ]+?) sensors? are\s+(?P<unit>\S+)", re.IGNORECASE)
_NAMES = {0: "Ex", 1: "Eu", 2: "Ev", 3: "Ew", 4: "Bx", 5: "By", 6: "Bz", 8: "Hf", 11: "Lp"}


def by_sensor(columns: Sequence[Column]) -> list[tuple[str, list[Column]]]:
    """Return the columns of each sensor, with the unit that the label says for it.

    Returns
    -------
    list of (str, list of Column)
        One entry with an empty name where all rows are of one kind.
    """
    sensor = next((c for c in columns if c.name.upper().startswith("SENSOR")), None)
    told = {c.name: _units(c) for c in columns}
    if sensor is None or sensor.values.dtype.kind not in "iu" or not any(told.values()):
        return [("", list(columns))]
    out = []
    for number in np.unique(sensor.values).tolist():
        name = _NAMES.get(number, f"sensor {number}")
        rows = np.flatnonzero(sensor.values == number)
        mine = [
            replace(c, field=replace(c.field, unit=told[c.name].get(name, c.field.unit)))
            for c in take(columns, rows)
        ]
        out.append((name, mine))
    return out


def _units(column: Column) -> dict[str, str]:
    """Return the unit of each sensor, as ``Units for Bx, By sensors are UNIT`` says."""
    text = " ".join(column.field.description.split())
    found = {}
    for match in _UNITS.finditer(text):
        for name in re.findall(r"\w+", match["names"]):
            found[name] = match["unit"].rstrip(".")
    return found
