"""The workspace in a real Chromium, on a server with data that are known."""

from __future__ import annotations

import gzip
import re
import socket
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Response,
    ViewportSize,
    expect,
)

from dayside.app import create_app
from dayside.model import Bins, Dataset, Parameter, Series, time
from dayside.portal.assets import STATIC
from dayside.portal.workspace import is_built
from dayside.services.door import Door
from dayside.settings import Settings
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

pytestmark = pytest.mark.browser

NS = time.NS
START = time.parse("2016-09-01T00:00:00")
ROWS = 2 * 86400
SIZE: ViewportSize = {"width": 1280, "height": 800}
SETTLED_MS = 700
"""Longer than a gesture takes to become a step of the history."""

FIELD = "#v=2&p=field_1s~B"
# One tile of 16 s buckets holds this range and a quarter more at both sides.
WITHIN_A_TILE = "#v=2&t=2016-09-01T12:40:00Z/2016-09-01T14:53:00Z&p=field_1s~B"
BOTH = f"{FIELD}&p=ions_12s~flux"


def field() -> Series:
    """Return a vector that waves, with an hour missing."""
    seconds = np.arange(ROWS)
    seconds = seconds[(seconds < 30000) | (seconds > 33600)]
    waves = [np.sin(seconds / period) * (1 + (seconds % 5000) / 5000) for period in (900, 60, 7)]
    dataset = Dataset(
        "field_1s",
        (Parameter("B", "float32", "nT", (3,), frame="MSO", components=("x", "y", "z")),),
        title="A field at 1 s",
        target="Mars",
        cadence_ns=NS,
        start=START,
        stop=START + ROWS * NS,
        records=len(seconds),
        simulated=True,
    )
    return Series(dataset, START + NS * seconds, {"B": np.stack(waves, 1).astype(np.float32)})


def ions() -> Series:
    """Return a spectrogram whose peak goes up and down."""
    seconds = np.arange(0, ROWS, 12)
    energies = np.geomspace(10, 2e4, 24)
    peak = 2.5 + np.sin(seconds / 9000)[:, None]
    counts = 0.5 + 400 * np.exp(-(((np.log10(energies) - peak) / 0.3) ** 2))
    flux = 2.5e4 * np.random.default_rng(1).poisson(counts)
    dataset = Dataset(
        "ions_12s",
        (
            Parameter(
                "flux",
                "float32",
                "cm-2 s-1 sr-1",
                (24,),
                bins=(Bins("energy", "eV", tuple(energies), scale="log"),),
                display="spectrogram",
                scale="log",
            ),
        ),
        title="Ions at 12 s",
        target="Mars",
        cadence_ns=12 * NS,
        start=START,
        stop=START + ROWS * NS,
        records=len(seconds),
    )
    return Series(dataset, START + NS * seconds, {"flux": flux.astype(np.float32)})


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    if not is_built():
        pytest.skip("the portal is not built here (pip install builds it)")
    door = Door([MemorySource([field(), ions()])])
    with serving(create_app(Settings(), door)) as address:
        yield f"{address}/app"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
    yield made
    made.close()


Opened = Callable[[str], Page]


@pytest.fixture
def opened(site: str, context: BrowserContext) -> Iterator[Opened]:
    """Open a view; afterwards nothing was complained of, nothing asked of anyone else."""
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


def loaded(page: Page) -> None:
    """Wait until every panel is drawn from the tiles it wants."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(150)
    expect(page.locator('canvas[aria-busy="true"]')).to_have_count(0)
    page.wait_for_timeout(50)


def plots(page: Page) -> list[str]:
    found = page.get_by_role("img").evaluate_all("all => all.map((plot) => plot.ariaLabel)")
    return [str(words) for words in found]


def says(page: Page, text: str, plot: int = 0) -> None:
    """Wait until a plot's words hold `text`: drawing takes a frame."""
    words = page.get_by_role("img").nth(plot)
    expect(words).to_have_attribute("aria-label", re.compile(re.escape(text)))


def tiles(page: Page) -> list[Response]:
    found: list[Response] = []
    page.on("response", lambda r: found.append(r) if "/api/tile" in r.url else None)
    return found


def place(page: Page, plot: int, across: float, up: float = 0.5) -> tuple[float, float]:
    """Return the pixel at shares of a plot's own area, inside its gutters."""
    box = page.get_by_role("img").nth(plot).bounding_box()
    assert box is not None
    x = box["x"] + 68 + across * (box["width"] - 68 - 84)
    return x, box["y"] + 5 + (1 - up) * (box["height"] - 10)


