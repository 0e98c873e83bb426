"""The integrity check, as long work: whether the archive still holds what was put into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dayside.archive import Archive, integrity
from dayside.archive.integrity import Finding
from dayside.model import Principal
from dayside.model.errors import Forbidden
from dayside.model.ticket import SILENT, Ticket
from dayside.services.archives import archive_of
from dayside.services.door import Door
from dayside.services.jobs.cases import filled

__all__ = ["Finding", "Verify", "verify"]


def verify(archive: Archive, principal: Principal, ticket: Ticket = SILENT) -> list[Finding]:
    """Return whatever is not as it was written, in every snapshot.

    Everything kept is read, in the order of its names; what came in since the check began is
    left to the next. A check that was interrupted goes on after the last it had done.

    Raises
    ------
    Forbidden
        If `principal` may not write: it takes the disk's whole attention.
    Cancelled
        If it is not wanted any more.
    """
    if not principal.may("write"):
        raise Forbidden("Checking the whole archive needs a token with the scope write.")
    every = integrity.parts(archive)
    total = sum(size for size, _ in every.values())
    saved = ticket.saved or {}
    found = [Finding(**record) for record in saved.get("problems", ())]
    after = saved.get("checked", "")
    done = 0
    for name, (size, part) in every.items():
        ticket.advance(done, total, name)
        if name > after:
            found += integrity.check(archive, part)
            ticket.partial({"checked": name, "problems": [_record(f) for f in found]})
        done += size
    ticket.advance(done, total)
    return found


class Verify:
    """The integrity check as a kind of job."""

    name = "verify"
    title = "Integrity check"
    scope = "write"

    def check(
        self, parameters: Mapping[str, Any], _door: Door, _principal: Principal, /
    ) -> dict[str, Any]:
        """Return no parameters: it has none."""
        return filled(parameters)

    def run(
        self, _: Mapping[str, Any], ticket: Ticket, door: Door, principal: Principal, /
    ) -> dict[str, Any]:
        """Check all, and return what is wrong."""
        found = verify(archive_of(door, "anything to check"), principal, ticket)
        return {"problems": [_record(f) for f in found]}


def _record(finding: Finding) -> dict[str, str]:
    return {"dataset": finding.dataset, "problem": finding.problem}
