"""One SQL schema, in SQLite or PostgreSQL. SQL is spoken here and nowhere else."""

from dayside.db.engine import connect
from dayside.db.index import Block, Changes, Conflict, Granule, Index, LevelGroup

__all__ = ["Block", "Changes", "Conflict", "Granule", "Index", "LevelGroup", "connect"]
