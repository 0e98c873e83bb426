"""CDF passes the contract of formats."""

from __future__ import annotations

from dayside.formats.cdf.format import Cdf
from dayside.testing.formats import FormatContract


class TestCdf(FormatContract):
    format = Cdf()
