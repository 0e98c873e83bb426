"""How large a request may be."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dayside.protocols.http.errors import json_error

MOST_BYTES = 1 << 20


class BoundedBody:
    """ASGI middleware that refuses requests with a body of more than a megabyte."""

    def __init__(self, app: ASGIApp, most_bytes: int = MOST_BYTES) -> None:
        self._app = app
        self._most = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it before it is held in memory."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "0")
        too_long = not length.isdigit() or int(length[:20]) > self._most
        if too_long:
            message = f"A request may hold {self._most} bytes."
            refusal = json_error(Request(scope), 413, message, "TooMuch")
            await refusal(scope, receive, send)
            return
        await self._app(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._most:
                # Sent in chunks, with no length told: the rest is not read.
                return {"type": "http.disconnect"}
            return message

        return receive_counted
