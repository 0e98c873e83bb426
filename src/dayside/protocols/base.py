"""The seam to protocols: what the application gives each, and what it gets back.

A protocol is one function, found by the entry-point group ``dayside.protocols``::

    def routes(context: Context) -> list[BaseRoute]: ...

It parses requests into those of the services, passes the caller's principal, and
serialises what comes back. All it needs is in its `Context`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from starlette.requests import HTTPConnection
from starlette.routing import BaseRoute

from dayside.model import ANONYMOUS, Principal
from dayside.model.errors import Forbidden
from dayside.protocols.limits import Gate, Limits
from dayside.services.door import Door
from dayside.services.jobs import Rules


def _anonymous(_: HTTPConnection) -> Principal:
    return ANONYMOUS


def _nobody(_: HTTPConnection) -> Principal:
    raise Forbidden("Nothing can be written here.")


@dataclass(frozen=True, slots=True)
class Site:
    """How this server presents itself.

    Attributes
    ----------
    id, title, description : str
        Name for machines, name for people, one sentence.
    contact : str
        Address of whoever runs it; empty if not told.
    citation : str
        How to cite what is served; empty if not told.
    root_path : str
        Where a proxy mounts the application, ``""`` or ``/data``; no slash at the end.
    public_url : str
        Where the world sees it, ``https://example.org/data`` (root path included);
        empty is: as the request came in.
    """

    id: str = "dayside"
    title: str = "Dayside"
    description: str = "An open planetary plasma data system."
    contact: str = ""
    citation: str = ""
    root_path: str = ""
    public_url: str = ""

    def path(self, path: str) -> str:
        """Return the path a browser must ask for `path`.

        Examples
        --------
        >>> Site(root_path="/data").path("/hapi")
        '/data/hapi'
        """
        return f"{self.root_path}{path}"

    def url(self, connection: HTTPConnection, path: str) -> str:
        """Return the address under which the world sees `path`."""
        if self.public_url:
            return f"{self.public_url}{path}"
        # Not request.base_url: inside a mounted protocol that ends in its mount point.
        return f"{connection.url.scheme}://{connection.url.netloc}{self.path(path)}"


@dataclass(frozen=True, slots=True)
class Context:
    """What a protocol is given.

    Attributes
    ----------
    door : Door
        The one way to data.
    site : Site
        Names and addresses.
    limits : Limits
        What one request may ask.
    gate : Gate
        What one client may have running; shared by all protocols.
    principal_of : callable
        Who asks: anonymous, or whoever the request's token names.
    sender_of : callable
        The same for a request that asks for work to be done; raises `Forbidden` if it comes
        from a page of another origin.
    writer_of : callable
        The same for a request that would change something; raises `Forbidden` if origin,
        host or token do not allow it.
    job_rules : Rules
        How many jobs one may ask for.
    """

    door: Door
    site: Site = field(default_factory=Site)
    limits: Limits = field(default_factory=Limits)
    gate: Gate = field(default_factory=Gate)
    principal_of: Callable[[HTTPConnection], Principal] = _anonymous
    sender_of: Callable[[HTTPConnection], Principal] = _anonymous
    writer_of: Callable[[HTTPConnection], Principal] = _nobody
    job_rules: Rules = field(default_factory=Rules)


class Routes(Protocol):
    """What the entry point of a protocol is."""

    def __call__(self, context: Context) -> Sequence[BaseRoute]:
        """Return the routes of the protocol, from the root of the application."""
        ...


def request_id(connection: HTTPConnection) -> str:
    """Return the id under which the log knows this request; every error tells it."""
    return str(getattr(connection.state, "request_id", ""))
