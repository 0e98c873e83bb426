"""The workspace in a real Chromium, on a server with data that are known."""

from __future__ import annotations

import gzip
import socket
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from tests.portal.workspace import (
    BOTH,
    FIELD,
    SETTLED_MS,
    SIZE,
    WITHIN_A_TILE,
    Opened,
    field,
    ions,
    loaded,
    look_the_same,
    place,
    plots,
    says,
    tiles,
    try_again,
)

from dayside.app import create_app
from dayside.portal.assets import STATIC
from dayside.portal.workspace import is_built
from dayside.services.door import Door
from dayside.settings import Settings
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

pytestmark = pytest.mark.browser


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
    look_the_same(page, other)
    fresh.close()


def test_everything_by_keyboard(opened: Opened) -> None:
    page = opened("")
    page.keyboard.press("/")
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "Enter"):  # target, dataset, parameter
        page.keyboard.press(key)
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
    page.get_by_role("button", name="Panel 1:").click()
    page.get_by_role("menuitem", name="Move down").click()
    says(page, "Spectrogram of flux")
    says(page, "Line plot of B", plot=1)
    page.get_by_role("button", name="Panel 1:").click()
    page.get_by_role("menuitem", name="Remove panel").click()
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
    try_again(page)
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
        try_again(page)
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
    gone = page.get_by_text("This dataset is not served any more.")
    expect(gone).to_be_visible(timeout=10_000)
    says(page, "Spectrogram of flux", plot=1)
    expect(page.get_by_role("alert")).to_have_count(1)


def test_the_first_load_is_small() -> None:
    if not is_built():
        pytest.skip("the portal is not built here (pip install builds it)")
    sent = [path for path in STATIC.rglob("*") if path.suffix in {".js", ".css"}]
    assert sum(len(gzip.compress(path.read_bytes())) for path in sent) <= 120_000
