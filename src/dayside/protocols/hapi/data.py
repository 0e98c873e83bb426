"""``/hapi/data``: the values of a dataset between two times."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from dayside.formats.base import formats
from dayside.formats.hapi.encode import encode_binary, encode_csv
from dayside.formats.hapi.file import header, header_lines
from dayside.formats.hapi.info import info, selected
from dayside.formats.hapi.json import json_document
from dayside.model import Dataset, Series
from dayside.protocols.base import Context
from dayside.protocols.hapi import asked, status
from dayside.protocols.hapi.answers import headers_of, http_date, modified_at, not_modified
from dayside.protocols.hapi.served import describe
from dayside.protocols.hapi.stream import BlockStream, gzipped
from dayside.protocols.http.answers import REVALIDATE, has_already, takes_gzip
from dayside.services.fetch import Answer, SeriesRequest, fetch

MEDIA_TYPES = {
    "csv": "text/csv",
    "binary": "application/octet-stream",
    "json": "application/json",
}
"""What HAPI itself defines."""
EXTRA_FORMATS = ("parquet", "arrow")
"""Formats offered as ``x_…``: columns, narrow types and 64-bit times, for speed."""


def output_formats() -> tuple[str, ...]:
    """Return what ``format`` may be."""
    known = formats()
    return (*MEDIA_TYPES, *(f"x_{n}" for n in EXTRA_FORMATS if n in known and known[n].writes))


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that is allowed, and its answer not yet begun."""

    whole: Dataset
    columns: asked.Columns
    form: str
    header: bool
    answer: Answer
    etag: str


def prepare(context: Context, request: Request) -> Asked:
    """Return what a request asks; nothing of the values is read."""
    options = asked.query(request, "data")
    dataset_id = asked.required(options, "dataset")
    principal = context.principal_of(request)
    dataset = describe(context.door, dataset_id, principal)
    start, stop = asked.interval(options, dataset)
    columns = asked.columns(options, dataset)
    form, with_header = asked.form(options, output_formats()), asked.include(options)
    context.limits.check(dataset, start, stop)
    answer = fetch(context.door, SeriesRequest(dataset_id, start, stop, columns.own), principal)
    said = (dataset_id, answer.version, start, stop, columns.told, form, with_header)
    tag = hashlib.sha256(repr(said).encode()).hexdigest()[:24]
    if takes_gzip(request):
        tag += "-gzip"
    return Asked(dataset, columns, form, with_header, answer, f'"{tag}"')


async def data(context: Context, request: Request) -> Response:
    """Answer ``/hapi/data``."""
    found = await run_in_threadpool(prepare, context, request)
    modified = modified_at(found.whole.modified)
    headers = {
        "etag": found.etag,
        "last-modified": http_date(modified),
        "cache-control": REVALIDATE,
        "vary": "Accept-Encoding, Authorization",
    }
    if has_already(request, found.etag) or not_modified(request, modified):
        return Response(status_code=304, headers=headers | headers_of(status.OK))
    media_type = MEDIA_TYPES.get(found.form) or formats()[found.form[2:]].media_type
    if request.method == "HEAD":
        return _head(headers | headers_of(status.OK), media_type)
    client = context.principal_of(request).client
    await context.gate.wait(client)
    try:
        code, body = await run_in_threadpool(_begun, found)
    except BaseException:
        context.gate.leave(client)
        raise
    headers |= headers_of(code)
    if takes_gzip(request):
        headers["content-encoding"] = "gzip"
        body = gzipped(body)
    return BlockStream(
        _closing(body, found.answer.blocks),
        lambda: context.gate.leave(client),
        headers=headers,
        media_type=media_type,
    )


def _head(headers: dict[str, str], media_type: str) -> Response:
    """Return the headers of an answer whose length nobody knows yet: no query is run for it."""
    answer = Response(headers=headers, media_type=media_type)
    del answer.headers["content-length"]
    return answer


def _begun(found: Asked) -> tuple[int, Iterator[bytes]]:
    """Return the status and the body, its first piece made: what fails early is told whole."""
    blocks = found.answer.blocks
    first = next((b for b in blocks if len(b)), None)
    code = status.NO_DATA if first is None else status.OK
    body = _body(found, code, chain([first], blocks) if first is not None else ())
    return code, chain([next(body, b"")], body)


def _body(found: Asked, code: int, blocks: Iterable[Series]) -> Iterator[bytes]:
    dataset, form = found.answer.dataset, found.form
    if form.startswith("x_"):
        return formats()[form[2:]].write(dataset, blocks)
    told: dict[str, Any] = selected(info(found.whole), found.columns.told)
    said = status.status(code)
    if form == "json":
        return json_document(header(told, form, said), dataset, blocks)
    encode = {"csv": encode_csv, "binary": encode_binary}[form]
    head = header_lines(told, form, said) if found.header else b""
    return chain([head], encode(dataset, blocks)) if head else encode(dataset, blocks)


def _closing(body: Iterable[bytes], blocks: Iterator[Series]) -> Generator[bytes, None, None]:
    """Yield `body`; when it is closed, so is the reading behind it."""
    try:
        yield from body
    finally:
        close = getattr(blocks, "close", None)
        if close is not None:
            close()
