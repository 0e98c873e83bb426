"""Operations on event lists by name: what the command line, REST and the portal offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from dayside.model import EventList
from dayside.model.errors import BadRequest, nearest

_OF_TWO: Mapping[str, Callable[[EventList, EventList], EventList]] = {
    "union": lambda a, b: a | b,
    "intersect": lambda a, b: a & b,
    "subtract": lambda a, b: a - b,
    "xor": lambda a, b: a ^ b,
    "join": lambda a, b: a.joined(b).sorted(),
}
OPERATIONS = (*_OF_TWO, "complement", "nearest", "extend", "shift", "split", "merge", "filter")
"""What can be done with event lists."""

_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "complement": ("start", "stop"),
    "nearest": ("tolerance", "prefix"),
    "extend": ("before", "after"),
    "shift": ("by",),
    "split": ("step", "aligned"),
    "merge": ("gap",),
    "filter": ("min_duration", "max_duration", "where"),
}


def combine(operation: str, lists: Sequence[EventList], **options: Any) -> EventList:
    """Return what an operation makes of one or several lists.

    Parameters
    ----------
    operation : str
        One of `OPERATIONS`.
    lists : sequence of EventList
        Those of two are done from left to right.
    **options
        ``complement``: start, stop. ``nearest``: tolerance, prefix. ``extend``: before,
        after. ``shift``: by. ``split``: step, aligned. ``merge``: gap. ``filter``:
        min_duration, max_duration, where (a sequence of conditions).

    Raises
    ------
    BadRequest
        If there is no such operation, or it is not for so many lists or these options.
    """
    if operation not in OPERATIONS:
        raise BadRequest(
            f"An operation is one of {', '.join(OPERATIONS)}." + nearest(operation, OPERATIONS)
        )
    given = {k: v for k, v in options.items() if v not in (None, "", [], ())}
    allowed = _OPTIONS.get(operation, ())
    if odd := [k for k in given if k not in allowed]:
        has = ", ".join(allowed) or "no options"
        raise BadRequest(f"{operation} has {has}, not {odd[0]}.")
    if operation in _OF_TWO:
        if len(lists) < 2:
            raise BadRequest(f"{operation} takes two event lists or more.")
        return reduce(_OF_TWO[operation], lists)
    wanted = 2 if operation == "nearest" else 1
    if len(lists) != wanted:
        raise BadRequest(f"{operation} takes {wanted} event list{'s' * (wanted > 1)}.")
    return _of_one(operation, lists, given)


def _of_one(operation: str, lists: Sequence[EventList], given: Mapping[str, Any]) -> EventList:
    events = lists[0]
    try:
        match operation:
            case "complement":
                if given:
                    events = events.within(given["start"], given["stop"])
                return ~events
            case "nearest":
                return events.nearest(lists[1], **given)
            case "extend":
                return events.extended(given.get("before", 0), given.get("after", 0))
            case "shift":
                return events.shifted(given["by"])
            case "split":
                return events.split(given["step"], aligned=bool(given.get("aligned")))
            case "merge":
                return events.merged(given.get("gap", 0))
    except KeyError as error:
        raise BadRequest(f"{operation} needs {error.args[0]}.") from error
    where = given.get("where", ())
    limits = {k: given.get(k) for k in ("min_duration", "max_duration")}
    return events.filtered(*where, **limits)
