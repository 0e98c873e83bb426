"""The whole portal behind a proxy that mounts it under a path, stripped or kept."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import expect

from dayside.portal.workspace import is_built
from dayside.testing.applications import example_application
from dayside.testing.serving import serving

pytestmark = pytest.mark.browser

MOUNT = "/science/data"
PAGES = (
    "/",
    "/datasets",
    "/datasets/walk",
    "/parameters/walk/flux",
    "/jobs",
    "/status",
    "/api/docs",
    "/hapi",
)
PASSED_ON = ("content-type", "location", "content-encoding", "cache-control", "etag")


@contextmanager
def proxying(target: str, *, strip: bool) -> Iterator[str]:
    """Pass what is below `MOUNT` on to `target`, nothing else."""

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.startswith(f"{MOUNT}/"):
                self.send_error(404, "outside of the mount")
                return
            path = self.path.removeprefix(MOUNT) if strip else self.path
            headers = {k: v for k, v in self.headers.items() if k.lower() != "connection"}
            # Raw: what is compressed goes on as it is.
            with httpx.stream("GET", target + path, headers=headers) as answer:
                body = b"".join(answer.iter_raw())
            self.send_response(answer.status_code)
            for name in PASSED_ON:
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("strip", [True, False], ids=["stripped", "kept"])
def test_everything_is_below_the_mount(folder: Path, browser: Any, *, strip: bool) -> None:
    if not is_built():
        pytest.skip("the portal is not built here (pip install builds it)")
    app = example_application(folder, root_path=MOUNT)
    with serving(app) as inner, proxying(inner, strip=strip) as outer:
        context = browser.new_context()
        page = context.new_page()
        failed: list[str] = []
        asked: list[str] = []
        page.on("response", lambda r: failed.append(r.url) if r.status >= 400 else None)
        page.on("request", lambda r: asked.append(r.url))
        for path in PAGES:
            page.goto(outer + MOUNT + path)
            for link in page.locator("a[href]").evaluate_all("all => all.map((a) => a.href)"):
                if urlsplit(link).netloc == urlsplit(outer).netloc:
                    assert urlsplit(link).path.startswith(f"{MOUNT}/"), (path, link)
        page.goto(f"{outer}{MOUNT}/")
        page.locator(".preview").first.click()
        page.wait_for_url(lambda url: "/app#" in url)
        drawn = page.get_by_role("img").first
        expect(drawn).to_have_attribute("aria-label", re.compile("Values from|Colours from"))
        assert any(f"{MOUNT}/api/tile" in url for url in asked)
        assert failed == []
        assert all(urlsplit(url).path.startswith(f"{MOUNT}/") for url in asked)
        context.close()
