"""One SQL schema, in SQLite or PostgreSQL. SQL is spoken here and nowhere else."""

from dayside.db.dump import files_of
from dayside.db.engine import connect
from dayside.db.index import Index
from dayside.db.records import Block, Changes, Granule, KeptFile, LevelGroup, Manifest
from dayside.db.transactions import Conflict

__all__ = [
    "Block",
    "Changes",
    "Conflict",
    "Granule",
    "Index",
    "KeptFile",
    "LevelGroup",
    "Manifest",
    "connect",
    "files_of",
]
