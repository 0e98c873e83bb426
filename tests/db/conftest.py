"""The archives whose index is tested."""

from __future__ import annotations

from tests.archive.conftest import disk, field

__all__ = ["disk", "field"]
