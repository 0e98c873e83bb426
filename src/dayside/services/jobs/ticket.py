"""The ticket of a job: what its work tells, until its runner writes it down."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import orjson

from dayside.db.job_rows import Note
from dayside.model import Job
from dayside.model.errors import Cancelled

_SURE = 0.005
"""Share of the work after which there is something to go by for an estimate."""

Call = Literal["", "cancelled", "interrupted"]


@dataclass(slots=True)
class JobTicket:
    """A ticket whose words are written down by another thread: work never waits for a database.

    Parameters
    ----------
    job : Job
    """

    job: Job
    call: Call = ""
    _progress: float = 0.0
    _message: str = ""
    _partial: str | None = None
    _told: tuple[float, str, str | None] | None = None
    _began: float = field(default_factory=time.monotonic)
    _base: float | None = None

    @property
    def saved(self) -> Mapping[str, Any] | None:
        """What an earlier run gave to `partial`."""
        return self.job.partial

    def advance(self, done: float, total: float, message: str = "") -> None:
        """Tell how far the work is; raise `Cancelled` if it is to stop."""
        self.check()
        share = min(max(done / total, 0.0), 1.0) if total > 0 else 0.0
        if self._base is None:
            self._base = share  # where an earlier run had come to
        self._progress, self._message = share, message

    def check(self) -> None:
        """Raise `Cancelled` if the work is to stop."""
        if self.call:
            raise Cancelled(f"The job was {self.call}.")

    def partial(self, state: Mapping[str, Any]) -> None:
        """Keep what is there so far."""
        self._partial = orjson.dumps(state, option=orjson.OPT_SERIALIZE_NUMPY).decode()

    def news(self) -> Note | None:
        """Return what was told since the last time; None if nothing."""
        told = self._progress, self._message, self._partial
        if told == self._told:
            return None
        self._told = told
        return self.note()

    def note(self) -> Note:
        """Return all that was told."""
        return Note(self.job.id, self._progress, self._message, self._quote(), self._partial)

    @property
    def ran_s(self) -> float:
        """How long the work has been running, s."""
        return time.monotonic() - self._began

    def _quote(self) -> datetime | None:
        """Return when the work will be done, if it goes on as it went in this run."""
        gained = self._progress - (self._base or 0.0)
        if gained < _SURE:
            return None
        left_s = self.ran_s * (1.0 - self._progress) / gained
        return datetime.now(UTC) + timedelta(seconds=min(left_s, 1e9))
