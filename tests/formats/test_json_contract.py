"""JSON passes the contract of formats."""

from __future__ import annotations

from dayside.formats.json import Json
from dayside.testing.formats import FormatContract


class TestJson(FormatContract):
    format = Json()
