"""``/api/docs``: the OpenAPI description as a page that needs nothing from elsewhere."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dayside.protocols.base import Context
from dayside.protocols.http.header import header

_EXAMPLES = {"format": "csv", "level": "0", "index": "0"}


async def page(request: Request) -> Response:
    """Return a page with every operation and a form to try it; works without scripts."""
    context: Context = request.app.state.context
    pages = Environment(
        loader=PackageLoader("dayside.protocols.rest", "templates"),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    html = pages.get_template("docs.html").render(
        site=context.site,
        header=header(context.site, "/api/docs"),
        api=request.app.openapi(),
        operations=list(_operations(request.app.openapi())),
        base=context.site.path("/api"),
        address=context.site.url(request, "/api"),
        examples=_EXAMPLES,
    )
    return HTMLResponse(html)


async def to_page(context: Context, _: Request) -> Response:
    """Send whoever asks for ``/api`` itself to the page."""
    return RedirectResponse(context.site.path("/api/docs"), 307)


def _operations(schema: dict[str, Any]) -> Any:
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            yield {"path": path, "method": method.upper(), **operation}
