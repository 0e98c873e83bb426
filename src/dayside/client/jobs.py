"""Jobs of an archive, as people hold them in a notebook."""

from __future__ import annotations

import time
from collections.abc import Iterator
from html import escape
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, Self

from dayside.client.progress import watched
from dayside.model import Job, Phase, errors
from dayside.model.errors import BadRequest, Cancelled, DaysideError, NotFound
from dayside.model.tables import text_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dayside.model.ticket import Ticket

LOOK_S = 0.5
JOB_HEAD = ("id", "kind", "phase", "done", "created", "message")


class Desk(Protocol):
    """Where jobs are asked for: in this process, or by way of another's ``/api``."""

    def find(self) -> list[Job]:
        """Return jobs, newest first, without what they brought."""
        ...

    def get(self, job_id: str, wait_s: float = 0.0) -> Job:
        """Return a job whole, after its phase changed or some time passed."""
        ...

    def submit(self, kind: str, parameters: Mapping[str, Any]) -> Job:
        """Ask for a job."""
        ...

    def fetch(self, job_id: str, target: BinaryIO) -> None:
        """Write the file that a job brought into another."""
        ...

    def cancel(self, job_id: str) -> Job:
        """Call a job off."""
        ...

    def remove(self, job_id: str) -> None:
        """Cancel and forget a job."""
        ...


class JobsClient:
    """The jobs of an archive: long work that a server does.

    Examples
    --------
    >>> job = archive.jobs.submit("verify")  # doctest: +SKIP
    >>> job.result()  # waits for it, with a bar  # doctest: +SKIP
    {'problems': []}
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def submit(self, kind: str, **parameters: Any) -> JobClient:
        """Ask for a job; a server of the archive does it.

        Parameters
        ----------
        kind : str
            What is to be done, as ``verify``.
        **parameters
            As this kind takes them.

        Raises
        ------
        BadRequest
            If there is no such kind, or the parameters cannot be right.
        Forbidden, TooMuch
            If one may not ask for it, or has too many already.
        """
        return JobClient(self._desk, self._desk.submit(kind, parameters))

    def __getitem__(self, job_id: str) -> JobClient:
        return JobClient(self._desk, self._desk.get(job_id))

    def __iter__(self) -> Iterator[JobClient]:
        return iter([JobClient(self._desk, job) for job in self._desk.find()])

    def __len__(self) -> int:
        return len(self._desk.find())

    def __repr__(self) -> str:
        found = self._desk.find()
        return text_table(JOB_HEAD, map(job_row, found)) if found else "No jobs."


class JobClient:
    """One job.

    Attributes
    ----------
    job : Job
        As it was when last looked at; `refresh` looks again.
    """

    def __init__(self, desk: Desk, job: Job) -> None:
        self._desk = desk
        self.job = job

    @property
    def id(self) -> str:
        """Its id."""
        return self.job.id

    @property
    def phase(self) -> str:
        """Phase, as in UWS: QUEUED, EXECUTING, COMPLETED, ERROR or ABORTED."""
        return str(self.job.phase)

    @property
    def progress(self) -> float:
        """How much of it is done, from 0 to 1."""
        return self.job.progress

    @property
    def partial(self) -> Any:
        """What is there so far; None if nothing."""
        return self.job.partial

    def refresh(self) -> Self:
        """Look at it again."""
        self.job = self._desk.get(self.id)
        return self

    def wait(self, timeout_s: float | None = None) -> Self:
        """Wait until it is over, with a bar.

        Raises
        ------
        TimeoutError
            If it is not over by then; it goes on.
        """
        until = None if timeout_s is None else time.monotonic() + timeout_s
        self.refresh()
        with watched(self.job.kind) as ticket:
            follow(self._desk, self.job, ticket, until)
        return self.refresh()

    def result(self, timeout_s: float | None = None) -> Any:
        """Return what it brought, once it is over.

        Raises
        ------
        DaysideError
            What the work raised; `Cancelled` if it was called off.
        TimeoutError
            If it is not over by then.
        """
        return result_of(self.wait(timeout_s).job)

    def save(self, path: str | PathLike[str] | None = None) -> Path:
        """Save the file that it brought, once it is over, and return where.

        Parameters
        ----------
        path : str or path, optional
            By default in this folder, by the name it has. Whole in the end, or not there.

        Raises
        ------
        NotFound
            If it brought none.
        """
        result = self.result()
        if not isinstance(result, dict) or "file" not in result:
            raise NotFound(f"Job {self.id} brought no file; result() is what it brought.")
        target = Path(path or result["file"])
        part = target.with_name(f".{target.name}.part")
        try:
            with part.open("wb") as file:
                self._desk.fetch(self.id, file)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        return target

    def cancel(self) -> Self:
        """Call it off."""
        self.job = self._desk.cancel(self.id)
        return self

    def remove(self) -> None:
        """Cancel it, and forget it with all it brought."""
        self._desk.remove(self.id)

    def __repr__(self) -> str:
        cells = [text for text in job_row(self.job)[1:] if text]
        return f"<Job {self.id}: {', '.join(cells)}>"

    def _repr_html_(self) -> str:
        return f"<code>{escape(repr(self))}</code>"


def follow(desk: Desk, job: Job, ticket: Ticket, until: float | None = None) -> Job:
    """Tell a ticket how far a job is until it is over, and return it then.

    Raises
    ------
    TimeoutError
        If it is not over at `until`, of the monotonic clock.
    """
    while not job.phase.is_over:
        ticket.advance(job.progress, 1.0, job.message or job.phase.lower())
        if until is not None and time.monotonic() >= until:
            raise TimeoutError(f"Job {job.id} is not over yet ({job.phase}).")
        job = desk.get(job.id, LOOK_S)
    ticket.advance(1.0, 1.0)
    return job


def result_of(job: Job) -> Any:
    """Return what a job brought.

    Raises
    ------
    DaysideError
        What the work raised; `Cancelled` if it was called off, `BadRequest` if it is not over.
    """
    if job.phase is Phase.COMPLETED:
        return job.result
    if job.failure is not None:
        kind = getattr(errors, job.failure.kind, DaysideError)
        raise kind(job.failure.message)
    if job.phase is Phase.ABORTED:
        raise Cancelled(f"Job {job.id} was called off: {job.message}.")
    raise BadRequest(f"Job {job.id} is not over yet ({job.phase}).")


def job_row(job: Job) -> tuple[str, ...]:
    """Return the cells of a job in a table, as of `JOB_HEAD`."""
    left = "" if job.left_s is None else f", {job.left_s:.0f} s left"
    done = f"{job.progress:.0%}{left}"
    told = job.failure.message if job.failure else job.message
    return job.id, job.kind, str(job.phase), done, f"{job.created:%Y-%m-%d %H:%M:%S}", told