def test_from_nothing_to_a_plot_in_one_click(opened: Opened) -> None:
    page = opened("")
    page.get_by_role("navigation").get_by_role("button", name="B nT").click()
    says(page, "Line plot of B, nT in MSO, 2016-09-01 00:00")
    says(page, ", one gap.")
    expect(page.get_by_text("simulated", exact=True)).to_be_visible()


def test_search_enter_adds_the_first_found(opened: Opened) -> None:
    page = opened("")
    page.get_by_label("What do you want to see?").fill("ions")
    expect(page.get_by_role("heading", name="Found")).to_be_visible()
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    says(page, "Spectrogram of flux, cm⁻² s⁻¹ sr⁻¹")


def test_the_read_out_is_the_sample(opened: Opened) -> None:
    page = opened("#v=2&t=2016-09-01T06:00:00Z/2016-09-01T06:01:00Z&p=field_1s~B")
    page.mouse.move(*place(page, 0, 0.5))
    read = page.locator("section .value").all_inner_texts()
    row = 6 * 3600 + 30
    expected = field().values["B"][row]
    assert np.allclose([float(t.replace("−", "-")) for t in read[:3]], expected, rtol=1e-4)
    assert float(read[3]) == pytest.approx(float(np.linalg.norm(expected)), rel=1e-4)


def test_the_read_out_of_a_spectrogram_names_the_bin(opened: Opened) -> None:
    page = opened("#v=2&p=ions_12s~flux")
    page.mouse.move(*place(page, 0, 0.5, up=0.02))
    assert page.locator("section .value").first.inner_text() == "10.00 eV"


def test_a_pan_within_loaded_tiles_asks_nothing(opened: Opened) -> None:
    page = opened(WITHIN_A_TILE)
    asked = tiles(page)
    page.mouse.move(*place(page, 0, 0.5))
    page.mouse.down()
    page.mouse.move(*place(page, 0, 0.45), steps=10)
    page.mouse.up()
    page.wait_for_timeout(SETTLED_MS)
    assert asked == []
    assert "2016-09-01T12:46:3" in page.url


def test_a_zoom_step_takes_few_bytes(opened: Opened) -> None:
    page = opened(BOTH)
    page.mouse.move(*place(page, 0, 0.5))
    for _ in range(8):
        asked = tiles(page)
        page.mouse.wheel(0, -400)
        page.wait_for_timeout(250)
        loaded(page)
        for name in ("B", "flux"):
            of_panel = [r for r in asked if f"parameter={name}" in r.url]
            assert sum(r.request.sizes()["responseBodySize"] for r in of_panel) <= 200_000


