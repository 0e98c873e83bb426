"""``/api/examples``, ``/api/templates``: views to begin with."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest import schemas
from dayside.protocols.rest.dependencies import Caller, Here
from dayside.protocols.rest.records import example
from dayside.services.examples import examples
from dayside.services.templates import templates

router = APIRouter(tags=["datasets"])


@router.get(
    "/examples", summary="Views to begin with", responses={200: {"model": schemas.ExamplesFound}}
)
def begin(request: Request, here: Here, caller: Caller) -> Response:
    """Return up to three views: the panels from the top, and the UTC interval."""
    content = [example(view) for view in examples(here.door, caller)]
    return json_answer(request, {"examples": content})


Only = Annotated[str, Query(max_length=200, description="Only of this; by default of all.")]


@router.get(
    "/templates",
    summary="Views of each spacecraft",
    responses={200: {"model": schemas.TemplatesFound}},
)
def of_spacecraft(
    request: Request, here: Here, caller: Caller, mission: Only = "", target: Only = ""
) -> Response:
    """Return, for each spacecraft that has both, its magnetic field and its ions as one view."""
    content = [
        {"mission": t.mission, "target": t.target, **example(t.view)}
        for t in templates(here.door, caller, mission, target)
    ]
    return json_answer(request, {"templates": content})
