"""Memory that answers used and need no more goes back to the system.

The C library keeps what was freed, in a heap (arena) of its own for each busy thread: after
some thousand answers a server would hold a few hundred MB that nobody uses. Few arenas, and
giving back in quiet moments, keep it small at no cost of speed; a lower threshold for
mapping memory, the other way, takes twice the processor time.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

from dayside.protocols.http.idle import Idle

ARENAS = 2
LONGEST_S = 5.0
_M_ARENA_MAX = -8  # of <malloc.h>


def share_arenas(most: int = ARENAS) -> None:
    """Let the threads of this process share so many heaps; call it before they start.

    Arrow, if it is not imported yet, is told to use them too: its own heap keeps much for itself.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    mallopt = _of_c_library("mallopt")
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, most)


def give_back() -> None:
    """Give memory that was freed back to the system, where the C library can."""
    trim = _of_c_library("malloc_trim")
    if trim is not None:
        trim(0)


def keep_small(idle: Idle) -> None:
    """Give memory back after answers, in quiet moments, until the server stops."""
    while idle.wait_after_answer(LONGEST_S):
        give_back()


def _of_c_library(name: str) -> Any:
    # Both are glibc's; other C libraries give back by themselves, or do not have it.
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
