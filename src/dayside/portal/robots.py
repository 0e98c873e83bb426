"""For those that read pages without eyes: robots.txt and the site map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dayside.model import ANONYMOUS
from dayside.portal import addresses
from dayside.portal.rendering import Portal
from dayside.protocols.http.answers import bytes_answer
from dayside.services import catalog

MOST_ADDRESSES = 50_000
"""What one site map may hold (sitemaps.org)."""
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class Entry:
    """One address, and the UTC day on which what is there last changed; "" is not known."""

    path: str
    changed: str = ""


def robots(portal: Portal, request: Request) -> Response:
    """Return what crawlers may read: pages, but no data and no endless searches."""
    site = portal.context.site
    closed = ("/api/", "/hapi/data", "/app", "/datasets?", "/quicklook?")
    lines = ["User-agent: *"]
    lines += [f"Disallow: {site.path(p)}" for p in closed]
    lines.append(f"Sitemap: {site.url(request, '/sitemap.xml')}")
    return PlainTextResponse("\n".join(lines) + "\n")


def sitemap(portal: Portal, request: Request) -> Response:
    """Return the addresses of all public pages, or of their parts where one map is too small."""
    entries = list(_entries(portal))
    if len(entries) <= MOST_ADDRESSES:
        return _answer(portal, request, "urlset", "url", entries)
    parts = range(-(-len(entries) // MOST_ADDRESSES))
    maps = [Entry(f"/sitemap-{i + 1}.xml", _latest(_part(entries, i))) for i in parts]
    return _answer(portal, request, "sitemapindex", "sitemap", maps)


def sitemap_part(portal: Portal, request: Request) -> Response:
    """Return one of several site maps, counted from 1."""
    found = _part(list(_entries(portal)), request.path_params["number"] - 1)
    if not found:
        raise HTTPException(404)
    return _answer(portal, request, "urlset", "url", found)


def _entries(portal: Portal) -> Iterator[Entry]:
    yield Entry("/")
    yield Entry("/datasets")
    # A remote server tells of its own.
    for dataset in catalog.kept(portal.context.door, ANONYMOUS):
        changed = (dataset.modified or "")[:10]
        yield Entry(addresses.dataset(dataset.id), changed)
        for parameter in dataset.parameters:
            yield Entry(addresses.parameter(dataset.id, parameter.name), changed)


def _part(entries: list[Entry], number: int) -> list[Entry]:
    return entries[number * MOST_ADDRESSES : (number + 1) * MOST_ADDRESSES] if number >= 0 else []


def _latest(entries: list[Entry]) -> str:
    return max(entry.changed for entry in entries)


def _answer(
    portal: Portal, request: Request, root: str, element: str, entries: list[Entry]
) -> Response:
    site = portal.context.site
    told = "".join(
        f"<{element}><loc>{escape(site.url(request, entry.path))}</loc>"
        + (f"<lastmod>{escape(entry.changed)}</lastmod>" if entry.changed else "")
        + f"</{element}>\n"
        for entry in entries
    )
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">\n{told}</{root}>\n'
    )
    return bytes_answer(request, body.encode(), "application/xml")
