"""How large a request may be."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dayside.protocols.http.errors import json_error

MOST_BYTES = 1 << 20


class BoundedBody:
    """ASGI middleware that refuses requests with too large a body.

    Parameters
    ----------
    app : ASGIApp
    most_bytes : int
        By default a megabyte.
    larger : mapping of str to int, optional
        Path, below the root path, to how much may be sent there.
    """

    def __init__(
        self,
        app: ASGIApp,
        most_bytes: int = MOST_BYTES,
        larger: Mapping[str, int] | None = None,
    ) -> None:
        self._app = app
        self._most = most_bytes
        self._larger = dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it before it is held in memory."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        below = scope["path"].removeprefix(scope.get("root_path", ""))
        most = self._larger.get(below, self._most)
        length = Headers(scope=scope).get("content-length", "0")
        too_long = not length.isdigit() or int(length[:20]) > most
        if too_long:
            message = f"A request may hold {_told(most)} here."
            refusal = json_error(Request(scope), 413, message, "TooMuch")
            await refusal(scope, receive, send)
            return
        await self._app(scope, _counted(receive, most), send)


def _told(size: int) -> str:
    return f"{size >> 20} MiB" if size % (1 << 20) == 0 else f"{size} bytes"


def _counted(receive: Receive, most: int) -> Receive:
    received = 0

    async def receive_counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > most:
            # Sent in chunks, with no length told: the rest is not read.
            return {"type": "http.disconnect"}
        return message

    return receive_counted
