"""The table of jobs: claimed by any number of servers, each by one.

Whoever runs a job is its runner. Every change by a runner holds only while the job is still
its own and executing: one that was cancelled, or taken over because its runner was silent
for too long, is changed by nobody who comes late.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Engine,
    FromClause,
    ScalarSelect,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from dayside.db import schema
from dayside.db.job_rows import HEAVY, Note, job_of, row_of, text_of
from dayside.db.transactions import reading, writing
from dayside.model import Failure, Job, Phase, Principal
from dayside.model.errors import TooMuch, UnknownJob

ATTEMPTS = 3
"""How often a job is begun that takes its server down each time."""

_t = schema.jobs


class JobTable:
    """The jobs of one index.

    Parameters
    ----------
    engine : Engine
        From `dayside.db.connect`.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # For whoever asks ------------------------------------------------------------------

    def add(self, job: Job, most: int) -> None:
        """Keep a new job.

        Parameters
        ----------
        most : int
            How many jobs its owner may have that are not over; 0 is no limit.

        Raises
        ------
        TooMuch
            If there are as many already.
        """
        with writing(self._engine) as connection:
            waiting = select(func.count()).where(_owned_by(job.owner), _t.c.phase.not_in(_OVER))
            if most and (connection.scalar(waiting) or 0) >= most:
                raise TooMuch(
                    f"You have {most} jobs that are not over, as many as one may have. "
                    "Wait for one to end, or cancel it."
                )
            connection.execute(insert(_t).values(**row_of(job)))

    def get(self, job_id: str) -> Job:
        """Return a job whole.

        Raises
        ------
        UnknownJob
            If there is none.
        """
        with reading(self._engine) as connection:
            row = connection.execute(select(_t).where(_t.c.id == job_id)).mappings().first()
        if row is None:
            raise UnknownJob("There is no job of that id; it may have been destroyed.")
        return job_of(row)

    def find(
        self,
        owner: str | None = None,
        phases: Collection[Phase] = (),
        kind: str = "",
        most: int = 100,
    ) -> list[Job]:
        """Return jobs, newest first, without what they brought.

        Parameters
        ----------
        owner : str, optional
            Name of the owner; by default anybody.
        phases : collection of Phase
            None is any.
        kind : str
            Empty is any.
        most : int
            How many at most.
        """
        wanted = [c for c in _t.c if c.name not in HEAVY]
        query = select(*wanted).order_by(_t.c.created.desc(), _t.c.id).limit(most)
        if owner is not None:
            query = query.where(_t.c.owner == owner)
        if phases:
            query = query.where(_t.c.phase.in_(list(phases)))
        if kind:
            query = query.where(_t.c.kind == kind)
        with reading(self._engine) as connection:
            return [job_of(row) for row in connection.execute(query).mappings()]

    def ids(self) -> list[str]:
        """Return the id of every job."""
        with reading(self._engine) as connection:
            return list(connection.scalars(select(_t.c.id)))

    def move(self, job_id: str, before: Iterable[Phase], to: Phase, message: str = "") -> bool:
        """Bring a job from one of some phases to another; return whether it was in one.

        Parameters
        ----------
        message : str
            In place of what it was at; empty leaves that.
        """
        values: dict[str, Any] = {"phase": to}
        if to.is_over:
            values |= {"ended": text_of(datetime.now(UTC)), "quote": None}
        if message:
            values["message"] = message
        return self._change(_t.c.id == job_id, _t.c.phase.in_(list(before)), **values)

    def remove(self, job_id: str) -> bool:
        """Forget a job; whoever runs it is told like one that is cancelled."""
        with writing(self._engine) as connection:
            return connection.execute(delete(_t).where(_t.c.id == job_id)).rowcount > 0

    def expire(self) -> list[str]:
        """Forget every job whose time has come, and return their ids."""
        due = _t.c.destruction <= text_of(datetime.now(UTC))
        with reading(self._engine) as connection:
            if connection.scalar(select(_t.c.id).where(due).limit(1)) is None:
                return []
        with writing(self._engine) as connection:
            return list(connection.scalars(delete(_t).where(due).returning(_t.c.id)))

    # For runners -----------------------------------------------------------------------

    def claim(self, runner: str, kinds: Collection[str], lease_s: float) -> Job | None:
        """Return a job that is this runner's from now on; None where there is none to do.

        Owners who have least running come first, then who asked first. A job whose runner
        has not been heard of for `lease_s` is to be done again.
        """
        now = datetime.now(UTC)
        silent_since = text_of(now - timedelta(seconds=lease_s))
        ready = _is_ready(_t, kinds, silent_since)
        with reading(self._engine) as connection:
            # Asked first, because most often there is none, and a look disturbs nobody.
            if connection.scalar(select(_t.c.id).where(ready).limit(1)) is None:
                return None
        with writing(self._engine) as connection:
            worn_out = and_(ready, _t.c.attempts >= ATTEMPTS)
            connection.execute(update(_t).where(worn_out).values(**_gave_up(now)))
            values = {
                "phase": Phase.EXECUTING,
                "runner": runner,
                "started": text_of(now),
                "heartbeat": text_of(now),
                "attempts": _t.c.attempts + 1,
                "quote": None,
            }
            chosen = _t.c.id == _next(kinds, silent_since)
            claimed = update(_t).where(chosen).values(**values).returning(*_t.c)
            row = connection.execute(claimed).mappings().first()
        return None if row is None else job_of(row)

    def running(self, runner: str) -> Sequence[str]:
        """Return the ids of the jobs that are this runner's and still wanted."""
        mine = select(_t.c.id).where(_t.c.runner == runner, _t.c.phase == Phase.EXECUTING)
        with reading(self._engine) as connection:
            return list(connection.scalars(mine))

    def note(self, runner: str, notes: Iterable[Note]) -> None:
        """Keep how far jobs of this runner are, and that it lives."""
        beat = text_of(datetime.now(UTC))
        with writing(self._engine) as connection:
            for n in notes:
                connection.execute(
                    update(_t).where(*_mine(runner, n.job)).values(**n.values(), heartbeat=beat)
                )

    def finish(
        self, runner: str, last: Note, *, result: str | None = None, failure: Failure | None = None
    ) -> bool:
        """End a job with its result, as JSON, or with why there is none.

        Returns
        -------
        bool
            Whether the job was still this runner's.
        """
        values = last.values() | {
            "phase": Phase.ERROR if failure else Phase.COMPLETED,
            "ended": text_of(datetime.now(UTC)),
            "quote": None,
            "result": result,
            "failure": text_of(failure),
        }
        if failure is None:
            values["progress"] = 1.0
        return self._change(*_mine(runner, last.job), **values)

    def release(self, runner: str, last: Note) -> bool:
        """Give a job back, to be gone on with by whoever claims it next."""
        values = last.values() | {
            "phase": Phase.QUEUED,
            "runner": None,
            "quote": None,
            "attempts": _t.c.attempts - 1,  # nothing went wrong with it
        }
        return self._change(*_mine(runner, last.job), **values)

    def _change(self, *which: ColumnElement[bool], **values: Any) -> bool:
        with writing(self._engine) as connection:
            return connection.execute(update(_t).where(*which).values(**values)).rowcount > 0


