from __future__ import annotations

import csv
import io
import threading
from pathlib import Path

import httpx
import numpy as np
import pytest

from dayside.formats import base
from dayside.model import time
from dayside.testing.applications import ROWS, TOKEN, example_application, walk
from dayside.testing.serving import serving

HOUR = {"dataset": "walk", "start": "2016-12-31T21:00", "stop": "2016-12-31T22:00"}


@pytest.mark.parametrize("form", sorted(name for name, f in base.formats().items() if f.writes))
def test_every_format_that_writes_is_offered(client: httpx.Client, form: str) -> None:
    asked = {**HOUR, "parameters": "B,flux", "format": form}
    answer = client.get("/api/data", params=asked)
    assert answer.status_code == 200, answer.text
    assert len(answer.content) > 1000
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith('attachment; filename="walk_20161231T210000_20161231T220000.')


def test_intervals_are_half_open(client: httpx.Client) -> None:
    def rows(start: str, stop: str) -> list[list[str]]:
        asked = {"dataset": "walk", "parameters": "flag", "start": start, "stop": stop}
        text = client.get("/api/data", params=asked).text
        return [r for r in csv.reader(io.StringIO(text)) if r and r[0].startswith("20")]

    first = rows("2016-12-31T21:00", "2016-12-31T21:30")
    second = rows("2016-12-31T21:30", "2016-12-31T22:00")
    assert len(first) == len(second) == 1800
    assert first + second == rows("2016-12-31T21:00", "2016-12-31T22:00")


def test_without_start_and_stop_all_is_sent(client: httpx.Client) -> None:
    text = client.get("/api/data", params={"dataset": "walk", "parameters": "flag"}).text
    assert sum(line.startswith("20") for line in text.splitlines()) == ROWS


def test_an_unchanged_file_is_not_sent_twice(client: httpx.Client) -> None:
    first = client.get("/api/data", params=HOUR)
    again = client.get("/api/data", params=HOUR, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_explain_counts_without_reading(client: httpx.Client) -> None:
    told = client.get("/api/explain", params={**HOUR, "parameters": "B"}).json()
    assert told["expected_rows"] == 3600
    assert told["parameters"] == ["B"]
    assert told["source"] == "archive"


def test_more_than_a_request_may_ask_is_refused(folder: Path) -> None:
    with serving(example_application(folder, max_rows=100)) as address:
        answer = httpx.get(f"{address}/api/data", params=HOUR)
        assert answer.status_code == 400
        assert answer.json()["error"]["type"] == "TooMuch"
    with serving(example_application(folder, max_duration_s=60)) as address:
        assert httpx.get(f"{address}/api/data", params=HOUR).status_code == 400


def test_slots_come_back_however_a_stream_ends(folder: Path) -> None:
    whole = {"dataset": "walk", "format": "csv"}
    with (
        serving(example_application(folder, requests_per_client=1)) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        for _ in range(3):
            with client.stream("GET", "/api/data", params=whole) as answer:
                next(answer.iter_raw(100))  # and hang up
        until = threading.Event()
        for _ in range(50):
            if client.get("/api/data", params=HOUR).status_code == 200:
                return
            until.wait(0.1)
        pytest.fail("the slot of a client that hung up never came back")


def test_links_keep_states(client: httpx.Client) -> None:
    bearer = {"authorization": f"Bearer {TOKEN}"}
    state = {"v": 1, "panels": [{"p": "walk~B"}]}
    kept = client.post("/api/links", json={"state": state}, headers=bearer)
    assert kept.status_code == 201
    again = client.post("/api/links", json={"state": state}, headers=bearer)
    assert again.json() == kept.json()
    found = client.get(f"/api/links/{kept.json()['id']}")
    assert found.json()["state"] == state
    assert client.get("/api/links/nothing").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": f"Bearer {TOKEN}", "origin": "https://evil.example"},
        {"authorization": f"Bearer {TOKEN}", "origin": "null"},
        {"authorization": f"Bearer {TOKEN}", "origin": "http://["},
    ],
)
def test_writing_needs_the_token_and_our_own_page(
    client: httpx.Client, headers: dict[str, str]
) -> None:
    answer = client.post("/api/links", json={"state": {}}, headers=headers)
    assert answer.status_code == 403


def test_on_loopback_our_own_page_needs_no_token(folder: Path) -> None:
    with (
        serving(example_application(folder, token=None)) as address,
        httpx.Client(base_url=address) as client,
    ):
        body = {"state": {"v": 1}}
        own = {"origin": address}
        assert client.post("/api/links", json=body, headers=own).status_code == 201
        for headers in (
            {"origin": "http://127.0.0.1:1"},
            {"origin": "http://evil.example"},
            {"x-forwarded-for": "192.0.2.1"},
            {"forwarded": "for=192.0.2.1"},
        ):
            refused = client.post("/api/links", json=body, headers=headers)
            assert refused.status_code == 403, headers
        assert (
            client.post("/api/links", json=body, headers={"host": "evil.example"}).status_code
            == 421
        )


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"state": 3}', b"\xff", b"[" * 100_000])
def test_malformed_states_are_refused(client: httpx.Client, body: bytes) -> None:
    headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
    answer = client.post("/api/links", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize("name", ["csv", "json", "parquet", "cdf", "netcdf", "votable", "arrow"])
def test_any_format_holds_values_at_a_step(client: httpx.Client, name: str, tmp_path: Path) -> None:
    asked = {"dataset": "walk", "parameters": "B", "start": "2016-12-31T21:00", "step": 64}
    answer = client.get("/api/data", params={**asked, "stop": "2016-12-31T22:00", "format": name})
    assert answer.status_code == 200, answer.text
    assert "_64s" in answer.headers["content-disposition"]
    writer = base.get_format(name)
    file = tmp_path / f"data{writer.suffixes[0]}"
    file.write_bytes(answer.content)
    (found,) = writer.read(file, base.NOTHING_SAID)
    series = walk()
    bins = time.to_unix_ns(series.time) // (64 * time.NS)
    begins = time.to_unix_ns(found.time) // (64 * time.NS)
    first, last = (int(time.to_unix_ns(time.parse(f"2016-12-31T{h}:00"))) for h in (21, 22))
    assert (begins[0], begins[-1]) == (first // (64 * time.NS), (last - 1) // (64 * time.NS))
    for row in (0, 7):
        here = series.values["B"][bins == begins[row]]
        np.testing.assert_array_equal(found.values["B_min"][row], here.min(axis=0))


def test_a_step_that_no_bins_have_is_refused(client: httpx.Client) -> None:
    answer = client.get("/api/data", params={"dataset": "walk", "step": 7})
    assert answer.status_code == 400
    assert "step: bins may be 16 s" in answer.json()["error"]["message"]


def test_how_much_it_would_be_at_a_step(client: httpx.Client) -> None:
    plan = client.get("/api/explain", params={"dataset": "walk", "parameters": "B", "step": 64})
    assert plan.json()["expected_rows"] == pytest.approx(21_800 // 64, abs=2)
