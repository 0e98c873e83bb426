"""The whole way of someone new: find, look, read, hand on; by mouse and by keys alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.portal.test_accessibility import SERIOUS
from tests.portal.workspace import (
    BOTH,
    SETTLED_MS,
    SIZE,
    Opened,
    loaded,
    look_the_same,
    place,
    says,
)

pytestmark = pytest.mark.browser


def read_off(page: Page) -> list[str]:
    """Return the values each panel tells."""
    return [
        panel.locator("data.value").last.inner_text()
        for panel in page.locator("main section").all()
    ]


def same_in_a_fresh_browser(page: Page, browser: Browser) -> None:
    """Open the link of a view where nobody was before, and compare every pixel."""
    page.mouse.move(0, 0)
    page.wait_for_timeout(SETTLED_MS)
    loaded(page)
    fresh = browser.new_context(viewport=SIZE, color_scheme="dark", reduced_motion="reduce")
    other = fresh.new_page()
    other.goto(page.url)
    loaded(other)
    page.evaluate("document.activeElement.blur()")
    look_the_same(page, other)
    fresh.close()


def test_by_mouse(site: str, context: BrowserContext, browser: Browser) -> None:
    foreign: list[str] = []
    page = context.new_page()
    page.on("request", lambda request: foreign.append(request.url))
    page.goto(site.removesuffix("/app"))
    # The field is found and on screen: what is written, and two clicks.
    page.get_by_role("searchbox").first.fill("field")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="A field at 1 s").click()
    page.get_by_role("link", name="Open in workspace").click()
    says(page, "Line plot of B, nT in MSO, 2016-09-01 00:00")
    loaded(page)
    # From all there is to seconds.
    page.mouse.move(*place(page, 0, 0.4))
    for _ in range(12):
        page.mouse.wheel(0, -500)
        page.wait_for_timeout(60)
    loaded(page)
    says(page, " s). Values")
    # Ions under it.
    page.get_by_role("navigation").get_by_role("button", name="flux cm").click()
    says(page, "Spectrogram of flux", plot=1)
    for _ in range(3):
        page.get_by_role("button", name="Zoom out").click()
    loaded(page)
    page.mouse.move(*place(page, 1, 0.5, up=0.4))
    assert all(value not in {"", "—"} for value in read_off(page))
    page.get_by_role("button", name="Dark theme").click()
    same_in_a_fresh_browser(page, browser)
    while page.get_by_role("button", name="Undo").is_enabled():
        page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("What do you want to see?")).to_be_visible()
    assert {urlsplit(url).netloc for url in foreign} == {urlsplit(site).netloc}


def test_after_a_drag_the_picture_is_that_of_the_link(
    site: str, context: BrowserContext, browser: Browser
) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.goto(f"{site}#v=2&t=2016-09-01T02:00:00Z/2016-09-01T08:00:00Z&p=field_1s~B")
    loaded(page)
    x, y = place(page, 0, 0.3)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(x + 4.3 * step, y)
    page.mouse.up()
    same_in_a_fresh_browser(page, browser)


def tab_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until what is called `name` has the focus; it can be seen then."""
    for _ in range(most):
        page.keyboard.press("Tab")
        told = page.evaluate(FOCUSED)
        if told["name"] == name:
            assert told["seen"], f"{name} is hidden while it has the focus"
            assert told["outlined"], f"nothing shows that {name} has the focus"
            return
    raise AssertionError(f"Tab does not come to {name}")


FOCUSED = """() => {
  const on = document.activeElement;
  const box = on.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    name: (on.ariaLabel ?? on.innerText ?? "").trim(),
    seen: top !== null && (on.contains(top) || top.contains(on)),
    outlined: getComputedStyle(on).outlineStyle !== "none",
  };
}"""


