"""The composition root: settings in, an application out. Nothing here lives at module level."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import entry_points
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from dayside import portal
from dayside.protocols.base import Context, Routes, Site
from dayside.protocols.http.access import Access
from dayside.protocols.http.frame import Frame
from dayside.protocols.http.hosts import KnownHosts
from dayside.protocols.http.metrics import Metrics
from dayside.protocols.limits import Gate, Limits
from dayside.services.door import Door
from dayside.settings import Settings


def create_app(settings: Settings, door: Door | None = None) -> ASGIApp:
    """Return the application: every protocol, the portal, health and metrics.

    Parameters
    ----------
    settings : Settings
    door : Door, optional
        The one way to data; by default the archive and the remote servers of `settings`.

    Raises
    ------
    ArchiveError
        If the archive cannot be opened.
    """
    from dayside import __version__

    context = context_of(settings, door or open_door(settings))
    metrics = Metrics(__version__)
    routes: list[BaseRoute] = [
        Route("/health", _health),
        Route("/metrics", metrics.page),
        *protocol_routes(context),
        *portal.routes(context),
    ]
    inner = Starlette(routes=routes, exception_handlers=portal.error_handlers(context))
    known = KnownHosts(inner, settings.allowed_hosts)
    return Frame(known, settings.root_path, (metrics.observe,))


def context_of(settings: Settings, door: Door) -> Context:
    """Return what every protocol is given."""
    access = access_of(settings)
    return Context(
        door=door,
        site=Site(
            id=settings.server_id,
            title=settings.title,
            description=settings.description,
            contact=settings.contact,
            citation=settings.citation,
            root_path=settings.root_path,
            public_url=settings.public_url,
        ),
        limits=Limits(rows=settings.max_rows, duration_s=settings.max_duration_s),
        gate=Gate(per_client=settings.requests_per_client),
        principal_of=access.principal_of,
    )


def access_of(settings: Settings) -> Access:
    """Return who may do what, by these settings."""
    return Access(
        token=settings.token.get_secret_value() if settings.token else None,
        open_writes=settings.open_writes,
        hosts=settings.allowed_hosts,
        public_host=urlsplit(settings.public_url).hostname or "",
    )


def protocol_routes(context: Context) -> Sequence[BaseRoute]:
    """Return the routes of every installed protocol."""
    routes: list[BaseRoute] = []
    for point in sorted(entry_points(group="dayside.protocols"), key=lambda p: p.name):
        make: Routes = point.load()
        routes += make(context)
    return routes


async def _health(_: Request) -> Response:
    from dayside import __version__

    return JSONResponse(
        {"status": "ok", "version": __version__}, headers={"cache-control": "no-store"}
    )
