"""Jobs as JSON, and how the OpenAPI description tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import Field

from dayside.model import Job
from dayside.protocols.rest.schemas import Record


class JobError(Record):
    """Why a job came to nothing."""

    type: str = Field(description="Class of dayside.model.errors.")
    message: str


class JobRecord(Record):
    """A job; times are UTC."""

    id: str
    kind: str
    parameters: dict[str, Any]
    owner: str = Field(description="Empty for the anonymous.")
    phase: str = Field(
        description="PENDING, QUEUED, EXECUTING, COMPLETED, ERROR, ABORTED or HELD, as in UWS."
    )
    created: str
    started: str | None
    ended: str | None
    destruction: str = Field(description="When it is forgotten.")
    execution_s: float = Field(description="Longest it may run, s; 0 is no limit.")
    progress: float = Field(description="From 0 to 1.")
    quote: str | None = Field(description="When it will probably be done.")
    left_s: float | None = Field(description="Seconds it will probably take from now.")
    message: str = Field(description="What it is at.")
    attempts: int = Field(description="How often it was begun.")
    error: JobError | None


class WholeJob(JobRecord):
    """A job with what it brought."""

    partial: dict[str, Any] | None = Field(description="What is there so far.")
    result: Any = Field(description="What it brought; null before it is COMPLETED.")


class JobKind(Record):
    """What can be run as a job."""

    kind: str
    title: str


class JobsFound(Record):
    """Jobs of the caller, and what can be asked for."""

    jobs: list[JobRecord]
    kinds: list[JobKind]


def record(job: Job, *, whole: bool = False) -> dict[str, Any]:
    """Return a job as JSON.

    Parameters
    ----------
    whole : bool
        With what it brought.
    """
    told = {
        "id": job.id,
        "kind": job.kind,
        "parameters": job.parameters,
        "owner": job.owner.name,
        "phase": job.phase,
        "created": when(job.created),
        "started": when(job.started),
        "ended": when(job.ended),
        "destruction": when(job.destruction),
        "execution_s": job.execution_s,
        "progress": job.progress,
        "quote": when(job.quote),
        "left_s": job.left_s,
        "message": job.message,
        "attempts": job.attempts,
        "error": None
        if job.failure is None
        else {"type": job.failure.kind, "message": job.failure.message},
    }
    return told | {"partial": job.partial, "result": job.result} if whole else told


def when(time: datetime | None) -> str | None:
    """Return a time as UTC text to the millisecond."""
    return None if time is None else f"{time:%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03}Z"
