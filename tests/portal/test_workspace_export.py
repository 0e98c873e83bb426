"""What is handed on is what is shown: figures, values and code, checked against their source."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import httpx
import numpy as np
import pytest
from playwright.sync_api import Page, expect
from tests.portal.workspace import Opened, field, ions

from dayside.formats.base import NOTHING_SAID, get_format
from dayside.model import Series, time

HOURS = "t=2016-09-01T08:00:00Z/2016-09-01T10:00:00Z"
VIEW = f"#v=2&title=A%20gap&{HOURS}&p=field_1s~B&p=ions_12s~flux&r=field_1s~B"
FIRST, LAST = time.parse("2016-09-01T08:00"), time.parse("2016-09-01T10:00")
SVG = "{http://www.w3.org/2000/svg}"


def sheet(page: Page) -> Page:
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_role("region", name="Code")).to_be_visible()
    return page


def saved(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download(timeout=60_000) as download:
        page.get_by_role("button", name=name, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def within(series: Series) -> Series:
    return series[(series.time >= FIRST) & (series.time < LAST)]


def test_a_png_has_its_size_in_print_and_is_not_blank(opened: Opened, tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    path = saved(sheet(opened(VIEW)), "PNG", tmp_path)
    assert path.name == "a_gap_20160901T080000.png"
    with image.open(path) as picture:
        assert picture.width == round(180 / 25.4 * 300)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        pixels = np.asarray(picture.convert("RGB"))
    assert (pixels[0, 0] == 255).all()  # paper, whatever the theme
    colours = np.unique(pixels.reshape(-1, 3), axis=0)
    assert len(colours) > 200
    for line in ((0, 114, 178), (194, 79, 0), (0, 130, 95)):
        assert (np.abs(pixels.astype(int) - line).sum(axis=2) < 6).sum() > 500


def test_an_svg_says_all_that_has_to_be_said(opened: Opened, tmp_path: Path) -> None:
    page = opened(VIEW)
    page.emulate_media(color_scheme="dark")
    path = saved(sheet(page), "SVG", tmp_path)
    root = ET.parse(path).getroot()
    assert root.get("width") == "180mm"
    texts = [text.text or "" for text in root.iter(f"{SVG}text")]
    told = "\n".join(texts)
    for said in (
        "A gap", "nT · MSO", "energy · eV", "SIMULATED", "UTC", "2016-09-01",
        "A field at 1 s (field_1s)", "Bx", "|B|", "Drawn with Dayside",
    ):  # fmt: skip
        assert said in told, said
    assert (root.find(f"{SVG}desc").text or "").endswith(VIEW)  # type: ignore[union-attr]
    [picture] = root.iter(f"{SVG}image")
    assert (picture.get("href") or "").startswith("data:image/png;base64,")
    grounds = [p.get("fill") for p in root.iter(f"{SVG}path")]
    assert grounds[0] == "#fff"


def test_a_panel_that_cannot_be_loaded_is_said_in_the_figure(
    opened: Opened, tmp_path: Path
) -> None:
    page = opened(f"#v=2&{HOURS}&p=field_1s~B&p=nowhere~C")
    told = saved(sheet(page), "SVG", tmp_path).read_text()
    assert "There is no dataset of that id." in told
    assert "nT · MSO" in told


def test_a_long_figure_can_be_called_off(opened: Opened) -> None:
    page = opened(VIEW)
    sheet(page)
    page.get_by_label("Width").select_option("254")
    page.route("**/api/tile**", lambda _: None)  # never answers
    page.get_by_role("button", name="PNG").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="PNG")).to_be_enabled()
    expect(page.get_by_role("region", name="Figure").get_by_role("alert")).to_have_count(0)
    page.unroute_all(behavior="ignoreErrors")


@pytest.mark.parametrize("form", ["csv", "cdf", "netcdf", "parquet", "votable", "json", "arrow"])
def test_files_hold_what_is_shown(opened: Opened, tmp_path: Path, form: str) -> None:
    page = sheet(opened(VIEW))
    page.get_by_label("Format").select_option(form)
    part = page.get_by_role("region", name="Data")
    expect(part.get_by_text("about")).to_have_count(2)
    for link, source in (("A field at 1 s", field()), ("Ions at 12 s", ions())):
        with page.expect_download() as download:
            part.get_by_role("link", name=link).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        (found,) = get_format(form).read(path, NOTHING_SAID)
        expected = within(source)
        np.testing.assert_array_equal(found.time, expected.time)
        for name, values in expected.values.items():
            np.testing.assert_array_equal(found.values[name], values)


def test_values_are_given_at_the_step_shown(opened: Opened, tmp_path: Path) -> None:
    page = sheet(opened("#v=2&p=field_1s~B"))
    part = page.get_by_role("region", name="Data")
    page.get_by_label("As shown").check()
    page.get_by_label("Format").select_option("parquet")
    with page.expect_download() as download:
        part.get_by_role("link").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    (found,) = get_format("parquet").read(path, NOTHING_SAID)
    step = found.dataset.cadence_ns
    assert step is not None
    series = field()
    bins = time.to_unix_ns(series.time) // step
    begins = time.to_unix_ns(found.time) // step
    np.testing.assert_array_equal(begins, np.unique(bins))
    for row in range(0, len(begins), 29):
        here = series.values["B"][bins == begins[row]]
        np.testing.assert_array_equal(found.values["B_min"][row], here.min(axis=0))
        np.testing.assert_array_equal(found.values["B_max"][row], here.max(axis=0))


def code(page: Page, title: str) -> str:
    page.get_by_role("region", name="Code").get_by_role("button", name=title, exact=True).click()
    return page.locator("pre").inner_text()


def ran(lines: str, folder: Path) -> str:
    """Run code as someone who copied it would, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", lines], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_python_of_a_view_gives_its_values(opened: Opened, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    lines = code(sheet(opened(VIEW)), "Python")
    ran(f"{lines}\nimport numpy; numpy.savez('found', B=B, flux=flux)", tmp_path)
    with np.load(tmp_path / "found.npz") as found:
        np.testing.assert_array_equal(found["B"], within(field()).values["B"])
        np.testing.assert_array_equal(found["flux"], within(ions()).values["flux"])


