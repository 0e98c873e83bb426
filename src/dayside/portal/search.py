"""``/datasets``: what was found, and what would narrow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from dayside.portal.rendering import Portal
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest.records import short
from dayside.services import catalog

FACET_TITLES = {
    "target": "Target",
    "mission": "Mission",
    "instrument": "Instrument",
    "measurement_type": "Measurement",
    "region": "Region",
}
_PER_PAGE = 100
_SHOWN_VALUES = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how many datasets it would leave and where it leads."""

    value: str
    count: int
    href: str
    chosen: bool


def page(portal: Portal, request: Request) -> Response:
    """Return the datasets found as a page."""
    text, facets, found = _search(portal, request)
    first = _first(request)
    shown = found.datasets[first : first + _PER_PAGE]
    return portal.html(
        request,
        "search.html",
        text=text,
        asked=facets,
        facet_titles=FACET_TITLES,
        facets=[
            (title, _choices(portal, text, facets, name, found.facets[name]))
            for name, title in FACET_TITLES.items()
        ],
        datasets=shown,
        total=len(found.datasets),
        first=first,
        earlier=_page_link(portal, text, facets, first - _PER_PAGE) if first else "",
        later=_page_link(portal, text, facets, first + _PER_PAGE)
        if first + _PER_PAGE < len(found.datasets)
        else "",
        json_href=f"{portal.context.site.path('/datasets.json')}?{_options(text, facets)}",
        unreachable=found.unreachable,
        shown_values=_SHOWN_VALUES,
    )


def record(portal: Portal, request: Request) -> Response:
    """Return the datasets found as JSON."""
    _, _, found = _search(portal, request)
    content = {
        "datasets": [short(dataset) for dataset in found.datasets],
        "facets": found.facets,
        "unreachable": found.unreachable,
    }
    return json_answer(request, content)


def _search(portal: Portal, request: Request) -> tuple[str, dict[str, str], catalog.SearchResult]:
    text = request.query_params.get("q", "")[:500].strip()
    facets = {name: request.query_params.get(name, "")[:200] for name in FACET_TITLES}
    facets = {name: value for name, value in facets.items() if value}
    found = catalog.search(portal.context.door, portal.principal(request), text, facets)
    return text, facets, found


def _first(request: Request) -> int:
    said = request.query_params.get("from", "0")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _options(text: str, facets: dict[str, str]) -> str:
    return urlencode(({"q": text} if text else {}) | facets)


def _page_link(portal: Portal, text: str, facets: dict[str, str], first: int) -> str:
    options = _options(text, facets | ({"from": str(first)} if first > 0 else {}))
    return f"{portal.context.site.path('/datasets')}?{options}"


def _choices(
    portal: Portal, text: str, facets: dict[str, str], name: str, counts: Mapping[str, int]
) -> list[Choice]:
    chosen = facets.get(name, "").casefold()
    others = {key: value for key, value in facets.items() if key != name}
    return [
        Choice(
            value,
            count,
            _page_link(
                portal, text, others if value.casefold() == chosen else others | {name: value}, 0
            ),
            value.casefold() == chosen,
        )
        for value, count in counts.items()
    ]
