"""Panels of lines in a real Chromium: axes, units, error bars, flags, read-outs, rulers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import httpx
import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from tests.portal.workspace import NS, START, Opened, loaded, place, says

from dayside.app import create_app
from dayside.model import Dataset, Parameter, Series, time
from dayside.portal.workspace import is_built
from dayside.services.door import Door
from dayside.settings import Settings
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

pytestmark = pytest.mark.browser

ROWS = 86400 // 4
CADENCE_S = 4
CLOSE = "t=2016-09-01T12:00:00Z/2016-09-01T12:02:00Z"
PLASMA = f"#v=2&{CLOSE}&p=plasma~"


def plasma() -> Series:
    """Return numbers of every kind, with error bars and a flag."""
    rng = np.random.default_rng(5)
    rows = np.arange(ROWS)
    density = 3 + np.sin(rows / 50) + rng.normal(size=ROWS) / 7
    velocity = rng.normal(-400, 30, size=(ROWS, 3)).astype(np.float32)
    flag = (rows % 10 == 3).astype(np.uint8)
    dataset = Dataset(
        "plasma",
        (
            Parameter(
                "n", "float64", "cm-3", label="Density", uncertainty=("n_error",), quality="flag"
            ),
            Parameter("n_error", "float64", "cm-3", role="uncertainty"),
            Parameter("V", "float32", "km/s", (3,), frame="MSO", components=("x", "y", "z")),
            Parameter("count", "int32", "count"),
            Parameter("residual", "float64", "cm-3"),
            Parameter("B", "float32", "nT"),
            Parameter("flag", "uint8", "", role="quality", description="0 good; 1 few counts."),
        ),
        title="Plasma at 4 s",
        target="Mars",
        cadence_ns=CADENCE_S * NS,
        start=START,
        stop=START + ROWS * CADENCE_S * NS,
        records=ROWS,
    )
    values = {
        "n": density,
        "n_error": np.full(ROWS, 0.25),
        "V": velocity,
        "count": (rng.integers(0, 2**31 - 1, ROWS)).astype(np.int32),
        "residual": rng.normal(size=ROWS),
        "B": rng.normal(5, 1, ROWS).astype(np.float32),
        "flag": flag,
    }
    return Series(dataset, START + CADENCE_S * NS * rows, values)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    if not is_built():
        pytest.skip("the portal is not built here (pip install builds it)")
    with serving(create_app(Settings(), Door([MemorySource([plasma()])]))) as address:
        yield f"{address}/app"


def panel(page: Page, at: int = 0) -> Locator:
    return page.locator("section[aria-label]").filter(has=page.locator("canvas")).nth(at)


def exact(page: Page) -> list[str]:
    """Return the values read, as programs write them."""
    found = panel(page).locator("data").evaluate_all("all => all.map((d) => d.value)")
    return [str(value) for value in found]


def read_at(page: Page, across: float) -> str:
    """Point at a share of the plot; the time of the sample read."""
    page.mouse.move(*place(page, 0, across))
    told = panel(page).locator("header time")
    expect(told).to_be_visible()
    return str(told.get_attribute("datetime"))


def found(page: Page, name: str) -> Locator:
    """Return what the search for a further parameter offers."""
    search = page.get_by_role("search", name="Add to panel")
    return search.get_by_role("button", name=re.compile(f"^{name} "))


@pytest.mark.parametrize("parameter", ["n", "V", "count"])
def test_the_read_out_is_what_hapi_says_digit_for_digit(
    opened: Opened, site: str, parameter: str
) -> None:
    page = opened(f"{PLASMA}{parameter}")
    for across in (0.1, 0.52, 0.87):
        when = read_at(page, across)
        stop = str(np.datetime64(when.rstrip("Z")) + np.timedelta64(1, "s")) + "Z"
        asked = {"dataset": "plasma", "parameters": parameter, "start": when, "stop": stop}
        answer = httpx.get(f"{site.removesuffix('/app')}/hapi/data", params=asked)
        (row,) = csv.reader(io.StringIO(answer.text))
        told = exact(page)[: len(row) - 1]
        # The same number has other spellings: 1e3, 1000, 1000.0.
        assert [float(value) for value in told] == [float(value) for value in row[1:]]
        digits = [re.sub(r"[^1-9]|e.*|\.?0*$", "", value.lower()) for value in told]
        assert digits == [re.sub(r"[^1-9]|e.*|\.?0*$", "", value.lower()) for value in row[1:]]


def test_zoomed_out_the_read_out_is_a_mean_with_its_range(opened: Opened) -> None:
    page = opened("#v=2&p=plasma~n")
    page.mouse.move(*place(page, 0, 0.5))
    header = panel(page).locator("header")
    expect(header).to_contain_text(re.compile(r"mean of [\w ]+ from"))
    greatest, least = (header.get_by_title(t, exact=True) for t in ("greatest", "least"))
    mean = float(header.locator("data").inner_text())
    assert float(least.inner_text()) <= mean <= float(greatest.inner_text())


def test_other_units_ask_for_no_tile(opened: Opened) -> None:
    page = opened(f"{PLASMA}B")
    before = float(exact_at_middle(page))
    page.get_by_label("Inspect").first.click()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if "/api/tile" in r.url else None)
    page.get_by_label("Units").select_option("pT")
    says(page, "pT")
    assert float(exact_at_middle(page)) == pytest.approx(1000 * before, rel=1e-6)
    assert asked == []
    assert "units=pT" in page.url


def exact_at_middle(page: Page) -> str:
    read_at(page, 0.5)
    return exact(page)[0]


def test_a_parameter_of_other_units_goes_to_the_right_axis(opened: Opened) -> None:
    page = opened(f"{PLASMA}n")
    page.get_by_label("Inspect").first.click()
    page.get_by_label("Add to panel 1").fill("B")
    found(page, "B").click()
    says(page, "At the right axis from")
    assert "plasma~B~side=right" in page.url
    page.get_by_label("Add to panel 1").fill("residual")
    found(page, "residual").click()
    expect(panel(page)).to_have_attribute("aria-label", "n, B, residual")
    assert page.url.endswith("plasma~residual")
    page.get_by_role("button", name="Remove B from the panel").click()
    expect(panel(page)).to_have_attribute("aria-label", "n, residual")


def test_the_legend_shows_and_hides_lines(opened: Opened) -> None:
    page = opened(f"{PLASMA}V")
    legend = page.get_by_role("group", name="Lines of panel 1")
    legend.get_by_role("button", name="Vy").click()
    expect(legend.get_by_role("button", name="Vy")).to_have_attribute("aria-pressed", "false")
    assert "c=x+z+magnitude" in page.url
    read_at(page, 0.5)
    expect(panel(page).locator("header data")).to_have_count(3)
    legend.get_by_role("button", name="Vx").click(modifiers=["Shift"])
    read_at(page, 0.5)
    expect(panel(page).locator("header data")).to_have_count(1)


def test_error_bars_and_flags_are_told_and_can_be_hidden(opened: Opened) -> None:
    page = opened(f"{PLASMA}n")
    says(page, "3 points are flagged")
    # The bars belong to what is shown: the axis has room for them.
    legend = page.get_by_role("group", name="Lines of panel 1")
    read_at(page, 0.5)
    expect(panel(page).locator("header")).to_contain_text("±0.250")
    drawn = page.get_by_role("img").screenshot()
    legend.get_by_role("button", name="error").click()
    expect(legend.get_by_role("button", name="error")).to_have_attribute("aria-pressed", "false")
    assert page.get_by_role("img").screenshot() != drawn
    legend.get_by_role("button", name="flagged").click()
    assert "flagged=hide" in page.url
    expect(page.get_by_role("img").first).not_to_have_attribute("aria-label", re.compile("flagged"))
    page.get_by_label("Inspect").first.click()
    expect(
        page.get_by_text("Of flag, 0 is taken as good: as its description says.")
    ).to_be_visible()


def test_a_logarithmic_axis_says_what_it_leaves_out(opened: Opened) -> None:
    page = opened(f"{PLASMA}residual;scale=log")
    series = plasma()
    first = np.searchsorted(series.time, time.parse("2016-09-01T12:00:00"))
    below = int((series.values["residual"][first : first + 31] <= 0).sum())
    expect(panel(page)).to_contain_text(f"{below} values at or below zero are not shown.")


def test_limits_hold_until_they_are_taken_away(opened: Opened) -> None:
    page = opened(f"{PLASMA}B")
    page.get_by_label("Inspect").first.click()
    page.get_by_label("Highest").fill("20")
    page.get_by_label("Highest").press("Enter")
    page.wait_for_url(re.compile(r"limits=[\d.]+\.\.20"))
    page.get_by_label("Highest").fill("")
    page.get_by_label("Highest").press("Enter")
    page.wait_for_url(re.compile(r"plasma~B$"))


def test_numbers_stand_under_the_time_axis(opened: Opened) -> None:
    page = opened(f"#v=2&{CLOSE}&p=plasma~B&r=plasma~V")
    rulers = page.get_by_role("table", name="Values under the time axis")
    row = rulers.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Vy"))
    expect(row.get_by_role("cell").first).not_to_have_text("—")
    expect(row).to_contain_text("km/s MSO")
    series = plasma()
    first = np.searchsorted(series.time, time.parse("2016-09-01T12:00:00"))
    told = float(row.get_by_role("cell").first.inner_text().replace("−", "-"))
    assert told == pytest.approx(series.values["V"][first, 1], rel=1e-3)
    page.get_by_role("button", name="Remove V from under the axis").click()
    expect(rulers).to_have_count(0)
    page.get_by_label("Inspect").first.click()
    page.get_by_label("Under the axis").check()
    loaded(page)
    expect(rulers.get_by_role("rowheader", name="B")).to_be_visible()


def test_a_ruler_says_where_there_is_nothing(opened: Opened) -> None:
    page = opened("#v=2&t=2016-09-01T12:00:00Z/2016-09-04T12:00:00Z&p=plasma~B&r=plasma~n")
    rulers = page.get_by_role("table", name="Values under the time axis")
    # The last one tells the units.
    expect(rulers.get_by_role("cell").nth(-2)).to_have_text("—")


def test_a_parameter_that_is_not_there_takes_no_other_away(opened: Opened) -> None:
    page = opened(f"{PLASMA}B,plasma~nothing")
    expect(page.get_by_text("plasma has no nothing that can be drawn.")).to_be_visible()
    says(page, "Values from")
