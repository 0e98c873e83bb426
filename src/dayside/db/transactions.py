"""Transactions whose errors are told in the model's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from dayside.db.engine import WRITE
from dayside.model.errors import ArchiveError, ArchiveLocked


class Conflict(ArchiveError):
    """Another writer changed it first; do it again on the new state."""


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection to read with.

    Raises
    ------
    ArchiveError
        If the index cannot be read.
    """
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        raise ArchiveError(f"The index cannot be read: {error.orig}.") from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose transaction is committed at the end, or undone.

    Raises
    ------
    ArchiveLocked
        If the index cannot be written.
    ArchiveError
        If it refuses the change.
    """
    try:
        with engine.execution_options(**{WRITE: True}).begin() as connection:
            yield connection
    except OperationalError as error:
        raise ArchiveLocked(f"The index cannot be written: {error.orig}.") from error
    except DBAPIError as error:
        raise ArchiveError(f"The index refused a change: {error.orig}.") from error
