"""``/api/looks``: files to look at without ingesting."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from dayside.model.errors import BadRequest
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest import schemas
from dayside.protocols.rest.dependencies import Here
from dayside.protocols.rest.records import short
from dayside.protocols.rest.uploads import files_body
from dayside.services import looks

router = APIRouter(tags=["looks"])


@router.post(
    "/looks",
    summary="Look at files without ingesting",
    status_code=201,
    responses={201: {"model": schemas.LookRecord}},
    openapi_extra=files_body("Files; those that belong together, together.", many=True),
)
async def look(request: Request, here: Here) -> Response:
    """Read files, and answer under which ids what they hold can be asked for.

    Every resource takes these ids, as those of remote servers; no list has them. They go
    when nobody used them for an hour, and with the server. From another machine this needs
    the server's token.
    """
    principal = here.writer_of(request)
    most_bytes = looks.source_of(here.door).room.upload_bytes
    await here.gate.wait(principal.client)
    try:
        # What is large goes to disk while it arrives.
        async with request.form(max_files=looks.MOST_FILES, max_fields=0) as form:
            sent = [f for f in form.getlist("file") if isinstance(f, UploadFile)]
            files = [(f.filename or "", f.file) for f in sent]
            found = await run_in_threadpool(looks.look, here.door, files, principal)
    except ClientDisconnect as error:
        # More arrived than was announced, or nobody is there any more to be told.
        raise looks.too_large(most_bytes) from error
    except HTTPException as error:
        raise BadRequest(
            "Send files as multipart/form-data: curl -F file=@FILE …/api/looks. " + error.detail
        ) from error
    finally:
        here.gate.leave(principal.client)
    return json_answer(request, _record(found), status=201, cache="no-store")


def _record(found: looks.Looked) -> dict[str, Any]:
    return {
        "datasets": [short(dataset) for dataset in found.datasets],
        "panels": [{"dataset": d, "parameter": p} for d, p in found.panels],
        "refused": [{"name": r.name, "reason": r.reason} for r in found.refused],
        "idle_s": found.idle_s,
    }
