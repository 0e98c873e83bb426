"""Jobs kept in an archive of this machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, BinaryIO

from dayside.model import OPERATOR, Job
from dayside.services import jobs
from dayside.services.door import Door

_LOOK_S = 0.1


class LocalDesk:
    """Jobs in the archive behind a door, all of them: whoever is here runs the place.

    Parameters
    ----------
    door : Door
        To look with.
    changing : callable
        Gives a door to an archive that can be written, for as long as a change takes.
    """

    def __init__(self, door: Door, changing: Callable[[], AbstractContextManager[Door]]) -> None:
        self._door = door
        self._changing = changing

    def find(self) -> list[Job]:
        """Return jobs, newest first, without what they brought."""
        return jobs.find(self._door, OPERATOR)

    def get(self, job_id: str, wait_s: float = 0.0) -> Job:
        """Return a job whole, after its phase changed or some time passed."""
        until = time.monotonic() + wait_s
        job = jobs.get(self._door, job_id, OPERATOR)
        before = job.phase
        while job.phase is before and time.monotonic() < until:
            time.sleep(_LOOK_S)
            job = jobs.get(self._door, job_id, OPERATOR)
        return job

    def submit(self, kind: str, parameters: Mapping[str, Any]) -> Job:
        """Ask for a job, to be done by a server of this archive."""
        with self._changing() as door:
            return jobs.submit(door, kind, parameters, OPERATOR)

    def fetch(self, job_id: str, target: BinaryIO) -> None:
        """Write the file that a job brought into another."""
        target.writelines(jobs.file(self._door, job_id, OPERATOR)[1])

    def cancel(self, job_id: str) -> Job:
        """Call a job off."""
        with self._changing() as door:
            return jobs.cancel(door, job_id, OPERATOR)

    def remove(self, job_id: str) -> None:
        """Cancel and forget a job."""
        with self._changing() as door:
            jobs.remove(door, job_id, OPERATOR)
