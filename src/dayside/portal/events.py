"""``/events``: the event lists that are kept, and one of them with its events."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from dayside.formats.events import event_formats
from dayside.formats.events.json import record_of_list
from dayside.portal import eventrows
from dayside.portal.rendering import Portal
from dayside.portal.timeline import timeline
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest.event_records import info_record
from dayside.services import events

_PER_PAGE = 100


def page(portal: Portal, request: Request) -> Response:
    """Return the lists one may see."""
    text = request.query_params.get("q", "")[:500].strip()
    found = events.find(portal.context.door, portal.principal(request), text)
    return portal.html(
        request,
        "events.html",
        json_href=portal.context.site.path("/events.json"),
        lists=found,
        text=text,
        path_of=lambda name: portal.context.site.path(path_of(name)),
    )


def record(portal: Portal, request: Request) -> Response:
    """Return the lists one may see as JSON."""
    text = request.query_params.get("q", "")[:500].strip()
    found = events.find(portal.context.door, portal.principal(request), text)
    return json_answer(request, {"lists": [info_record(row) for row in found]})


def one(portal: Portal, request: Request) -> Response:
    """Return the page of a list, or its record where the path ends in ``.json``."""
    name = request.path_params["name"]
    principal = portal.principal(request)
    if name.endswith(".json"):
        plain = name.removesuffix(".json")
        row = events.info(portal.context.door, plain, principal)
        kept = events.load(portal.context.door, plain, principal)
        return json_answer(request, info_record(row) | record_of_list(kept))
    row = events.info(portal.context.door, name, principal)
    kept = events.load(portal.context.door, name, principal).sorted()
    first = _first(request)
    shown = kept[first : first + _PER_PAGE]
    site = portal.context.site
    here = site.path(path_of(row.name))
    more = first + _PER_PAGE < len(kept)
    return portal.html(
        request,
        "event_list.html",
        canonical=path_of(row.name),
        json_href=f"{here}.json",
        row=row,
        events=kept,
        picture=timeline(kept),
        columns=list(kept.columns.values()),
        rows=eventrows.rows(shown),
        first=first,
        earlier=f"{here}?from={max(first - _PER_PAGE, 0)}" if first else "",
        later=f"{here}?from={first + _PER_PAGE}" if more else "",
        formats=sorted(event_formats()),
        states=events.history(portal.context.door, name, principal)[::-1],
        is_dataset=row.access != "owner",
    )


def path_of(name: str) -> str:
    """Return the path of a list's page, below the root path."""
    return f"/events/{quote(name)}"


def _first(request: Request) -> int:
    said = request.query_params.get("from", "0")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 0
