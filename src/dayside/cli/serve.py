"""``dayside serve`` and ``dayside demo``: the portal, HAPI and ``/api`` of an archive."""

from __future__ import annotations

import contextlib
import logging
import socket
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dayside.cli import output
from dayside.cli.session import Session, session_of
from dayside.model.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp

    from dayside.settings import Settings

GRACE_S = 5
"""How long answers on their way may take when the server is told to stop."""

Host = Annotated[str | None, typer.Option("--host", help="Address to listen on: 127.0.0.1.")]
Port = Annotated[int | None, typer.Option("--port", help="Port, 8000; 0 takes a free one.")]


def serve(
    context: typer.Context,
    host: Host = None,
    port: Port = None,
    root_path: Annotated[
        str | None, typer.Option(metavar="PATH", help="Path a proxy puts before ours: /data.")
    ] = None,
    public_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Address under which the world sees it.")
    ] = None,
    token: Annotated[
        str | None, typer.Option(help="Who bears it may write and read what is private.")
    ] = None,
    remote: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Offer a remote HAPI server too: cdaweb, NAME=URL."),
    ] = None,
    executor: Annotated[
        str | None,
        typer.Option(
            metavar="WHERE",
            help="Where heavy work is done: local, dask://host:port, dask://local?workers=2.",
        ),
    ] = None,
) -> None:
    """Serve the archive to browsers and HAPI clients.

    The portal is at /, the workspace at /app, HAPI at /hapi, REST at /api.
    """
    given: dict[str, Any] = {
        "host": host,
        "port": port,
        "root_path": root_path,
        "public_url": public_url,
        "executor": executor,
    }
    given |= {"token": token, "remote_servers": tuple(remote) if remote else None}
    _run(session_of(context).settings(**given))


def demo(
    context: typer.Context,
    host: Host = None,
    port: Port = None,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only make the archive.")] = False,
) -> None:
    """Make a simulated archive and serve it."""
    session = session_of(context)
    _make_sample(session)
    if not no_serve:
        _run(session.settings(host=host, port=port))


def _make_sample(session: Session) -> None:
    """Put the simulated datasets into the archive; what is there already stays."""
    from dayside.services import sample

    with session.opened(write=True) as opened:
        made: list[str] = []

        def tell(title: str, share: float) -> None:
            if title not in made:
                made.append(title)
                output.say(f"{share:4.0%}  {title}")

        added = sample.build(opened.archive, tell)
        where = opened.archive.objects.location
    output.say(f"The simulated archive is {'made' if added else 'there'}: {where}")


def application() -> ASGIApp:
    """Return the application by the environment's settings: what ``make dev`` reloads."""
    from dayside.app import create_app
    from dayside.settings import Settings

    return create_app(Settings.load())


def _run(settings: Settings) -> None:
    import uvicorn

    from dayside.app import create_app
    from dayside.protocols.http.memory import share_arenas

    share_arenas()
    # Bound here, so that a taken port is one sentence and port 0 is told.
    listening = _listen(settings.host, settings.port)
    port = listening.getsockname()[1]
    app = create_app(settings.model_copy(update={"port": port}))
    config = uvicorn.Config(
        app,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_S,
        server_header=False,
    )
    print(f"Dayside on {_address(settings, port)}  (Ctrl+C stops it)", flush=True)
    with contextlib.suppress(KeyboardInterrupt), listening, _requests_logged():
        uvicorn.Server(config).run(sockets=[listening])
    output.say("stopped")


@contextlib.contextmanager
def _requests_logged() -> Iterator[None]:
    """Write one line a request to stderr, unless a person is looking at it."""
    if sys.stderr.isatty():
        yield
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(message)s"))
    log = logging.getLogger("dayside.access")
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)


def _listen(host: str, port: int) -> socket.socket:
    with contextlib.ExitStack() as undo:
        try:
            family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
            # Named as TCP, or asyncio leaves Nagle's delay on: 50 ms a small answer.
            listening = undo.enter_context(socket.socket(family, proto=socket.IPPROTO_TCP))
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((host, port))
            listening.listen()  # who reads the address may connect before the server is up
        except OSError as error:
            raise BadRequest(
                f"Nothing can listen on {host} port {port} ({error.strerror}); "
                "--port names another."
            ) from error
        undo.pop_all()
    return listening


def _address(settings: Settings, port: int) -> str:
    host = "localhost" if settings.on_loopback else settings.host
    host = f"[{host}]" if ":" in host else host
    return settings.public_url or f"http://{host}:{port}{settings.root_path}/"
