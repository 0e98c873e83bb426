"""Where jobs are asked for, looked up and called off."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from dayside.model import Job, Phase, Principal
from dayside.model.errors import BadRequest, Forbidden, TooMuch, UnknownJob
from dayside.services.archives import archive_of
from dayside.services.door import Door
from dayside.services.jobs.cases import use_case
from dayside.services.jobs.products import Kept, forget, kept

if TYPE_CHECKING:
    from dayside.db.jobs import JobTable

MOST_BYTES = 256 * 1024
"""How much the parameters of a job may hold."""

_YEAR_S = 366 * 86400.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What one may ask for.

    Attributes
    ----------
    per_user : int
        Most jobs of one user that are not over; 0 is no limit.
    keep_s : float
        How long a job is kept after it was asked for, unless it says so itself, s.
    """

    per_user: int = 16
    keep_s: float = 7 * 86400.0


DEFAULT = Rules()


def submit(
    door: Door,
    kind: str,
    parameters: Mapping[str, Any],
    principal: Principal,
    *,
    rules: Rules = DEFAULT,
    run: bool = True,
    keep_s: float | None = None,
    execution_s: float = 0.0,
) -> Job:
    """Ask for a job; it is run as soon as a runner is free.

    Parameters
    ----------
    kind : str
        Name of a use case.
    parameters : mapping
        As it takes them.
    rules : Rules
        What one may ask for.
    run : bool
        False leaves it pending until `start`.
    keep_s : float, optional
        How long it is kept, s.
    execution_s : float
        Longest it may run, s; 0 is no limit.

    Raises
    ------
    BadRequest
        If there is no such use case, or it refuses the parameters.
    Forbidden
        If `principal` may not ask for it.
    TooMuch
        If there are too many jobs already.
    ArchiveLocked
        If the archive cannot be written.
    """
    case = use_case(kind)
    if case.scope and not principal.may(case.scope):
        raise Forbidden(f"A job of kind {kind} needs a token with the scope {case.scope}.")
    _refuse_odd(keep_s, execution_s)
    whole = case.check(parameters, door, principal)
    if len(json.dumps(whole)) > MOST_BYTES:
        raise TooMuch(f"The parameters of a job may hold {MOST_BYTES} bytes.")
    now = datetime.now(UTC)
    job = Job(
        id=secrets.token_hex(16),
        kind=kind,
        parameters=whole,
        owner=principal,
        phase=Phase.QUEUED if run else Phase.PENDING,
        created=now,
        destruction=now + timedelta(seconds=rules.keep_s if keep_s is None else keep_s),
        execution_s=execution_s,
    )
    _table(door).add(job, rules.per_user)
    return job


def get(door: Door, job_id: str, principal: Principal) -> Job:
    """Return a job whole.

    Raises
    ------
    UnknownJob
        If there is none, or `principal` may not see it.
    """
    job = _table(door).get(job_id)
    if not door.policy.may_see(principal, job):
        # The same words as for one that is not there.
        raise UnknownJob("There is no job of that id; it may have been destroyed.")
    return job


def file(door: Door, job_id: str, principal: Principal) -> tuple[Kept, Iterator[bytes]]:
    """Return the file that a job brought, and its bytes in pieces.

    Raises
    ------
    UnknownJob
        If there is no such job, or `principal` may not see it.
    NotFound
        If it brought no file, or none yet.
    """
    return kept(archive_of(door, "jobs"), get(door, job_id, principal))


def find(
    door: Door,
    principal: Principal,
    phases: Collection[Phase] = (),
    kind: str = "",
    most: int = 100,
) -> list[Job]:
    """Return jobs of `principal`, newest first, without what they brought.

    The operator sees everybody's; the anonymous see none, for nobody knows which are theirs.

    Parameters
    ----------
    phases : collection of Phase
        None is any.
    kind : str
        Empty is any.
    """
    if door.policy.may_see_all(principal):
        return _table(door).find(None, phases, kind, most)
    return _table(door).find(principal.name, phases, kind, most) if principal.name else []


def cancel(door: Door, job_id: str, principal: Principal) -> Job:
    """Call a job off: it is aborted at once, and who runs it stops within a second.

    One that is over stays as it is.
    """
    live = [phase for phase in Phase if not phase.is_over]
    return _moved(door, get(door, job_id, principal), live, Phase.ABORTED, "cancelled")


def start(door: Door, job_id: str, principal: Principal) -> Job:
    """Let a job run that is pending or held.

    Raises
    ------
    BadRequest
        If it is over.
    """
    job = get(door, job_id, principal)
    _refuse_over(job)
    return _moved(door, job, [Phase.PENDING, Phase.HELD], Phase.QUEUED)


def hold(door: Door, job_id: str, principal: Principal) -> Job:
    """Keep a job that is queued from running until `start`.

    Raises
    ------
    BadRequest
        If it runs already, or is over.
    """
    job = get(door, job_id, principal)
    _refuse_over(job)
    if job.phase is Phase.EXECUTING:
        raise BadRequest("The job runs already; it can be cancelled.")
    return _moved(door, job, [Phase.PENDING, Phase.QUEUED], Phase.HELD)


def remove(door: Door, job_id: str, principal: Principal) -> None:
    """Cancel a job and forget it, with all it brought."""
    job = get(door, job_id, principal)
    _table(door).remove(job.id)
    forget(archive_of(door, "jobs"), [job.id])


def _moved(door: Door, job: Job, before: list[Phase], to: Phase, message: str = "") -> Job:
    _table(door).move(job.id, before, to, message)
    return _table(door).get(job.id)


def _refuse_over(job: Job) -> None:
    if job.phase.is_over:
        raise BadRequest(f"The job is over ({job.phase}); ask for a new one.")


def _refuse_odd(keep_s: float | None, execution_s: float) -> None:
    if keep_s is not None and not 0 < keep_s <= _YEAR_S:
        raise BadRequest("A job is kept for more than nothing and at most a year.")
    if not 0 <= execution_s <= _YEAR_S:
        raise BadRequest("A job runs for at most a year; 0 is no limit of its own.")


def _table(door: Door) -> JobTable:
    return archive_of(door, "jobs").index.jobs
