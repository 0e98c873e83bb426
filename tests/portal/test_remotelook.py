"""Quick looks of remote datasets: the page does not wait, the frame says what happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import httpx
import pytest

from dayside.app import create_app
from dayside.model import Series
from dayside.model.errors import Upstream
from dayside.services.door import Door
from dayside.settings import Settings
from dayside.testing.applications import walk
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

HTML = {"accept": "text/html"}


class Counting(MemorySource):
    """A remote server that notes what is read, and may refuse it."""

    reads = 0
    down = False

    def read(
        self,
        dataset: str,
        start: int,
        stop: int,
        parameters: Sequence[str] | None = None,
        snapshot: int | None = None,
    ) -> Iterator[Series]:
        self.reads += 1
        if self.down:
            raise Upstream("The remote server far cannot be reached.")
        return super().read(dataset, start, stop, parameters, snapshot)


@pytest.fixture
def far() -> Counting:
    series = walk()
    dataset = series.dataset.replace(
        start=int(series.time[0]), stop=int(series.time[-1]) + 1, records=len(series)
    )
    return Counting([Series(dataset, series.time, series.values)], name="far")


@pytest.fixture
def client(far: Counting) -> Iterator[httpx.Client]:
    app = create_app(Settings(), Door([MemorySource([]), far]))
    with serving(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.mark.parametrize("path", ["/datasets/far/walk", "/parameters/far/walk/B"])
def test_the_page_reads_no_sample(client: httpx.Client, far: Counting, path: str) -> None:
    text = client.get(path, headers=HTML).text
    assert far.reads == 0
    assert "Asking far for the whole coverage" in text
    assert '<iframe src="/quicklook?dataset=far%2Fwalk' in text


def test_the_frame_draws(client: httpx.Client, far: Counting) -> None:
    asked = {"dataset": "far/walk", "parameter": "B"}
    text = client.get("/quicklook", params=asked, headers=HTML).text
    assert far.reads > 0
    assert 'class="mean line-1"' in text
    assert "<header" not in text


def test_a_server_that_is_down_is_said_in_the_frame(client: httpx.Client, far: Counting) -> None:
    far.down = True
    assert client.get("/datasets/far/walk", headers=HTML).status_code == 200
    answer = client.get("/quicklook", params={"dataset": "far/walk"}, headers=HTML)
    assert answer.status_code == 502
    assert "cannot be reached." in answer.text
    assert "Try again" in answer.text


def test_in_a_browser_the_frame_is_filled(client: httpx.Client, browser: Any) -> None:
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts, base_url=str(client.base_url))
        page = context.new_page()
        page.goto("/datasets/far/walk")
        frame = page.frame_locator(".framed iframe")
        frame.locator("path.mean").first.wait_for()
        context.close()
