"""What is wrong is said in a sentence where it happened, and breaks nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.portal.workspace import FIELD, WITHIN_A_TILE, Opened, loaded, place, says, try_again

from dayside.portal.workspace import is_built

pytestmark = pytest.mark.browser

MANGLED = (
    "#z=",
    "#z=%%%",
    "#z=7VZNb9pAEP0rK5-",
    "#v=99&p=field_1s~B",
    "#v=2&t=NaN/Infinity&p=field_1s~B",
    "#v=2&t=2016-09-02/2016-09-01&p=field_1s~B",
    "#v=2&t=9999999-01-01/x&p=field_1s~B",
    "#v=2&p=",
    "#v=2&p=~~~;;;=&p=;&r=~",
    "#v=2&p=field_1s~B;scale=cubic;limits=a,b;map=none;height=-5",
    "#v=2&p=" + "%F0%9F%92%A9" * 200,
    "#v=2&p=<script>window.hacked=1</script>~<img src=x onerror=window.hacked=1>",
    "#" + "&p=field_1s~B" * 40,
    "#s=../../etc/passwd",
    "#\x00\ufffd",
)


def works(page: Page) -> None:
    """A panel can be added and seen."""
    before = page.get_by_role("img").count()
    tree = page.get_by_role("navigation").get_by_role("button", name="B nT")
    tree.click()
    expect(page.get_by_role("img")).to_have_count(before + 1)
    says(page, "Line plot of B", plot=before)
    assert page.evaluate("window.hacked") is None


def test_mangled_links_open_something_that_works(site: str, context: BrowserContext) -> None:
    said: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    for link in MANGLED:
        page.goto("about:blank")
        page.goto(site + link)
        nothing = page.get_by_label("What do you want to see?")
        expect(nothing.or_(page.get_by_role("img").first).first).to_be_visible()
        works(page)
    assert said == []


def test_a_server_that_goes_while_one_pans_comes_back(site: str, context: BrowserContext) -> None:
    """Every request fails for a while; what was there stays, what is new is said."""
    if not is_built():
        pytest.skip("the portal is not built here (pip install builds it)")
    page = context.new_page()
    page.goto(site + WITHIN_A_TILE)
    loaded(page)
    page.route("**/api/**", lambda route: route.abort())
    x, y = place(page, 0, 0.8)
    for _ in range(6):  # beyond all that was loaded in advance
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x - 600, y, steps=8)
        page.mouse.up()
    expect(page.get_by_role("alert")).to_have_count(1, timeout=15_000)
    page.unroute("**/api/**")
    try_again(page)
    loaded(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    says(page, "Values from")


def test_a_tile_that_is_no_tile_is_said(opened: Opened) -> None:
    page = opened("")
    page.route("**/api/tile?*", lambda route: route.fulfill(status=200, body=b"not a tile"))
    page.goto(page.url + FIELD)
    expect(page.get_by_role("alert")).to_contain_text("bytes", timeout=10_000)
    page.unroute("**/api/tile?*")
    try_again(page)
    loaded(page)
    says(page, "Values from")
