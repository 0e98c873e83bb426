"""``/api/links``: short links to states of the workspace."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest import schemas
from dayside.protocols.rest.dependencies import Here
from dayside.services import links

router = APIRouter(tags=["links"])

State = Annotated[
    dict[str, Any], Body(embed=True, description="State of a view, as the workspace tells it.")
]


@router.post(
    "/links",
    summary="Keep the state of a view",
    status_code=201,
    responses={201: {"model": schemas.LinkId}},
)
async def save(request: Request, here: Here, state: State) -> Response:
    """Keep a state and return its id; the same state always has the same.

    From another machine this needs the server's token.
    """
    here.writer_of(request)
    link_id = await run_in_threadpool(links.save, here.door, state)
    return json_answer(request, {"id": link_id}, status=201, cache="no-store")


@router.get(
    "/links/{id}",
    summary="The state kept under an id",
    responses={200: {"model": schemas.LinkRecord}},
)
def load(
    request: Request,
    here: Here,
    id: Annotated[str, Path(max_length=64)],  # noqa: A002 - the name in the URL
) -> Response:
    """Return a kept state."""
    return json_answer(request, {"id": id, "state": links.load(here.door, id)})
