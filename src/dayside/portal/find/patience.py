"""`Patience`: the ticket of a search that somebody waits for."""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic
from typing import Any

from dayside.model.errors import Cancelled

PATIENCE_S = 6.0
"""How long a page may take; what takes longer is a job."""


class Patience:
    """Calls work off that takes too long to wait for."""

    saved = None

    def __init__(self, seconds: float = PATIENCE_S) -> None:
        self._until = monotonic() + seconds

    def advance(self, done: float, total: float, message: str = "") -> None:  # noqa: ARG002 - of Ticket
        """Call the work off if it is late, unless it is done."""
        if done < total:
            self.check()

    def check(self) -> None:
        """Call the work off if it is late."""
        if monotonic() > self._until:
            raise Cancelled("This takes longer than a page may.")

    def partial(self, state: Mapping[str, Any]) -> None:
        """Keep nothing: the work is begun anew as a job."""
