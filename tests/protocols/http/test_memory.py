from __future__ import annotations

import platform
import threading
from pathlib import Path

import pytest

from dayside.protocols.http import memory
from dayside.protocols.http.frame import Exchange
from dayside.protocols.http.idle import Idle


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_freed_memory_goes_back_though_some_above_it_is_in_use() -> None:
    pieces = [bytes(100_000) for _ in range(2000)]
    del pieces[:-1]
    held = _resident_mb()
    memory.give_back()
    assert _resident_mb() < held - 100


def test_memory_is_given_back_once_after_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    given = threading.Semaphore(0)
    monkeypatch.setattr(memory, "give_back", given.release)
    idle = Idle(quiet_s=0.05)
    keeping = threading.Thread(target=memory.keep_small, args=(idle,))
    for _ in range(3):
        idle.observe(Exchange({}))
    keeping.start()
    assert given.acquire(timeout=5)
    assert not given.acquire(timeout=0.3)
    idle.observe(Exchange({}))
    assert given.acquire(timeout=5)
    idle.stop()
    keeping.join(5)
    assert not keeping.is_alive()
