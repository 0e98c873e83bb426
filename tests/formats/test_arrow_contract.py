"""Arrow passes the contract of formats."""

from __future__ import annotations

from dayside.formats.arrow import Arrow
from dayside.testing.formats import FormatContract


class TestArrow(FormatContract):
    format = Arrow()
