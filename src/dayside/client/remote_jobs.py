"""Jobs by way of another Dayside's ``/api/jobs``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol
from urllib.parse import quote

from dayside.model import Failure, Job, Phase, Principal

if TYPE_CHECKING:
    import httpx

Ask = Callable[..., dict[str, Any]]
"""``ask(path, query, method, body)``: sends a request and returns the JSON of its answer."""


class Stream(Protocol):
    """Asks a path with a query."""

    def __call__(
        self, path: str, query: Mapping[str, str]
    ) -> AbstractContextManager[httpx.Response]:
        """Give the answer, not read yet."""


class RemoteDesk:
    """Jobs of a running Dayside.

    Parameters
    ----------
    ask : callable
        Sends a request.
    stream : callable
        Asks a path with a query, and gives the answer before it is read.
    """

    def __init__(self, ask: Ask, stream: Stream) -> None:
        self._ask = ask
        self._stream = stream

    def find(self) -> list[Job]:
        """Return jobs, newest first, without what they brought."""
        return [job_of(record) for record in self._ask("jobs", {})["jobs"]]

    def get(self, job_id: str, wait_s: float = 0.0) -> Job:
        """Return a job whole, after its phase changed or some time passed."""
        return job_of(self._ask(_path(job_id), {"wait": str(wait_s)} if wait_s else {}))

    def submit(self, kind: str, parameters: Mapping[str, Any]) -> Job:
        """Ask for a job."""
        asked = {"kind": kind, "parameters": dict(parameters)}
        return job_of(self._ask("jobs", {}, "POST", asked))

    def fetch(self, job_id: str, target: BinaryIO) -> None:
        """Write the file that a job brought into another."""
        with self._stream(f"{_path(job_id)}/file", {}) as answer:
            target.writelines(answer.iter_bytes())

    def cancel(self, job_id: str) -> Job:
        """Call a job off."""
        return job_of(self._ask(f"{_path(job_id)}/phase", {}, "POST", {"phase": "ABORT"}))

    def remove(self, job_id: str) -> None:
        """Cancel and forget a job."""
        self._ask(_path(job_id), {}, "DELETE")


def job_of(record: Mapping[str, Any]) -> Job:
    """Return the job of a record of ``/api/jobs``."""
    error = record["error"]
    return Job(
        id=record["id"],
        kind=record["kind"],
        parameters=record["parameters"],
        owner=Principal(record["owner"]),
        phase=Phase(record["phase"]),
        created=datetime.fromisoformat(record["created"]),
        destruction=datetime.fromisoformat(record["destruction"]),
        started=_time(record["started"]),
        ended=_time(record["ended"]),
        execution_s=record["execution_s"],
        progress=record["progress"],
        quote=_time(record["quote"]),
        message=record["message"],
        attempts=record["attempts"],
        partial=record.get("partial"),
        result=record.get("result"),
        failure=None if error is None else Failure(error["type"], error["message"]),
    )


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _path(job_id: str) -> str:
    return f"jobs/{quote(job_id, safe='')}"
