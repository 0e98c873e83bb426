"""``/api/transform``: a table moved into another frame."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from dayside.formats.base import get_format
from dayside.model.errors import BadRequest
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest import space_records as records
from dayside.protocols.rest.dependencies import Here
from dayside.protocols.rest.space import FrameName
from dayside.protocols.rest.uploads import files_body
from dayside.services.looks import bare_name
from dayside.services.transform_file import FileRequest, inspected, transform_file

router = APIRouter(tags=["space"])

_BODY = files_body("A table.", many=False)


@router.post(
    "/transform",
    summary="Move a table into another frame",
    responses={200: {"content": {"text/csv": {}, "application/octet-stream": {}}}},
    response_class=Response,
    openapi_extra=_BODY,
)
async def transform(
    request: Request,
    here: Here,
    source: FrameName,
    target: FrameName,
    columns: Annotated[
        str, Query(max_length=1000, description="A parameter or three columns; by default all.")
    ] = "",
    kind: Annotated[str, Query(max_length=20, description="vector, position or velocity.")] = "",
    positions: Annotated[str, Query(max_length=1000, description="For velocities: where.")] = "",
    body: Annotated[str, Query(max_length=100, description="What the data are about.")] = "",
    aberration: Annotated[float, Query(ge=-90, le=90, description="Degrees.")] = 0.0,
    solar_wind_speed: Annotated[float | None, Query(gt=0, le=1e5, description="km/s.")] = None,
    format: Annotated[str, Query(max_length=40)] = "csv",  # noqa: A002 - the name in the URL
) -> Response:
    """Return the table with its vectors in another frame beside them, and how they were made.

    Upload a CSV, VOTable, CDF or AMDA table. From another machine this needs the server's token.
    """
    caller = here.writer_of(request)
    writer = get_format(format, writes=True)
    asked = FileRequest(
        source, target, columns, kind, positions, body or None, aberration, solar_wind_speed
    )

    def answer(path: Path) -> bytes:
        done = transform_file(here.door, path, asked, caller)
        return b"".join(writer.write(done.answer.dataset, done.answer.blocks))

    async with _sent(request) as path:
        data = await run_in_threadpool(answer, path)
        name = f"{path.stem}_{target}{writer.suffixes[0]}".replace("@", "_")
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, headers=headers, media_type=writer.media_type)


@router.post(
    "/transform/inspect",
    summary="Tell what of a table can be transformed",
    responses={200: {"model": records.Inspected}},
    openapi_extra=_BODY,
)
async def inspect(request: Request, here: Here) -> Response:
    """Return the columns of a table, what of them are vectors, and the times as they were read."""
    here.writer_of(request)
    async with _sent(request) as path:
        return json_answer(request, await run_in_threadpool(inspected, path), cache="no-store")


@asynccontextmanager
async def _sent(request: Request) -> AsyncIterator[Path]:
    """Give the uploaded file in a folder of its own, which goes at the end."""
    try:
        async with request.form(max_files=1, max_fields=0) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise BadRequest("Send the table as a file: curl -F file=@FILE …/api/transform")
            with tempfile.TemporaryDirectory(prefix="dayside-") as folder:
                path = Path(folder) / bare_name(file.filename or "table.csv")
                path.write_bytes(await file.read())
                yield path
    except HTTPException as error:
        raise BadRequest("Send the table as multipart/form-data. " + error.detail) from error
