"""The workspace in a real Chromium, against ``dayside serve``.

What a user waits for and what it takes: bytes on the wire, requests of a pan, milliseconds of
JavaScript in a frame, the heap after many zooms. Each number stands beside its limit. A busy
machine stretches wall time, so scripting is told twice: as the sampling profiler counts it and
in CPU time of the page's main thread; the first is what the limit is for, and of it the median
and the least of the runs are told.

The archive is the one that is named, or the simulated one of ``dayside demo``; `--days` adds
that many days of a vector at 1 s. Drawing is done in software.
"""

from __future__ import annotations

import argparse
import gzip
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from benchmarks._measure import say_where
from benchmarks._serving import archive_served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LIMITS = {
    "first load, kB gzip": 120.0,
    "interactive, s": 1.5,
    "requests of a pan": 0.0,
    "zoom step, kB a panel": 200.0,
    "JavaScript, ms a frame": 16.0,
    "heap after / before": 1.1,
}
TEN_YEARS = "sim_solar_wind_1min~B"
FIELD = "sim_mars_mag_1s~B"
SPECTRA = "sim_mars_ion_spectrogram_12s~energy_flux"
HOURS = "t=2016-09-10T00:00:00Z/2016-09-10T06:00:00Z"
# One tile holds this and a quarter more at both sides.
WITHIN_A_TILE = f"#v=2&t=2016-09-01T12:40:00Z/2016-09-01T14:53:00Z&p={FIELD}"
# Panels of different heights, so that none is drawn from what another one was.
_EIGHT = "".join(f"&p={FIELD};height={1 + k / 16}" for k in range(8))
EIGHT_AND_ONE = "#v=2&{range}" + _EIGHT + f"&p={SPECTRA}"
FRAMES = """(() => {
  const request = window.requestAnimationFrame.bind(window);
  let last = -1;
  window.framesDrawn = 0;
  window.requestAnimationFrame = (draw) => request((now) => {
    if (now !== last) window.framesDrawn++;
    last = now;
    draw(now);
  });
})()"""
# Longest that a drag or a zoom may take.
MOST_S = 30.0
# What the profiler calls time in which no script ran.
NO_SCRIPT = {"(idle)", "(program)", "(root)"}


def main(arguments: list[str] | None = None) -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="benchmarks portal", description=__doc__)
    parser.add_argument("--archive", type=Path, help="One that `dayside demo` made.")
    parser.add_argument("--days", type=int, default=0, help="Of a vector at 1 s besides: 3652.")
    parser.add_argument("--zooms", type=int, default=500)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--only", choices=["load", "pan", "steps", "frames", "heap"], nargs="*")
    options = parser.parse_args(arguments)
    say_where("dayside", "playwright")
    with tempfile.TemporaryDirectory() as scratch:
        archive = options.archive or demo_archive(Path(scratch))
        with archive_served(archive) as server, chromium() as browser:
            app = server.root.removesuffix("/hapi") + "/app"
            parts: dict[str, Callable[[], None]] = {
                "load": lambda: first_load(browser, app, options.repeat),
                "pan": lambda: pan(browser, app),
                "steps": lambda: zoom_steps(browser, app, TEN_YEARS),
                "frames": lambda: frames(browser, app, options.repeat),
                "heap": lambda: heap(browser, app, options.zooms),
            }
            for name in options.only or parts:
                parts[name]()
        if options.days:
            long_series(Path(scratch), options.days)


def demo_archive(folder: Path) -> Path:
    """Make the archive of the demo."""
    from dayside.archive import Archive
    from dayside.services import sample

    with Archive.open(folder / "archive") as archive:
        sample.build(archive, lambda _title, _share: None)
    return folder / "archive"


