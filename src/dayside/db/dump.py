"""The whole index as plain rows: for backups, and to move between databases."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Connection, insert, select, text

from dayside.db.engine import refuse_later_format
from dayside.db.schema import FORMAT, metadata, settings

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
"""Table to rows, each column to value."""


def dump(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table that is to last, as one transaction sees them."""
    return {
        table.name: [
            dict(row)
            for row in connection.execute(
                select(table).order_by(*table.primary_key.columns)
            ).mappings()
        ]
        for table in metadata.sorted_tables
        if not table.info.get("passing")
    }


def load(connection: Connection, rows: Rows) -> None:
    """Fill empty tables.

    Raises
    ------
    ArchiveTooNew
        If a later Dayside dumped the rows; nothing is changed.
    """
    said = {row["key"]: row["value"] for row in rows.get(settings.name, ())}
    refuse_later_format(said.get(FORMAT))
    for table in metadata.sorted_tables:
        connection.execute(table.delete())
        if rows.get(table.name):
            connection.execute(insert(table), list(rows[table.name]))
        if connection.dialect.name == "postgresql":
            _restart_counter(connection, table.name, "id" in table.columns)


def _restart_counter(connection: Connection, table: str, has_id: bool) -> None:
    """Let PostgreSQL go on counting where the rows end."""
    if not has_id:
        return
    sequence = connection.scalar(text("SELECT to_regclass(:name)"), {"name": f"{table}_id_seq"})
    if sequence is not None:
        # Names of tables are ours, not the caller's.
        newest = f'SELECT coalesce(max(id), 0) + 1 FROM "{table}"'  # noqa: S608
        connection.exec_driver_sql(f"SELECT setval('{sequence}', ({newest}), false)")


def files_of(rows: Rows) -> list[tuple[str, int, str]]:
    """Return (name within the archive, size, SHA-256) of every file the rows name, once each."""
    found: dict[str, tuple[str, int, str]] = {}
    for row in (*rows["block"], *rows["level"]):
        for part, (size, digest) in json.loads(row["manifest"]).items():
            name = f"{row['path']}/{part}"
            found[name] = (name, size, digest)
    for row in rows["granule"]:
        for file in json.loads(row["files"]):
            if not PurePosixPath(file["location"]).is_absolute():
                found[file["location"]] = (file["location"], file["size"], file["sha256"])
    for row in rows.get("kernel", ()):
        found[row["location"]] = (row["location"], row["size"], row["sha256"])
    return list(found.values())
