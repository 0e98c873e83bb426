from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from dayside.app import create_app
from dayside.portal.workspace import is_built
from dayside.services.door import Door
from dayside.settings import Settings
from dayside.testing.applications import example_application
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from tests.portal.workspace import Opened


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium on this machine")
    flags = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"]
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Serve the workspace on data that are known; the address of ``/app``."""
    if not is_built():
        pytest.skip("the portal is not built here (pip install builds it)")
    from tests.portal.workspace import field, ions

    door = Door([MemorySource([field(), ions()])])
    with serving(create_app(Settings(), door)) as address:
        yield f"{address}/app"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Open a fresh window, as of someone who was never here."""
    from tests.portal.workspace import SIZE

    made = browser.new_context(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def opened(site: str, context: BrowserContext) -> Iterator[Opened]:
    """Open a view; afterwards nothing was complained of, nothing asked of anyone else."""
    from tests.portal.workspace import loaded

    said: list[str] = []
    foreign: list[str] = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on(
            "console", lambda m: said.append(m.text) if m.type in {"error", "warning"} else None
        )
        page.on("request", lambda request: foreign.append(request.url))

    def open_view(view: str) -> Page:
        page = context.new_page()
        watch(page)
        page.goto(site + view)
        loaded(page)
        return page

    yield open_view
    ours = urlsplit(site).netloc
    assert [url for url in foreign if urlsplit(url).netloc != ours] == []
    assert [text for text in said if "Failed to load resource" not in text] == []
