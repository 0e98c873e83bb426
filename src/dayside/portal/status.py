"""``/status``: what is served, what is new, how fast, and who else answers."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dayside.portal.rendering import PATIENCE_S, Portal
from dayside.portal.workspace import is_built
from dayside.protocols.http.answers import json_answer
from dayside.protocols.http.recent import WINDOW_S, Pace
from dayside.services.state import SourceState, State, state, stored
from dayside.sources.local import LocalSource

_AREAS = {
    "pages": "Home, status and what is small",
    "datasets": "Search and dataset pages",
    "parameters": "Parameter pages",
    "api": "REST: tiles, exports, search",
    "hapi": "HAPI",
    "app": "Workspace",
    "static": "Scripts of the workspace",
    "assets": "Style sheets",
}
_SLOW_S = 1.0
"""Where half of the answers take longer, they are told to be slow."""


def page(portal: Portal, request: Request) -> Response:
    """Return the state of the server as a page."""
    from dayside import __version__

    found = _state(portal, request)
    paces = _paces(portal)
    return portal.html(
        request,
        "status.html",
        json_href=portal.context.site.path("/status.json"),
        version=__version__,
        uptime_s=round(time.time() - portal.started),
        workspace_built=is_built(),
        state=found,
        verdict=_verdict(found, paces),
        paces=paces,
        areas=_AREAS,
        now=time.time(),
    )


def record(portal: Portal, request: Request) -> Response:
    """Return the state of the server as JSON."""
    from dayside import __version__

    found = _state(portal, request)
    content = {
        "version": __version__,
        "uptime_s": round(time.time() - portal.started),
        "workspace_built": is_built(),
        "verdict": _verdict(found, _paces(portal)),
        "snapshot": found.snapshot,
        "sources": [_source(source) for source in found.sources],
        "news": [
            {"day": c.day, "snapshot": c.snapshot, "dataset": c.dataset.id, "first": c.is_first}
            for c in found.news
        ],
        "requests": {"window_s": WINDOW_S, "areas": [asdict(pace) for pace in _paces(portal)]},
    }
    return json_answer(request, content, cache="no-store")


def _state(portal: Portal, request: Request) -> State:
    def sizes(source: LocalSource) -> Mapping[str, int]:
        key = ("stored", source.archive.snapshot)
        return portal.looks.get(key, lambda: stored(source))

    return state(portal.context.door, portal.principal(request), sizes, PATIENCE_S)


def _source(source: SourceState) -> dict[str, Any]:
    said = asdict(source)
    if source.health is not None:
        said["health"]["answers"] = source.health.answers
    return {key: value for key, value in said.items() if value is not None}


def _paces(portal: Portal) -> list[Pace]:
    return [pace for pace in portal.recent.paces() if pace.area in _AREAS]


def _verdict(found: State, paces: list[Pace]) -> str:
    """Return how things are, in a sentence."""
    silent = [source.name for source in found.sources if source.error]
    failed = sum(pace.failed for pace in paces)
    slow = [_AREAS[pace.area] for pace in paces if pace.median_s > _SLOW_S]
    said = []
    if silent:
        said.append(f"{' and '.join(silent)} {'does' if len(silent) == 1 else 'do'} not answer")
    if failed:
        said.append(f"{failed} request{'' if failed == 1 else 's'} failed in the last hour")
    if slow:
        said.append(f"slow: {', '.join(slow)}")
    return f"{'; '.join(said)}." if said else "Everything works."