_OVER = [phase for phase in Phase if phase.is_over]


def _mine(runner: str, job_id: str) -> tuple[ColumnElement[bool], ...]:
    return _t.c.id == job_id, _t.c.runner == runner, _t.c.phase == Phase.EXECUTING


def _owned_by(owner: Principal) -> ColumnElement[bool]:
    """Return whose jobs count together: those of a name, or of an address without one."""
    named = _t.c.owner == owner.name
    return named if owner.name else and_(named, _t.c.client == owner.client)


def _is_ready(t: FromClause, kinds: Collection[str], silent_since: str) -> ColumnElement[bool]:
    lost = and_(t.c.phase == Phase.EXECUTING, t.c.heartbeat < silent_since)
    return and_(t.c.kind.in_(list(kinds)), or_(t.c.phase == Phase.QUEUED, lost))


def _next(kinds: Collection[str], silent_since: str) -> ScalarSelect[Any]:
    """Return the id of the job to do next; one another runner is just taking is passed over."""
    t, other = _t.alias("waiting"), _t.alias("other")
    running = (
        select(func.count())
        .where(
            other.c.phase == Phase.EXECUTING,
            other.c.owner == t.c.owner,
            other.c.client == t.c.client,
        )
        .scalar_subquery()
    )
    return (
        select(t.c.id)
        .where(_is_ready(t, kinds, silent_since))
        .order_by(running, t.c.created)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )


def _gave_up(now: datetime) -> dict[str, Any]:
    said = f"The server went down {ATTEMPTS} times while this ran."
    return {
        "phase": Phase.ERROR,
        "ended": text_of(now),
        "failure": text_of(Failure("DaysideError", said)),
    }
