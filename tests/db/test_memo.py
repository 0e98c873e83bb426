"""What the index said is remembered until somebody changes it, whoever that is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.archive.conftest import Home

from dayside.archive.writer import append
from dayside.db.index import Index
from dayside.model import Series

Field = Callable[..., Series]


def test_nothing_is_asked_twice(home: Home, field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    with home.open() as archive:
        append(archive, field(0, 10))
        first = archive.dataset("mag_1s"), archive.index.extents("mag_1s").paths
        monkeypatch.setattr(Index, "_rows", lambda *_: pytest.fail("asked again"))
        monkeypatch.setattr(Index, "_records", lambda *_: pytest.fail("asked again"))
        assert (archive.dataset("mag_1s"), archive.index.extents("mag_1s").paths) == first


def test_every_change_shows_at_once(home: Home, field: Field) -> None:
    with home.open() as archive, home.open() as other:
        for i, writer in enumerate((archive, other, archive, other)):
            append(writer, field(10 * i, 10))
            for reader in (archive, other):
                assert reader.dataset("mag_1s").records == 10 * (i + 1)
                assert reader.index.state("mag_1s")[2] == i + 1
        assert archive.dataset("mag_1s", 2).records == 20
