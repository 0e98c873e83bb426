"""``/api/explain``: what a request for data would do, without doing it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from dayside.protocols.http.answers import json_answer
from dayside.protocols.limits import expected_rows
from dayside.protocols.rest.asked import ask
from dayside.protocols.rest.dependencies import (
    Caller,
    DatasetId,
    Here,
    Names,
    Snapshot,
    Start,
    Stop,
)
from dayside.protocols.rest.records import when

router = APIRouter(tags=["data"])


@router.get("/explain", summary="What a request for data would do")
def explain(
    request: Request,
    here: Here,
    caller: Caller,
    dataset: DatasetId,
    start: Start = "",
    stop: Stop = "",
    parameters: Names = "",
    snapshot: Snapshot = None,
) -> Response:
    """Return where the values would come from, of which version, and about how many."""
    asked = ask(here, caller, dataset, start, stop, parameters, snapshot)
    source, own_id = here.door.source_of(dataset)
    content = {
        "dataset": asked.dataset.id,
        "source": source.name or "archive",
        "id_at_source": own_id,
        "start": when(asked.request.start),
        "stop": when(asked.request.stop),
        "parameters": [p.name for p in asked.answer.dataset.parameters],
        "numbers_per_row": sum(p.size for p in asked.answer.dataset.parameters),
        "expected_rows": expected_rows(asked.dataset, asked.request.start, asked.request.stop),
        "snapshot": snapshot,
        "version": asked.answer.version,
    }
    return json_answer(request, content)
