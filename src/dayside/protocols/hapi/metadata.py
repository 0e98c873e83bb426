"""``/hapi/about``, ``capabilities``, ``catalog`` and ``info``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dayside.formats.hapi.info import info, selected
from dayside.model import Dataset, time
from dayside.protocols.base import Context
from dayside.protocols.hapi import asked
from dayside.protocols.hapi.answers import json_answer, modified_at
from dayside.protocols.hapi.data import MEDIA_TYPES, output_formats
from dayside.protocols.hapi.served import datasets, describe

_TITLE_LENGTH = 40


def about(context: Context, started: datetime, request: Request) -> Response:
    """Answer ``/hapi/about``."""
    asked.query(request, "about")
    site = context.site
    # HAPI wants no "HAPI" in the title, and 40 characters at most.
    said: dict[str, Any] = {
        "id": site.id,
        "title": site.title.replace("HAPI", "").strip()[:_TITLE_LENGTH] or "Dayside",
        "contact": site.contact or "Not told; ask whoever gave you the address.",
        "description": site.description or None,
        "serverCitation": site.citation or None,
        "dataTest": _data_test(context, request),
    }
    return json_answer(request, {k: v for k, v in said.items() if v is not None}, started)


def _data_test(context: Context, request: Request) -> dict[str, Any] | None:
    """Return a request by which a client can see that the server works."""
    for dataset in datasets(context.door, context.principal_of(request)):
        said = info(dataset) if dataset.start is not None else {}
        if "sampleStartDate" in said and len(said["parameters"]) > 1:
            query = {
                "dataset": dataset.id,
                "start": said["sampleStartDate"],
                "stop": said["sampleStopDate"],
                "parameters": said["parameters"][1]["name"],
            }
            return {"name": "First samples", "query": query}
    return None


def capabilities(_: Context, started: datetime, request: Request) -> Response:
    """Answer ``/hapi/capabilities``."""
    asked.query(request, "capabilities")
    # The standard allows formats that begin with x_, its JSON schema does not.
    said = {
        "outputFormats": list(MEDIA_TYPES),
        "x_outputFormats": [n for n in output_formats() if n not in MEDIA_TYPES],
        "catalogDepthOptions": ["dataset", "all"],
    }
    return json_answer(request, said, started)


def catalog(context: Context, started: datetime, request: Request) -> Response:
    """Answer ``/hapi/catalog``."""
    options = asked.query(request, "catalog")
    asked.resolve_references(options)
    everything = asked.depth(options) == "all"
    found = datasets(context.door, context.principal_of(request))
    rows = [_row(context, d, everything) for d in found]
    modified = max((modified_at(d.modified) for d in found), default=started)
    return json_answer(request, {"catalog": rows}, max(modified, started))


def _row(context: Context, dataset: Dataset, everything: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"id": dataset.id}
    if dataset.title:
        row["title"] = _short(dataset.title)
    if dataset.title != row.get("title", ""):
        row["x_title"] = dataset.title
    # Of a remote dataset not yet looked at, only its name is known.
    if everything and dataset.start is not None:
        row["info"] = _info(context, dataset)
    return row


def _short(title: str) -> str:
    """Return a title cut between words to what HAPI wants in a catalog, if it is longer."""
    if len(title) <= _TITLE_LENGTH:
        return title
    cut = title[: _TITLE_LENGTH - 1]
    whole_words = cut if title[len(cut)].isspace() else cut.rpartition(" ")[0] or cut
    return whole_words.rstrip(" ,;:-") + "…"


def info_of(context: Context, _: datetime, request: Request) -> Response:
    """Answer ``/hapi/info``."""
    options = asked.query(request, "info")
    dataset_id = asked.required(options, "dataset")
    asked.resolve_references(options)
    dataset = describe(context.door, dataset_id, context.principal_of(request))
    columns = asked.columns(options, dataset)
    said = selected(_info(context, dataset), columns.told)
    return json_answer(request, said, modified_at(dataset.modified))


def _info(context: Context, dataset: Dataset) -> Mapping[str, Any]:
    said = info(dataset)
    longest = context.limits.longest(dataset)
    if longest is not None:
        said = {"maxRequestDuration": time.duration_text(longest), **said}
    return said
