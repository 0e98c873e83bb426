"""VOTable passes the contract of formats."""

from __future__ import annotations

from dayside.formats.votable.format import VoTable
from dayside.testing.formats import FormatContract


class TestVoTable(FormatContract):
    format = VoTable()
