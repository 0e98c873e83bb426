"""``/api/explain``: what a request for data would do, without doing it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from dayside.protocols.http.answers import json_answer
from dayside.protocols.limits import expected_rows
from dayside.protocols.rest import schemas
from dayside.protocols.rest.asked import ask
from dayside.protocols.rest.dependencies import (
    Caller,
    DatasetId,
    Here,
    Names,
    Snapshot,
    Start,
    Step,
    Stop,
)
from dayside.protocols.rest.records import when
from dayside.services.explain import explain as plan_of
from dayside.services.explain import row_bytes

router = APIRouter(tags=["data"])


@router.get(
    "/explain",
    summary="What a request for data would do",
    responses={200: {"model": schemas.PlanRecord}},
)
def explain(
    request: Request,
    here: Here,
    caller: Caller,
    dataset: DatasetId,
    start: Start = "",
    stop: Stop = "",
    parameters: Names = "",
    snapshot: Snapshot = None,
    step: Step = None,
) -> Response:
    """Return where the values would come from, of which version, and about how many."""
    asked = ask(here, caller, dataset, start, stop, parameters, snapshot, step)
    plan = plan_of(here.door, asked.request, caller)
    told = asked.answer.dataset
    content = {
        "dataset": asked.dataset.id,
        "source": plan.source,
        "id_at_source": plan.id_at_source,
        "start": when(asked.request.start),
        "stop": when(asked.request.stop),
        "parameters": told.names,
        "row_bytes": row_bytes(told),
        "expected_rows": expected_rows(told, asked.request.start, asked.request.stop),
        "groups": plan.groups,
        "stored_rows": plan.rows,
        "snapshot": snapshot,
        "version": plan.version,
    }
    return json_answer(request, content)
