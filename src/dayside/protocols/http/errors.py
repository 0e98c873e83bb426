"""Errors as JSON: ``{"error": {"type", "message", "status", "id"}}``."""

from __future__ import annotations

import logging
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from dayside.model.error_codes import codes_of
from dayside.model.errors import DaysideError
from dayside.protocols.base import request_id

_log = logging.getLogger(__name__)

INTERNAL_MESSAGE = "Something went wrong here. The log knows more under this id."


def error_body(
    message: str, status: int, identifier: str, kind: str = "DaysideError"
) -> dict[str, Any]:
    """Return the body that tells an error; `kind` is the name of its class."""
    return {"error": {"type": kind, "message": message, "status": status, "id": identifier}}


def told(error: Exception) -> tuple[int, str]:
    """Return the HTTP status of `error` and what may be said about it to a stranger."""
    status = codes_of(error).http
    if not isinstance(error, DaysideError):
        return status, INTERNAL_MESSAGE
    return status, str(error)


def json_error(request: Request, status: int, message: str, kind: str = "DaysideError") -> Response:
    """Return an error as JSON."""
    body = orjson.dumps(error_body(message, status, request_id(request), kind))
    return Response(
        body, status, media_type="application/json", headers={"cache-control": "no-store"}
    )


async def on_error(request: Request, error: Exception) -> Response:
    """Tell any error; a domain error of the server's own making is logged as well."""
    status, message = told(error)
    if status >= 500 and isinstance(error, DaysideError):
        _log.error("request %s: %s", request_id(request), error, exc_info=error)
    kind = type(error).__name__ if isinstance(error, DaysideError) else "DaysideError"
    return json_error(request, status, message, kind)