def test_a_link_opens_the_same_view(opened: Opened, browser: Browser, site: str) -> None:
    page = opened(BOTH)
    page.mouse.move(*place(page, 0, 0.4))
    page.mouse.wheel(0, -600)
    page.get_by_role("button", name="Inspect").last.click()
    page.get_by_label("Colour map").select_option("cividis")
    page.get_by_label("Close").click()
    page.wait_for_timeout(SETTLED_MS)
    loaded(page)
    page.mouse.move(0, 0)
    page.wait_for_timeout(200)
    assert "map=cividis" in page.url
    fresh = browser.new_context(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
    other = fresh.new_page()
    other.goto(page.url)
    loaded(other)
    # The history is not part of a view, so its buttons are left out.
    assert page.locator("main").screenshot() == other.locator("main").screenshot()
    fresh.close()


def test_everything_by_keyboard(opened: Opened) -> None:
    page = opened("")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    says(page, "(2 d). Values")
    loaded(page)
    whole = plots(page)
    page.keyboard.press("+")
    says(page, "(1 d)")
    page.wait_for_timeout(SETTLED_MS)
    page.keyboard.press("Shift+ArrowRight")
    says(page, "2016-09-02 12:00")
    page.wait_for_timeout(SETTLED_MS)
    page.keyboard.press("Home")
    says(page, "(2 d). Values")
    assert plots(page) == whole
    for _ in range(5):
        page.keyboard.press("Control+z")
    expect(page.get_by_label("What do you want to see?")).to_be_visible()
    assert urlsplit(page.url).fragment == ""
    page.keyboard.press("Control+Shift+Z")
    says(page, "Line plot of B")
    assert len(plots(page)) == 1


def test_shift_drag_shows_the_stretch(opened: Opened) -> None:
    page = opened(FIELD)
    page.keyboard.down("Shift")
    page.mouse.move(*place(page, 0, 0.25))
    page.mouse.down()
    page.mouse.move(*place(page, 0, 0.5), steps=5)
    page.mouse.up()
    page.keyboard.up("Shift")
    says(page, "2016-09-01 12:00:00 to 2016-09-02 00:00:00 UTC (12 h)")


def test_panels_move_and_go(opened: Opened) -> None:
    page = opened(BOTH)
    page.get_by_role("button", name="Move down").first.click()
    says(page, "Spectrogram of flux")
    says(page, "Line plot of B", plot=1)
    page.get_by_role("button", name="Remove panel").first.click()
    says(page, "Line plot of B")
    assert len(plots(page)) == 1


def test_times_can_be_written(opened: Opened) -> None:
    page = opened(FIELD)
    stop = page.get_by_label("Stop, UTC")
    stop.fill("2016-09-01 06:00")
    stop.press("Enter")
    says(page, "2016-09-01 00:00:00 to 2016-09-01 06:00:00 UTC (6 h)")


def test_dark_is_remembered(opened: Opened) -> None:
    page = opened(FIELD)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Dark theme").click()
    expect(page.get_by_role("button", name="Light theme")).to_be_visible()
    assert page.evaluate(ground) != light
    page.reload()
    loaded(page)
    expect(page.get_by_role("button", name="Light theme")).to_be_visible()


def test_what_is_wrong_is_said_where_it_happened(opened: Opened) -> None:
    page = opened("#v=2&p=nothing~B&p=field_1s~B&p=field_1s~E")
    expect(page.get_by_text("There is no dataset of that id.")).to_be_visible()
    expect(page.get_by_text("field_1s has no E that can be drawn.")).to_be_visible()
    says(page, "Line plot of B", plot=1)


def test_a_mangled_link_is_said_to_be_one(opened: Opened) -> None:
    page = opened("#z=AAAA")
    expect(page.get_by_text("This link cannot be read")).to_be_visible()


def test_tiles_that_fail_can_be_had_again(opened: Opened) -> None:
    page = opened("")
    page.route("**/api/tile?*", lambda route: route.abort())
    page.get_by_role("navigation").get_by_role("button", name="B nT").click()
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible(timeout=10_000)
    page.unroute("**/api/tile?*")
    page.get_by_role("button", name="Try again").click()
    loaded(page)
    expect(page.get_by_text("The server cannot be reached.")).to_have_count(0)
    says(page, "Values from")


def test_a_server_that_comes_back_is_asked_again(context: BrowserContext) -> None:
    if not is_built():
        pytest.skip("the portal is not built here (pip install builds it)")
    app = create_app(Settings(), Door([MemorySource([field(), ions()])]))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    page = context.new_page()
    with serving(app, port) as address:
        page.goto(f"{address}/app{WITHIN_A_TILE}")
        loaded(page)
    page.mouse.move(*place(page, 0, 0.5))
    for _ in range(6):
        page.keyboard.press("Shift+ArrowRight")
        page.wait_for_timeout(100)
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible(timeout=10_000)
    with serving(app, port):
        page.get_by_role("button", name="Try again").click()
        loaded(page)
        expect(page.get_by_text("The server cannot be reached.")).to_have_count(0)
        says(page, "Values from")


def test_a_dataset_that_goes_is_told_on_its_panel(opened: Opened) -> None:
    page = opened(BOTH)
    answer = {"error": {"type": "UnknownDataset", "message": "It is gone.", "status": 404}}
    page.route("**/api/tile?*parameter=B*", lambda route: route.fulfill(status=404, json=answer))
    page.keyboard.press("+")
    for _ in range(8):
        page.keyboard.press("+")
        page.wait_for_timeout(120)
    expect(page.get_by_text("It is gone.")).to_be_visible(timeout=10_000)
    says(page, "Spectrogram of flux", plot=1)
    expect(page.get_by_role("alert")).to_have_count(1)


def test_the_first_load_is_small() -> None:
    if not is_built():
        pytest.skip("the portal is not built here (pip install builds it)")
    sent = [path for path in STATIC.rglob("*") if path.suffix in {".js", ".css"}]
    assert sum(len(gzip.compress(path.read_bytes())) for path in sent) <= 120_000
