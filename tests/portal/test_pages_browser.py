"""Pages in a real Chromium: nothing foreign, nothing broken, nothing that sticks out."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/datasets",
    "/datasets/walk",
    "/parameters/walk/B",
    "/parameters/walk/flux",
    "/jobs",
    "/status",
    "/api/docs",
    "/hapi",
)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_stand_in_every_window(
    client: httpx.Client, browser: Any, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, base_url=str(client.base_url)
    )
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES:
        page.goto(path)
        sticking_out = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert sticking_out <= 0, path
        assert page.evaluate("document.querySelectorAll('h1').length") == 1, path
    assert said == []
    assert [url for url in asked if not url.startswith(str(client.base_url))] == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_have_contrast(client: httpx.Client, browser: Any, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, base_url=str(client.base_url))
    page = context.new_page()
    page.goto("/datasets/walk")
    for selector in ("body", "a.button", ".quiet", ".badge", ".legend span", ".missing"):
        assert page.evaluate(CONTRAST, selector) >= 4.5, selector
    context.close()


CONTRAST = """selector => {
  const rgb = text => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = c => {
    const [r, g, b] = rgb(c)
      .map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let worst = 21;
  for (const element of document.querySelectorAll(selector)) {
    let ground = element;
    const clear = "rgba(0, 0, 0, 0)";
    while (ground && getComputedStyle(ground).backgroundColor === clear) {
      ground = ground.parentElement;
    }
    const a = light(getComputedStyle(element).color);
    const b = light(getComputedStyle(ground ?? document.body).backgroundColor);
    worst = Math.min(worst, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  return worst;
}"""


def test_searching_works_without_scripts(client: httpx.Client, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=str(client.base_url))
    page = context.new_page()
    page.goto("/")
    page.fill("input[name=q]", "random walk")
    page.press("input[name=q]", "Enter")
    page.click("text=A random <walk> & more")
    assert page.url.endswith("/datasets/walk")
    assert page.locator("figure.quicklook path.mean").count() >= 4
    context.close()


def test_tables_sort_where_they_stand(client: httpx.Client, browser: Any) -> None:
    context = browser.new_context(base_url=str(client.base_url))
    page = context.new_page()
    page.goto("/parameters/walk/B")
    names = page.locator("#statistics tbody th")
    assert names.all_inner_texts() == ["Bx", "By", "Bz", "magnitude"]
    greatest = page.locator("#statistics thead th").nth(3)
    for direction, sign in (("ascending", 1), ("descending", -1)):
        greatest.get_by_role("button").click()
        assert greatest.get_attribute("aria-sort") == direction
        told = page.locator("#statistics tbody tr td:nth-child(4)").all_inner_texts()
        values = [sign * float(t.replace("\u202f", "").replace("−", "-")) for t in told]
        assert values == sorted(values)
    context.close()


def test_a_dark_page_prints_as_ink_on_white(client: httpx.Client, browser: Any) -> None:
    context = browser.new_context(color_scheme="dark", base_url=str(client.base_url))
    page = context.new_page()
    page.goto("/datasets/walk")
    page.emulate_media(media="print")
    style = "getComputedStyle(document.body)"
    assert page.evaluate(f"{style}.color") == "rgb(0, 0, 0)"
    assert page.evaluate(f"{style}.backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("nav").is_hidden()
    assert page.get_by_text(f"{client.base_url}/datasets/walk", exact=True).is_visible()
    context.close()
