"""``/api/find``: when a condition holds, as an event list."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from dayside.formats.events import get_event_format
from dayside.protocols.rest.dependencies import Caller, Here, Start, Stop, start_of, stop_of
from dayside.protocols.rest.formulas import Gap, Grid, Text
from dayside.query.sampling import MAX_GAP
from dayside.services.evaluate import FormulaRequest, checked
from dayside.services.events import load
from dayside.services.search import SearchRequest, find

router = APIRouter(tags=["events"])

MOST_COLUMNS = 64


def _length(description: str) -> Any:
    return Query(max_length=40, description=description)


@router.get(
    "/find",
    summary="Find when a condition holds",
    responses={200: {"content": {"application/json": {}, "text/csv": {}}}},
    response_class=Response,
)
def search(
    here: Here,
    caller: Caller,
    condition: Text,
    start: Start = "",
    stop: Stop = "",
    step: Grid = "",
    max_gap: Gap = MAX_GAP,
    min_duration: Annotated[str, _length("Leave out what is shorter, such as 60 s.")] = "",
    bridge: Annotated[str, _length("Longest undecided time within an event.")] = "",
    merge: Annotated[str, _length("Make events one that are at most so far apart.")] = "",
    within: Annotated[
        str, Query(max_length=128, description="Look only within the events of a kept list.")
    ] = "",
    column: Annotated[
        list[str],
        Query(max_length=MOST_COLUMNS, description="Such as b = mean(norm(mag_1s.B))."),
    ] = [],  # noqa: B006 - FastAPI copies it
    format: Annotated[  # noqa: A002 - the name in the URL
        str, Query(max_length=40, description="json, csv, votable, amda or hpevent.")
    ] = "json",
) -> Response:
    """Return the events, and where it could not be decided whether there is one.

    What takes long is better asked for as a job: POST /api/jobs, kind find.
    """
    writer = get_event_format(format)
    ends = start_of(start) if start else None, stop_of(stop) if stop else None
    formula = FormulaRequest(condition, *ends, step, max_gap)
    asked = SearchRequest.of(
        formula,
        load(here.door, within, caller) if within else None,
        min_duration=min_duration,
        bridge=bridge,
        merge=merge,
        columns=column,
    )
    checked_formula = checked(here.door, formula, caller)
    here.limits.check(checked_formula.dataset, checked_formula.start, checked_formula.stop)
    here.gate.enter(caller.client)
    try:
        body = b"".join(writer.write(find(here.door, asked, caller)))
    finally:
        here.gate.leave(caller.client)
    headers = {
        "cache-control": "no-cache",
        "content-disposition": f'attachment; filename="events{writer.suffixes[0]}"',
    }
    return Response(body, headers=headers, media_type=writer.media_type)
