"""What stands around the panels: palette, keys, time bar, tree, sharing, by mouse and by keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.portal.workspace import (
    BOTH,
    FIELD,
    SETTLED_MS,
    Opened,
    field,
    ions,
    loaded,
    place,
    plots,
    says,
)

from dayside.app import create_app
from dayside.archive import Archive
from dayside.archive.writer import append
from dayside.model import Dataset, Parameter
from dayside.portal.workspace import is_built
from dayside.services.door import Door
from dayside.settings import Settings
from dayside.sources.local import LocalSource
from dayside.testing.applications import walk
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

pytestmark = pytest.mark.browser

THREE = f"{BOTH}&p=field_1s~B;scale=linear"


def palette(page: Page, *typed: str) -> None:
    """Open the palette, and type and enter each text."""
    page.keyboard.press("Control+k")
    for text in typed:
        page.get_by_role("combobox").fill(text)
        expect(page.get_by_role("option").first).to_be_visible()
        page.wait_for_timeout(400)  # the server's answers come below, and do not push
        page.keyboard.press("Enter")


def headings(page: Page) -> list[str]:
    return page.locator("main section h2").all_inner_texts()


def heights(page: Page) -> list[float]:
    found = page.locator("main section").evaluate_all("all => all.map(s => s.offsetHeight)")
    return [float(h) for h in found]


def add_menu(page: Page, parameter: str, item: str) -> None:
    """Choose from the menu beside a parameter in the tree."""
    tree = page.get_by_role("navigation")
    tree.get_by_role("button", name=f"Where to add {parameter}", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name=item).click()


# Palette


def test_the_palette_runs_commands_by_keys_alone(opened: Opened) -> None:
    page = opened(BOTH)
    palette(page, "cividis")
    page.wait_for_timeout(SETTLED_MS)
    assert "map=cividis" in page.url
    palette(page, "colour map", "inferno")
    page.wait_for_timeout(SETTLED_MS)
    assert "map=inferno" in page.url
    page.keyboard.press("Control+z")
    page.wait_for_timeout(SETTLED_MS)
    assert "map=cividis" in page.url


def test_the_palette_finds_data_and_remembers_commands(opened: Opened) -> None:
    page = opened(FIELD)
    page.keyboard.press("Control+k")
    page.get_by_role("combobox").fill("ions flux")
    page.get_by_role("option", name="flux").click()
    says(page, "Spectrogram of flux", plot=1)
    palette(page, "taller")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("option").first).to_contain_text("Taller")


def test_escape_closes_the_palette_and_gives_the_focus_back(opened: Opened) -> None:
    page = opened(FIELD)
    page.get_by_role("img").focus()
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    active = page.get_by_role("combobox").get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("img")).to_be_focused()


def test_backspace_leaves_what_was_gone_into(opened: Opened) -> None:
    page = opened(FIELD)
    palette(page, "step by")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-label", "Step by")
    page.keyboard.press("Backspace")
    expect(page.get_by_role("combobox")).to_have_attribute(
        "aria-label", "Search data, commands, times"
    )


def test_every_key_is_listed(opened: Opened) -> None:
    page = opened("")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    for title in ("Go to time", "Zoom in", "Undo", "Step forward", "All commands"):
        expect(dialog.get_by_text(title, exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


# Time


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2016-09-01 06:00 + 3 h", "2016-09-01 06:00:00 to 2016-09-01 09:00:00 UTC (3 h)"),
        ("2016-246", "2016-09-02 00:00 to 2016-09-03 00:00 UTC (1 d)"),
        ("last 2 h", "2016-09-02 22:00:00 to 2016-09-03 00:00:00 UTC (2 h)"),
    ],
)
def test_go_to_a_time(opened: Opened, typed: str, shown: str) -> None:
    page = opened(FIELD)
    page.keyboard.press("g")
    page.get_by_role("combobox").fill(typed)
    page.keyboard.press("Enter")
    says(page, shown)


def test_what_is_no_time_is_said(opened: Opened) -> None:
    page = opened(FIELD)
    page.keyboard.press("g")
    page.get_by_role("combobox").fill("yesteryear")
    expect(page.get_by_role("status")).to_contain_text("Nothing is called")


def test_steps_are_as_long_as_one_says(opened: Opened) -> None:
    page = opened("#v=2&t=2016-09-01T00:00:00Z/2016-09-01T06:00:00Z&p=field_1s~B")
    page.keyboard.press("]")
    says(page, "2016-09-01 06:00:00 to 2016-09-01 12:00:00")
    page.get_by_role("button", name="Step by one view").click()
    page.get_by_role("combobox").fill("7.5 h")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Step forward").click()
    says(page, "2016-09-01 13:30:00 to 2016-09-01 19:30:00")
    page.keyboard.press("[")
    says(page, "2016-09-01 06:00:00 to 2016-09-01 12:00:00")


def test_the_time_bar_shows_gaps_and_moves_the_window(opened: Opened) -> None:
    page = opened("#v=2&t=2016-09-01T00:00:00Z/2016-09-01T12:00:00Z&p=field_1s~B")
    # An hour is missing: two stretches.
    expect(page.locator('[title="Coverage of field_1s"] i')).to_have_count(2)
    window = page.get_by_role("slider", name="Time shown", exact=True)
    box = window.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    # What is taken lies 4 px within the window at either end.
    page.mouse.move(middle[0] + box["width"] + 8, middle[1], steps=5)
    page.mouse.up()
    says(page, "2016-09-01 12:00:00 to 2016-09-02 00:00:00")
    stop = page.get_by_role("slider", name="Stop of the time shown")
    stop.focus()
    page.keyboard.press("End")
    says(page, "2016-09-01 12:00 to 2016-09-03 00:00")
    expect(window).to_have_attribute("aria-valuetext", "2016-09-01 12:00 to 2016-09-03 00:00 UTC")


# Tree


def test_a_parameter_is_dragged_onto_between_and_by_menu(opened: Opened) -> None:
    page = opened(BOTH)
    source = page.get_by_role("navigation").get_by_role("button", name="B nT")
    onto = page.get_by_role("img").nth(0)
    box = onto.bounding_box()
    assert box is not None
    page.get_by_role("navigation").get_by_role("button", name="flux cm").drag_to(
        onto, target_position={"x": 200, "y": box["height"] / 2}
    )
    # Lines and colours do not share a panel: what was dropped has its own, right below.
    panels = page.locator("main section")
    expect(panels).to_have_count(3)
    expect(panels.nth(1)).to_have_attribute("aria-label", "flux")
    source.drag_to(page.get_by_role("img").nth(1), target_position={"x": 200, "y": 2})
    expect(panels).to_have_count(4)
    expect(panels.nth(1)).to_have_attribute("aria-label", "B")
    add_menu(page, "flux", "Add to panel 1")
    expect(panels).to_have_count(5)
    expect(panels.nth(1)).to_have_attribute("aria-label", "flux")
    add_menu(page, "flux", "Add as panel")
    expect(panels).to_have_count(6)
    add_menu(page, "B", "Show under the axis")
    page.wait_for_timeout(SETTLED_MS)
    assert "&r=field_1s~B" in page.url


def test_the_tree_opens_and_closes_by_keys(opened: Opened) -> None:
    page = opened("")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    mars = page.get_by_role("button", name="Mars")
    expect(mars).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(mars).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("navigation").get_by_role("button", name="B nT")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    says(page, "Spectrogram of flux")


@pytest.fixture(scope="module")
def crowded() -> Iterator[str]:
    """Serve five thousand datasets of fifty targets."""
    if not is_built():
        pytest.skip("the portal is not built here (pip install builds it)")
    sources = MemorySource([field()])
    kept = field().dataset
    parameters = (Parameter("B", "float32", "nT", (3,), components=("x", "y", "z")),)
    many = [
        Dataset(
            f"d{i:04}",
            parameters,
            title=f"Dataset {i}",
            target=f"Body {i % 50}",
            start=kept.start,
            stop=kept.stop,
            records=1,
        )
        for i in range(5000)
    ]
    sources.datasets = lambda snapshot=None: many  # type: ignore[method-assign]
    with serving(create_app(Settings(), Door([sources]))) as address:
        yield f"{address}/app"


def test_thousands_of_datasets_do_not_hold_one_up(crowded: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(crowded)
    tree = page.get_by_role("navigation")
    tree.get_by_role("button", name="Body 7 100").click()
    expect(tree.get_by_role("button", name="Dataset 7", exact=True)).to_be_visible()
    # Only what is in sight is in the page.
    assert tree.locator("li").count() < 100
    for _ in range(8):
        page.keyboard.press("PageDown")
    expect(page.get_by_role("button", name="Body 49 100")).to_be_focused()
    page.get_by_label("Search datasets").fill("Dataset 4321")
    expect(tree.get_by_role("button", name="Dataset 4321")).to_be_visible()


# Panels


def test_panels_are_ordered_sized_and_copied_by_keys(opened: Opened) -> None:
    page = opened(BOTH)
    page.get_by_role("img").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    says(page, "Spectrogram of flux")
    expect(page.get_by_role("img").nth(1)).to_be_focused()
    before = heights(page)
    page.keyboard.press("Shift+ArrowUp")
    page.wait_for_timeout(100)
    assert heights(page)[1] > before[1]
    page.keyboard.press("c")
    expect(page.locator("main section")).to_have_count(3)
    page.keyboard.press("Delete")
    page.keyboard.press("Delete")
    expect(page.locator("main section")).to_have_count(1)
    page.get_by_role("navigation").get_by_role("button", name="Mars").focus()
    page.keyboard.press("Delete")
    expect(page.locator("main section")).to_have_count(1)
    says(page, "Spectrogram of flux")


def test_panels_are_ordered_and_sized_by_mouse(opened: Opened) -> None:
    page = opened(BOTH)
    page.locator("main section header").nth(1).drag_to(
        page.get_by_role("img").nth(0), target_position={"x": 200, "y": 5}
    )
    says(page, "Spectrogram of flux")
    before = heights(page)
    border = page.get_by_role("separator", name="Border below panel 1")
    box = border.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 300, box["y"] + 3)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 103, steps=5)
    page.mouse.up()
    assert heights(page)[0] == pytest.approx(before[0] + 100, abs=4)
    assert sum(heights(page)) == pytest.approx(sum(before), abs=2)
    border.focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(100)
    assert heights(page)[0] < before[0] + 96


def test_undo_goes_back_to_the_empty_workspace(opened: Opened) -> None:
    page = opened("")
    page.get_by_role("navigation").get_by_role("button", name="B nT").click()
    says(page, "Line plot of B")
    palette(page, "copy panel")
    palette(page, "empty the workspace")
    expect(page.get_by_label("What do you want to see?")).to_be_visible()
    page.keyboard.press("Control+z")
    expect(page.locator("main section")).to_have_count(2)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.get_by_label("What do you want to see?")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


# Sharing


def test_a_view_has_a_name(opened: Opened) -> None:
    page = opened(FIELD)
    expect(page).to_have_title("B – Dayside")
    name = page.get_by_label("Name of this view")
    name.fill("Shock study")
    name.press("Enter")
    expect(page).to_have_title("Shock study – Dayside")
    page.wait_for_timeout(SETTLED_MS)
    assert "title=Shock%20study" in page.url


@pytest.fixture
def keeping(tmp_path: Path) -> Iterator[str]:
    """Serve an archive that can be written, and a remote server beside it."""
    if not is_built():
        pytest.skip("the portal is not built here (pip install builds it)")
    with Archive.open(tmp_path / "archive") as archive:
        append(archive, walk())
        door = Door([LocalSource(archive), MemorySource([ions()], name="far")])
        with serving(create_app(Settings(), door)) as address:
            yield f"{address}/app"


def test_a_short_link_opens_the_view(keeping: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{keeping}#v=2&title=Walk&p=walk~B")
    loaded(page)
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Make it short").click()
    link = page.get_by_label("Link", exact=True)
    expect(link).to_have_value(re.compile(r"/app#s=[0-9a-f]{12}$"))
    short = link.input_value()
    for address in (short, short.replace("#s=", "?s=")):
        other = context.new_page()
        other.goto(address)
        says(other, "Line plot of B")
        expect(other).to_have_title("Walk – Dayside")


def test_the_tree_tells_servers_apart(keeping: str, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(keeping)
    tree = page.get_by_role("navigation")
    expect(tree.get_by_role("button", name="This archive")).to_be_visible()
    expect(tree.get_by_role("button", name="far", exact=False).first).to_be_visible()


def test_a_short_link_that_is_none_is_said(opened: Opened) -> None:
    page = opened("#s=000000000000")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("What do you want to see?")).to_be_visible()


def test_a_server_that_keeps_no_links_says_so(opened: Opened) -> None:
    page = opened(FIELD)
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Make it short").click()
    expect(page.get_by_role("alert")).to_contain_text("No archive here keeps links.")
    expect(page.get_by_label("Link", exact=True)).to_have_value(page.url)


# Phone


def test_a_phone_shows_panels_and_pinches(browser: Browser, site: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(site + BOTH)
    loaded(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for button in page.locator("header").first.get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390
    before = plots(page)[0]
    x, y = place(page, 0, 0.5)
    touch = context.new_cdp_session(page)
    for kind, gap in (("Start", 20), ("Move", 50), ("Move", 80), ("End", 0)):
        points = [{"x": x - gap, "y": y, "id": 1}, {"x": x + gap, "y": y, "id": 2}]
        touch.send(
            "Input.dispatchTouchEvent",
            {"type": f"touch{kind}", "touchPoints": points if gap else []},
        )
    page.wait_for_timeout(SETTLED_MS)
    assert plots(page)[0] != before
    page.get_by_role("button", name="Datasets").click()
    page.get_by_role("navigation").get_by_role("button", name="B nT").click()
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.locator("main section")).to_have_count(3)
    assert urlsplit(page.url).fragment.count("p=") == 3
    context.close()
