"""Spectrograms in a real Chromium: colours, bins that move, distributions, the read-out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Browser, Locator, Page, expect
from tests.portal.workspace import NS, SETTLED_MS, SIZE, START, Opened, ions, loaded, place, says

from dayside.app import create_app
from dayside.model import Bins, Dataset, Parameter, Series
from dayside.portal.workspace import is_built
from dayside.services.door import Door
from dayside.settings import Settings
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

pytestmark = pytest.mark.browser

CADENCE_S = 10
SAMPLES = 360
HALF = SAMPLES // 2
HOUR = "t=2016-09-01T00:00:00Z/2016-09-01T01:00:00Z"
SWEPT = f"#v=2&{HOUR}&p=swept~counts"
ANGLES = f"#v=2&{HOUR}&p=angles~f"
IONS = f"#v=2&{HOUR}&p=ions_12s~flux"

LOW_TABLE = np.array([10.0, 100.0, 1000.0])
HIGH_TABLE = np.array([1000.0, 10_000.0, 100_000.0])


def _dataset(name: str, *parameters: Parameter) -> Dataset:
    stop = START + SAMPLES * CADENCE_S * NS
    return Dataset(
        name,
        parameters,
        title=name,
        cadence_ns=CADENCE_S * NS,
        start=START,
        stop=stop,
        records=SAMPLES,
    )


def _times() -> NDArray[np.int64]:
    return START + NS * CADENCE_S * np.arange(SAMPLES)


def swept() -> Series:
    """Return three channels whose energies change in the middle; five minutes are missing."""
    moving = Bins("energy", "eV", parameter="energy", scale="log")
    dataset = _dataset(
        "swept",
        Parameter("counts", "float32", "count", (3,), bins=(moving,), display="spectrogram"),
        Parameter("energy", "float64", "eV", (3,), role="support"),
    )
    counts = np.tile(np.float32([1, 2, 3]), (SAMPLES, 1))
    energy = np.where(np.arange(SAMPLES)[:, None] < HALF, LOW_TABLE, HIGH_TABLE)
    kept = (np.arange(SAMPLES) < 270) | (np.arange(SAMPLES) >= 300)
    return Series(dataset, _times()[kept], {"counts": counts[kept], "energy": energy[kept]})


def angles() -> Series:
    """Return a distribution over azimuth, pitch angle and energy with numbers that tell which."""
    azimuth = Bins("azimuth", labels=("dawn", "dusk"))
    pitch = Bins("pitch_angle", "deg", (7.5, 90.0, 172.5))
    energy = Bins("energy", "eV", (10.0, 100.0, 1000.0, 10_000.0), scale="log")
    f = Parameter(
        "f", "float64", "cm-2 s-1", (2, 3, 4), bins=(azimuth, pitch, energy),
        display="spectrogram", scale="log",
    )  # fmt: skip
    one = 100.0 * np.arange(1, 3)[:, None, None] + 10.0 * np.arange(1, 4)[:, None] + np.arange(1, 5)
    return Series(_dataset("angles", f), _times(), {"f": np.tile(one, (SAMPLES, 1, 1, 1))})


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    if not is_built():
        pytest.skip("the portal is not built here (pip install builds it)")
    door = Door([MemorySource([ions(), swept(), angles()])])
    with serving(create_app(Settings(), door)) as address:
        yield f"{address}/app"


def asked(page: Page) -> list[str]:
    """Return what is asked of the interface from now on."""
    found: list[str] = []
    page.on("request", lambda r: found.append(r.url) if "/api/" in r.url else None)
    return found


def pixels(page: Page) -> NDArray[np.uint8]:
    from matplotlib.image import imread

    page.mouse.move(0, 0)
    page.wait_for_timeout(100)
    picture = imread(io.BytesIO(page.screenshot()), format="png")
    return np.round(picture[..., :3] * 255).astype(np.uint8)


def colour(page: Page, across: float, up: float) -> tuple[int, ...]:
    x, y = place(page, 0, across, up)
    return tuple(int(c) for c in pixels(page)[int(y), int(x)])


def inspect(page: Page) -> None:
    page.get_by_role("button", name="Inspect").last.click()


def field(page: Page, name: str) -> Locator:
    """Return what is chosen from under a name in the drawer."""
    named = page.locator("span").get_by_text(name, exact=True)
    return page.locator("aside label").filter(has=named).locator("select, input")


def readings(page: Page) -> list[str]:
    return page.locator("section .value").all_inner_texts()


def test_colours_change_without_a_request(opened: Opened) -> None:
    page = opened(IONS)
    inspect(page)
    page.wait_for_timeout(SETTLED_MS)
    found = asked(page)
    before = pixels(page)
    for change in (
        lambda: field(page, "Colour map").select_option("inferno"),
        lambda: field(page, "Scale").first.select_option("linear"),
        lambda: field(page, "Units").first.select_option(label="m⁻² s⁻¹ sr⁻¹"),
        lambda: field(page, "Units").last.select_option(label="keV"),
        lambda: field(page, "Scale").last.select_option("linear"),
    ):
        change()
        page.wait_for_timeout(150)
        after = pixels(page)
        assert (after != before).any()
        before = after
    highest = field(page, "Highest").first
    highest.fill("2e10")
    highest.press("Enter")
    says(page, "to 2.000×10¹⁰ m⁻² s⁻¹ sr⁻¹")
    says(page, "Upwards energy · keV from")
    assert found == []


def test_units_leave_the_picture_alone(opened: Opened) -> None:
    page = opened(f"{IONS};limits=100000..10000000")
    plot = slice(60, 740), slice(360, 1100)
    before = pixels(page)[plot]
    inspect(page)
    field(page, "Units").first.select_option(label="m⁻² s⁻¹ sr⁻¹")
    says(page, "Values from 1.000×10⁹ to 1.000×10¹¹ m⁻²")
    page.locator("aside").get_by_label("Close").click()
    page.wait_for_timeout(200)
    assert (pixels(page)[plot] == before).all()


def test_a_drag_on_the_colour_bar_changes_the_range(opened: Opened) -> None:
    page = opened(f"{IONS};limits=10000..100000000")
    found = asked(page)
    bar = page.get_by_role("button", name="Range of the colours")
    box = bar.bounding_box()
    assert box is not None
    x, middle = box["x"] + 9, box["y"] + box["height"] / 2
    page.mouse.move(x, middle)
    page.mouse.down()
    page.mouse.move(x, middle + box["height"] / 4, steps=5)
    page.mouse.up()
    says(page, "Values from 1.000×10⁵ to 1.000×10⁹")
    top = box["y"] + 1
    page.mouse.move(x, top)
    page.mouse.down()
    page.mouse.move(x, middle, steps=5)
    page.mouse.up()
    says(page, "Values from 1.000×10⁵ to 9.7")
    assert "limits=" in page.url
    page.keyboard.press("Control+z")
    says(page, "Values from 1.000×10⁵ to 1.000×10⁹")
    bar.dblclick()
    expect(page).not_to_have_url(re.compile("limits="))
    assert found == []


def test_bins_that_move_are_drawn_where_they_are(opened: Opened) -> None:
    page = opened(SWEPT)
    says(page, "Upwards energy · eV from 3.162 to 3.162×10⁵, logarithmic")
    # Five decades from 10^0.5 to 10^5.5: a row is a decade high.
    rows = [(i + 0.5) / 5 for i in range(5)]
    early = [colour(page, 0.25, up) for up in rows]
    late = [colour(page, 0.6, up) for up in rows]
    void = colour(page, 0.79, 0.5)
    assert early[:3] == late[2:]
    assert len({*early[:3], void}) == 4
    assert early[3:] == [void, void] == late[:2]
    # Nearest of all: the last sample of the first table and the first of the second.
    step = 1 / SAMPLES
    assert colour(page, 0.5 - 2 * step, 0.1) == early[0]
    assert colour(page, 0.5 + 2 * step, 0.1) == void


def test_bins_that_move_are_read_where_they_are(opened: Opened) -> None:
    page = opened(SWEPT)
    page.mouse.move(*place(page, 0, 0.25, 0.5))
    expect(page.locator("section .value").first).to_have_text("1000 eV")
    assert readings(page)[1] == "3"
    expect(page.locator("section time")).to_have_attribute("datetime", "2016-09-01T00:15:00Z")
    page.mouse.move(*place(page, 0, 0.6, 0.5))
    assert readings(page)[:2] == ["1000 eV", "1"]
    page.mouse.move(*place(page, 0, 0.6, 0.1))
    assert readings(page) == []


def test_a_gap_is_no_lowest_colour(opened: Opened) -> None:
    for scheme in ("light", "dark"):
        page = opened(f"{SWEPT};map=inferno;limits=2..3")
        page.emulate_media(color_scheme=scheme)
        page.wait_for_timeout(300)
        lowest, void = colour(page, 0.25, 0.1), colour(page, 0.79, 0.5)
        assert sum(abs(a - b) for a, b in zip(lowest, void, strict=True)) > 40
        says(page, ", one gap.")


def test_each_dimension_is_averaged_summed_or_chosen(opened: Opened) -> None:
    page = opened(ANGLES)
    one = angles().values["f"][0]
    page.mouse.move(*place(page, 0, 0.5, 0.3))
    expect(page.locator("section .value").first).to_have_text("100.0 eV")
    assert float(readings(page)[1]) == pytest.approx(one.mean((0, 1))[1])
    inspect(page)
    field(page, "pitch angle").select_option("90°")
    field(page, "azimuth").select_option("sum")
    says(page, "sum over azimuth, pitch angle 90°")
    assert "over=sum+1" in page.url
    loaded(page)
    page.mouse.move(*place(page, 0, 0.5, 0.3))
    assert readings(page)[1] == f"{one[:, 1, 1].sum():.0f}"
    field(page, "Upwards").select_option("pitch angle")
    says(page, "Upwards pitch angle · °")
    loaded(page)
    field(page, "energy").select_option("1000 eV")
    field(page, "azimuth").select_option("dusk")
    says(page, "azimuth dusk, energy 1000 eV")
    loaded(page)
    page.mouse.move(*place(page, 0, 0.5, 0.5))
    assert readings(page)[:2] == ["90.00 °", f"{one[1, 1, 2]:.0f}"]


def test_names_go_upwards_where_there_are_no_numbers(opened: Opened) -> None:
    page = opened(f"{ANGLES};upwards=0;over=1+2")
    says(page, "Upwards azimuth")
    page.mouse.move(*place(page, 0, 0.5, 0.75))
    assert readings(page)[:2] == ["dusk", "223"]


def test_the_drawer_shows_the_spectrum_under_the_pointer(opened: Opened) -> None:
    page = opened(SWEPT)
    inspect(page)
    words = page.get_by_role("img", name="Spectrum of")
    page.mouse.move(*place(page, 0, 0.25))
    expect(words).to_have_accessible_name(
        "Spectrum of 2016-09-01T00:15:00Z, 3 bins: at most 3.000 count at 1000 eV."
    )
    page.mouse.move(*place(page, 0, 0.6))
    expect(words).to_have_accessible_name(re.compile("at 1.000×10⁵ eV."))
    page.mouse.move(*place(page, 0, 0.79))
    expect(page.get_by_text("Nothing was measured then.")).to_be_visible()


def test_a_slice_of_an_older_link_is_shown(opened: Opened) -> None:
    page = opened(f"#v=1&{HOUR}&p=angles~f;slice=4")
    says(page, "azimuth dusk, pitch angle 90°")


def test_a_bin_that_is_not_there_is_told(opened: Opened) -> None:
    page = opened(f"{ANGLES};over=0+7")
    expect(page.get_by_text("pitch_angle has the bins 0 to 2, not 7")).to_be_visible()


NO_WEBGL = """
const whole = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind === "webgl2" ? null : whole.call(this, kind, ...rest);
};
"""
LOSE = """
const whole = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  const found = whole.call(this, kind, ...rest);
  if (kind === "webgl2" && found) window.lost = found.getExtension("WEBGL_lose_context");
  return found;
};
"""


@pytest.mark.parametrize("view", [SWEPT, IONS])
def test_without_webgl_it_looks_the_same(
    opened: Opened, browser: Browser, site: str, view: str
) -> None:
    expected = pixels(opened(view)).astype(int)
    context = browser.new_context(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(NO_WEBGL)
    page.goto(site + view)
    loaded(page)
    # The card's logarithm may round to the colour beside.
    assert np.abs(pixels(page).astype(int) - expected).max() <= 12
    context.close()


def test_a_lost_context_is_no_loss(browser: Browser, site: str) -> None:
    context = browser.new_context(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(LOSE)
    page.goto(site + SWEPT)
    loaded(page)
    before = pixels(page).astype(int)
    for change in ("loseContext", "restoreContext"):
        page.evaluate(f"window.lost.{change}()")
        page.wait_for_timeout(200)
        page.keyboard.press("+")
        page.wait_for_timeout(300)
        page.keyboard.press("-")
        says(page, "01:00:00 UTC")
        loaded(page)
        assert np.abs(pixels(page).astype(int) - before).max() <= 12
    context.close()
