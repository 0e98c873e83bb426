"""CSV passes the contract of formats."""

from __future__ import annotations

from dayside.formats.csv.format import Csv
from dayside.testing.formats import FormatContract


class TestCsv(FormatContract):
    format = Csv()
