"""``/transform``: a table moved into another frame, without writing a line."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dayside.formats.base import formats, get_format
from dayside.model import Principal
from dayside.model.error_codes import codes_of
from dayside.model.errors import BadRequest, DaysideError
from dayside.portal.rendering import Portal
from dayside.science.frames.registry import names
from dayside.services.looks import bare_name
from dayside.services.transform_file import FileRequest, inspected, transform_file

_FIELDS = ("source", "target", "columns", "kind", "positions", "body", "aberration", "format")
_NOTHING = dict.fromkeys(_FIELDS, "")


def page(portal: Portal, request: Request) -> Response:
    """Return the form."""
    said = {name: request.query_params.get(name, "")[:1000] for name in _FIELDS}
    return _form(portal, request, said)


async def act(portal: Portal, request: Request) -> Response:
    """Return the table with added columns; the form again with what is wrong, or what it holds."""
    caller = portal.context.writer_of(request)
    try:
        async with request.form(max_files=1, max_fields=20) as form:
            said = {name: str(form.get(name, ""))[:1000].strip() for name in _FIELDS}
            look = "look" in form
            return await _answered(portal, request, form, said, caller, look=look)
    except HTTPException as error:
        trouble = "Send one file with the form. " + error.detail
        return _form(portal, request, _NOTHING, trouble=trouble, status=400)


async def _answered(
    portal: Portal,
    request: Request,
    form: FormData,
    said: dict[str, str],
    caller: Principal,
    *,
    look: bool,
) -> Response:
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            raise BadRequest("Choose a file first.")
        with tempfile.TemporaryDirectory(prefix="dayside-") as folder:
            path = Path(folder) / bare_name(file.filename)
            path.write_bytes(await file.read())
            if look:
                found = await run_in_threadpool(inspected, path)
                return _form(portal, request, said, found=found, name=path.name)
            return await run_in_threadpool(_moved, portal, path, said, caller)
    except DaysideError as error:
        return _form(portal, request, said, trouble=str(error), status=codes_of(error).http)


def _moved(portal: Portal, path: Path, said: dict[str, str], caller: Principal) -> Response:
    for name, words in (("source", "the frame it is in"), ("target", "the frame it is to be in")):
        if not said[name]:
            raise BadRequest(f"Say {words}.")
    writer = get_format(said["format"] or "csv", writes=True)
    request = FileRequest(
        said["source"],
        said["target"],
        said["columns"],
        said["kind"],
        said["positions"],
        said["body"] or None,
        _degrees(said["aberration"]),
    )
    done = transform_file(portal.context.door, path, request, caller)
    data = b"".join(writer.write(done.answer.dataset, done.answer.blocks))
    name = f"{path.stem}_{said['target']}{writer.suffixes[0]}".replace("@", "_")
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(data, headers=headers, media_type=writer.media_type)


def _degrees(text: str) -> float:
    try:
        return float(text or 0.0)
    except ValueError as error:
        raise BadRequest(f"The aberration is a number of degrees, not {text!r}.") from error


def _form(
    portal: Portal,
    request: Request,
    said: dict[str, str],
    *,
    trouble: str = "",
    found: dict[str, Any] | None = None,
    name: str = "",
    status: int = 200,
) -> Response:
    writing = [f.name for f in formats().values() if f.writes]
    return portal.html(
        request,
        "transform.html",
        status=status,
        said=said,
        trouble=trouble,
        found=found,
        name=name,
        names=names(),
        writing=writing,
    )
