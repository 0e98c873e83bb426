"""``/api/examples``: views to begin with."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest import schemas
from dayside.protocols.rest.dependencies import Caller, Here
from dayside.protocols.rest.records import example
from dayside.services.examples import examples

router = APIRouter(tags=["datasets"])


@router.get(
    "/examples", summary="Views to begin with", responses={200: {"model": schemas.ExamplesFound}}
)
def begin(request: Request, here: Here, caller: Caller) -> Response:
    """Return up to three views: the panels from the top, and the UTC interval."""
    content = [example(view) for view in examples(here.door, caller)]
    return json_answer(request, {"examples": content})
