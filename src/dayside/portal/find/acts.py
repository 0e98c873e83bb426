"""What the page does when asked to: begin a job, keep events, keep a formula."""

from __future__ import annotations

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dayside.model import EventList, Principal
from dayside.model.formula import SavedFormula
from dayside.portal import addresses
from dayside.portal.events import path_of
from dayside.portal.find.asked import Asked, Refused, understood
from dayside.portal.find.shown import found_by_job
from dayside.portal.rendering import Portal
from dayside.query.derived import NAME as FORMULAS
from dayside.services import events, formulas, jobs
from dayside.services.search import find


async def start(portal: Portal, request: Request) -> Response:
    """Begin a search as a job, and show it."""
    context = portal.context
    caller = context.sender_of(request)
    asked = Asked.of(await request.form())
    job = await run_in_threadpool(
        jobs.submit, context.door, "find", asked.job_parameters(), caller, rules=context.job_rules
    )
    return _to(portal, f"/find?job={quote(job.id)}")


async def keep_events(portal: Portal, request: Request) -> Response:
    """Keep what a search finds as an event list, and show it."""
    caller = portal.context.writer_of(request)
    form = await request.form()

    def keep() -> str:
        found = _found(portal, form, caller).replace(title=_said(form, "title"))
        row = events.create(
            portal.context.door, found, caller, name=_said(form, "name"),
            access=_said(form, "access") or "public", note="found",
        )  # fmt: skip
        return row.name

    return _to(portal, path_of(await run_in_threadpool(keep)))


async def keep_formula(portal: Portal, request: Request) -> Response:
    """Keep a formula, and show the dataset that it is from then on."""
    caller = portal.context.writer_of(request)
    form = await request.form()
    formula = SavedFormula(
        name=_said(form, "name"),
        text=_said(form, "condition"),
        step=_said(form, "step"),
        title=_said(form, "title"),
        access=_said(form, "access") or "private",
    )
    kept = await run_in_threadpool(formulas.save, portal.context.door, formula, caller)
    return _to(portal, addresses.dataset(f"{FORMULAS}/{kept.name}"))


def _found(portal: Portal, form: FormData, caller: Principal) -> EventList:
    if job := _said(form, "job"):
        return found_by_job(portal, job, caller)
    door = portal.context.door
    try:
        known = understood(door, Asked.of(form), caller)
    except Refused as refused:
        raise refused.error from None
    with portal.context.gate.slot(caller.client):
        return find(door, known.search, caller)


def _said(form: FormData, name: str) -> str:
    return str(form.get(name, "")).strip()


def _to(portal: Portal, path: str) -> Response:
    # With GET: to look at the page again does nothing again.
    return RedirectResponse(portal.context.site.path(path), 303)
