"""HAPI's JSON answers: status, headers, conditional requests, errors."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from dayside.formats.hapi.info import VERSION
from dayside.model import time
from dayside.model.errors import BadTime, DaysideError
from dayside.protocols.base import request_id
from dayside.protocols.hapi import status
from dayside.protocols.http.answers import bytes_answer

_log = logging.getLogger(__name__)

CORS = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET",
    "access-control-allow-headers": "Content-Type",
    "access-control-expose-headers": "x-hapi-status",
}


def headers_of(code: int) -> dict[str, str]:
    """Return the headers every HAPI answer has."""
    return {**CORS, "x-hapi-status": status.reason(code)}


def json_answer(request: Request, content: Mapping[str, Any], modified: datetime) -> Response:
    """Return `content` under ``HAPI`` and ``status``, or 304 if the client has it."""
    whole = {"HAPI": VERSION, "status": status.status(status.OK), **content}
    answer = bytes_answer(request, orjson.dumps(whole), "application/json")
    if not_modified(request, modified):
        answer = Response(status_code=304, headers=_kept(answer))
    answer.headers.update(headers_of(status.OK))
    answer.headers["last-modified"] = http_date(modified)
    return answer


def _kept(answer: Response) -> dict[str, str]:
    """Return the headers a 304 repeats."""
    return {k: v for k, v in answer.headers.items() if k in {"etag", "cache-control", "vary"}}


def not_modified(request: Request, modified: datetime) -> bool:
    """Tell whether ``If-Modified-Since`` alone says that the client is up to date."""
    since = request.headers.get("if-modified-since")
    if since is None or "if-none-match" in request.headers:
        return False
    try:
        known = parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False
    if known.tzinfo is None:
        known = known.replace(tzinfo=UTC)
    return modified.replace(microsecond=0) <= known


def http_date(when: datetime) -> str:
    """Return a time as HTTP writes it."""
    return format_datetime(when.astimezone(UTC), usegmt=True)


def modified_at(text: str | None) -> datetime:
    """Return when something was modified, as a dataset tells it; now, if it does not tell."""
    try:
        ticks = time.parse((text or "").removesuffix("+00:00"))
    except BadTime:
        return datetime.now(UTC)
    return datetime.fromtimestamp(int(time.to_unix_ns(ticks)) // time.NS, UTC)


def error_answer(request: Request, error: Exception) -> Response:
    """Return an error as HAPI tells it: always as JSON, with nothing of what was asked."""
    code = status.code_of(error)
    if not isinstance(error, DaysideError):
        _log.error("request %s failed", request_id(request), exc_info=error)
        detail = "The server's log knows more."
    else:
        detail = str(error)
        if code >= status.INTERNAL:
            _log.error("request %s: %s", request_id(request), error)
    body = {"HAPI": VERSION, "status": status.status(code, detail)}
    return Response(
        orjson.dumps(body),
        status.http_of(code),
        {**headers_of(code), "cache-control": "no-store"},
        "application/json",
    )
