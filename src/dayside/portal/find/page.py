"""The page, the same as JSON, and the events of a job as a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dayside.formats.events import get_event_format
from dayside.formats.events.json import list_of_record, record_of_list
from dayside.model import EventList, Job, Phase, Principal
from dayside.model.errors import BadRequest, Cancelled, TooMuch
from dayside.portal import eventrows
from dayside.portal.find import ways
from dayside.portal.find.answer import FORMATS, Answer
from dayside.portal.find.asked import Asked, Refused, Understood, at, understood
from dayside.portal.find.patience import Patience
from dayside.portal.find.values import Drawn, drawn
from dayside.portal.jobs import Shown
from dayside.portal.rendering import Portal
from dayside.portal.snippets import EXPORTS
from dayside.protocols.http.answers import json_answer
from dayside.protocols.http.errors import told
from dayside.protocols.limits import expected_rows
from dayside.services import jobs
from dayside.services.questions import questions
from dayside.services.search import find

_MOST_FROM_ELSEWHERE = 500_000
"""Samples of remote datasets that a page waits for."""


@dataclass(slots=True)
class Reply:
    """What became of what was asked: at most one of an answer, values, a job, a trouble."""

    asked: Asked
    known: Understood | None = None
    events: EventList | None = None
    values: Drawn | None = None
    late: bool = False
    job: Job | None = None
    trouble: dict[str, str] = field(default_factory=dict)
    status: int = 200


def page(portal: Portal, request: Request) -> Response:
    """Return the form, and below it what was found."""
    principal = portal.principal(request)
    job_id = request.query_params.get("job", "")
    if not job_id:
        return _html(portal, request, _reply(portal, Asked.of(request.query_params), principal))
    job = jobs.get(portal.context.door, job_id, principal)
    if job.kind != "find":
        return RedirectResponse(portal.context.site.path(f"/jobs/{job.id}"), 303)
    return _html(portal, request, _of_job(portal, job, principal))


def record(portal: Portal, request: Request) -> Response:
    """Return the plan and what was found as JSON."""
    principal = portal.principal(request)
    asked = Asked.of(request.query_params)
    if not asked.condition:
        raise BadRequest("There is nothing to find: give condition=…")
    try:
        known = understood(portal.context.door, asked, principal)
        reply = _answered(portal, Reply(asked, known), known, principal)
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


def _reply(portal: Portal, asked: Asked, principal: Principal) -> Reply:
    if not asked.condition:
        return Reply(asked)
    try:
        known = understood(portal.context.door, asked, principal)
        return _answered(portal, Reply(asked, known), known, principal)
    except Refused as refused:
        status, message = told(refused.error)
        return Reply(asked, trouble={refused.field: message}, status=status)


def _answered(portal: Portal, reply: Reply, known: Understood, principal: Principal) -> Reply:
    """Do what can be done while somebody waits."""
    context = portal.context
    with context.gate.slot(principal.client), at("condition"):
        if not known.is_condition:
            reply.values = drawn(context.door, known, principal)
            return reply
        reply.late = _is_long(portal, known)
        if not reply.late:
            try:
                reply.events = find(context.door, known.search, principal, Patience())
            except Cancelled:
                reply.late = True
    return reply


def _is_long(portal: Portal, known: Understood) -> bool:
    """Tell beforehand that an answer must not be waited for."""
    formula = known.formula
    try:
        portal.context.limits.check(formula.dataset, formula.start, formula.stop)
    except TooMuch:
        return True
    elsewhere = [d for d in formula.inputs if "/" in d.id]
    rows = [expected_rows(d, formula.start, formula.stop) for d in elsewhere]
    return sum(rows) > _MOST_FROM_ELSEWHERE


def _of_job(portal: Portal, job: Job, principal: Principal) -> Reply:
    """Return how far a job is, or what it found."""
    reply = Reply(Asked.of_job(job.parameters), job=job)
    try:
        reply.known = understood(portal.context.door, reply.asked, principal)
    except Refused as refused:
        # What it was made of is not there any more: what it found still is.
        reply.trouble = {refused.field: str(refused.error)}
    if job.phase is Phase.COMPLETED:
        reply.events = list_of_record(job.result)
    return reply


def _html(portal: Portal, request: Request, reply: Reply) -> Response:
    context, asked, known = portal.context, reply.asked, reply.known
    principal = portal.principal(request)
    path, base = context.site.path, context.site.url(request, "")
    about = request.query_params.get("dataset", "")
    is_empty = not asked.condition
    is_values = known is not None and not known.is_condition
    return portal.html(
        request,
        "find.html",
        status=reply.status,
        json_href="" if is_empty or reply.job else f"{path('/find.json')}?{asked.query()}",
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
        so_far=_so_far(reply.job),
        examples=_examples(portal, principal, about) if is_empty or reply.trouble else [],
        downloads=_downloads(reply, path) if reply.events is not None else [],
        exports=EXPORTS,
        ways=() if is_empty else (ways.values if is_values else ways.search)(asked, base),
        may_write=principal.may("write"),
    )


def _answer(reply: Reply) -> Answer | None:
    if reply.events is None:
        return None
    if reply.known is not None:
        span = (reply.known.formula.start, reply.known.formula.stop)
        return Answer.of(reply.events, span, reply.known.plan["reads"])
    ends = reply.events.span or (int(reply.events.start.min()), int(reply.events.stop.max()))
    return Answer.of(reply.events, ends, ())


def _so_far(job: Job | None) -> dict[str, Any] | None:
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
