"""Jobs as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dayside.model import Job


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
