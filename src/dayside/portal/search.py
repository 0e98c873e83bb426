"""``/datasets``: what was found, in which order, and what would narrow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from dayside.portal import jsonld
from dayside.portal.order import ORDERS, in_order
from dayside.portal.rendering import PATIENCE_S, Portal
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest.records import short
from dayside.services import catalog, words

FACET_TITLES = {
    "target": "Target",
    "mission": "Mission",
    "instrument": "Instrument",
    "measurement_type": "Measurement",
    "region": "Region",
}
_PER_PAGE = 100
_SHOWN_VALUES = 8
_SHOWN_PARAMETERS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: words, facets, order, and how many are left out before the first."""

    text: str
    facets: Mapping[str, str]
    order: str
    first: int

    @classmethod
    def of(cls, request: Request) -> Self:
        """Read a request; what makes no sense is as if it were not there."""
        said = request.query_params
        facets = {name: said.get(name, "")[:200] for name in FACET_TITLES}
        start, order = said.get("from", "0"), said.get("sort", "")
        is_number = start.isascii() and start.isdigit() and len(start) < 10
        return cls(
            said.get("q", "")[:500].strip(),
            {name: value for name, value in facets.items() if value},
            order if order.removeprefix("-") in ORDERS else "",
            int(start) if is_number else 0,
        )

    def options(self, **changes: str | None) -> str:
        """Return the query of the same search, with changes; from its beginning."""
        every: dict[str, str | None] = {"q": self.text, **self.facets, "sort": self.order}
        return urlencode({k: v for k, v in (every | changes).items() if v})


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how many datasets it would leave and where it leads."""

    value: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column by which results can be sorted.

    Attributes
    ----------
    direction : str
        ``ascending`` or ``descending`` where they are sorted by it, else empty.
    href : str
        Where the next order is: ascending, descending, none.
    """

    direction: str
    href: str


def page(portal: Portal, request: Request) -> Response:
    """Return the datasets found as a page."""
    asked = Asked.of(request)
    found = _search(portal, request, asked)
    listed = in_order(found.datasets, asked.order)
    path = portal.context.site.path("/datasets")
    sought = words.words_of(asked.text)
    shown = listed[asked.first : asked.first + _PER_PAGE]

    def to(first: int) -> str:
        return f"{path}?{asked.options(**{'from': str(first) if first > 0 else None})}"

    site = portal.context.site
    return portal.html(
        request,
        "search.html",
        json_href=f"{site.path('/datasets.json')}?{asked.options()}",
        text=asked.text,
        asked=asked.facets,
        order=asked.order,
        facets=[
            (name, title, _choices(path, asked, name, found.facets[name]))
            for name, title in FACET_TITLES.items()
        ],
        headings={name: _heading(path, asked, name) for name in ORDERS},
        datasets=shown,
        matching={d.id: words.matching(d, sought)[:_SHOWN_PARAMETERS] for d in shown},
        near=[(near, f"{path}?{asked.options(q=near.text)}") for near in found.near],
        total=len(listed),
        first=asked.first,
        earlier=to(asked.first - _PER_PAGE) if asked.first else "",
        later=to(asked.first + _PER_PAGE) if asked.first + _PER_PAGE < len(listed) else "",
        unreachable=found.unreachable,
        shown_values=_SHOWN_VALUES,
        linked=jsonld.script(
            jsonld.catalog_record(site.url(request, ""), site.title, site.description)
        ),
    )


def record(portal: Portal, request: Request) -> Response:
    """Return the datasets found as JSON."""
    asked = Asked.of(request)
    found = _search(portal, request, asked)
    content = {
        "datasets": [short(dataset) for dataset in in_order(found.datasets, asked.order)],
        "facets": found.facets,
        "unreachable": found.unreachable,
        "near": [{"q": near.text, "datasets": near.count} for near in found.near],
    }
    return json_answer(request, content)


def _search(portal: Portal, request: Request, asked: Asked) -> catalog.SearchResult:
    principal = portal.principal(request)
    return catalog.search(
        portal.context.door, principal, asked.text, asked.facets, patience_s=PATIENCE_S
    )


def _choices(path: str, asked: Asked, name: str, counts: Mapping[str, int]) -> list[Choice]:
    chosen = asked.facets.get(name, "").casefold()
    return [
        Choice(
            value,
            count,
            f"{path}?{asked.options(**{name: None if value.casefold() == chosen else value})}",
            value.casefold() == chosen,
        )
        for value, count in counts.items()
    ]


def _heading(path: str, asked: Asked, name: str) -> Heading:
    following = {"": name, name: f"-{name}", f"-{name}": None}
    directions = {name: "ascending", f"-{name}": "descending"}
    return Heading(
        directions.get(asked.order, ""),
        f"{path}?{asked.options(sort=following.get(asked.order, name))}",
    )
