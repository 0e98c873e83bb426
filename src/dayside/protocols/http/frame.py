"""Around every request: an id, the root path, headers, the log line, the last resort."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import orjson
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dayside.protocols.http.errors import INTERNAL_MESSAGE, error_body

_access = logging.getLogger("dayside.access")
_log = logging.getLogger(__name__)

SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; frame-ancestors 'self'; base-uri 'self'; form-action 'self'; "
        "object-src 'none'; img-src 'self' data:"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@dataclass(slots=True)
class Exchange:
    """One request and what became of it.

    Attributes
    ----------
    status : int
        HTTP status; 0 until the answer begins.
    complete : bool
        Whether the answer went out whole.
    sent : int
        Bytes of the body so far.
    seconds : float
        From the request to the last byte, s.
    area : str
        First part of the path below the root path.
    """

    scope: Scope
    id: str = field(default_factory=lambda: uuid.uuid4().hex[:16])
    status: int = 0
    complete: bool = False
    sent: int = 0
    seconds: float = 0.0
    area: str = ""


class Frame:
    """ASGI middleware: what every request gets, whichever protocol answers it.

    Parameters
    ----------
    app : ASGIApp
    root_path : str
        Where a proxy mounts the application; it may strip this from the path or not.
    observers : callables
        Told each exchange when it is over.
    """

    def __init__(
        self,
        app: ASGIApp,
        root_path: str = "",
        observers: tuple[Callable[[Exchange], None], ...] = (),
    ) -> None:
        self._app = app
        self._root_path = root_path
        self._observers = (log_exchange, *observers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = Exchange(self._rooted(scope))
        # Asked now: a mounted protocol moves the root path of the scope to its own.
        below = exchange.scope["path"].removeprefix(self._root_path)
        exchange.area = below.lstrip("/").partition("/")[0]
        exchange.scope.setdefault("state", {})["request_id"] = exchange.id
        began = time.perf_counter()
        try:
            await self._answer(exchange, receive, send)
        finally:
            exchange.seconds = time.perf_counter() - began
            for observer in self._observers:
                observer(exchange)

    async def _answer(self, exchange: Exchange, receive: Receive, send: Send) -> None:
        async def send_framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = exchange.id
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            elif message["type"] == "http.response.body":
                exchange.sent += len(message.get("body", b""))
                exchange.complete = not message.get("more_body", False)
            try:
                await send(message)
            except Exception as error:
                raise _UnsentError(str(error)) from error

        try:
            await self._app(exchange.scope, receive, send_framed)
        except _UnsentError as error:
            # A request whose body turned out to be none was refused while it was answered.
            _log.warning("request %s could not be answered: %s", exchange.id, error)
        except Exception:
            _log.exception("request %s failed", exchange.id)
            if not exchange.status:
                await _send_internal_error(exchange, send_framed)
            elif not exchange.complete:
                # Half an answer is out: only a broken connection tells that it is not whole.
                raise

    def _rooted(self, scope: Scope) -> Scope:
        if not self._root_path:
            return scope
        path: str = scope["path"]
        if path != self._root_path and not path.startswith(f"{self._root_path}/"):
            path = f"{self._root_path}{path}"
        return {**scope, "root_path": self._root_path, "path": path}


class _UnsentError(Exception):
    """The connection did not take an answer, or a part of it."""


async def _send_internal_error(exchange: Exchange, send: Send) -> None:
    body = orjson.dumps(error_body(INTERNAL_MESSAGE, 500, exchange.id))
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def log_exchange(exchange: Exchange) -> None:
    """Write one JSON line about a request into the log ``dayside.access``."""
    if not _access.isEnabledFor(logging.INFO):
        return
    scope = exchange.scope
    line = {
        "id": exchange.id,
        "client": (scope.get("client") or ("",))[0],
        "method": scope["method"],
        "path": scope["path"],
        "query": scope["query_string"].decode("latin-1"),
        "status": exchange.status,
        "bytes": exchange.sent,
        "ms": round(exchange.seconds * 1e3, 1),
    }
    _access.info("%s", orjson.dumps(line).decode())
