"""``/app``: the page around the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from dayside.portal.assets import STATIC, embedded
from dayside.portal.rendering import Portal

ENTRY = "src/ui/main.ts"


def is_built() -> bool:
    """Tell whether the workspace was built into this installation."""
    return _manifest_path().is_file()


def page(portal: Portal, request: Request) -> Response:
    """Return the page; how to build the workspace where that is missing."""
    if not is_built():
        return portal.html(request, "unbuilt.html", status=503)
    manifest = orjson.loads(_manifest_path().read_bytes())
    entry = manifest[ENTRY]
    return portal.html(
        request,
        "app.html",
        # Browsers ask for the icon again with every change of the address, which holds the view.
        icon=embedded("mark.svg"),
        script=_static(portal, entry["file"]),
        styles=[_static(portal, name) for name in _styles(manifest, ENTRY)],
    )


def _manifest_path() -> Path:
    return STATIC / ".vite" / "manifest.json"


def _static(portal: Portal, name: str) -> str:
    return portal.context.site.path(f"/static/{name}")


def _styles(manifest: dict[str, Any], name: str) -> list[str]:
    """Return the style sheets of an entry and of what it imports at once."""
    entry = manifest[name]
    own: list[str] = list(entry.get("css", ()))
    for imported in entry.get("imports", ()):
        own += [sheet for sheet in _styles(manifest, imported) if sheet not in own]
    return own
