"""Which remote HAPI servers there are, and which are turned on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from dayside.model import identifier
from dayside.model.errors import BadRequest, nearest
from dayside.sources import dropped
from dayside.sources.hapi_remote import RemoteHapi

_TAKEN = (dropped.NAME,)


@dataclass(frozen=True, slots=True)
class KnownServer:
    """A public server: the name its datasets are prefixed with, its title and address."""

    name: str
    title: str
    url: str


@cache
def known_servers() -> Mapping[str, KnownServer]:
    """Return the public servers Dayside knows, by name.

    Examples
    --------
    >>> known_servers()["cdaweb"].url
    'https://cdaweb.gsfc.nasa.gov/hapi'
    """
    text = files("dayside.sources").joinpath("known_servers.toml").read_text("utf-8")
    return {name: KnownServer(name, **said) for name, said in tomllib.loads(text).items()}


def remote_sources(words: Iterable[str], cache_dir: Path) -> list[RemoteHapi]:
    """Return the sources that a setting names.

    Parameters
    ----------
    words : iterable of str
        Names of known servers (``cdaweb``), addresses (``https://example.org/hapi``), or
        both (``mine=https://example.org/hapi``).
    cache_dir : Path
        Where their answers are kept.

    Raises
    ------
    BadRequest
        If a word is none of these, or two have one name, or one that is taken.
    """
    found: dict[str, RemoteHapi] = {}
    for word in words:
        server = _server(word)
        if server.name in _TAKEN:
            raise BadRequest(
                f"{word}: ids that begin with {server.name}/ are of files that were dropped; "
                "give the server another name."
            )
        if server.name in found:
            raise BadRequest(f"Two remote servers are called {server.name}.")
        found[server.name] = RemoteHapi(server.name, server.url, cache_dir, title=server.title)
    return list(found.values())


def _server(word: str) -> KnownServer:
    known = known_servers()
    if word in known:
        return known[word]
    name, equals, url = word.partition("=")
    if not equals or "://" in name:
        name, url = "", word
    host = urlsplit(url).hostname if url.startswith(("http://", "https://")) else None
    if not host or (name and not re.fullmatch(r"[a-z][a-z0-9_-]*", name)):
        raise BadRequest(
            f"{word!r} is no remote server; there are {', '.join(known)}, or write "
            "name=https://…/hapi." + nearest(word, known)
        )
    return KnownServer(name or identifier(host), host, url.rstrip("/"))
