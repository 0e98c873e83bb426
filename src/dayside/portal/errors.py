"""Errors as pages for people, as JSON for programs."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from difflib import get_close_matches
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dayside.model.errors import DaysideError, Forbidden
from dayside.portal.dataset import suggestions
from dayside.portal.rendering import Portal
from dayside.protocols.base import request_id
from dayside.protocols.http.errors import json_error, told
from dayside.protocols.http.header import NAVIGATION

_log = logging.getLogger(__name__)

TITLES = {
    400: "This cannot be right",
    401: "Not without a token",
    403: "Not for you",
    404: "Not here",
    405: "Not this way",
    502: "A remote source does not answer",
    503: "Not ready",
}

Handler = Callable[[Request, Exception], Awaitable[Response]]


def handlers(portal: Portal) -> Mapping[Any, Handler]:
    """Return how the application tells errors that no protocol told itself."""
    handler = partial(_tell, portal)
    return {HTTPException: handler, DaysideError: handler, Exception: handler}


async def _tell(portal: Portal, request: Request, error: Exception) -> Response:
    status, message = _said(error)
    if status >= 500 and isinstance(error, DaysideError):
        _log.error("request %s: %s", request_id(request), error, exc_info=error)
    if not wants_page(request):
        kind = type(error).__name__ if isinstance(error, DaysideError) else "DaysideError"
        answer = json_error(request, status, message, kind)
    else:
        answer = await run_in_threadpool(_page, portal, request, error, status, message)
    if isinstance(error, HTTPException):
        answer.headers.update(error.headers or {})
    return answer


def wants_page(request: Request) -> bool:
    """Tell whether a person reads the answer."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.endswith(
        (".json", ".xml", ".png")
    )


def _said(error: Exception) -> tuple[int, str]:
    if isinstance(error, HTTPException):
        message = "There is nothing at this address." if error.status_code == 404 else error.detail
        return error.status_code, message
    return told(error)


def _page(
    portal: Portal, request: Request, error: Exception, status: int, message: str
) -> Response:
    asked = str(request.path_params.get("id", ""))
    # A wrong token must not be read again on the way to the page about it.
    near = (
        []
        if isinstance(error, Forbidden)
        else suggestions(portal, error, asked, portal.principal(request))
    )
    path = request.url.path.removeprefix(portal.context.site.root_path)
    pages = dict(NAVIGATION)
    return portal.html(
        request,
        "error.html",
        status=status,
        code=status,
        title=TITLES.get(status, "Something went wrong here"),
        message=message,
        near=near,
        pages=[(p, pages[p]) for p in get_close_matches(path, list(pages), n=2)]
        if status == 404 and not near
        else [],
        identifier=request_id(request),
    )
