"""The status page, in words people use."""

from __future__ import annotations

import re

import httpx

from dayside.testing.applications import ROWS, TOKEN


def test_it_says_how_things_are(client: httpx.Client) -> None:
    client.get("/robots.txt")
    text = client.get("/status", headers={"accept": "text/html"}).text
    assert re.search(r'<p class="lead verdict \w+">[^<]+\.</p>', text)
    assert "A random &lt;walk&gt; &amp; more" in text
    assert "Hidden one" not in text
    assert "Half within" in text


def test_machines_are_told_the_same(client: httpx.Client) -> None:
    client.get("/robots.txt")
    said = client.get("/status.json").json()
    (archive,) = said["sources"]
    assert archive["samples"] == ROWS
    assert archive["stored_bytes"] > 0
    assert archive["files"] == 1
    assert [news["dataset"] for news in said["news"]] == ["walk"]
    assert {area["area"] for area in said["requests"]["areas"]} >= {"pages"}


def test_sizes_are_of_what_the_caller_may_see(client: httpx.Client) -> None:
    bearer = {"authorization": f"Bearer {TOKEN}"}
    (open_,) = client.get("/status.json").json()["sources"]
    (every,) = client.get("/status.json", headers=bearer).json()["sources"]
    assert every["stored_bytes"] > open_["stored_bytes"]
    assert every["files"] == open_["files"] + 1
