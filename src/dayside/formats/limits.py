"""How much one file may ask of the machine that reads it."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from dayside.model.errors import UnreadableFile

MAX_COLUMNS = 20_000
"""More columns than any table of measurements has."""


@cache
def memory_limit() -> int:
    """Return how many bytes the values of one file may take: half of the machine's memory."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (ValueError, OSError, AttributeError):  # no such question on this system
        return 4 << 30


def check_memory(size: int, path: Path) -> None:
    """Refuse a file whose values take more than `memory_limit`."""
    if size > memory_limit():
        raise UnreadableFile(
            f"{path.name} would take {size / 2**30:.1f} GiB of memory, more than the "
            f"{memory_limit() / 2**30:.1f} GiB that one file may; split it."
        )


def check_columns(count: int, path: Path) -> None:
    """Refuse a table of more than `MAX_COLUMNS` columns."""
    if count > MAX_COLUMNS:
        raise UnreadableFile(
            f"{path.name} has {count} columns; a table may have {MAX_COLUMNS} at most."
        )
