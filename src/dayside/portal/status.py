"""``/status``: what is served, and which sources answer."""

from __future__ import annotations

import time
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dayside.portal.rendering import Portal
from dayside.portal.workspace import is_built
from dayside.protocols.http.answers import json_answer
from dayside.services import catalog


def page(portal: Portal, request: Request) -> Response:
    """Return the state of the server as a page."""
    return portal.html(request, "status.html", **_state(portal, request))


def record(portal: Portal, request: Request) -> Response:
    """Return the state of the server as JSON."""
    return json_answer(request, _state(portal, request), cache="no-store")


def _state(portal: Portal, request: Request) -> dict[str, Any]:
    from dayside import __version__

    found = catalog.search(portal.context.door, portal.principal(request))
    names = {source.name for source in portal.context.door.sources}
    sources = []
    for source in portal.context.door.sources:
        own = [d for d in found.datasets if _source(d.id, names) == source.name]
        sources.append(
            {
                "name": source.name or "archive",
                "datasets": len(own),
                "records": sum(d.records or 0 for d in own),
                "error": found.unreachable.get(source.name),
            }
        )
    return {
        "version": __version__,
        "uptime_s": round(time.time() - portal.started),
        "workspace_built": is_built(),
        "sources": sources,
    }


def _source(dataset_id: str, names: set[str]) -> str:
    prefix, slash, _ = dataset_id.partition("/")
    return prefix if slash and prefix in names else ""
