"""`Runner`: threads of a server that do jobs, and one that watches over them."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

import orjson

from dayside.model import Failure, Job, Phase
from dayside.model.errors import Cancelled, DaysideError, TooMuch
from dayside.services.door import Door
from dayside.services.jobs.cases import UseCase
from dayside.services.jobs.products import Product, forget, keep
from dayside.services.jobs.ticket import Call, JobTicket

if TYPE_CHECKING:
    from dayside.archive import Archive
    from dayside.db.jobs import JobTable

LOOK_S = 0.25
"""How often is looked for new jobs, and whether those that run are still wanted."""

NOTE_S = 1.0
"""How often it is written down how far they are: each time costs the disk, and the index's memory
of what it was asked before."""

BEAT_S = 2.0
LEASE_S = 15.0
"""A job whose server was silent for so long is done again by another."""

SWEEP_S = 60.0
GRACE_S = 3.0
"""How long work under way may take to stop when the server does."""

MOST_RESULT_BYTES = 64 << 20

INTERNAL = Failure("DaysideError", "Something went wrong here; the log of the server knows more.")

_log = logging.getLogger(__name__)


@dataclass
class Runner:
    """Does jobs until it is stopped.

    Parameters
    ----------
    door : Door
        What the jobs work on.
    archive : Archive
        Where they are kept; open to be written.
    cases : mapping of str to UseCase
        What can be done here.
    threads : int
        How many jobs at once.
    most_bytes : int
        Largest file that one may bring; 0 is no limit.
    """

    door: Door
    archive: Archive
    cases: Mapping[str, UseCase]
    threads: int = 1
    most_bytes: int = 0
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    _stopping: Event = field(default_factory=Event, repr=False)
    _running: dict[str, JobTicket] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)
    _started: list[Thread] = field(default_factory=list, repr=False)

    @property
    def table(self) -> JobTable:
        """The jobs of the archive."""
        return self.archive.index.jobs

    def start(self) -> None:
        """Begin to do jobs."""
        loops = [self._work] * self.threads + [self._watch]
        self._started = [
            Thread(target=_again_and_again, args=(loop, self._stopping), name="jobs", daemon=True)
            for loop in loops
        ]
        for thread in self._started:
            thread.start()

    def stop(self) -> None:
        """Give back what runs, to be gone on with by whoever comes next, and end."""
        self._stopping.set()
        _call("interrupted", self._tickets(), wanted=set())
        until = time.monotonic() + GRACE_S
        for thread in self._started:
            thread.join(max(0.0, until - time.monotonic()))

    # Working ---------------------------------------------------------------------------

    def _work(self) -> None:
        job = self.table.claim(self.name, list(self.cases), LEASE_S)
        if job is None:
            self._stopping.wait(LOOK_S)
            return
        ticket = JobTicket(job)
        with self._lock:
            self._running[job.id] = ticket
        try:
            self._do(job, ticket)
        finally:
            with self._lock:
                del self._running[job.id]

    def _do(self, job: Job, ticket: JobTicket) -> None:
        """Run the use case, and see that what became of it is written down."""
        result: str | None = None
        failure: Failure | None = None
        try:
            if self._stopping.is_set():
                raise Cancelled("The server stops.")
            case = self.cases[job.kind]
            found = case.run(job.parameters, ticket, self.door, job.owner)
            if isinstance(found, Product):
                found = keep(self.archive, job, found, self.most_bytes)
            result = _written(found)
        except DaysideError as error:
            failure = Failure(type(error).__name__, str(error))
        except Exception:  # noqa: BLE001  # the next job must not suffer for this one
            # When the server stops, the archive may be closed under the work.
            if not self._stopping.is_set():
                _log.exception("job %s (%s)", job.id, job.kind)
            failure = INTERNAL
        # Nothing of it holds for a job that was cancelled: it is not this runner's any more.
        if failure is not None and self._stopping.is_set():
            self.table.release(self.name, ticket.note())
        elif not self.table.finish(self.name, ticket.note(), result=result, failure=failure):
            forget(self.archive, [job.id])

    # Watching --------------------------------------------------------------------------

    def _watch(self) -> None:
        noted = beat = sweep = 0.0
        while not self._stopping.wait(LOOK_S):
            now = time.monotonic()
            if now - sweep > SWEEP_S:
                forget(self.archive, self.table.expire())
                sweep = now
            tickets = self._tickets()
            if not tickets:
                continue
            # Read after the tickets: those just claimed are among the wanted.
            _call("cancelled", tickets, wanted=set(self.table.running(self.name)))
            self._end_overlong(tickets)
            if now - noted < NOTE_S:
                continue
            noted = now
            late = now - beat > BEAT_S
            notes = [n for t in tickets if (n := t.note() if late else t.news()) is not None]
            if notes:
                self.table.note(self.name, notes)
                beat = now

    def _end_overlong(self, tickets: list[JobTicket]) -> None:
        for ticket in tickets:
            job = ticket.job
            if job.execution_s and ticket.ran_s > job.execution_s:
                said = f"stopped after {job.execution_s:g} s, as long as it might run"
                self.table.move(job.id, [Phase.EXECUTING], Phase.ABORTED, said)

    def _tickets(self) -> list[JobTicket]:
        with self._lock:
            return list(self._running.values())


def _call(call: Call, tickets: list[JobTicket], wanted: set[str]) -> None:
    """Tell the work that nobody wants any more."""
    for ticket in tickets:
        if ticket.job.id not in wanted and not ticket.call:
            ticket.call = call


def _again_and_again(loop: Callable[[], None], stopping: Event) -> None:
    """Repeat until told to stop, whatever goes wrong: a database comes back."""
    while not stopping.is_set():
        try:
            loop()
        except DaysideError as error:
            _log.warning("jobs: %s", error)
            stopping.wait(BEAT_S)
        except Exception:  # noqa: BLE001  # as any other, it is told in the log and tried again
            _log.exception("jobs")
            stopping.wait(BEAT_S)


def _written(result: Any) -> str:
    text = orjson.dumps(result, option=orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS)
    if len(text) > MOST_RESULT_BYTES:
        raise TooMuch(
            f"The result has {len(text)} bytes; one may have {MOST_RESULT_BYTES}. Ask for less."
        )
    return text.decode()
