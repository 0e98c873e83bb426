"""HAPI 3.3 (https://github.com/hapi-server/data-specification), at ``/hapi``.

Where a request is answered: `asked` takes it apart, `metadata` and `data` answer it,
`stream` sends what is long, `answers` and `status` tell what went wrong.
"""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from dayside.model.errors import BadRequest
from dayside.protocols.base import Context
from dayside.protocols.hapi.answers import CORS, error_answer
from dayside.protocols.hapi.data import data
from dayside.protocols.hapi.landing import landing
from dayside.protocols.hapi.metadata import about, capabilities, catalog, info_of

__all__ = ["routes", "warm_up"]

_METADATA = {
    "about": about,
    "capabilities": capabilities,
    "catalog": catalog,
    "info": info_of,
}
_METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"]


def routes(context: Context) -> list[BaseRoute]:
    """Return the routes of ``/hapi``."""
    server = _Server(context, datetime.now(UTC))
    return [
        Route("/hapi", server.answer, methods=_METHODS),
        Route("/hapi/{endpoint:path}", server.answer, methods=_METHODS),
    ]


class _Server:
    def __init__(self, context: Context, started: datetime) -> None:
        self.context, self.started = context, started

    async def answer(self, request: Request) -> Response:
        """Answer any request below ``/hapi``; every error is told as HAPI tells it."""
        try:
            return await self._answer(request)
        except Exception as error:  # noqa: BLE001 - a broken request must not break the server
            return error_answer(request, error)

    async def _answer(self, request: Request) -> Response:
        asked = request.path_params.get("endpoint")
        endpoint = (asked or "").rstrip("/")
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=CORS)
        if request.method not in {"GET", "HEAD"}:
            answer = error_answer(request, BadRequest("HAPI takes only GET and HEAD."))
            answer.status_code = 405
            answer.headers["allow"] = "GET, HEAD"
            return answer
        if endpoint and endpoint != "data" and endpoint not in _METADATA:
            told = ", ".join((*_METADATA, "data"))
            raise BadRequest(f"There is no such endpoint; there are {told}.")
        if asked is not None and (not asked or asked != endpoint):
            return self._without_slash(request, endpoint)
        if endpoint == "data":
            return await data(self.context, request)
        if not endpoint:
            return await run_in_threadpool(landing, self.context, request)
        tell = _METADATA[endpoint]
        return await run_in_threadpool(tell, self.context, self.started, request)

    def _without_slash(self, request: Request, endpoint: str) -> Response:
        path = self.context.site.path(f"/hapi/{endpoint}" if endpoint else "/hapi")
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{path}{query}", 301, CORS)


def warm_up() -> None:
    """Compile, or load from the cache, what the first answer would otherwise wait for."""
    import numpy as np

    from dayside.formats.hapi.encode import encode_binary, encode_csv
    from dayside.formats.hapi.info import is_vounit
    from dayside.model import Dataset, Parameter, Series
    from dayside.model import time as time_

    dataset = Dataset("warm_up", (Parameter("x", "float64"),))
    moments = np.array([0, time_.parse("1970")])
    for ticks in (moments[:1], moments):
        block = Series(dataset, ticks, {"x": np.array([0.1] * len(ticks))})
        for encode in (encode_csv, encode_binary):
            for _ in encode(dataset, [block]):
                pass
    is_vounit("nT")
