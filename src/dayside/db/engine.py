"""Connections: SQLite with a write-ahead log and full sync, or PostgreSQL by URL."""

from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from dayside.db.schema import FORMAT, FORMAT_VERSION, REVISION, settings
from dayside.model.errors import ArchiveError, ArchiveLocked, ArchiveTooNew, BadRequest

BUSY_TIMEOUT_S = 30
WRITE = "dayside_write"


def connect(url: str, *, read_only: bool = False) -> Engine:
    """Return an engine on an up-to-date schema.

    Parameters
    ----------
    url : str
        ``sqlite:///…/index.sqlite`` or ``postgresql://…``.
    read_only : bool
        Never write, unless it is to bring an older schema on.

    Raises
    ------
    ArchiveTooNew
        If a later Dayside wrote the schema.
    ArchiveLocked
        If it cannot be opened.
    ArchiveError
        If it is no index, or an older one that may not be written.
    """
    try:
        return _connect(url, read_only=read_only)
    except _Older:
        # After an upgrade nobody should have to know which command writes.
        with suppress(ArchiveError):
            _connect(url, read_only=False).dispose()
        return _connect(url, read_only=True)


class _Older(ArchiveError):
    """The schema is that of an earlier Dayside."""


def _connect(url: str, *, read_only: bool) -> Engine:
    with ExitStack() as undo:
        try:
            engine = _engine(url, read_only=read_only)
            undo.callback(engine.dispose)
            if read_only:
                engine = _readable(engine)
            else:
                _migrate(engine)
        except OperationalError as error:
            raise ArchiveLocked(f"The index cannot be opened: {error.orig}.") from error
        except DBAPIError as error:
            raise ArchiveError(f"The index cannot be read: {error.orig}.") from error
        undo.pop_all()
    return engine


def _engine(url: str, *, read_only: bool) -> Engine:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadRequest("The index URL is none; write postgresql://host/name.") from error
    if parsed.get_backend_name() == "postgresql":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        try:
            return create_engine(parsed, pool_pre_ping=True)
        except ModuleNotFoundError as error:
            raise ArchiveError(
                "An index in PostgreSQL needs psycopg: pip install 'dayside[postgresql]'."
            ) from error
    if parsed.get_backend_name() != "sqlite":
        raise BadRequest("An index lives in SQLite or PostgreSQL.")
    path = Path(parsed.database or "")
    if path.exists() and not _is_ours(path):
        if not read_only:
            # SQLite would open it and fail later, when whoever writes it is gone.
            raise ArchiveLocked(f"The index cannot be opened for writing: {path} is only readable.")
        return _untouched(path)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _on_connect_read_only if read_only else _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _readable(engine: Engine) -> Engine:
    """Return an engine that can be read: SQLite may lack the place for its log."""
    try:
        _refuse_other(engine)
    except OperationalError:
        if engine.dialect.name != "sqlite" or not engine.url.database:
            raise
        engine.dispose()
        engine = _untouched(Path(engine.url.database))
        _refuse_other(engine)
    return engine


def _untouched(path: Path) -> Engine:
    """Return an engine that writes nothing beside an index."""
    # Whether there is a log is asked anew by each connection.
    engine = create_engine("sqlite://", creator=partial(_open_untouched, path), poolclass=NullPool)
    event.listen(engine, "connect", _on_connect_read_only)
    event.listen(engine, "begin", _on_begin)
    return engine


def _is_ours(path: Path) -> bool:
    """Tell whether we may write an index: SQLite then shares its log with other processes."""
    return all(os.access(p, os.W_OK) for p in (path, path.parent))


def _open_untouched(path: Path) -> sqlite3.Connection:
    """Open an index in a folder where nothing can be written.

    While somebody writes, there is a log, and SQLite finds what it needs beside it. Without
    one the file is whole, and is read as one that does not change, which needs no lock.
    """
    log = path.with_name(path.name + "-wal")
    quiet = "" if log.exists() and log.stat().st_size else "&immutable=1"
    return sqlite3.connect(
        f"{path.as_uri()}?mode=ro{quiet}", uri=True, timeout=BUSY_TIMEOUT_S, check_same_thread=False
    )


def _on_connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
    _prepare(connection, "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")


def _on_connect_read_only(connection: Any, _entry: ConnectionPoolEntry) -> None:
    _prepare(connection, "PRAGMA query_only=ON")


def _prepare(connection: Any, *pragmas: str) -> None:
    connection.isolation_level = None  # `_on_begin` says how a transaction begins
    try:
        for pragma in pragmas:
            connection.execute(pragma)
    except sqlite3.Error:
        connection.close()  # no pool knows it yet
        raise


def _on_begin(connection: Connection) -> None:
    # A writer takes its lock at once: two that began by reading could never both go on.
    write = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _refuse_other(engine: Engine) -> None:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            raise ArchiveError("There is no archive here.")
        revision = _refuse_newer(connection)
    if revision != REVISION:
        raise _Older(
            f"The archive has the older schema {revision}; open it once for writing to bring "
            f"it to {REVISION}."
        )


def _refuse_newer(connection: Connection) -> str | None:
    """Return the revision of the schema.

    Raises
    ------
    ArchiveTooNew
        If the schema, or the format of what is stored, is of a later Dayside.
    """
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if revision is not None and revision > REVISION:
        raise ArchiveTooNew(
            f"The archive was written by a later Dayside (schema {revision}, known here: "
            f"{REVISION}). Update Dayside to open it."
        )
    if inspect(connection).has_table(settings.name):
        refuse_later_format(
            connection.scalar(select(settings.c.value).where(settings.c.key == FORMAT))
        )
    return revision


def refuse_later_format(written: str | None) -> None:
    """Raise `ArchiveTooNew` for an archive, or a backup of one, of a format not known here."""
    if written is not None and int(written) > FORMAT_VERSION:
        raise ArchiveTooNew(
            f"The archive was written by a later Dayside (format {written}, known here: "
            f"{FORMAT_VERSION}). Update Dayside to open it."
        )


def _migrate(engine: Engine) -> None:
    """Bring the schema to `REVISION`; at once where it is there already."""
    with engine.connect() as connection:
        found = inspect(connection).has_table("alembic_version")
        if found and _refuse_newer(connection) == REVISION:
            return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    with engine.execution_options(**{WRITE: True}).begin() as connection:
        if connection.dialect.name == "postgresql":
            # Two processes that open a new archive at once: the second finds it made.
            connection.execute(text("SELECT pg_advisory_xact_lock(20000101)"))
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise ArchiveError(f"The schema of the index is not known here: {error}.") from error
        connection.execute(
            update(settings).where(settings.c.key == FORMAT).values(value=str(FORMAT_VERSION))
        )
