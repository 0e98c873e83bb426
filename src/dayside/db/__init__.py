"""One SQL schema, in SQLite or PostgreSQL. SQL is spoken here and nowhere else."""

from dayside.db.dump import files_of
from dayside.db.engine import connect
from dayside.db.index import Conflict, Index
from dayside.db.records import Block, Changes, Granule, KeptFile, LevelGroup, Manifest

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
