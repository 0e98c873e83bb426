"""What a HAPI request asks, taken from its query and checked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from starlette.requests import Request

from dayside.formats.hapi.columns import TIME
from dayside.formats.hapi.coverage import stamp, told
from dayside.formats.hapi.info import names
from dayside.model import Dataset, time
from dayside.model.errors import (
    BadParameterOrder,
    BadRequest,
    BadStart,
    BadStop,
    BadTime,
    EmptyInterval,
    OutsideCoverage,
    UnknownFormat,
    UnknownOption,
    UnknownParameter,
)
from dayside.protocols.hapi.status import BadOption

_VERSION_2 = {"id": "dataset", "time.min": "start", "time.max": "stop"}
OPTIONS: Mapping[str, Collection[str]] = {
    "": (),
    "about": (),
    "capabilities": (),
    "catalog": ("depth", "resolve_references"),
    "info": ("dataset", "parameters", "resolve_references"),
    "data": ("dataset", "start", "stop", "parameters", "include", "format"),
}
"""What each endpoint may be asked."""


def query(request: Request, endpoint: str) -> dict[str, str]:
    """Return the options of a request under their names of version 3.

    Raises
    ------
    UnknownOption
        If the endpoint has no such option.
    BadRequest
        If one is given twice, or names of versions 2 and 3 are mixed.
    """
    allowed = OPTIONS[endpoint]
    found: dict[str, str] = {}
    styles: set[bool] = set()
    for given, value in request.query_params.multi_items():
        name = _VERSION_2.get(given, given)
        if name not in allowed:
            told = ", ".join(allowed) or "no options"
            raise UnknownOption(f"This endpoint takes {told}.")
        if name in found:
            raise BadRequest(f"Give {name} once.")
        if name in _VERSION_2.values():
            styles.add(given in _VERSION_2)
        found[name] = value
    if len(styles) > 1:
        raise BadRequest("Use either dataset, start, stop or id, time.min, time.max, not both.")
    return found


def required(options: Mapping[str, str], name: str) -> str:
    """Return an option that must be there.

    Raises
    ------
    BadRequest
    """
    if not options.get(name):
        raise BadRequest(f"The option {name} is required.")
    return options[name]


def resolve_references(options: Mapping[str, str]) -> None:
    """Check ``resolve_references``; there are none here, so both values say the same.

    Raises
    ------
    BadOption
    """
    if options.get("resolve_references", "true") not in {"true", "false"}:
        raise BadOption("It is true or false.", 1412)


def depth(options: Mapping[str, str]) -> str:
    """Return how much the catalog tells.

    Raises
    ------
    BadOption
    """
    value = options.get("depth", "dataset")
    if value not in {"dataset", "all"}:
        raise BadOption("It is dataset or all.", 1413)
    return value


def include(options: Mapping[str, str]) -> bool:
    """Return whether the answer begins with a header.

    Raises
    ------
    BadOption
    """
    if options.get("include", "header") != "header":
        raise BadOption("It can only be header.", 1410)
    return "include" in options


def form(options: Mapping[str, str], known: Collection[str]) -> str:
    """Return the output format.

    Raises
    ------
    UnknownFormat
    """
    value = options.get("format", "csv")
    if value not in known:
        raise UnknownFormat(f"It is one of {', '.join(known)}.")
    return value


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns asked for.

    Attributes
    ----------
    told : tuple of str or None
        HAPI names without the time's; None is all.
    own : tuple of str or None
        The dataset's own names of the same.
    """

    told: tuple[str, ...] | None
    own: tuple[str, ...] | None


def columns(options: Mapping[str, str], dataset: Dataset) -> Columns:
    """Return the columns that ``parameters`` names.

    Raises
    ------
    UnknownParameter
    BadParameterOrder
        If they are not in the dataset's order, or one is named twice.
    """
    text = options.get("parameters", "")
    if not text:
        return Columns(None, None)
    own_names = {hapi: own for own, hapi in names(dataset).items()}
    order = list(own_names)
    asked = text.split(",")
    if any(name not in own_names for name in asked):
        raise UnknownParameter(f"The dataset has {_shortened(order)}.")
    places = [order.index(name) for name in asked]
    if any(a >= b for a, b in pairwise(places)):
        raise BadParameterOrder(f"The order is {_shortened(order)}.")
    told = tuple(name for name in asked if own_names[name] != TIME)
    return Columns(told, tuple(own_names[name] for name in told))


def _shortened(texts: Sequence[str]) -> str:
    return ", ".join(texts[:50]) + (", …" if len(texts) > 50 else "")


def interval(options: Mapping[str, str], dataset: Dataset) -> tuple[int, int]:
    """Return start and stop, TT2000.

    Raises
    ------
    BadStart, BadStop, EmptyInterval, OutsideCoverage
    """
    start = _time(required(options, "start"), BadStart)
    stop = _time(required(options, "stop"), BadStop)
    if start >= stop:
        raise EmptyInterval("The start must be before the stop.")
    covered = told(dataset)
    if covered is None:
        raise OutsideCoverage("The dataset has no samples.")
    if start < covered[0] or stop > covered[1]:
        raise OutsideCoverage(f"The dataset covers {' to '.join(map(stamp, covered))}.")
    return start, stop


def _time(text: str, kind: Callable[[str], BadTime]) -> int:
    try:
        return time.parse(text)
    except BadTime:
        # The text of the error may repeat what was asked.
        raise kind(
            "Write UTC as 2016-09-01T12:30:00.5Z or 2016-245T12:30Z, cut after any field; "
            f"years {time.MIN_YEAR} to {time.MAX_YEAR}."
        ) from None
