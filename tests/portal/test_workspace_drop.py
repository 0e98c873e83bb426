"""Files dropped on the workspace, in a real Chromium: drawn, not kept."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dayside.app import create_app, with_looks
from dayside.formats.base import get_format
from dayside.model import Series, time
from dayside.portal.workspace import is_built
from dayside.services.door import Door
from dayside.settings import Settings
from dayside.testing.applications import walk
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not is_built(), reason="the workspace is not built"),
]

# Files are read in a process of their own, which a loaded machine is slow to start.
expect.set_options(timeout=60_000)

TABLE = b"time,density [cm-3]\n" + b"".join(
    b"2020-01-01T00:%02d:00Z,%d\n" % (s, s) for s in range(60)
)
BADGE = re.compile("not kept")

DROP = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name));
  const target = document.querySelector("main");
  for (const kind of ["dragenter", "dragover", "drop"]) {
    if (kind === "drop" && window.stopBeforeDrop) return;
    const init = { dataTransfer: transfer, bubbles: true, cancelable: true };
    target.dispatchEvent(new DragEvent(kind, init));
  }
}"""

Opened = Callable[[str], Page]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    settings = Settings()
    made = walk()
    ends = {"start": int(made.time[0]), "stop": int(made.time[-1]) + time.NS}
    covered = Series(made.dataset.replace(**ends), made.time, made.values)
    door = with_looks(Door([MemorySource([covered])]), settings)
    with serving(create_app(settings, door)) as address:
        yield address


@pytest.fixture
def opened(browser: Browser, server: str) -> Iterator[Opened]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})

    def open_(hash_: str = "") -> Page:
        page = context.new_page()
        page.goto(f"{server}/app{hash_}")
        return page

    yield open_
    context.close()


def drop(page: Page, name: str, content: bytes) -> None:
    page.evaluate(DROP, [name, base64.b64encode(content).decode()])


def test_a_dropped_table_is_drawn_and_said_not_to_be_kept(opened: Opened) -> None:
    page = opened("")
    drop(page, "wind in march.csv", TABLE)
    expect(page.get_by_role("heading", name="density")).to_be_visible()
    badge = page.get_by_role("button", name=BADGE)
    expect(badge).to_have_text("not kept: wind in march.csv")
    badge.click()
    expect(page.get_by_text("dayside ingest 'wind in march.csv'")).to_be_visible()
    words = page.get_by_role("img").first
    expect(words).to_have_attribute("aria-label", re.compile("from 0 to 59"))
    # The same view under its link, and undone in one step.
    again = opened("#" + page.url.partition("#")[2])
    expect(again.get_by_role("button", name=BADGE)).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("searchbox", name="What do you want to see?")).to_be_visible()


def test_a_file_is_opened_by_keyboard(opened: Opened, tmp_path: Path) -> None:
    made = walk()
    file = tmp_path / "walk.parquet"
    file.write_bytes(b"".join(get_format("parquet").write(made.dataset, [made])))
    page = opened("")
    page.on("filechooser", lambda chooser: chooser.set_files(file))
    expect(page.get_by_role("button", name="Open a file…")).to_be_visible()
    page.keyboard.press("o")
    expect(page.get_by_role("img")).to_have_count(2)
    expect(page.get_by_role("button", name=BADGE)).to_have_count(2)


def test_a_refused_file_says_why_and_nothing_else_changes(opened: Opened) -> None:
    page = opened("#v=2&p=walk~Bx")
    expect(page.get_by_role("img")).to_have_count(1)
    drop(page, "torn.cdf", b"\xcd\xf3\x00\x01\x00\x00\xff\xff" + bytes(99))
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("torn.cdf is a damaged or truncated CDF")
    expect(page.get_by_role("img")).to_have_count(1)
    alert.get_by_role("button", name="Dismiss").click()
    expect(alert).to_have_count(0)


def test_what_is_gone_is_said_on_its_panel(opened: Opened) -> None:
    page = opened("#v=2&p=walk~Bx&p=dropped/0123456789abcdef0123/wind~density")
    gone = "This file was only looked at, and is gone; drop it again."
    expect(page.get_by_role("alert")).to_contain_text(gone)
    expect(page.get_by_role("img").first).to_have_attribute("aria-label", re.compile("Bx"))


def test_where_files_may_be_dropped_is_shown(opened: Opened) -> None:
    page = opened("")
    page.evaluate("window.stopBeforeDrop = true")
    drop(page, "wind.csv", TABLE)
    expect(page.get_by_text("Drop to look at it")).to_be_visible()