def long_series(folder: Path, days: int) -> None:
    """Zoom into a vector at 1 s."""
    from benchmarks.tiles import DATASET, prepare

    prepare(folder / "long", days)
    with archive_served(folder / "long" / "archive") as server, chromium() as browser:
        zoom_steps(browser, server.root.removesuffix("/hapi") + "/app", f"{DATASET}~B")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser; drawing is done in software."""
    from playwright.sync_api import sync_playwright

    flags = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        yield browser
        browser.close()


def say(name: str, value: float, more: str = "") -> None:
    """Print a number beside its limit."""
    limit = LIMITS[name]
    verdict = "reached" if value <= limit else "missed"
    told = f"{name:26} {value:8.2f}   limit {limit:g}: {verdict}"
    print(f"{told}   ({more})" if more else told, flush=True)


def opened(browser: Browser, address: str) -> Page:
    """Open a view in a window of its own, and wait until it is drawn."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(FRAMES)
    page.goto(address)
    page.get_by_role("img").first.wait_for()
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until every panel is drawn from the tiles it wants."""
    from playwright.sync_api import expect

    page.wait_for_timeout(150)
    expect(page.locator("canvas[aria-busy=true]")).to_have_count(0, timeout=120_000)
    page.wait_for_load_state("networkidle")


def first_load(browser: Browser, app: str, repeat: int) -> None:
    """Scripts and styles as they come, and the time until the search can be written in."""
    waits, sizes = [], []
    for _ in range(repeat):
        page = browser.new_page()
        bodies: list[bytes] = []
        page.on("response", lambda r, bodies=bodies: bodies.append(r.body()) if ours(r) else None)
        page.goto(app)
        page.get_by_label("What do you want to see?").wait_for()
        waits.append(page.evaluate("performance.now()") / 1e3)
        page.wait_for_load_state("networkidle")
        sizes.append(sum(len(gzip.compress(body)) for body in bodies) / 1e3)
        page.close()
    say("first load, kB gzip", statistics.median(sizes))
    say("interactive, s", statistics.median(waits), f"best {min(waits):.2f}")


def ours(response: Any) -> bool:
    """Whether it is the page itself or one of its files, and no data."""
    return "/api/" not in response.url


def plot_place(page: Page, across: float) -> tuple[float, float]:
    """Return a pixel of the first plot, at a share of its width."""
    box = page.get_by_role("img").first.bounding_box()
    assert box is not None
    return box["x"] + across * box["width"], box["y"] + box["height"] / 2


def steps_of(moves: int) -> Iterator[int]:
    """Count moves, a move a frame; fewer where a frame takes very long."""
    end = time.monotonic() + MOST_S
    for i in range(moves):
        if time.monotonic() > end:
            return
        yield i


def drag(page: Page, moves: int) -> None:
    """Drag to and fro."""
    x, y = plot_place(page, 0.5)
    page.mouse.move(x, y)
    page.mouse.down()
    for i in steps_of(moves):
        page.mouse.move(x + 60 * ((i // 10) % 2 - 0.5) * (i % 10) / 10, y)
    page.mouse.up()


def wheel(page: Page, moves: int) -> None:
    """Zoom in and out."""
    page.mouse.move(*plot_place(page, 0.5))
    for i in steps_of(moves):
        # No length of a second comes back.
        page.mouse.wheel(0, (40 if (i // 10) % 2 else -40) + i / 7)


def pan(browser: Browser, app: str) -> None:
    """Requests of a pan within the tiles that are there."""
    page = opened(browser, app + WITHIN_A_TILE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    drag(page, 40)
    page.wait_for_timeout(1000)
    say("requests of a pan", len(asked))
    page.close()


def zoom_steps(browser: Browser, app: str, series: str) -> None:
    """Bytes on the wire of every step from all there is down to samples."""
    dataset = series.partition("~")[0]
    page = opened(browser, f"{app}#v=2&p={series}&p={series}")
    asked: list[Any] = []
    page.on("response", lambda r: asked.append(r) if "/api/tile" in r.url else None)
    page.mouse.move(*plot_place(page, 0.5))
    steps = []
    while len(steps) < 40:
        asked.clear()
        before = page.url
        page.mouse.wheel(0, -400)
        page.wait_for_timeout(300)
        settled(page)
        page.wait_for_timeout(500)
        # Two panels of one parameter share their tiles: what came is what one takes.
        steps.append(sum(r.request.sizes()["responseBodySize"] for r in asked) / 1e3)
        if page.url == before:
            break
    median = statistics.median(s for s in steps if s) if any(steps) else 0.0
    levels = {parse_qs(urlsplit(r.url).query)["level"][0] for r in asked}
    more = f"{dataset}: {len(steps)} steps, median of those that ask {median:.0f}"
    say("zoom step, kB a panel", max(steps), more + (f", last level {levels}" if levels else ""))
    page.close()


def frames(browser: Browser, app: str, repeat: int) -> None:
    """Milliseconds of JavaScript in a frame while nine panels are dragged and zoomed."""
    for name, asked in (("six hours", HOURS), ("all there is", "")):
        page = opened(browser, app + EIGHT_AND_ONE.format(range=asked))
        for what, act in (("pan", drag), ("zoom", wheel)):
            found = []
            for _ in range(repeat):
                found.append(script_ms(page, lambda act=act, page=page: act(page, 40)))
                page.wait_for_timeout(400)
                settled(page)
            counted, cpu = zip(*found, strict=True)
            more = f"{what} of {name}; least {min(counted):.1f}; CPU {statistics.median(cpu):.1f}"
            say("JavaScript, ms a frame", statistics.median(counted), more)
        page.close()


def script_ms(page: Page, act: Callable[[], None]) -> tuple[float, float]:
    """Milliseconds of script a frame, as the profiler counts, and of the thread's CPU."""
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    tools.send("Profiler.enable")
    tools.send("Profiler.setSamplingInterval", {"interval": 250})
    frames_before, cpu_before = page.evaluate("framesDrawn"), scripting_s(tools)
    tools.send("Profiler.start")
    act()
    profile = tools.send("Profiler.stop")["profile"]
    drawn = page.evaluate("framesDrawn") - frames_before
    cpu = scripting_s(tools) - cpu_before
    tools.detach()
    names = {node["id"]: node["callFrame"]["functionName"] for node in profile["nodes"]}
    counted = sum(
        delta
        for sample, delta in zip(profile["samples"], profile["timeDeltas"], strict=True)
        if names[sample] not in NO_SCRIPT
    )
    return counted / 1e3 / max(1, drawn), cpu * 1e3 / max(1, drawn)


