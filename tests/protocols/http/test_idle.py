from __future__ import annotations

import threading
import time

from dayside.protocols.http.frame import Exchange
from dayside.protocols.http.idle import Idle


def test_whoever_waits_goes_on_in_a_quiet_moment() -> None:
    idle = Idle(quiet_s=0.2)
    last = 0.0
    done: list[float] = []
    waiting = threading.Thread(target=lambda: idle.wait() and done.append(time.monotonic()))
    waiting.start()
    for _ in range(5):
        time.sleep(0.05)
        last = time.monotonic()
        idle.observe(Exchange({}))
    waiting.join(5)
    assert done[0] >= last + 0.2


def test_a_server_never_quiet_is_not_waited_for_longer_than_said() -> None:
    assert Idle(quiet_s=60).wait(longest_s=0.01)


def test_stopping_ends_the_wait() -> None:
    idle = Idle(quiet_s=60)
    idle.stop()
    assert not idle.wait()
