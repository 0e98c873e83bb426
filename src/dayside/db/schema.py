"""The tables. Rows are born with a snapshot and die with one; nothing is overwritten."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

FORMAT_VERSION = 1
"""Version of the archive as a whole: tables and stored groups. An older Dayside refuses a newer."""

FORMAT = "format"
"""Where the version of the format stands in the table of settings."""

REVISION = "0006"
"""Newest migration; equals the revision of the last file in `migrations/versions`."""

metadata = MetaData()

# SQLite counts up only an INTEGER primary key.
_Id = BigInteger().with_variant(Integer(), "sqlite")

settings = Table(
    "archive",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

snapshots = Table(
    "snapshot",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("created", String(32), nullable=False),
    Column("note", Text, nullable=False, default=""),
    # Ids are cited: one that was given is never given again, not even after a rollback.
    sqlite_autoincrement=True,
)

datasets = Table(
    "dataset",
    metadata,
    Column("id", String(255), primary_key=True),
    Column("born", BigInteger, primary_key=True),
    Column("died", BigInteger),
    Column("partition", String(16), nullable=False),
    Column("record", Text, nullable=False),
)

granules = Table(
    "granule",
    metadata,
    Column("dataset", String(255), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("born", BigInteger, nullable=False),
    Column("died", BigInteger),
    Column("key", String(512), nullable=False),
    Column("name", String(512), nullable=False),
    Column("version", String(255), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("format", String(32), nullable=False),
    Column("kept", String(16), nullable=False),
    Column("files", Text, nullable=False),
    Column("start", BigInteger),
    Column("stop", BigInteger),
    Column("records", BigInteger, nullable=False),
    Column("arrived", String(32), nullable=False),
    Index("granule_key", "dataset", "key"),
    Index("granule_sha256", "sha256"),
)

blocks = Table(
    "block",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("dataset", String(255), nullable=False),
    Column("partition", String(32), nullable=False),
    Column("path", Text, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
    Column("rows", BigInteger, nullable=False),
    Column("manifest", Text, nullable=False),
    Column("born", BigInteger, nullable=False),
    Column("died", BigInteger),
    Index("block_dataset", "dataset", "first"),
)

levels = Table(
    "level",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("dataset", String(255), nullable=False),
    Column("path", Text, nullable=False),
    Column("manifest", Text, nullable=False),
    Column("born", BigInteger, nullable=False),
    Column("died", BigInteger),
    Index("level_dataset", "dataset"),
)

links = Table(
    "link",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("created", String(32), nullable=False),
    Column("state", Text, nullable=False),
)

jobs = Table(
    "job",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("parameters", Text, nullable=False),
    Column("owner", String(255), nullable=False),
    Column("client", String(255), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("phase", String(16), nullable=False),
    # All of one length, so that their order is that of texts.
    Column("created", String(32), nullable=False),
    Column("started", String(32)),
    Column("ended", String(32)),
    Column("destruction", String(32), nullable=False),
    Column("execution_s", Double, nullable=False, default=0.0),
    Column("runner", String(64)),
    Column("heartbeat", String(32)),
    Column("attempts", Integer, nullable=False, default=0),
    Column("progress", Double, nullable=False, default=0.0),
    Column("quote", String(32)),
    Column("message", Text, nullable=False, default=""),
    Column("partial", Text),
    Column("result", Text),
    Column("failure", Text),
    Index("job_phase", "phase", "created"),
    Index("job_owner", "owner", "created"),
    # Work under way on this server, not what the archive holds: no backup has it.
    info={"passing": True},
)

formulas = Table(
    "formula",
    metadata,
    Column("name", String(63), primary_key=True),
    Column("text", Text, nullable=False),
    Column("step", String(40), nullable=False),
    Column("max_gap", Double, nullable=False),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("access", String(16), nullable=False),
    Column("owner", String(255), nullable=False),
    Column("version", Integer, nullable=False),
    Column("modified", String(32), nullable=False),
)

event_lists = Table(
    "event_list",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("owner", String(255), nullable=False),
    Column("access", String(16), nullable=False),
    Column("shared", Text, nullable=False, default="[]"),
    Column("locked", Integer, nullable=False, default=0),
    Column("created", String(32), nullable=False),
    # The state that is shown; every one there ever was is kept beside it.
    Column("revision", BigInteger, nullable=False),
)

event_states = Table(
    "event_state",
    metadata,
    Column("list", String(128), primary_key=True),
    Column("revision", BigInteger, primary_key=True, autoincrement=False),
    # What undoing leads back to; 0 is nothing.
    Column("before", BigInteger, nullable=False),
    Column("created", String(32), nullable=False),
    Column("author", String(255), nullable=False),
    Column("note", Text, nullable=False),
    # Number under which it was released, if it was.
    Column("version", Integer),
    Column("about", Text, nullable=False),
    Column("pieces", Text, nullable=False),
)

# Runs of events, named by their hash: states that share some share the bytes.
event_pieces = Table(
    "event_piece",
    metadata,
    Column("sha256", String(64), primary_key=True),
    # Base64: a backup is JSON.
    Column("content", Text, nullable=False),
)

kernels = Table(
    "kernel",
    metadata,
    Column("name", String(255), primary_key=True),
    # They are loaded in this order: what a later one says holds.
    Column("number", BigInteger, nullable=False),
    Column("location", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("record", Text, nullable=False),
)
