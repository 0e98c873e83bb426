"""The workspace where servers are slow, away, back again, or have something else by now."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route as Served
from tests.portal.workspace import try_again

from dayside.app import create_app
from dayside.model import Series, time
from dayside.portal.workspace import is_built
from dayside.services.door import Door
from dayside.settings import Settings
from dayside.sources.hapi_remote import RemoteHapi
from dayside.testing.applications import walk
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not is_built(), reason="the workspace is not built"),
]

expect.set_options(timeout=60_000)

INFO = {
    "HAPI": "3.3",
    "status": {"code": 1200, "message": "OK"},
    "startDate": "2001-01-01Z",
    "stopDate": "2001-01-02Z",
    "cadence": "PT1M",
    "parameters": [
        {"name": "Time", "type": "isotime", "units": "UTC", "fill": None, "length": 17},
        {"name": "B", "type": "double", "units": "nT", "fill": None},
    ],
}
ROWS = "".join(f"2001-01-01T{m // 60:02d}:{m % 60:02d}Z,{m / 100}\n" for m in range(1440))
REMOVED = json.dumps({"HAPI": "3.3", "status": {"code": 1406, "message": "unknown dataset"}})


class Far:
    """A HAPI server whose data can be anything."""

    def __init__(self) -> None:
        self.data: Callable[[], Response] = lambda: PlainTextResponse(ROWS)
        self.asked = 0
        self.info: dict[str, object] = INFO

    def application(self) -> Starlette:
        return Starlette(routes=[Served("/hapi/{endpoint}", self._tell)])

    def _tell(self, request: Request) -> Response:
        endpoint = request.path_params["endpoint"]
        if endpoint == "data":
            self.asked += 1
            return self.data()
        catalog = {"HAPI": "3.3", "status": {"code": 1200}, "catalog": [{"id": "a"}]}
        said = {"catalog": catalog, "capabilities": {**catalog, "outputFormats": ["csv"]}}
        return PlainTextResponse(json.dumps(said.get(endpoint, self.info)))


@pytest.fixture
def far() -> Far:
    return Far()


@pytest.fixture
def held() -> MemorySource:
    made = walk()
    ends = {"start": int(made.time[0]), "stop": int(made.time[-1]) + time.NS}
    return MemorySource([Series(made.dataset.replace(**ends), made.time, made.values)])


@pytest.fixture
def site(far: Far, held: MemorySource, tmp_path: Path) -> Iterator[str]:
    with serving(far.application()) as address:
        remote = RemoteHapi("far", f"{address}/hapi", tmp_path)
        with serving(create_app(Settings(), Door([held, remote]))) as ours:
            yield ours


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def moved(series: Series, seconds: int) -> Series:
    return Series(series.dataset, series.time + seconds * time.NS, series.values)


def drawn(page: Page, words: str, plot: int = 0) -> None:
    picture = page.get_by_role("img").nth(plot)
    expect(picture).to_have_attribute("aria-label", re.compile(re.escape(words)))


def test_a_slow_remote_server_is_named_while_it_is_waited_for(
    page: Page, site: str, far: Far
) -> None:
    waited: list[Route] = []

    def wait(route: Route) -> None:  # Playwright takes nothing built in
        waited.append(route)

    page.route("**/api/tile**", wait)
    page.goto(f"{site}/app#v=2&p=far/a~B")
    expect(page.get_by_role("status").get_by_text("Loading from far…")).to_be_visible()
    page.unroute("**/api/tile**")
    for route in waited:
        with suppress(Error):  # one that the page has called off meanwhile
            route.continue_()
    drawn(page, "from 0 to 14.39")
    expect(page.get_by_text("Loading from far…")).to_have_count(0)


def test_a_long_remote_dataset_opens_with_its_end_and_tells_its_coverage(
    page: Page, site: str, far: Far
) -> None:
    far.info = {**INFO, "startDate": "1990-01-01Z"}
    page.goto(f"{site}/app#v=2&p=far/a~B")
    drawn(page, "from 0 to 14.39")
    window = page.get_by_role("slider", name="Time shown", exact=True)
    expect(window).to_have_attribute("aria-valuetext", "2000-10-25 00:00 to 2001-01-02 00:00 UTC")
    strip = page.get_by_title("Coverage of far/a, as its server tells it")
    expect(strip.locator("i.told:not(.unknown)")).to_have_count(1)


def test_a_remote_server_that_is_away_is_named_and_comes_back_by_itself(
    page: Page, site: str, far: Far
) -> None:
    far.data = lambda: PlainTextResponse("asleep", 503)
    page.goto(f"{site}/app#v=2&p=walk~Bx&p=far/a~B")
    alert = page.get_by_role("alert")
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text("The remote server far")
    drawn(page, "Bx")  # what is ours is drawn
    before = far.asked
    page.wait_for_timeout(2500)
    assert far.asked - before <= 6  # two tries each, after one second and two more
    far.data = lambda: PlainTextResponse(ROWS)
    drawn(page, "Values from", 1)
    expect(alert).to_have_count(0)


def test_a_remote_dataset_that_was_removed_is_said(page: Page, site: str, far: Far) -> None:
    far.data = lambda: PlainTextResponse(REMOVED, 404)
    page.goto(f"{site}/app#v=2&p=walk~Bx&p=far/a~B")
    expect(page.get_by_role("alert")).to_contain_text("This dataset is not served any more.")
    drawn(page, "Bx")
    far.data = lambda: PlainTextResponse(ROWS)
    try_again(page)
    drawn(page, "Values from", 1)


def test_a_server_restarted_while_panning(page: Page, far: Far, held: MemorySource) -> None:
    app = create_app(Settings(), Door([held]))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with ExitStack() as running:
        site = running.enter_context(serving(app, port))
        page.goto(f"{site}/app#v=2&t=2016-12-31T21:00Z/2016-12-31T21:05Z&p=walk~Bx")
        drawn(page, "Bx")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        running.close()
        for _ in range(10):
            page.keyboard.press("Shift+ArrowRight")
            page.wait_for_timeout(100)
        expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached.")
        expect(page.get_by_role("alert")).to_have_count(1)
        before = len(asked)
        page.wait_for_timeout(3000)
        assert len(asked) - before <= 3
        running.enter_context(serving(app, port))
        try_again(page)
        expect(page.get_by_role("alert")).to_have_count(0)
        drawn(page, "21:50")


def test_a_tile_that_fails_is_said_and_tried_again(page: Page, site: str) -> None:
    page.route(
        "**/api/tile**",
        lambda route: route.fulfill(status=500, json={"error": {"message": "It is broken."}}),
    )
    page.goto(f"{site}/app#v=2&p=walk~Bx")
    expect(page.get_by_role("alert")).to_contain_text("It is broken.")
    page.unroute("**/api/tile**")
    try_again(page)
    drawn(page, "Bx")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_new_version_is_told_quietly_and_loaded_when_wanted(
    page: Page, site: str, held: MemorySource
) -> None:
    page.goto(f"{site}/app#v=2&t=2016-12-31T20:10Z/2016-12-31T20:20Z&p=walk~Bx")
    drawn(page, "Bx")
    old = held.held["walk"]
    longer = old.dataset.replace(stop=int(old.time[-1]) + 3600 * time.NS)
    # A new version has other samples: here, one more.
    grown = Series.concatenate(longer, [old, moved(old[-1:], 1800)])
    held.held["walk"] = grown
    page.keyboard.press("Home")
    told = page.get_by_text("New data have come in.")
    expect(told).to_be_visible()
    told.get_by_role("button", name="Reload").click()
    expect(told).to_have_count(0)
    drawn(page, "Bx")
