"""Parquet passes the contract of formats."""

from __future__ import annotations

from dayside.formats.parquet import Parquet
from dayside.testing.formats import FormatContract


class TestParquet(FormatContract):
    format = Parquet()