def test_a_notebook_cell_gives_the_figure(opened: Opened, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    *lines, last = code(sheet(opened(VIEW)), "Notebook cell").splitlines()
    told = ran(
        "\n".join([*lines, f"figure = {last}", "print(figure.texts[0].get_text())"]), tmp_path
    )
    assert told.startswith("A gap")


def test_hapi_addresses_give_the_same_numbers(opened: Opened) -> None:
    first, second = code(sheet(opened(VIEW)), "HAPI").splitlines()
    for address, source in ((first, within(field())), (second, within(ions()))):
        rows = [line.split(",") for line in httpx.get(address).text.splitlines()]
        (values,) = source.values.values()
        told = np.array([row[1:] for row in rows], np.float32)
        np.testing.assert_array_equal(told, values)


def test_the_command_line_gives_the_same_files(opened: Opened, tmp_path: Path) -> None:
    *files, figure = code(sheet(opened(VIEW)), "Command line").splitlines()
    assert figure.startswith("dayside plot 'http")
    for command, source in zip(files, (field(), ions()), strict=True):
        address = command.split("'")[1]
        path = tmp_path / "data.cdf"
        path.write_bytes(httpx.get(address).content)
        (found,) = get_format("cdf").read(path, NOTHING_SAID)
        np.testing.assert_array_equal(found.time, within(source).time)


def test_all_of_it_by_keyboard(opened: Opened) -> None:
    page = opened(VIEW)
    page.get_by_role("img").first.focus()
    page.keyboard.press("x")
    expect(page.get_by_role("dialog", name="Export")).to_be_visible()
    page.get_by_role("button", name="Copy", exact=True).focus()
    page.keyboard.press("Enter")
    marked = page.get_by_role("button", name="Marked: press Ctrl+C")
    expect(marked.or_(page.get_by_role("button", name="Copied"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("img").first).to_be_focused()


def test_the_palette_saves_a_figure_at_once(opened: Opened) -> None:
    page = opened(VIEW)
    page.keyboard.press("Control+k")
    page.keyboard.type("save the figure svg")
    with page.expect_download(timeout=60_000) as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "a_gap_20160901T080000.svg"


def test_the_drawer_has_the_code_of_its_panel(opened: Opened) -> None:
    page = opened(VIEW)
    page.get_by_role("img").nth(1).focus()
    page.keyboard.press("i")
    code = page.get_by_role("region", name="Code").locator("pre")
    expect(code).to_contain_text('archive["ions_12s"]["flux"]')
    expect(code).not_to_contain_text("field_1s")


def test_nothing_of_it_is_loaded_before_it_is_wanted(opened: Opened) -> None:
    page = opened(VIEW)
    scripts = page.evaluate(
        "performance.getEntriesByType('resource').map((e) => e.name)"
        ".filter((name) => name.endsWith('.js'))"
    )
    assert not [name for name in scripts if "xport" in name or "Code" in name]
