"""What becomes of what is asked: an answer at once, a job, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from dayside.formats.events.json import list_of_record
from dayside.model import EventList, Job, Phase, Principal
from dayside.model.errors import Cancelled, TooMuch
from dayside.portal.find.asked import Asked, Refused, Understood, at, understood
from dayside.portal.find.patience import Patience
from dayside.portal.find.values import Drawn, drawn
from dayside.portal.rendering import Portal
from dayside.protocols.http.errors import told
from dayside.protocols.limits import expected_rows
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


def reply_to(portal: Portal, asked: Asked, principal: Principal) -> Reply:
    """Return what becomes of the fields of the form."""
    if not asked.condition:
        return Reply(asked)
    try:
        known = understood(portal.context.door, asked, principal)
        return answered(portal, Reply(asked, known), known, principal)
    except Refused as refused:
        status, message = told(refused.error)
        return Reply(asked, trouble={refused.field: message}, status=status)


def answered(portal: Portal, reply: Reply, known: Understood, principal: Principal) -> Reply:
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


def reply_of_job(portal: Portal, job: Job, principal: Principal) -> Reply:
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
