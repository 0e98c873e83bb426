"""What is drawn is what is there: envelopes against numpy, the read-out against HAPI."""

from __future__ import annotations

import csv
import io
import json
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.portal.workspace import NS, START, ions, loaded, place

from dayside.app import create_app
from dayside.model import Dataset, Parameter, Series
from dayside.portal.workspace import is_built
from dayside.services.door import Door
from dayside.settings import Settings
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

pytestmark = pytest.mark.browser

ROWS = 3 * 86400
COLUMNS = {"single": "float32", "double": "float64", "count": "int32"}
UNIX_START = np.datetime64("2016-09-01T00:00:00", "s").astype(np.int64)


def noise() -> Series:
    """Return numbers with all their digits, hours missing, and samples that are fill."""
    rng = np.random.default_rng(7)
    seconds = np.arange(ROWS)
    missing = np.zeros(ROWS, bool)
    for begin in rng.integers(0, ROWS, 40):
        missing[begin : begin + rng.integers(1, 4000)] = True
    seconds = seconds[~missing]
    values = {
        "single": rng.normal(0, 50, len(seconds)).astype(np.float32),
        "double": rng.normal(0, 1, len(seconds)) * 10.0 ** rng.integers(-7, 9, len(seconds)),
        "count": rng.integers(-(10**6), 10**6, len(seconds)).astype(np.int32),
    }
    values["single"][rng.random(len(seconds)) < 0.01] = np.nan
    parameters = tuple(Parameter(name, dtype, "nT") for name, dtype in COLUMNS.items())
    dataset = Dataset(
        "noise_1s",
        parameters,
        title="Noise at 1 s",
        target="Mars",
        cadence_ns=NS,
        start=START,
        stop=START + ROWS * NS,
        records=len(seconds),
    )
    return Series(dataset, START + NS * seconds, values)


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    if not is_built():
        pytest.skip("the portal is not built here (pip install builds it)")
    with serving(create_app(Settings(), Door([MemorySource([noise(), ions()])]))) as address:
        yield address


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def opened(page: Page, address: str, first: int, last: int, *panels: str) -> None:
    """Open [first, last) seconds of the data, anew."""
    ends = "/".join(f"{np.datetime64(int(UNIX_START) + s, 's')}Z" for s in (first, last))
    shown = "".join(f"&p={panel}" for panel in panels)
    page.goto("about:blank")
    page.goto(f"{address}/app#v=2&t={ends}{shown}")
    loaded(page)
    expect(page.get_by_role("img")).to_have_count(len(panels))


def table(page: Page, plot: int) -> list[list[str]]:
    """Return a panel's table as it is copied: its header, and its rows with all digits."""
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.get_by_role("img").nth(plot).focus()
    page.keyboard.press("t")
    page.get_by_role("button", name="Copy as CSV").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    return list(csv.reader(io.StringIO(page.evaluate("window.copied"))))


def unix(text: str) -> float:
    return float(np.datetime64(text.rstrip("Z"), "us").astype(np.int64)) / 1e6


