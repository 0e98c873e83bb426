"""The archives whose index is tested."""

from __future__ import annotations

from tests.archive.conftest import bucket, disk, field, home, postgresql

__all__ = ["bucket", "disk", "field", "home", "postgresql"]
