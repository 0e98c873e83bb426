"""Connections: SQLite with a write-ahead log and full sync, or PostgreSQL by URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from dayside.db.schema import FORMAT_VERSION, REVISION
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
        Never write, not even a lock file.

    Raises
    ------
    ArchiveTooNew
        If a later Dayside wrote the schema.
    ArchiveLocked
        If it cannot be opened.
    """
    try:
        engine = _engine(url, read_only)
        if read_only:
            _refuse_newer(engine)
        else:
            _migrate(engine)
    except OperationalError as error:
        raise ArchiveLocked(f"The index cannot be opened: {error.orig}") from error
    return engine


def _engine(url: str, read_only: bool) -> Engine:
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
    if not read_only:
        engine = create_engine(parsed, connect_args={"timeout": BUSY_TIMEOUT_S})
    else:
        path = Path(parsed.database or "")
        # Without a log beside it the file is whole, and SQLite needs no lock file to read it.
        quiet = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
        engine = create_engine(f"sqlite:///file:{path}?mode=ro{quiet}&uri=true")
    event.listen(engine, "connect", _on_connect_read_only if read_only else _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # `_on_begin` says how a transaction begins
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


def _on_connect_read_only(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None


def _on_begin(connection: Connection) -> None:
    # A writer takes its lock at once: two that began by reading could never both go on.
    write = connection.get_execution_options().get(WRITE, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _revision(engine: Engine) -> str | None:
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return revision


def _refuse_newer(engine: Engine) -> None:
    revision = _revision(engine)
    if revision is None:
        raise ArchiveError("There is no archive here.")
    if revision > REVISION:
        raise ArchiveTooNew(
            f"The archive was written by a later Dayside (schema {revision}, known here: "
            f"{REVISION}). Update Dayside to open it."
        )
    if revision < REVISION:
        raise ArchiveError(
            f"The archive has the older schema {revision}; open it once for writing to bring "
            f"it to {REVISION}."
        )


def _migrate(engine: Engine) -> None:
    """Bring the schema to `REVISION`; at once where it is there already."""
    if _revision(engine) == REVISION:
        return
    from alembic import command
    from alembic.config import Config

    with engine.execution_options(**{WRITE: True}).begin() as connection:
        if connection.dialect.name == "postgresql":
            # Two processes that open a new archive at once: the second finds it made.
            connection.execute(text("SELECT pg_advisory_xact_lock(20000101)"))
        if inspect(connection).has_table("alembic_version"):
            current = connection.scalar(text("SELECT version_num FROM alembic_version"))
            if current is not None and current > REVISION:
                raise ArchiveTooNew(
                    f"The archive was written by a later Dayside (schema {current}, known here: "
                    f"{REVISION}). Update Dayside to open it."
                )
        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.execute(
            text("UPDATE archive SET value = :v WHERE key = 'format'"), {"v": str(FORMAT_VERSION)}
        )