def scripting_s(tools: Any) -> float:
    """Return the seconds spent in scripts so far."""
    metrics = tools.send("Performance.getMetrics")["metrics"]
    return float(next(m["value"] for m in metrics if m["name"] == "ScriptDuration"))


def heap(browser: Browser, app: str, zooms: int) -> None:
    """What script holds after some zooms, and after as many more as are asked for.

    The tiles themselves are told apart: they are kept up to the limit of their cache.
    """
    page = opened(browser, f"{app}#v=2&p={TEN_YEARS}&p={FIELD}&p={SPECTRA}")
    tools = page.context.new_cdp_session(page)
    rng = random.Random(0)
    sizes = []
    for count in (min(zooms, 100), zooms):
        for _ in range(count):
            page.mouse.move(*plot_place(page, rng.uniform(0.2, 0.8)))
            page.mouse.wheel(0, rng.choice([-900, -600, -300, 300, 600, 900]))
            page.wait_for_timeout(40)
        page.keyboard.press("Home")
        settled(page)
        time.sleep(1)
        sizes.append(heap_mb(tools))
    (before, tiles_before), (after, tiles_after) = sizes
    more = f"{before:.1f} and {after:.1f} MB, tiles {tiles_before:.1f} and {tiles_after:.1f} MB"
    say("heap after / before", after / before, f"{more}, {zooms} zooms between")
    page.close()


def heap_mb(tools: Any) -> tuple[float, float]:
    """Return what script holds once rubbish is collected: objects, and the buffers of arrays."""
    tools.send("HeapProfiler.collectGarbage")
    used = tools.send("Runtime.getHeapUsage")
    return used["usedSize"] / 1e6, used.get("backingStorageSize", 0) / 1e6


if __name__ == "__main__":
    main()
