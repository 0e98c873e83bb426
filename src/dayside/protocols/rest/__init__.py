"""Dayside's own interface over HTTP, under ``/api``: search, tiles, exports.

One module a resource; the page at ``/api/docs`` is made from what they declare.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from dayside.model.errors import DaysideError
from dayside.protocols.base import Context
from dayside.protocols.http.errors import json_error, on_error
from dayside.protocols.rest import (
    data,
    datasets,
    docs,
    envelope,
    events,
    examples,
    explain,
    fields,
    formulas,
    history,
    jobs,
    links,
    looks,
    orbit,
    search,
    space,
    tiles,
    transform,
    units,
)
from dayside.protocols.rest.dependencies import only_known_options
from dayside.protocols.rest.openapi import describe

PREFIX = "/api"


def routes(context: Context) -> Sequence[BaseRoute]:
    """Return the routes of the protocol."""
    from dayside import __version__

    app = FastAPI(
        title=f"{context.site.title} REST interface",
        version=__version__,
        description="Search, describe, plot and export what is served here.",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(only_known_options)],
    )
    app.state.context = context
    catalogue = datasets, examples, history
    plots = tiles, envelope, units, orbit
    values = data, explain, formulas, search
    kept = links, looks, jobs, events
    models = fields, space, transform
    modules = *catalogue, *plots, *values, *kept, *models
    for module in modules:
        app.include_router(module.router)
    app.add_route("/docs", docs.page, include_in_schema=False)
    app.add_exception_handler(DaysideError, on_error)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, on_error)
    schema = describe(app)
    app.openapi = lambda: schema  # type: ignore[method-assign]
    to_page = partial(docs.to_page, context)
    return [
        Route(PREFIX, to_page),
        Route(f"{PREFIX}/", to_page),
        Mount(PREFIX, app=app, name="rest"),
    ]


async def _on_invalid(request: Request, error: Any) -> Response:
    said = "; ".join(f"{e['loc'][-1]}: {e['msg'].lower()}" for e in error.errors())
    return json_error(request, 400, f"{said}. See /api/docs.", "BadRequest")


async def _on_http(request: Request, error: Any) -> Response:
    message = error.detail
    if error.status_code == 404:
        message = "There is no such resource; see /api/docs."
    answer = json_error(request, error.status_code, message)
    answer.headers.update(error.headers or {})
    return answer
