"""``/api/find``: when a condition holds, as an event list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from dayside.formats.events import get_event_format
from dayside.model import EventList
from dayside.protocols.rest.dependencies import Caller, Here, Start, Stop, start_of, stop_of
from dayside.protocols.rest.event_body import LIST_BODY, list_of_body
from dayside.protocols.rest.formulas import Gap, Grid, Text
from dayside.query.sampling import MAX_GAP
from dayside.services.evaluate import FormulaRequest, checked
from dayside.services.events import load
from dayside.services.search import SearchRequest, find

router = APIRouter(tags=["events"])

MOST_COLUMNS = 64


def _length(description: str) -> Any:
    return Query(max_length=40, description=description)


@dataclass(frozen=True)
class Question:
    """What is looked for, wherever that is."""

    formula: FormulaRequest
    lengths: dict[str, str]
    columns: list[str]
    format: str

    def within(self, events: EventList | None) -> SearchRequest:
        """Return the search within the events of a list; None is everywhere."""
        return SearchRequest.of(self.formula, events, columns=self.columns, **self.lengths)


def question_of(
    condition: Text,
    start: Start = "",
    stop: Stop = "",
    step: Grid = "",
    max_gap: Gap = MAX_GAP,
    min_duration: Annotated[str, _length("Leave out what is shorter, such as 60 s.")] = "",
    bridge: Annotated[str, _length("Longest undecided time within an event.")] = "",
    merge: Annotated[str, _length("Make events one that are at most so far apart.")] = "",
    column: Annotated[
        list[str],
        Query(max_length=MOST_COLUMNS, description="Such as b = mean(norm(mag_1s.B))."),
    ] = [],  # noqa: B006 - FastAPI copies it
    format: Annotated[  # noqa: A002 - the name in the URL
        str, Query(max_length=40, description="json, csv, votable, amda or hpevent.")
    ] = "json",
) -> Question:
    """Read the options both ways to ask have."""
    ends = start_of(start) if start else None, stop_of(stop) if stop else None
    formula = FormulaRequest(condition, *ends, step, max_gap)
    lengths = {"min_duration": min_duration, "bridge": bridge, "merge": merge}
    return Question(formula, lengths, column, format)


Asked = Annotated[Question, Depends(question_of)]
_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/json": {}, "text/csv": {}}}
}


@router.get(
    "/find", summary="Find when a condition holds", responses=_EVENTS, response_class=Response
)
def search(
    here: Here,
    caller: Caller,
    asked: Asked,
    within: Annotated[
        str, Query(max_length=128, description="Look only within the events of a kept list.")
    ] = "",
) -> Response:
    """Return the events, and where it could not be decided whether there is one.

    What takes long is better asked for as a job: POST /api/jobs, kind find.
    """
    return _found(here, caller, asked, load(here.door, within, caller) if within else None)


@router.post(
    "/find",
    summary="Find when a condition holds within the events of a list that is sent",
    responses=_EVENTS,
    response_class=Response,
    openapi_extra=LIST_BODY,
)
async def search_within(request: Request, here: Here, caller: Caller, asked: Asked) -> Response:
    """Return the events within those of the body; nothing is kept."""
    body = await request.body()
    return await run_in_threadpool(lambda: _found(here, caller, asked, list_of_body(body)))


def _found(here: Here, caller: Caller, asked: Question, within: EventList | None) -> Response:
    writer = get_event_format(asked.format)
    request = asked.within(within)
    formula = checked(here.door, asked.formula, caller)
    here.limits.check(formula.dataset, formula.start, formula.stop)
    here.gate.enter(caller.client)
    try:
        body = b"".join(writer.write(find(here.door, request, caller)))
    finally:
        here.gate.leave(caller.client)
    headers = {
        "cache-control": "no-cache",
        "content-disposition": f'attachment; filename="events{writer.suffixes[0]}"',
    }
    return Response(body, headers=headers, media_type=writer.media_type)