def test_by_keys_alone(site: str, context: BrowserContext, browser: Browser) -> None:
    page = context.new_page()
    page.goto(site.removesuffix("/app"))
    page.get_by_role("searchbox").first.focus()
    page.keyboard.type("field")
    page.keyboard.press("Enter")
    page.wait_for_url("**/datasets?q=field*")
    tab_to(page, "A field at 1 s")
    page.keyboard.press("Enter")
    page.wait_for_url("**/datasets/field_1s")
    tab_to(page, "Open in workspace")
    page.keyboard.press("Enter")
    says(page, "Line plot of B, nT in MSO")
    page.keyboard.press("g")
    page.keyboard.type("2016-09-01 06:00 + 10 s")
    page.keyboard.press("Enter")
    says(page, "(10 s)")
    page.keyboard.press("Control+k")
    page.keyboard.type("flux")
    expect(page.get_by_role("option").filter(has_text="flux").first).to_be_visible()
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    says(page, "Spectrogram of flux", plot=1)
    for _ in range(4):
        page.keyboard.press("-")
    loaded(page)
    # The values, of both.
    for plot, title in enumerate(("B, nT in MSO", "flux, cm⁻² s⁻¹ sr⁻¹")):
        page.get_by_role("img").nth(plot).focus()
        page.keyboard.press("t")
        dialog = page.get_by_role("dialog", name=f"Panel {plot + 1} as a table")
        expect(dialog.get_by_role("table", name=title)).to_be_visible()
        assert dialog.get_by_role("row").count() > 10
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(page.get_by_role("img").nth(plot)).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("dark")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Light theme")).to_be_visible()
    same_in_a_fresh_browser(page, browser)
    for _ in range(8):
        page.keyboard.press("Control+z")
    expect(page.get_by_label("What do you want to see?")).to_be_visible()


STATES = {
    "empty": (),
    "palette": ("Control+k",),
    "keys": ("?",),
    "table": ("t",),
    "drawer": ("i",),
    "export": ("x",),
    "steps": ("Control+k", *"step by", "Enter"),
}
# Borders and ends of scales are thin: what they do, menus and fields do as well.
SMALL = """() => [...document.querySelectorAll(
  "button, a[href], input, select, summary, [role=option]"
)].filter((target) => {
  const box = (target.closest("label") ?? target).getBoundingClientRect();
  if (box.width === 0 || !target.checkVisibility({ visibilityProperty: true })) return false;
  // Links within a sentence may be as high as its lines; what is not on screen cannot be hit.
  const inline = getComputedStyle(target).display === "inline";
  if (inline || target.closest(".visually-hidden")) return false;
  return box.width < 23.5 || box.height < 23.5;
}).map((target) => `${target.ariaLabel || target.innerText || target.id}: `
  + `${target.offsetWidth} x ${target.offsetHeight}`)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_can_be_used_by_all(
    opened: Opened, context: BrowserContext, repository: Path, scheme: Any
) -> None:
    axe = repository / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        pytest.skip("axe-core is not here: npm ci in web/")
    found: dict[str, Any] = {}
    wrong = "#v=2&p=nothing~B&p=field_1s~E"
    views = dict.fromkeys(STATES, f"{BOTH}&r=field_1s~B")
    for state, view in {**views, "empty": "", "wrong": wrong}.items():
        page = opened(view)
        page.emulate_media(color_scheme=scheme)
        for key in STATES.get(state, ()):
            page.keyboard.press(key)
        page.wait_for_timeout(300)
        page.evaluate(axe.read_text("utf-8"))
        found[state] = page.evaluate(SERIOUS) + page.evaluate(SMALL)
        page.close()
    page = opened(BOTH)
    page.emulate_media(color_scheme=scheme)
    for name in ("Panel 1:", "Share"):
        page.get_by_role("button", name=name).click()
        page.evaluate(axe.read_text("utf-8"))
        found[name] = page.evaluate(SERIOUS) + page.evaluate(SMALL)
    assert {state: what for state, what in found.items() if what} == {}


def test_forced_colours_leave_plots_to_be_seen(opened: Opened) -> None:
    page = opened(BOTH)
    page.emulate_media(forced_colors="active")
    page.wait_for_timeout(300)
    page.keyboard.press("+")
    loaded(page)
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    inks = page.evaluate(
        """() => { const c = document.querySelector("canvas[role=img]");
        const data = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
        const seen = new Set();
        for (let i = 0; i < data.length; i += 4) {
          if (data[i + 3] > 250) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
        }
        return seen.size; }"""
    )
    assert ground
    assert inks >= 4


def test_who_asks_for_less_motion_gets_none(opened: Opened) -> None:
    page = opened(BOTH)  # asks for less
    page.keyboard.press("Control+k")
    moving = "document.getAnimations().length"
    assert page.evaluate(moving) == 0
    transitions = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((e) => {
        const style = getComputedStyle(e);
        return style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
        }).length"""
    )
    assert transitions == 0
