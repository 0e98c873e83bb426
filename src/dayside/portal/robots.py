"""For those that read pages without eyes: robots.txt and the site map."""

from __future__ import annotations

from urllib.parse import quote
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dayside.model import ANONYMOUS
from dayside.portal.rendering import Portal
from dayside.protocols.http.answers import bytes_answer
from dayside.services import catalog


def robots(portal: Portal, request: Request) -> Response:
    """Return what crawlers may read: pages, but no data and no endless searches."""
    site = portal.context.site
    lines = ["User-agent: *"]
    lines += [f"Disallow: {site.path(p)}" for p in ("/api/", "/hapi/data", "/app", "/datasets?")]
    lines.append(f"Sitemap: {site.url(request, '/sitemap.xml')}")
    return PlainTextResponse("\n".join(lines) + "\n")


def sitemap(portal: Portal, request: Request) -> Response:
    """Return the addresses of all pages about public datasets kept here."""
    site = portal.context.site
    entries: list[tuple[str, str | None]] = [
        (site.url(request, "/"), None),
        (site.url(request, "/datasets"), None),
    ]
    entries += [
        (site.url(request, f"/datasets/{quote(dataset.id)}"), dataset.modified)
        for dataset in catalog.datasets(portal.context.door, ANONYMOUS)
        if "/" not in dataset.id  # a remote server tells of its own
    ]
    told = "".join(
        f"<url><loc>{escape(address)}</loc>"
        + (f"<lastmod>{escape(modified[:10])}</lastmod>" if modified else "")
        + "</url>\n"
        for address, modified in entries
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{told}</urlset>\n'
    )
    return bytes_answer(request, body.encode(), "application/xml")
