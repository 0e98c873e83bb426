"""When is nobody waiting? Work that can be put off is done then."""

from __future__ import annotations

import time
from threading import Event

from dayside.protocols.http.frame import Exchange

QUIET_S = 2.0
LONGEST_S = 60.0


class Idle:
    """Knows when the last request was answered.

    Parameters
    ----------
    quiet_s : float
        How long nothing must have been asked.
    """

    def __init__(self, quiet_s: float = QUIET_S) -> None:
        self._quiet_s = quiet_s
        self._last = time.monotonic()
        self._stopped = Event()
        self._answered = Event()

    def observe(self, _: Exchange) -> None:
        """Note that a request was answered."""
        self._last = time.monotonic()
        self._answered.set()

    def stop(self) -> None:
        """Let whoever waits go without waiting for more."""
        self._stopped.set()
        self._answered.set()

    def wait_after_answer(self, longest_s: float = LONGEST_S) -> bool:
        """Wait for an answer since the last such wait, then as `wait` does; false if stopped."""
        self._answered.wait()
        self.wait(longest_s)
        # Only now: answers given meanwhile are not waited for again.
        self._answered.clear()
        return not self._stopped.is_set()

    def wait(self, longest_s: float = LONGEST_S) -> bool:
        """Wait for a quiet moment, or so many seconds; false if stopped meanwhile."""
        end = time.monotonic() + longest_s
        while (now := time.monotonic()) < end:
            rest = self._last + self._quiet_s - now
            if rest <= 0:
                break
            if self._stopped.wait(min(rest, end - now)):
                return False
        return not self._stopped.is_set()
