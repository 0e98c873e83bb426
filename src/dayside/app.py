"""The composition root: settings in, an application out. Nothing here lives at module level."""

from __future__ import annotations

import logging
import threading
from asyncio import to_thread
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from importlib.metadata import entry_points
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from dayside import portal
from dayside.model.errors import ArchiveLocked, DaysideError, NotFound
from dayside.protocols.base import Context, Routes, Site
from dayside.protocols.http.access import Access
from dayside.protocols.http.bodies import MOST_BYTES, BoundedBody
from dayside.protocols.http.frame import Frame
from dayside.protocols.http.hosts import KnownHosts
from dayside.protocols.http.idle import Idle
from dayside.protocols.http.memory import keep_small
from dayside.protocols.http.metrics import Metrics
from dayside.protocols.http.recent import Recent
from dayside.protocols.limits import Gate, Limits
from dayside.services.archives import archive_of
from dayside.services.door import Door
from dayside.services.jobs import Rules, Runner, use_cases
from dayside.services.opening import Opened, open_archive, with_pool
from dayside.settings import Settings
from dayside.sources.dropped import DroppedSource, Room

MOST_LIST_BYTES = 256 << 20
"""A million events with some columns."""

MOST_TIMES_BYTES = 64 << 20
"""The times of a million events, which anybody may send to be looked in."""

MOST_KERNEL_BYTES = 4 << 30
"""A planetary ephemeris of thousands of years has 3 GB."""

_log = logging.getLogger(__name__)


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

    opened = None
    if door is None:
        opened = open_for_serving(settings)
        door = opened.door
    context = context_of(settings, door)
    recent = Recent()
    pages = portal.Portal(context, recent)
    metrics = Metrics(__version__)
    idle = Idle()
    routes: list[BaseRoute] = [
        Route("/health", _health),
        Route("/metrics", metrics.page),
        *protocol_routes(context),
        *portal.routes(pages),
    ]
    inner = Starlette(
        routes=routes,
        exception_handlers=portal.handlers(pages),
        lifespan=_lifespan(door, idle, opened, runner_of(settings, door)),
    )
    # A little more than the files themselves, for what stands between them.
    larger = {
        "/api/looks": settings.max_look_bytes + MOST_BYTES,
        "/api/transform": MOST_LIST_BYTES,
        "/transform": MOST_LIST_BYTES,
        "/api/kernels": MOST_KERNEL_BYTES,
        "/kernels": MOST_KERNEL_BYTES,
        "/api/events": MOST_LIST_BYTES,
        "/api/find": MOST_TIMES_BYTES,
        "/api/events/files": MOST_LIST_BYTES,
    }
    known = KnownHosts(BoundedBody(inner, larger=larger), settings.allowed_hosts)
    observers = metrics.observe, recent.observe, idle.observe
    return Frame(known, settings.root_path, observers)


def open_for_serving(settings: Settings) -> Opened:
    """Return the archive of `settings`, made if there is none; read-only where it must be.

    Files can be dropped to be looked at, too.
    """
    try:
        opened = open_archive(settings, write=True)
    except ArchiveLocked:
        opened = open_archive(settings)
    opened = with_pool(opened, settings.executor)
    return Opened(opened.archive, with_looks(opened.door, settings))


def with_looks(door: Door, settings: Settings) -> Door:
    """Return `door` with a place for files that are only looked at, if there is to be one."""
    if not settings.max_look_bytes:
        return door
    room = Room(upload_bytes=settings.max_look_bytes)
    return replace(door, sources=[*door.sources, DroppedSource(room)])


def context_of(settings: Settings, door: Door) -> Context:
    """Return what every protocol is given."""
    access = Access(
        token=settings.token.get_secret_value() if settings.token else None,
        open_writes=settings.open_writes,
        hosts=settings.allowed_hosts,
        public_host=urlsplit(settings.public_url).hostname or "",
    )
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
        sender_of=access.sender_of,
        writer_of=access.writer_of,
        job_rules=Rules(settings.jobs_per_user, settings.keep_jobs_s),
    )


def runner_of(settings: Settings, door: Door) -> Runner | None:
    """Return what does the jobs of the archive here; None where nothing does."""
    try:
        archive = archive_of(door, "jobs")
    except NotFound:
        return None
    if archive.read_only or not settings.job_threads:
        return None
    return Runner(door, archive, use_cases(), settings.job_threads, settings.max_job_bytes)


def protocol_routes(context: Context) -> Sequence[BaseRoute]:
    """Return the routes of every installed protocol."""
    routes: list[BaseRoute] = []
    for point in sorted(entry_points(group="dayside.protocols"), key=lambda p: p.name):
        make: Routes = point.load()
        routes += make(context)
    return routes


def _lifespan(
    door: Door, idle: Idle, opened: Opened | None, runner: Runner | None
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        warming = threading.Thread(target=_warm_up, args=(door, idle), name="warm-up", daemon=True)
        warming.start()
        threading.Thread(target=keep_small, args=(idle,), name="memory", daemon=True).start()
        if runner is not None:
            runner.start()
        yield
        idle.stop()
        if runner is not None:
            await to_thread(runner.stop)
        # What reads the archive must be done with it; compiling goes when the process goes.
        await to_thread(warming.join, 1)
        if opened is not None:
            opened.close()

    return lifespan


def _warm_up(door: Door, idle: Idle) -> None:
    """Do what first requests would otherwise wait for: what pictures need, then kernels."""
    from dayside.protocols import hapi
    from dayside.services import envelope

    try:
        envelope.warm_up(door)
    except DaysideError:
        _log.debug("no warm-up", exc_info=True)  # whoever asks is told
    # Loading compiled code holds the interpreter for a second: not while pages are opened.
    if idle.wait():
        hapi.warm_up()


async def _health(_: Request) -> Response:
    from dayside import __version__

    return JSONResponse(
        {"status": "ok", "version": __version__}, headers={"cache-control": "no-store"}
    )
