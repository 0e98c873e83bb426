"""What tests of the workspace share: data that are known, and words for what a page shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

import numpy as np
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Response, ViewportSize, expect

from dayside.model import Bins, Dataset, Parameter, Series, time

# A loaded machine is slow, not wrong.
expect.set_options(timeout=30_000)

NS = time.NS
START = time.parse("2016-09-01T00:00:00")
ROWS = 2 * 86400
SIZE: ViewportSize = {"width": 1280, "height": 800}
SETTLED_MS = 700
"""Longer than a gesture takes to become a step of the history."""

FIELD = "#v=2&p=field_1s~B"
# One tile of 16 s buckets holds this range and a quarter more at both sides.
WITHIN_A_TILE = "#v=2&t=2016-09-01T12:40:00Z/2016-09-01T14:53:00Z&p=field_1s~B"
BOTH = f"{FIELD}&p=ions_12s~flux"


def field() -> Series:
    """Return a vector that waves, with an hour missing."""
    seconds = np.arange(ROWS)
    seconds = seconds[(seconds < 30000) | (seconds > 33600)]
    waves = [np.sin(seconds / period) * (1 + (seconds % 5000) / 5000) for period in (900, 60, 7)]
    dataset = Dataset(
        "field_1s",
        (Parameter("B", "float32", "nT", (3,), frame="MSO", components=("x", "y", "z")),),
        title="A field at 1 s",
        target="Mars",
        cadence_ns=NS,
        start=START,
        stop=START + ROWS * NS,
        records=len(seconds),
        simulated=True,
    )
    return Series(dataset, START + NS * seconds, {"B": np.stack(waves, 1).astype(np.float32)})


def ions() -> Series:
    """Return a spectrogram whose peak goes up and down."""
    seconds = np.arange(0, ROWS, 12)
    energies = np.geomspace(10, 2e4, 24)
    peak = 2.5 + np.sin(seconds / 9000)[:, None]
    counts = 0.5 + 400 * np.exp(-(((np.log10(energies) - peak) / 0.3) ** 2))
    flux = 2.5e4 * np.random.default_rng(1).poisson(counts)
    dataset = Dataset(
        "ions_12s",
        (
            Parameter(
                "flux",
                "float32",
                "cm-2 s-1 sr-1",
                (24,),
                bins=(Bins("energy", "eV", tuple(energies), scale="log"),),
                display="spectrogram",
                scale="log",
            ),
        ),
        title="Ions at 12 s",
        target="Mars",
        cadence_ns=12 * NS,
        start=START,
        stop=START + ROWS * NS,
        records=len(seconds),
    )
    return Series(dataset, START + NS * seconds, {"flux": flux.astype(np.float32)})


Opened = Callable[[str], Page]
"""Opens a view by the part of the address after ``/app``."""


def loaded(page: Page) -> None:
    """Wait until every panel is drawn from the tiles it wants."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(150)
    expect(page.locator('canvas[aria-busy="true"]')).to_have_count(0)
    page.wait_for_timeout(50)


def plots(page: Page) -> list[str]:
    found = page.get_by_role("img").evaluate_all("all => all.map((plot) => plot.ariaLabel)")
    return [str(words) for words in found]


def says(page: Page, text: str, plot: int = 0) -> None:
    """Wait until a plot's words hold `text`: drawing takes a frame."""
    words = page.get_by_role("img").nth(plot)
    expect(words).to_have_attribute("aria-label", re.compile(re.escape(text)))


def tiles(page: Page) -> list[Response]:
    found: list[Response] = []
    page.on("response", lambda r: found.append(r) if "/api/tile" in r.url else None)
    return found


def place(page: Page, plot: int, across: float, up: float = 0.5) -> tuple[float, float]:
    """Return the pixel at shares of a plot's own area, inside its gutters."""
    box = page.get_by_role("img").nth(plot).bounding_box()
    assert box is not None
    x = box["x"] + 68 + across * (box["width"] - 68 - 84)
    return x, box["y"] + 5 + (1 - up) * (box["height"] - 10)


def look_the_same(page: Page, other: Page) -> None:
    """Wait until two pages show the same, to the pixel: coverage and names may come late."""
    for _ in range(20):
        ours, theirs = (p.locator("main").screenshot() for p in (page, other))
        if ours == theirs:
            return
        other.wait_for_timeout(250)
    assert ours == theirs


def try_again(page: Page) -> None:
    """Press what asks anew for data that did not come; they may come by themselves meanwhile."""
    with suppress(PlaywrightError):
        page.get_by_role("button", name="Try again").click(timeout=15_000)
