"""``/``: a search, and what is new."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from dayside.model import Dataset, Principal
from dayside.model.wording import day
from dayside.portal import addresses, jsonld, preview, quicklook
from dayside.portal.rendering import PATIENCE_S, Portal
from dayside.portal.search import FACET_TITLES
from dayside.portal.workspace import is_built
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest.records import example, short
from dayside.services import catalog, history
from dayside.services.examples import best, examples

_NEW, _LOOKED_AT = 8, 24
"""Datasets shown as new, and changes they are chosen from."""


def page(portal: Portal, request: Request) -> Response:
    """Return the home page."""
    principal = portal.principal(request)
    site = portal.context.site
    found = catalog.search(portal.context.door, principal, patience_s=PATIENCE_S)
    kept = [d for d in found.datasets if "/" not in d.id]
    changes = _news(history.recent(portal.context.door, principal, _LOOKED_AT))
    newest = [change.dataset for change in changes]
    return portal.html(
        request,
        "home.html",
        json_href=site.path("/index.json"),
        total=len(found.datasets),
        samples=sum(d.records or 0 for d in kept),
        years=_years(kept),
        newest=newest,
        looks=_looks(portal, newest, principal),
        changed={change.dataset.id: change.day for change in changes},
        previews=[
            drawn
            for view in examples(portal.context.door, principal)
            if (drawn := preview.of(portal, view, principal))
        ],
        facets=[(name, title, found.facets[name]) for name, title in FACET_TITLES.items()],
        unreachable=found.unreachable,
        built=is_built(),
        linked=jsonld.script(
            jsonld.catalog_record(site.url(request, ""), site.title, site.description)
        ),
    )


def record(portal: Portal, request: Request) -> Response:
    """Return what the home page tells as JSON."""
    principal = portal.principal(request)
    site = portal.context.site
    found = catalog.search(portal.context.door, principal, patience_s=PATIENCE_S)
    kept = [d for d in found.datasets if "/" not in d.id]
    content = {
        "title": site.title,
        "description": site.description,
        "datasets": len(found.datasets),
        "samples": sum(d.records or 0 for d in kept),
        "facets": found.facets,
        "unreachable": found.unreachable,
        "new": [
            {
                "day": change.day,
                "snapshot": change.snapshot,
                "url": site.url(request, addresses.dataset(change.dataset.id)),
                "dataset": short(change.dataset),
            }
            for change in _news(history.recent(portal.context.door, principal, _LOOKED_AT))
        ],
        "examples": [example(view) for view in examples(portal.context.door, principal)],
    }
    return json_answer(request, content)


def _looks(
    portal: Portal, datasets: list[Dataset], principal: Principal
) -> dict[str, quicklook.Look]:
    """Return the quick look of the best parameter of each dataset, by id."""
    found = {}
    for dataset in datasets:
        for parameter in best(dataset, 1):
            look = quicklook.look(portal, dataset, principal, parameter.name)
            if look is not None:
                found[dataset.id] = look
    return found


def _news(changes: list[history.Change]) -> list[history.Change]:
    """Return the last change of each dataset; of one day, those with samples to see first."""
    last: dict[str, history.Change] = {}
    for change in changes:
        last.setdefault(change.dataset.id, change)
    newest = sorted(
        last.values(), key=lambda change: (change.day, bool(change.dataset.records)), reverse=True
    )
    return newest[:_NEW]


def _years(datasets: list[Dataset]) -> str:
    starts = [d.start for d in datasets if d.start is not None]
    stops = [d.stop for d in datasets if d.stop is not None]
    if not starts or not stops:
        return ""
    first, last = day(min(starts))[:4], day(max(stops))[:4]
    return first if first == last else f"{first}–{last}"
