"""``/kernels``: the kernels that were added, and when they know what."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dayside.model import time
from dayside.model.error_codes import codes_of
from dayside.model.errors import BadRequest, DaysideError
from dayside.model.kernel import Cover, Kernel
from dayside.portal.rendering import Portal
from dayside.science.frames.clock import ticks_of
from dayside.services import kernels
from dayside.services.looks import bare_name

_MOST_FILES = 50
_FIRST_S, _LAST_S = -9.2e9, 8.2e9


@dataclass(frozen=True, slots=True)
class Bar:
    """When a kernel knows a body: pieces in percent of the whole width."""

    name: str
    start: str
    stop: str
    pieces: tuple[tuple[float, float], ...]


def page(portal: Portal, request: Request) -> Response:
    """Return the kernels with their coverage."""
    return _shown(portal, request)


async def act(portal: Portal, request: Request) -> Response:
    """Add the kernels that were sent, all or none, and show the page; with why, if none."""
    caller = portal.context.writer_of(request)
    try:
        async with request.form(max_files=_MOST_FILES, max_fields=5) as form:
            sent = [f for f in form.getlist("file") if isinstance(f, UploadFile) and f.filename]
            private = "private" in form
            with tempfile.TemporaryDirectory(prefix="dayside-") as folder:
                paths = []
                for file in sent:
                    path = Path(folder) / bare_name(file.filename or "")
                    path.write_bytes(await file.read())
                    paths.append(path)
                if not paths:
                    raise BadRequest("Choose one or more files first.")
                door = portal.context.door
                await run_in_threadpool(kernels.add, door, paths, caller, private=private)
    except DaysideError as error:
        return _shown(portal, request, str(error), codes_of(error).http)
    except HTTPException as error:
        return _shown(portal, request, f"Send files with the form. {error.detail}", 400)
    return RedirectResponse(portal.context.site.path("/kernels"), 303)


def _shown(portal: Portal, request: Request, trouble: str = "", status: int = 200) -> Response:
    kept = kernels.every(portal.context.door, portal.principal(request))
    low, high = _span(kept)
    return portal.html(
        request,
        "kernels.html",
        status=status,
        json_href=portal.context.site.path("/api/kernels"),
        kernels=[(kernel, [_bar(cover, low, high) for cover in kernel.covers]) for kernel in kept],
        ends=_texts(low, high) if kept else ("", ""),
        trouble=trouble,
    )


def _span(kept: Sequence[Kernel]) -> tuple[float, float]:
    ends = [
        (cover.intervals[0][0], cover.intervals[-1][1])
        for kernel in kept
        for cover in kernel.covers
        if cover.intervals
    ]
    if not ends:
        return 0.0, 1.0
    low, high = min(a for a, _ in ends), max(b for _, b in ends)
    return float(np.clip(low, _FIRST_S, _LAST_S)), float(np.clip(high, _FIRST_S, _LAST_S))


def _bar(cover: Cover, low: float, high: float) -> Bar:
    if not cover.intervals:
        return Bar(cover.name, "", "", ())
    width = max(high - low, 1.0)
    pieces = tuple(
        (100 * (max(a, low) - low) / width, max(100 * (min(b, high) - max(a, low)) / width, 0.3))
        for a, b in cover.intervals[:400]
    )
    start, stop = _texts(cover.intervals[0][0], cover.intervals[-1][1])
    return Bar(cover.name, start, stop, pieces)


def _texts(low: float, high: float) -> tuple[str, str]:
    ticks = ticks_of(np.clip([low, high], _FIRST_S, _LAST_S))
    first, last = (str(t)[:16].replace("T", " ") for t in time.to_text(ticks, digits=0))
    return first, last
