"""The REST interface of CDPP's 3DView, for its clients: ``/webresources/get_bodies`` and so on.

Clients such as speasy's ``cdpp3dview`` provider work when pointed here. Errors are plain text as
3DView's, or JSON for who asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dayside.model.error_codes import codes_of
from dayside.model.errors import DaysideError
from dayside.protocols.base import Context
from dayside.protocols.threedview import answers

PREFIX = "/webresources"

Answer = Callable[[Context, Request], Response]


def routes(context: Context) -> Sequence[BaseRoute]:
    """Return the routes of the protocol."""
    every: dict[str, Answer] = {
        "get_bodies": answers.get_bodies,
        "get_frames": answers.get_frames,
        "get_trajectory": answers.get_trajectory,
        "get_transform_matrices": answers.get_transform_matrices,
    }
    return [Route(f"{PREFIX}/{name}", _endpoint(context, make)) for name, make in every.items()]


def _endpoint(context: Context, make: Answer) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        client = context.principal_of(request).client
        await context.gate.wait(client)
        try:
            return await run_in_threadpool(make, context, request)
        except DaysideError as error:
            return _refused(request, error)
        finally:
            context.gate.leave(client)

    return endpoint


def _refused(request: Request, error: DaysideError) -> Response:
    status = codes_of(error).http
    if "json" in request.headers.get("accept", ""):
        return JSONResponse({"error": str(error)}, status)
    return PlainTextResponse(str(error), status)