def test_envelopes_are_the_extremes_of_their_samples(served: str, page: Page) -> None:
    series = noise()
    times = (series.time - START) / NS
    rng = np.random.default_rng(3)
    widths = set()
    for length in (600, 30_000, ROWS):
        first = int(rng.choice(times[times <= max(60, ROWS - length)]))
        opened(page, served, first, first + length, *(f"noise_1s~{name}" for name in COLUMNS))
        for plot, name in enumerate(COLUMNS):
            header, *rows = table(page, plot)
            values = series.values[name].astype(np.float64)
            begins = np.array([unix(row[0]) for row in rows]) - UNIX_START
            told = [[float(cell or "nan") for cell in row[1:]] for row in rows]
            if len(header) == 2:  # samples
                inside = (times >= first) & (times < first + length)
                np.testing.assert_array_equal(begins, times[inside])
                np.testing.assert_array_equal(np.array(told)[:, 0], values[inside])
                continue
            widths.add(width := float(np.diff(begins).min()))
            check_bins(times, values, begins, width, np.array(told))
            # What is no row is a gap: no sample is outside of all bins.
            covered = np.floor((times + UNIX_START) / width)
            inside = (times >= first) & (times < first + length) & ~np.isnan(values)
            assert set(covered[inside]) <= set((begins + UNIX_START) // width)
    assert len(widths) >= 2


def check_bins(
    times: np.ndarray, values: np.ndarray, begins: np.ndarray, width: float, told: np.ndarray
) -> None:
    """Compare each bin told (mean, least, greatest) with its own samples."""
    for begin, (mean, least, greatest) in zip(begins, told, strict=True):
        here = values[np.searchsorted(times, begin) : np.searchsorted(times, begin + width)]
        here = here[~np.isnan(here)]
        if len(here) == 0:
            assert np.isnan(mean)
            continue
        # Levels are of single precision.
        assert least == np.float32(here.min())
        assert greatest == np.float32(here.max())
        assert mean == pytest.approx(here.mean(), rel=1e-5, abs=1e-6 * np.abs(here).max())


def hapi_value(address: str, dataset: str, parameter: str, time: str) -> Any:
    """Return what HAPI tells of the sample at a time, as its text."""
    stop = np.datetime64(time.rstrip("Z"), "ns") + np.timedelta64(1, "ms")
    query = {"id": dataset, "parameters": parameter, "time.min": time, "time.max": f"{stop}Z"}
    with urllib.request.urlopen(f"{address}/hapi/data?{urlencode(query)}") as answer:
        (row,) = csv.reader(io.StringIO(answer.read().decode()))
    return row[1:]


def test_the_read_out_is_what_hapi_tells(served: str, page: Page) -> None:
    rng = np.random.default_rng(5)
    for first in rng.integers(0, ROWS - 2 * 86400, 2):
        panels = [*(f"noise_1s~{name}" for name in COLUMNS), "ions_12s~flux"]
        opened(page, served, int(first), int(first) + 600, *panels)
        for across in rng.uniform(0.05, 0.95, 4):
            page.mouse.move(*place(page, 3, across, up=0.42))
            page.wait_for_timeout(100)
            sections = page.locator("main section")
            for plot, name in enumerate(COLUMNS):
                if sections.nth(plot).locator("time").count() == 0:
                    continue  # within a gap
                when = sections.nth(plot).locator("time").get_attribute("datetime")
                value = sections.nth(plot).locator("data.value").get_attribute("value")
                assert when is not None
                (told,) = hapi_value(served, "noise_1s", name, when)
                if value:
                    assert same_digits(value, told), (name, when)
                else:
                    assert np.isnan(float(told)) or abs(float(told)) >= 1e30
            check_spectrum(served, page)


def check_spectrum(address: str, page: Page) -> None:
    section = page.locator("main section").nth(3)
    when = section.locator("time").get_attribute("datetime")
    energy, value = section.locator("data.value").all()
    bins = ions().dataset.parameters[0].bins[0].centers
    assert bins is not None
    number = float(energy.inner_text().split()[0].replace("×10⁴", "e4"))
    row = int(np.argmin(np.abs(np.log(np.asarray(bins) / number))))
    told = hapi_value(address, "ions_12s", "flux", str(when))[row]
    assert same_digits(str(value.get_attribute("value")), told)


def same_digits(shown: str, told: str) -> bool:
    """Whether two texts have the same digits; how powers of ten are written is style."""
    return json.loads(shown.lower().replace("e+", "e")) == json.loads(told.lower()) and len(
        digits(shown)
    ) == len(digits(told))


def digits(text: str) -> str:
    """Return the significant digits of a number."""
    mantissa = text.lower().partition("e")[0].lstrip("-+")
    whole, _, fraction = mantissa.partition(".")
    return (whole + fraction.rstrip("0")).lstrip("0").rstrip("0")
