"""``/api/jobs``: long work, asked for, waited for and called off."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from dayside.model import Job, Phase, Principal
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest import job_records
from dayside.protocols.rest.dependencies import Caller, Here
from dayside.services import jobs
from dayside.services.door import Door

router = APIRouter(tags=["jobs"])

LONGEST_WAIT_S = 60.0
_LOOK_S = 0.2

JobId = Annotated[str, Path(max_length=64, description="As it was told when it was asked for.")]


class JobRequest(BaseModel):
    """A job to be done."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=64, description="One of the kinds that GET /jobs lists.")
    parameters: dict[str, Any] = Field({}, description="As this kind takes them.")
    run: bool = Field(True, description="False leaves it PENDING until it is told to RUN.")
    keep_s: float | None = Field(None, description="How long it is kept, s.")
    execution_s: float = Field(0.0, description="Longest it may run, s; 0 is no limit.")


class Order(BaseModel):
    """What a job is told."""

    model_config = ConfigDict(extra="forbid")

    phase: Literal["RUN", "ABORT", "HOLD"]


_ORDERS: dict[str, Callable[[Door, str, Principal], Job]] = {
    "RUN": jobs.start,
    "ABORT": jobs.cancel,
    "HOLD": jobs.hold,
}


@router.get("/jobs", summary="Your jobs", responses={200: {"model": job_records.JobsFound}})
def find(
    request: Request,
    here: Here,
    caller: Caller,
    phase: Annotated[
        list[Phase] | None, Query(description="Only those of these phases.", max_length=7)
    ] = None,
    kind: Annotated[str, Query(description="Only those of this kind.", max_length=64)] = "",
    limit: Annotated[int, Query(ge=1, le=1000, description="The newest so many.")] = 100,
) -> Response:
    """Return jobs, newest first, without what they brought; and the kinds there are.

    Jobs asked for without a token are listed for nobody: keep their ids.
    """
    found = jobs.find(here.door, caller, phase or (), kind, limit)
    kinds = [{"kind": c.name, "title": c.title} for c in jobs.use_cases().values()]
    content = {"jobs": [job_records.record(job) for job in found], "kinds": kinds}
    return json_answer(request, content, cache="no-store")


@router.post(
    "/jobs",
    summary="Ask for a job",
    status_code=201,
    responses={201: {"model": job_records.WholeJob}},
)
async def submit(request: Request, here: Here, asked: JobRequest) -> Response:
    """Ask for long work; the answer tells the job's id."""
    caller = here.sender_of(request)
    job = await run_in_threadpool(
        jobs.submit,
        here.door,
        asked.kind,
        asked.parameters,
        caller,
        rules=here.job_rules,
        run=asked.run,
        keep_s=asked.keep_s,
        execution_s=asked.execution_s,
    )
    answer = _answer(request, job, status=201)
    answer.headers["location"] = here.site.path(f"/api/jobs/{job.id}")
    return answer


@router.get("/jobs/{id}", summary="A job", responses={200: {"model": job_records.WholeJob}})
async def get(
    request: Request,
    here: Here,
    caller: Caller,
    id: JobId,  # noqa: A002 - the name in the URL
    wait: Annotated[
        float, Query(ge=0, le=LONGEST_WAIT_S, description="Seconds to wait for its phase to change")
    ] = 0.0,
    phase: Annotated[
        Phase | None, Query(description="Phase to wait for the end of; by default that it is in.")
    ] = None,
) -> Response:
    """Return a job: how far it is, what it brought, or why it came to nothing."""
    until = time.monotonic() + wait
    job = await run_in_threadpool(jobs.get, here.door, id, caller)
    before = phase or job.phase
    while job.phase is before and not job.phase.is_over and time.monotonic() < until:
        await asyncio.sleep(_LOOK_S)
        job = await run_in_threadpool(jobs.get, here.door, id, caller)
    return _answer(request, job)


@router.post(
    "/jobs/{id}/phase",
    summary="Run, hold or abort a job",
    responses={200: {"model": job_records.WholeJob}},
)
async def order(
    request: Request,
    here: Here,
    id: JobId,  # noqa: A002 - the name in the URL
    asked: Order,
) -> Response:
    """Tell a job what to do. What runs stops within a second of being aborted."""
    caller = here.sender_of(request)
    return _answer(request, await run_in_threadpool(_ORDERS[asked.phase], here.door, id, caller))


@router.get(
    "/jobs/{id}/file",
    summary="The file that a job brought",
    responses={200: {"content": {"application/octet-stream": {}}}},
    response_class=Response,
)
def file(here: Here, caller: Caller, id: JobId) -> Response:  # noqa: A002
    """Return the file whose name the result tells."""
    kept, pieces = jobs.file(here.door, id, caller)
    headers = {
        "cache-control": "no-store",
        "content-disposition": f'attachment; filename="{kept.name}"',
        "content-length": str(kept.size),
    }
    return StreamingResponse(pieces, headers=headers, media_type=kept.media_type)


@router.delete("/jobs/{id}", summary="Cancel and forget a job", status_code=204)
async def remove(request: Request, here: Here, id: JobId) -> Response:  # noqa: A002
    """Cancel a job, and forget it with all it brought."""
    caller = here.sender_of(request)
    await run_in_threadpool(jobs.remove, here.door, id, caller)
    return Response(status_code=204, headers={"cache-control": "no-store"})


def _answer(request: Request, job: Job, status: int = 200) -> Response:
    return json_answer(
        request, job_records.record(job, whole=True), status=status, cache="no-store"
    )
