"""`Ticket`: how long work tells how far it is, and hears that nobody wants it any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Ticket(Protocol):
    """What long work is given: it calls `advance` at least every half second.

    The same work runs behind a progress bar, as a job of a server, or silently.
    """

    @property
    def saved(self) -> Mapping[str, Any] | None:
        """What an earlier, interrupted run gave to `partial`; None for the first."""
        ...

    def advance(self, done: float, total: float, message: str = "") -> None:
        """Tell that `done` of `total` is done, in any unit; a `total` of 0 is not known yet.

        Parameters
        ----------
        message : str
            What it is at, in a few words.

        Raises
        ------
        Cancelled
            If the work is not wanted any more. It leaves nothing half done behind.
        """
        ...

    def check(self) -> None:
        """Hear whether the work is still wanted, where there is nothing new to tell.

        Raises
        ------
        Cancelled
            If it is not.
        """
        ...

    def partial(self, state: Mapping[str, Any]) -> None:
        """Keep what is there so far, for people to see and for a later run to go on from.

        Parameters
        ----------
        state : mapping
            Can be written as JSON; not changed afterwards.
        """
        ...


class Silent:
    """A ticket nobody looks at."""

    saved = None

    def advance(self, done: float, total: float, message: str = "") -> None:
        """Tell nobody."""

    def check(self) -> None:
        """Hear nothing."""

    def partial(self, state: Mapping[str, Any]) -> None:
        """Keep nothing."""


SILENT: Ticket = Silent()
"""For work that is short, or that nobody watches."""
