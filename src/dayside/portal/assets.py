"""Style sheets and pictures of the pages, and the built workspace."""

from __future__ import annotations

import base64
import hashlib
import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from dayside.protocols.http.answers import IMMUTABLE, REVALIDATE, bytes_answer

if TYPE_CHECKING:
    from dayside.portal.rendering import Portal

STATIC = Path(str(files("dayside.portal"))) / "static"
"""Where the build puts the workspace."""

# Parts of the one style sheet, in the order in which they overrule each other.
_STYLES = (
    "base", "frame", "controls", "tables", "home", "search", "quicklook", "dataset", "status",
    "jobs", "find", "space", "rest", "media", "print",
)  # fmt: skip
_PARTS = {
    # The tokens are the workspace's too.
    "dayside.css": ("tokens.css", *(f"styles/{name}.css" for name in _STYLES)),
    "tokens.css": ("tokens.css",),
    "dayside.js": ("dayside.js",),
    "mark.svg": ("mark.svg",),
}
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@cache
def _body(name: str) -> bytes:
    folder = files("dayside.portal") / "pages"
    return b"\n".join((folder / part).read_bytes() for part in _PARTS[name])


@cache
def asset_version(name: str) -> str:
    """Return what changes whenever the content of an asset does."""
    return hashlib.sha256(_body(name)).hexdigest()[:12]


@cache
def embedded(name: str) -> str:
    """Return a picture as an address that holds it."""
    kind = _TYPES[Path(name).suffix]
    return f"data:{kind};base64,{base64.b64encode(_body(name)).decode()}"


def asset(_: Portal, request: Request) -> Response:
    """Return a style sheet, script or picture; for ever, if asked for by version."""
    name = request.path_params["name"]
    if name not in _PARTS:
        raise HTTPException(404)
    kept = request.query_params.get("v") == asset_version(name)
    return bytes_answer(
        request,
        _body(name),
        _TYPES[Path(name).suffix],
        etag=asset_version(name),
        cache=IMMUTABLE if kept else REVALIDATE,
    )


def favicon(_: Portal, request: Request) -> Response:
    """Return the mark for those who ask for it by its old name, whatever the page says."""
    return bytes_answer(request, _body("mark.svg"), _TYPES[".svg"])


class Bundle(StaticFiles):
    """The built workspace. Its file names hold a hash of what is in them."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC, check_dir=False)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return a file, to be kept for ever."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["cache-control"] = IMMUTABLE
        return response
