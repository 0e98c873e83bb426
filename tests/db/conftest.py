"""The archives whose index is tested."""

from __future__ import annotations

from tests.archive.conftest import bucket, database, disk, field, home, postgresql

__all__ = ["bucket", "database", "disk", "field", "home", "postgresql"]
