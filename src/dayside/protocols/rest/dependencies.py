"""What every resource asks for: the context, the caller, nothing it does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from dayside.model import Principal, time
from dayside.model.errors import BadRequest, BadStart, BadStop, BadTime, UnknownOption, nearest
from dayside.protocols.base import Context


async def context_of(request: Request) -> Context:
    """Return what the application gave the protocol."""
    context: Context = request.app.state.context
    return context


async def caller_of(request: Request) -> Principal:
    """Return who asks."""
    return (await context_of(request)).principal_of(request)


async def only_known_options(request: Request) -> None:
    """Refuse options the resource does not have: a misspelt one must not be passed over.

    Raises
    ------
    UnknownOption
        If there is one.
    """
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    known = list(_options_of(route.dependant))
    for name in request.query_params:
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise UnknownOption(f"There is no option {name!r} here; {has}." + nearest(name, known))


def _options_of(dependant: Dependant) -> Iterator[str]:
    """Yield the names of options, those of what it depends on with them."""
    yield from (option.alias for option in dependant.query_params)
    for other in dependant.dependencies:
        yield from _options_of(other)


Here = Annotated[Context, Depends(context_of)]
Caller = Annotated[Principal, Depends(caller_of)]

DatasetId = Annotated[
    str,
    Query(description="Id of a dataset; a remote one has its server before it.", max_length=500),
]
Snapshot = Annotated[
    int | None,
    Query(ge=0, le=2**62, description="State of the archive; by default the newest."),
]
Start = Annotated[
    str, Query(description="UTC, ISO 8601, inclusive; by default the first sample.", max_length=40)
]
Stop = Annotated[
    str, Query(description="UTC, ISO 8601, exclusive; by default after the last.", max_length=40)
]
Names = Annotated[
    str,
    Query(description="Names of parameters, separated by commas; by default all.", max_length=4000),
]


Step = Annotated[
    float | None,
    Query(
        gt=0,
        le=1e10,
        description="Seconds: mean, minimum, maximum and count in bins so wide, in place of "
        "samples. That of a level, as levels tells, or a multiple.",
    ),
]


def start_of(text: str) -> int:
    """Return TT2000 of a start.

    Raises
    ------
    BadStart
        If it is no time.
    """
    try:
        return time.parse(text)
    except BadTime as error:
        raise BadStart(f"start: {error}") from error


def stop_of(text: str) -> int:
    """Return TT2000 of a stop.

    Raises
    ------
    BadStop
        If it is no time.
    """
    try:
        return time.parse(text)
    except BadTime as error:
        raise BadStop(f"stop: {error}") from error


def names_of(text: str) -> tuple[str, ...] | None:
    """Return parameter names; None is all.

    Raises
    ------
    BadRequest
        If a name between two commas is empty.
    """
    if not text.strip():
        return None
    names = tuple(name.strip() for name in text.split(","))
    if not all(names):
        raise BadRequest("parameters: write names separated by single commas.")
    return names
