"""What an index said, remembered for as long as nothing in it changes.

Whether something did is asked each time: SQLite tells it in microseconds, PostgreSQL by
the number of its newest snapshot. A request for a picture then costs no other query.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Protocol, TypeVar

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from dayside.db import schema

MOST = 4096

T = TypeVar("T")


class Memo:
    """Answers of one index, by what was asked.

    Parameters
    ----------
    engine : Engine
        From `dayside.db.connect`.
    """

    def __init__(self, engine: Engine) -> None:
        self._stamp = _stamp_of(engine)
        self._lock = Lock()
        self._held: dict[Hashable, Any] = {}
        self._held_at: int | None = None

    def get(self, key: Hashable, ask: Callable[[], T]) -> T:
        """Return what `ask` returned for this key in the present state of the index."""
        # Told before the question: what is kept may be newer than its stamp, never older.
        stamp = self._stamp.now()
        if stamp is None:
            return ask()
        with self._lock:
            if stamp != self._held_at:
                self._held, self._held_at = {}, stamp
            held = self._held
            if key in held:
                found: T = held[key]
                return found
        found = ask()
        with self._lock:
            held[key] = found
            if len(held) > MOST:
                del held[next(iter(held))]
        return found

    def close(self) -> None:
        """Give back the connection."""
        self._stamp.close()


class _Stamp(Protocol):
    def now(self) -> int | None:
        """Return what changes with every commit; None where nobody can tell."""

    def close(self) -> None:
        """Give back what it holds."""


def _stamp_of(engine: Engine) -> _Stamp:
    if engine.dialect.name == "postgresql":
        return _NewestSnapshot(engine)
    # A file read as one that does not change would never be seen to.
    return _Untold() if isinstance(engine.pool, NullPool) else _DataVersion(engine)


class _Untold:
    def now(self) -> None:
        return None

    def close(self) -> None:
        pass


class _NewestSnapshot:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def now(self) -> int | None:
        try:
            with self._engine.connect() as connection:
                return int(connection.scalar(select(func.max(schema.snapshots.c.id))) or 0)
        except DBAPIError:
            return None  # the question itself will fail, and tell why

    def close(self) -> None:
        pass


class _DataVersion:
    """SQLite's own count of commits by other connections than this, which commits nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._connection: Any = None

    def now(self) -> int | None:
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._engine.raw_connection()
                    self._connection.detach()  # the pool has as many for the others as before
                row = self._connection.cursor().execute("PRAGMA data_version").fetchone()
            except (DBAPIError, sqlite3.Error):
                return None
        return int(row[0])

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
