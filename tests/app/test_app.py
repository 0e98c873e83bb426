from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from dayside.testing.applications import TOKEN, example_application
from dayside.testing.serving import serving


def soon(happened: Callable[[], object]) -> bool:
    """Tell whether something happens within seconds: the log is written after the last byte."""
    until = time.monotonic() + 5
    while not happened() and time.monotonic() < until:
        time.sleep(0.01)
    return bool(happened())


@contextmanager
def served(folder: Path, **settings: object) -> Iterator[httpx.Client]:
    with (
        serving(example_application(folder, **settings)) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        yield client


def test_health_is_short_and_never_kept(client: httpx.Client) -> None:
    answer = client.get("/health")
    assert answer.json()["status"] == "ok"
    assert answer.headers["cache-control"] == "no-store"


def test_every_answer_has_an_id_and_security_headers(client: httpx.Client) -> None:
    for path in ("/", "/api/datasets", "/hapi/catalog", "/nowhere", "/assets/dayside.css"):
        headers = client.get(path).headers
        assert len(headers["x-request-id"]) == 16
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"


def test_metrics_count_requests_by_area(client: httpx.Client) -> None:
    client.get("/api/datasets")
    client.get("/no/such/page")
    told = client.get("/metrics").text
    assert 'dayside_requests_total{area="api",method="GET",status="200"}' in told
    assert 'area="pages",method="GET",status="404"' in told
    assert "no/such" not in told


def test_an_odd_method_is_not_a_label(client: httpx.Client) -> None:
    client.request("BREW", "/")
    assert 'method="other"' in client.get("/metrics").text


def test_each_request_is_one_line_of_json_in_the_log(
    client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "dayside.access"):
        answer = client.get("/api/datasets?q=%22%0Awalk")
        own = answer.headers["x-request-id"]
        assert soon(lambda: own in caplog.text)
    lines = [m for m in caplog.messages if own in m]
    assert len(lines) == 1
    assert "\n" not in lines[0]
    told = json.loads(lines[0])
    assert (told["method"], told["path"], told["status"]) == ("GET", "/api/datasets", 200)


def test_an_unexpected_error_is_told_by_id_and_nothing_more(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr("dayside.services.catalog.search", broken)
    for path in ("/api/datasets", "/datasets", "/datasets.json"):
        answer = client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 500
        assert "secret of the inside" not in answer.text
        assert answer.headers["x-request-id"] in answer.text
        own = answer.headers["x-request-id"]
        assert soon(lambda own=own: own in caplog.text)


def test_a_foreign_host_name_is_refused_on_loopback(client: httpx.Client) -> None:
    answer = client.get("/api/datasets", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert "public_url" in answer.json()["error"]["message"]


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "localhost", "10.1.2.3"])
def test_addresses_are_hosts(client: httpx.Client, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 200


def test_the_public_name_is_a_host(folder: Path) -> None:
    with served(folder, public_url="https://data.example/plasma") as client:
        assert client.get("/health", headers={"host": "data.example"}).status_code == 200


def test_a_large_body_is_refused(client: httpx.Client) -> None:
    assert client.post("/api/links", content=b"x" * (2 << 20)).status_code == 413


def test_a_large_body_of_unknown_length_is_refused(client: httpx.Client) -> None:
    answer = client.post("/api/links", content=(b"x" * (1 << 20) for _ in range(5)))
    assert answer.status_code >= 400


@pytest.mark.parametrize("prefix", ["", "/data"])
def test_a_proxy_may_strip_the_root_path_or_not(folder: Path, prefix: str) -> None:
    with served(folder, root_path="/data") as client:
        home = client.get(f"{prefix}/")
        assert home.status_code == 200
        assert 'href="/data/assets/dayside.css' in home.text
        assert 'href="/data/datasets' in home.text
        for path in ("/api/datasets", "/hapi/catalog", "/datasets/walk", "/assets/tokens.css"):
            assert client.get(f"{prefix}{path}").status_code == 200, path


def test_links_of_a_page_stay_below_the_root_path(folder: Path) -> None:
    with served(folder, root_path="/data") as client:
        for page in ("/", "/datasets", "/datasets/walk", "/status", "/nowhere", "/api/docs"):
            text = client.get(page, headers={"accept": "text/html"}).text
            for link in re.findall(r'(?:href|src|action)="(/[^"]*)"', text):
                assert link.startswith("/data/"), (page, link)


def test_public_url_stands_in_whatever_is_copied(folder: Path) -> None:
    with served(folder, public_url="https://data.example/plasma", root_path="/plasma") as client:
        text = client.get("/datasets/walk").text
        assert "dayside.open(&#34;https://data.example/plasma&#34;)" in text
        assert "https://data.example/plasma/hapi/data?dataset=walk" in text
        assert 'rel="canonical" href="https://data.example/plasma/datasets/walk"' in text


def test_no_token_is_known_but_the_right_one(client: httpx.Client) -> None:
    wrong = client.get("/api/datasets", headers={"authorization": "Bearer wrong"})
    assert wrong.status_code == 403
    right = client.get("/api/datasets", headers={"authorization": f"Bearer {TOKEN}"})
    assert right.status_code == 200


def test_all_protocols_are_there(client: httpx.Client) -> None:
    assert client.get("/hapi/capabilities").json()["HAPI"] == "3.3"
    assert client.get("/api/openapi.json").json()["openapi"].startswith("3.")
