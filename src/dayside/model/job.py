"""`Job`: long work that was asked for, and what became of it, by the IVOA's UWS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from dayside.model.principal import Principal


class Phase(StrEnum):
    """Phase of a job, as in UWS 1.1.

    Examples
    --------
    >>> [phase.value for phase in Phase if phase.is_over]
    ['COMPLETED', 'ERROR', 'ABORTED']
    """

    PENDING = "PENDING"
    QUEUED = "QUEUED"
    EXECUTING = "EXECUTING"
    COMPLETED = "COMPLETED"
    ERROR = "ERROR"
    ABORTED = "ABORTED"
    HELD = "HELD"

    @property
    def is_over(self) -> bool:
        """Whether nothing will happen any more."""
        return self in {Phase.COMPLETED, Phase.ERROR, Phase.ABORTED}


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job came to nothing.

    Attributes
    ----------
    kind : str
        Name of the class in `dayside.model.errors`.
    message : str
        A sentence.
    """

    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Job:
    """Long work that was asked for.

    Attributes
    ----------
    id : str
        Nobody guesses it: whoever knows it may see the job of an anonymous owner.
    kind : str
        Name of the use case.
    parameters : mapping
        As the use case takes them.
    owner : Principal
        Who asked, with what they may: the job sees what its owner saw.
    phase : Phase
    created, started, ended : datetime or None
        UTC. ``started`` is of the latest run.
    destruction : datetime
        When it is forgotten, with all it brought.
    execution_s : float
        Longest it may run, s; 0 is no limit.
    progress : float
        From 0 to 1.
    quote : datetime or None
        When it will probably be done; None where nobody can tell.
    message : str
        What it is at.
    attempts : int
        How often it was begun: more than once where a server went down under it.
    partial : mapping or None
        What is there so far; left out of lists.
    result : object
        What it brought, as JSON; left out of lists.
    failure : Failure or None
    """

    id: str
    kind: str
    parameters: Mapping[str, Any]
    owner: Principal
    phase: Phase
    created: datetime
    destruction: datetime
    started: datetime | None = None
    ended: datetime | None = None
    execution_s: float = 0.0
    progress: float = 0.0
    quote: datetime | None = None
    message: str = ""
    attempts: int = 0
    partial: Mapping[str, Any] | None = None
    result: Any = None
    failure: Failure | None = None

    @property
    def ran_s(self) -> float | None:
        """How long it ran, or has been running now, s; None before it began."""
        if self.started is None:
            return None
        return ((self.ended or datetime.now(UTC)) - self.started).total_seconds()

    @property
    def left_s(self) -> float | None:
        """How long it will probably take from now on, s; None where nobody can tell."""
        if self.phase is not Phase.EXECUTING or self.quote is None:
            return None
        return max(timedelta(), self.quote - datetime.now(UTC)).total_seconds()
