"""``/jobs``: long work, how far it is, and the end of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dayside.model import Job, Phase, Principal, wording
from dayside.model.time import NS
from dayside.portal.rendering import Portal
from dayside.services import jobs
from dayside.services.door import Door

_SHOWN_CHARACTERS = 20_000
"""Of a result: a page is for looking at it, ``/api/jobs`` gives it whole."""

_WORDS = {
    Phase.PENDING: "not begun",
    Phase.QUEUED: "waits for its turn",
    Phase.EXECUTING: "runs",
    Phase.COMPLETED: "done",
    Phase.ERROR: "failed",
    Phase.ABORTED: "cancelled",
    Phase.HELD: "held",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A job in words.

    Attributes
    ----------
    job : Job
    title : str
        What it does.
    phase : str
        For people.
    created, started, ended, destruction : str
        UTC, to the second; empty where there is none.
    took : str
        How long it ran, or has been running.
    left : str
        How long it will probably take.
    """

    job: Job
    title: str
    phase: str
    created: str
    started: str
    ended: str
    destruction: str
    took: str
    left: str

    @classmethod
    def of(cls, job: Job) -> Self:
        """Return a job in words."""
        case = jobs.use_cases().get(job.kind)
        return cls(
            job=job,
            title=case.title if case else job.kind,
            phase=_WORDS[job.phase],
            created=_moment(job.created),
            started=_moment(job.started),
            ended=_moment(job.ended),
            destruction=_moment(job.destruction),
            took=_span(job.ran_s),
            left=_span(job.left_s),
        )


def page(portal: Portal, request: Request) -> Response:
    """Return the caller's jobs."""
    caller = portal.principal(request)
    found = [Shown.of(job) for job in jobs.find(portal.context.door, caller)]
    return portal.html(
        request,
        "jobs.html",
        json_href=portal.context.site.path("/api/jobs"),
        jobs=found,
        known=bool(caller.name),
        live=any(not shown.job.phase.is_over for shown in found),
    )


def one(portal: Portal, request: Request) -> Response:
    """Return one job."""
    job = jobs.get(portal.context.door, request.path_params["id"], portal.principal(request))
    return portal.html(
        request,
        "job.html",
        json_href=portal.context.site.path(f"/api/jobs/{job.id}"),
        shown=Shown.of(job),
        parameters=_text(dict(job.parameters)) if job.parameters else "",
        partial=_text(job.partial) if job.partial and not job.phase.is_over else "",
        result=_text(job.result) if job.phase is Phase.COMPLETED else "",
        live=not job.phase.is_over,
    )


def cancel(portal: Portal, request: Request) -> Response:
    """Call a job off, and show it."""
    return _done(portal, request, jobs.cancel, f"/jobs/{request.path_params['id']}")


def remove(portal: Portal, request: Request) -> Response:
    """Forget a job, and show the others."""
    return _done(portal, request, jobs.remove, "/jobs")


def _done(
    portal: Portal, request: Request, act: Callable[[Door, str, Principal], Any], where: str
) -> Response:
    caller = portal.context.sender_of(request)
    act(portal.context.door, request.path_params["id"], caller)
    back = "/jobs" if "list" in request.query_params else where
    # With GET: to look at the page again does nothing again.
    return RedirectResponse(portal.context.site.path(back), 303)


def _moment(time: datetime | None) -> str:
    return "" if time is None else f"{time:%Y-%m-%d %H:%M:%S}"


def _span(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return wording.span(round(round(seconds, 0 if seconds > 2 else 2) * NS))


def _text(content: Any) -> str:
    text = json.dumps(content, indent=2, ensure_ascii=False)
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}\n…"
