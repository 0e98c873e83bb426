"""Every source keeps the contract: in memory, in the archive, far away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.model import Series
from dayside.protocols import Context
from dayside.protocols.hapi import routes
from dayside.services.door import Door
from dayside.sources import Source
from dayside.sources.hapi_remote import RemoteHapi
from dayside.sources.local import LocalSource
from dayside.testing.examples import example_series
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving
from dayside.testing.sources import SourceContract


def held() -> Series:
    made = example_series()
    step = 500_000_000
    dataset = made.dataset.replace(
        start=int(made.time[0]), stop=int(made.time[-1]) + step, cadence_ns=step
    )
    return Series(dataset, made.time, made.values)


class TestMemorySource(SourceContract):
    @pytest.fixture
    def source(self) -> Source:
        return MemorySource([held()], block_rows=5)


class TestLocalSource(SourceContract):
    @pytest.fixture
    def source(self, tmp_path: Path) -> Iterator[Source]:
        with Archive.open(tmp_path / "archive") as archive:
            append(archive, held())
            yield LocalSource(archive)


class TestRemoteHapi(SourceContract):
    @pytest.fixture
    def source(self, tmp_path: Path) -> Iterator[Source]:
        app = Starlette(routes=routes(Context(Door([MemorySource([held()], block_rows=5)]))))
        with serving(app) as address:
            yield RemoteHapi("far", f"{address}/hapi", tmp_path)
