"""The page, the same as JSON, and the events of a job as a file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dayside.formats.events import get_event_format
from dayside.formats.events.json import list_of_record, record_of_list
from dayside.model import EventList, Job, Phase, Principal
from dayside.model.errors import BadRequest
from dayside.portal import eventrows
from dayside.portal.find import ways
from dayside.portal.find.answer import FORMATS, Answer
from dayside.portal.find.asked import Asked, Refused, understood
from dayside.portal.find.reply import Reply, answered, reply_of_job, reply_to
from dayside.portal.jobs import Shown
from dayside.portal.rendering import Portal
from dayside.portal.snippets import EXPORTS
from dayside.protocols.http.answers import json_answer
from dayside.services import jobs
from dayside.services.questions import questions


def page(portal: Portal, request: Request) -> Response:
    """Return the form, and below it what was found."""
    principal = portal.principal(request)
    job_id = request.query_params.get("job", "")
    if not job_id:
        return _html(portal, request, reply_to(portal, Asked.of(request.query_params), principal))
    job = jobs.get(portal.context.door, job_id, principal)
    if job.kind != "find":
        return RedirectResponse(portal.context.site.path(f"/jobs/{job.id}"), 303)
    return _html(portal, request, reply_of_job(portal, job, principal))


def record(portal: Portal, request: Request) -> Response:
    """Return the plan and what was found as JSON; what one may try where nothing is asked."""
    principal = portal.principal(request)
    asked = Asked.of(request.query_params)
    if not asked.condition:
        about = request.query_params.get("dataset", "")
        tried = [asdict(q) for q in questions(portal.context.door, principal, about)]
        return json_answer(request, {"examples": tried}, cache="no-store")
    try:
        known = understood(portal.context.door, asked, principal)
        reply = answered(portal, Reply(asked, known), known, principal)
    except Refused as refused:
        raise refused.error from None
    content = {
        "asked": asked.job_parameters(),
        "plan": known.plan,
        "is_condition": known.is_condition,
        "events": None if reply.events is None else record_of_list(reply.events),
        "needs_job": reply.late,
    }
    return json_answer(request, content, cache="no-store")


def download(portal: Portal, request: Request) -> Response:
    """Return the events that a job found as a file."""
    writer = get_event_format(request.query_params.get("format", "json"))
    events = found_by_job(portal, request.query_params.get("job", ""), portal.principal(request))
    headers = {
        "content-disposition": f'attachment; filename="events{writer.suffixes[0]}"',
        "cache-control": "no-store",
    }
    return Response(b"".join(writer.write(events)), headers=headers, media_type=writer.media_type)


def found_by_job(portal: Portal, job_id: str, principal: Principal) -> EventList:
    """Return the events that a job found.

    Raises
    ------
    UnknownJob, BadRequest
        If there is no such job, or it is no search, or not done.
    """
    job = jobs.get(portal.context.door, job_id, principal)
    if job.kind != "find" or job.phase is not Phase.COMPLETED:
        raise BadRequest("This job has found no events, or not yet.")
    return list_of_record(job.result)


def _html(portal: Portal, request: Request, reply: Reply) -> Response:
    context, asked, known = portal.context, reply.asked, reply.known
    principal = portal.principal(request)
    path, base = context.site.path, context.site.url(request, "")
    about = request.query_params.get("dataset", "")
    is_empty = not asked.condition
    about_query = urlencode({"dataset": about}) if about else ""
    told = f"{path('/find.json')}?{about_query if is_empty else asked.query()}".rstrip("?")
    is_values = known is not None and not known.is_condition
    return portal.html(
        request,
        "find.html",
        status=reply.status,
        json_href="" if reply.job or reply.trouble else told,
        asked=asked,
        about=about,
        trouble=reply.trouble,
        plan=known.plan if known else None,
        simulated=bool(known and known.formula.dataset.simulated),
        is_values=is_values,
        number=known.number if known else "",
        values=reply.values,
        answer=_answer(reply),
        late=reply.late,
        shown=Shown.of(reply.job) if reply.job else None,
        so_far=so_far_of(reply.job),
        examples=_examples(portal, principal, about) if is_empty or reply.trouble else [],
        downloads=_downloads(reply, path) if reply.events is not None else [],
        exports=EXPORTS,
        ways=() if is_empty else (ways.values if is_values else ways.search)(asked, base),
        may_write=principal.may("write"),
        may_read_private=principal.may("read:private"),
    )


def _answer(reply: Reply) -> Answer | None:
    if reply.events is None:
        return None
    if reply.known is not None:
        span = (reply.known.formula.start, reply.known.formula.stop)
        return Answer.of(reply.events, span, reply.known.plan["reads"])
    ends = reply.events.span or (int(reply.events.start.min()), int(reply.events.stop.max()))
    return Answer.of(reply.events, ends, ())


def so_far_of(job: Job | None) -> dict[str, Any] | None:
    """Return what a job that is not done has found: how many events, and the first of them."""
    if job is None or not job.partial or job.phase is Phase.COMPLETED:
        return None
    first = EventList.of(job.partial["start"], job.partial["stop"])
    return {"count": job.partial["count"], "rows": eventrows.rows(first)}


def _examples(portal: Portal, principal: Principal, about: str) -> list[tuple[Any, str]]:
    found = questions(portal.context.door, principal, about)
    return [
        (
            question,
            Asked(
                question.condition, min_duration=question.min_duration, column=question.columns
            ).query(),
        )
        for question in found
    ]


def _downloads(reply: Reply, path: Any) -> list[tuple[str, str]]:
    """Return (title, address) of the files."""
    if reply.job is not None:
        where = f"{path('/find/events')}?job={reply.job.id}"
        return [(title, f"{where}&format={name}") for name, title in FORMATS]
    return [
        (title, f"{path('/api/find')}?{reply.asked.query(format=name)}") for name, title in FORMATS
    ]
