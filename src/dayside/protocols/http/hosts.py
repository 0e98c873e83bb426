"""Which names the server answers to: a foreign name is how a web page reaches into a LAN."""

from __future__ import annotations

import ipaddress

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from dayside.protocols.http.errors import json_error


def host_name(header: str) -> str:
    """Return the name in a ``Host`` header, without port and brackets, in lower case.

    Examples
    --------
    >>> host_name("[::1]:8000"), host_name("Example.org:80")
    ('::1', 'example.org')
    """
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].lower()


def is_local_name(name: str) -> bool:
    """Tell whether no name server has a say in what `name` is."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class KnownHosts:
    """ASGI middleware that refuses requests to names that are not the server's.

    Parameters
    ----------
    allowed : frozenset of str or None
        Names besides addresses and ``localhost``; None is any.
    """

    def __init__(self, app: ASGIApp, allowed: frozenset[str] | None) -> None:
        self._app = app
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if self._allowed is None or scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        name = host_name(Headers(scope=scope).get("host", ""))
        if name in self._allowed or is_local_name(name):
            await self._app(scope, receive, send)
            return
        refusal = json_error(
            Request(scope),
            421,
            "This server does not go by that name. Its operator can add names "
            "(hosts = [...]) or the public address (public_url) to the settings.",
        )
        await refusal(scope, receive, send)
