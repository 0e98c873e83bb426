"""``/``: a search, and what is new."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from dayside.model import Dataset
from dayside.model.wording import day
from dayside.portal import preview, quicklook
from dayside.portal.rendering import Portal
from dayside.portal.search import FACET_TITLES
from dayside.portal.workspace import is_built
from dayside.services import catalog
from dayside.services.examples import examples

_NEW = 8


def page(portal: Portal, request: Request) -> Response:
    """Return the home page."""
    principal = portal.principal(request)
    found = catalog.search(portal.context.door, principal)
    kept = [d for d in found.datasets if "/" not in d.id]
    newest = sorted(kept, key=lambda d: d.modified or "", reverse=True)[:_NEW]
    return portal.html(
        request,
        "home.html",
        total=len(found.datasets),
        samples=sum(d.records or 0 for d in kept),
        years=_years(kept),
        newest=newest,
        looks={d.id: look for d in newest if (look := quicklook.look(portal, d, principal))},
        previews=[
            drawn
            for view in examples(portal.context.door, principal)
            if (drawn := preview.of(portal, view, principal))
        ],
        facets=[(name, title, found.facets[name]) for name, title in FACET_TITLES.items()],
        unreachable=found.unreachable,
        built=is_built(),
    )


def _years(datasets: list[Dataset]) -> str:
    starts = [d.start for d in datasets if d.start is not None]
    stops = [d.stop for d in datasets if d.stop is not None]
    if not starts or not stops:
        return ""
    first, last = day(min(starts))[:4], day(max(stops))[:4]
    return first if first == last else f"{first}–{last}"
