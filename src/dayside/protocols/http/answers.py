"""Answers with a strong ETag, gzip and the right word about caching."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from dayside.protocols.limits import Gate

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
_WORTH_GZIP = 860


def json_answer(
    request: Request,
    content: Any,
    *,
    etag: str | None = None,
    cache: str = REVALIDATE,
    status: int = 200,
) -> Response:
    """Return `content` as JSON, NaN as null."""
    body = orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY)
    return bytes_answer(request, body, "application/json", etag=etag, cache=cache, status=status)


def tag_of(*parts: object) -> str:
    """Return an ETag of what decides an answer."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def bytes_answer(
    request: Request,
    body: bytes,
    media_type: str,
    *,
    etag: str | None = None,
    cache: str = REVALIDATE,
    status: int = 200,
) -> Response:
    """Return `body` whole, compressed if the client takes gzip, or 304 if it has it.

    Parameters
    ----------
    etag : str, optional
        What changes whenever the body does; by default its hash.
    """
    tag = etag or hashlib.sha256(body).hexdigest()[:24]
    packed = len(body) >= _WORTH_GZIP and takes_gzip(request)
    # A strong ETag is of the bytes as sent, so the packed form has its own.
    own_tag = f'"{tag}-gzip"' if packed else f'"{tag}"'
    headers = _headers(request, own_tag, cache)
    if status == 200 and has_already(request, own_tag):
        return Response(status_code=304, headers=headers)
    if packed:
        body = gzip.compress(body, compresslevel=4, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, status, headers, media_type)


def unchanged(request: Request, etag: str, cache: str = REVALIDATE) -> Response | None:
    """Return 304 if the client names the answer of this tag; asked before its body is made.

    Parameters
    ----------
    etag : str
        As it will be given to `bytes_answer`.
    """
    if request.headers.get("if-none-match", "*").strip() == "*":
        return None  # "*" is any answer, so there must be one
    forms = (f'"{etag}-gzip"', f'"{etag}"') if takes_gzip(request) else (f'"{etag}"',)
    for own_tag in forms:
        if has_already(request, own_tag):
            return Response(status_code=304, headers=_headers(request, own_tag, cache))
    return None


def _headers(request: Request, own_tag: str, cache: str) -> dict[str, str]:
    if "authorization" in request.headers:
        cache = cache.replace("public", "private")
    return {"etag": own_tag, "cache-control": cache, "vary": "Accept-Encoding, Authorization"}


def takes_gzip(request: Request) -> bool:
    """Tell whether the client takes gzip; ``gzip;q=0`` refuses it."""
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, weight = part.strip().partition(";")
        if coding.strip() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def has_already(request: Request, etag: str) -> bool:
    """Tell whether ``If-None-Match`` names `etag`."""
    named = request.headers.get("if-none-match", "")
    return named.strip() == "*" or etag in {
        part.strip().removeprefix("W/") for part in named.split(",")
    }


class GatedStream(StreamingResponse):
    """A stream that gives its client's slot back and closes its source, however it ends."""

    def __init__(
        self,
        chunks: Iterator[bytes],
        gate: Gate,
        client: str,
        *,
        headers: dict[str, str],
        media_type: str,
    ) -> None:
        super().__init__(chunks, headers=headers, media_type=media_type)
        self._gate = gate
        self._client = client

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the stream."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._gate.leave(self._client)


def begun(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Return `chunks` with the first made already, so that an early error is told whole."""
    rest = iter(chunks)
    first = next(rest, b"")

    def all_of_them() -> Iterator[bytes]:
        yield first
        yield from rest

    return all_of_them()
