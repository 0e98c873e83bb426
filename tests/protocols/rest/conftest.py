from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dayside.testing.applications import example_application
from dayside.testing.serving import serving


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("app")


@pytest.fixture(scope="session")
def client(folder: Path) -> Iterator[httpx.Client]:
    with (
        serving(example_application(folder)) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        yield client
