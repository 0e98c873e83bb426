"""Asking a HAPI server over HTTP: time limits, one retry, size limits, errors in one voice."""

from __future__ import annotations

import logging
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import Any

import httpx

from dayside.model.errors import Upstream
from dayside.sources.base import Health

_log = logging.getLogger(__name__)

CONNECT_S, READ_S = 5.0, 30.0
"""How long a server may take to be reached, and between two pieces of its answer."""
JSON_BYTES = 64 << 20
"""Most of a description that is read."""
DATA_BYTES = 512 << 20
"""Most of one data answer that is read."""
SILENT_S = 10.0
"""How long a server that could not be reached is not asked again: long enough for all that is
asked together, short enough for whoever tries again."""
REFUSAL_BYTES = 64 << 10
"""Most of a refusal that is read."""
_TRIES = 2


class HapiRefusal(Exception):
    """A server refused; what it sent may tell why.

    Attributes
    ----------
    error : Upstream
        What to say where it tells nothing else.
    body : bytes
    """

    def __init__(self, error: Upstream, body: bytes) -> None:
        super().__init__(str(error))
        self.error = error
        self.body = body


class HapiClient:
    """One remote server.

    Parameters
    ----------
    name : str
        What people call it.
    url : str
        Its address, ending in ``/hapi``.

    Attributes
    ----------
    health : Health
        How it has answered lately.
    """

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self.url = url.rstrip("/")
        self.health = Health(name, self.url)
        self._silent_until = 0.0
        self._opened: httpx.Client | None = None
        self._lock = Lock()

    def json(self, endpoint: str, query: Mapping[str, str]) -> dict[str, Any]:
        """Return an answer in JSON, whatever its HTTP status, if it is a HAPI answer.

        Raises
        ------
        Upstream
            If the server does not answer, or with something else.
        """
        import orjson

        with self._answer(endpoint, query) as answer:
            body = b"".join(self._limited(answer, JSON_BYTES))
        try:
            said = orjson.loads(body)
        except orjson.JSONDecodeError:
            said = None
        if not isinstance(said, dict):
            raise self.upstream(f"answered {endpoint} with no JSON (HTTP {answer.status_code})")
        return said

    @contextmanager
    def data(self, query: Mapping[str, str]) -> Iterator[Iterator[bytes]]:
        """Give the pieces of a data answer.

        Raises
        ------
        HapiRefusal
            If the server answers that it will not.
        Upstream
            If it does not answer.
        """
        with self._answer("data", query) as answer:
            if answer.status_code != 200:
                detail = next(answer.iter_bytes(REFUSAL_BYTES), b"")
                _log.info("%s refused %s: %s", self.name, query, detail[:500])
                raise HapiRefusal(self.upstream(_refused(answer.status_code)), detail)
            yield self._limited(answer, DATA_BYTES)

    def upstream(self, what: str) -> Upstream:
        """Return the error that tells what the server did."""
        return Upstream(f"The remote server {self.name} ({self.url}) {what}.")

    @contextmanager
    def _answer(self, endpoint: str, query: Mapping[str, str]) -> Iterator[httpx.Response]:
        if time.monotonic() < self._silent_until:
            raise self.upstream("could not be reached a moment ago")
        for tried in range(1, _TRIES + 1):
            began = time.time()
            request = self._client().build_request("GET", f"{self.url}/{endpoint}", params=query)
            try:
                answer = self._client().send(request, stream=True)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                if tried < _TRIES:
                    continue
                self._silent_until = time.monotonic() + SILENT_S
                self.health = replace(self.health, failed=time.time(), error=_told(error))
                raise self.upstream(f"cannot be reached: {_told(error)}") from error
            if answer.status_code >= 500 and tried < _TRIES:
                answer.close()
                continue
            self._note(answer, began)
            try:
                yield answer
            except httpx.HTTPError as error:
                raise self.upstream(f"broke off its answer: {_told(error)}") from error
            finally:
                answer.close()
            return

    def _note(self, answer: httpx.Response, began: float) -> None:
        now = time.time()
        if answer.status_code >= 500:
            error = f"answers with HTTP {answer.status_code}"
            self.health = replace(self.health, failed=now, error=error)
        else:
            self.health = replace(self.health, answered=now, took_s=now - began)

    def _limited(self, answer: httpx.Response, most: int) -> Iterator[bytes]:
        size = 0
        for piece in answer.iter_bytes(1 << 18):
            size += len(piece)
            if size > most:
                raise self.upstream(f"sent more than {most >> 20} MiB in one answer")
            yield piece

    def _client(self) -> httpx.Client:
        from dayside import __version__

        with self._lock:
            if self._opened is None:
                self._opened = httpx.Client(
                    headers={"user-agent": f"dayside/{__version__}"},
                    timeout=httpx.Timeout(READ_S, connect=CONNECT_S),
                    follow_redirects=True,
                )
                # Sources live as long as a door: nobody else would close the connections.
                weakref.finalize(self, self._opened.close)
            return self._opened


def _refused(status: int) -> str:
    return f"refused a request for data (HTTP {status})"


def _told(error: Exception) -> str:
    """Return what went wrong as people say it, for what goes wrong most."""
    if isinstance(error, httpx.ConnectTimeout):
        return f"there was no connection within {CONNECT_S:g} s"
    if isinstance(error, httpx.TimeoutException):
        return f"nothing came for {READ_S:g} s"
    if isinstance(error, httpx.ConnectError) and "refused" in str(error):
        return "the connection was refused"
    return str(error) or type(error).__name__
