"""Who asks, and whether a request may change something."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from dayside.model import Principal
from dayside.model.errors import Forbidden
from dayside.protocols.http.hosts import host_name, is_local_name

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host")
LOCAL_SCOPES = frozenset({"write"})
BEARER_SCOPES = frozenset({"read:private", "write"})


@dataclass(frozen=True, slots=True)
class Access:
    """Tells principals by their token and guards what writes.

    Attributes
    ----------
    token : str or None
        Whoever bears it may read private datasets and write.
    open_writes : bool
        Whether writes need no token, because only this machine can reach the server.
    hosts : frozenset of str or None
        Names of the server besides addresses and ``localhost``; None is any.
    public_host : str
        Name under which a proxy shows the server.
    """

    token: str | None = None
    open_writes: bool = False
    hosts: frozenset[str] | None = frozenset()
    public_host: str = ""

    def principal_of(self, connection: HTTPConnection) -> Principal:
        """Return who asks: whoever bears the token, the user of this machine, the anonymous.

        Raises
        ------
        Forbidden
            If a token is given that is not the right one.
        """
        client = connection.client.host if connection.client else "unknown"
        scheme, _, given = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            if self._is_local(connection):
                return Principal("local", LOCAL_SCOPES, client)
            return Principal(client=client)
        if self.token is None or not hmac.compare_digest(
            given.strip().encode(), self.token.encode()
        ):
            raise Forbidden("This token is not known here.")
        return Principal("bearer", BEARER_SCOPES, client)

    def sender_of(self, connection: HTTPConnection) -> Principal:
        """Return who asks for work to be done, or for something to change.

        A browser tells the origin of the page that asks; one that is not ours is refused,
        so that no page elsewhere can write through a visitor's browser.

        Raises
        ------
        Forbidden
            If origin or host say no.
        """
        host = connection.headers.get("host", "")
        if not self._is_ours(host_name(host)):
            raise Forbidden("Writing here needs the server's own name or address as Host.")
        origin = connection.headers.get("origin")
        if origin is not None and not self._same_place(origin, host):
            raise Forbidden("A page of another origin may not write here.")
        return self.principal_of(connection)

    def writer_of(self, connection: HTTPConnection) -> Principal:
        """Return who asks, if they may change something.

        Raises
        ------
        Forbidden
            If origin, host or token say no.
        """
        principal = self.sender_of(connection)
        if not principal.may("write"):
            raise Forbidden("Writing here needs the server's token: Authorization: Bearer TOKEN.")
        return principal

    def _is_local(self, connection: HTTPConnection) -> bool:
        """Tell whether only the user of this machine can be asking."""
        # A proxy makes the whole world look local.
        return self.open_writes and not any(h in connection.headers for h in _FORWARDED)

    def _is_ours(self, name: str) -> bool:
        return self.hosts is None or is_local_name(name) or name in self.hosts

    def _same_place(self, origin: str, host: str) -> bool:
        try:
            place = urlsplit(origin)
            named = place.hostname or ""
        except ValueError:
            return False
        # The port counts too, but a proxy's public port is not in the Host we see.
        return place.netloc.lower() == host.lower() or (
            bool(self.public_host) and named == self.public_host
        )
