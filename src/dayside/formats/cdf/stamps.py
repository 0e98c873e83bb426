"""Times of CDF files that no variable of a CDF time type holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dayside.formats.cdf.variable import Variable
from dayside.formats.columns.table import Column, text_array
from dayside.formats.columns.time import find_time, from_unix

Variables = Mapping[str, Variable]


def compute_virtual(variables: Variables) -> set[str]:
    """Give virtual time variables their values, and return the names of what they came from.

    THEMIS stores seconds since 1970 and leaves it to the reader to add them to an epoch
    (``comp_themis_epoch``); ``COMPONENT_1`` names them.
    """
    sources = set()
    for variable in variables.values():
        source = variables.get(variable.text("COMPONENT_1"))
        if not variable.is_time or variable.records or source is None:
            continue
        if source.is_number and not source.shape and source.records:
            variable.stamps = from_unix(source.values, 1)
            sources.add(source.name)
    return sources


def find_numeric(variables: Variables, said: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the axis that plain numbers or texts tell, with the names of its members.

    Parameters
    ----------
    variables : mapping
    said : mapping
        `Description.time`.

    Raises
    ------
    UnreadableFile
        If none of them is a time.
    """
    varying = {n: v for n, v in variables.items() if not v.is_constant and v.records}
    counts = Counter(v.records for v in varying.values())
    length = max(counts, key=lambda n: (counts[n], n), default=0)
    members = {n: v for n, v in varying.items() if v.records == length}
    columns = {n: _column(v) for n, v in members.items() if not v.shape}
    ticks, used = find_time(list(columns.values()), said)
    gone = [n for n, c in columns.items() if any(c is u for u in used)]
    variables[gone[0]].stamps = ticks
    return {gone[0]: [n for n in members if n not in gone]}


def _column(variable: Variable) -> Column:
    if variable.is_text:
        return Column(variable.name, text_array(variable.texts))
    return Column(variable.name, variable.ticks if variable.is_time else variable.values)
