"""Jobs as rows, and rows as jobs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, overload

from sqlalchemy import RowMapping

from dayside.model import Failure, Job, Phase, Principal

HEAVY = frozenset({"partial", "result"})
"""Columns that lists leave out."""

_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


@dataclass(frozen=True, slots=True)
class Note:
    """How far a job is.

    Attributes
    ----------
    job : str
        Its id.
    progress : float
        From 0 to 1.
    message : str
        What it is at.
    quote : datetime or None
        When it will probably be done.
    partial : str or None
        What is there so far, as JSON; None is as it was.
    """

    job: str
    progress: float
    message: str = ""
    quote: datetime | None = None
    partial: str | None = None

    def values(self) -> dict[str, Any]:
        """Return columns and what they are to hold."""
        told = {"progress": self.progress, "message": self.message, "quote": text_of(self.quote)}
        return told if self.partial is None else told | {"partial": self.partial}


@overload
def text_of(value: datetime) -> str: ...
@overload
def text_of(value: None) -> None: ...
@overload
def text_of(value: datetime | None) -> str | None: ...
@overload
def text_of(value: Failure | None) -> str | None: ...


def text_of(value: datetime | Failure | None) -> str | None:
    """Return how a time or a failure is kept."""
    if value is None:
        return None
    if isinstance(value, Failure):
        return json.dumps(asdict(value))
    return value.astimezone(UTC).strftime(_FORM)


def row_of(job: Job) -> dict[str, Any]:
    """Return the row of a new job."""
    return {
        "id": job.id,
        "kind": job.kind,
        "parameters": json.dumps(dict(job.parameters)),
        "owner": job.owner.name,
        "client": job.owner.client,
        "scopes": json.dumps(sorted(job.owner.scopes)),
        "phase": job.phase,
        "created": text_of(job.created),
        "destruction": text_of(job.destruction),
        "execution_s": job.execution_s,
        "progress": job.progress,
        "message": job.message,
    }


def job_of(row: RowMapping | Mapping[str, Any]) -> Job:
    """Return the job of a row, which may lack the columns that are `HEAVY`."""
    failure = _json(row["failure"])
    return Job(
        id=row["id"],
        kind=row["kind"],
        parameters=json.loads(row["parameters"]),
        owner=Principal(row["owner"], frozenset(json.loads(row["scopes"])), row["client"]),
        phase=Phase(row["phase"]),
        created=_time(row["created"]),
        destruction=_time(row["destruction"]),
        started=_time_or_none(row["started"]),
        ended=_time_or_none(row["ended"]),
        execution_s=row["execution_s"],
        progress=row["progress"],
        quote=_time_or_none(row["quote"]),
        message=row["message"],
        attempts=row["attempts"],
        partial=_json(row.get("partial")),
        result=_json(row.get("result")),
        failure=None if failure is None else Failure(**failure),
    )


def _json(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def _time(text: str) -> datetime:
    return datetime.strptime(text, _FORM).replace(tzinfo=UTC)


def _time_or_none(text: str | None) -> datetime | None:
    return None if text is None else _time(text)
