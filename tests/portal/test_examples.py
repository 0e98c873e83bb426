"""What a stranger is offered first."""

from __future__ import annotations

import re

import httpx


def test_examples_are_views_that_open(client: httpx.Client) -> None:
    found = client.get("/api/examples").json()["examples"]
    assert 1 <= len(found) <= 3
    for view in found:
        for panel in view["panels"]:
            levels = client.get("/api/levels", params={"dataset": panel["dataset"]}).json()
            assert panel["parameter"] in {p["name"] for p in levels["parameters"]}


def test_the_home_page_shows_them_as_pictures(client: httpx.Client) -> None:
    text = client.get("/").text
    cards = re.findall(r'<a class="preview" href="/app#([^"]+)">(.*?)</a>', text, re.DOTALL)
    assert len(cards) == len(client.get("/api/examples").json()["examples"])
    for state, card in cards:
        assert state.startswith("v=2&amp;title=")
        assert 'class="thumb' in card


def test_a_part_of_a_spectrogram_is_a_picture(client: httpx.Client) -> None:
    asked = {"dataset": "walk", "parameter": "flux"}
    whole = client.get("/quicklook.png", params=asked)
    levels = client.get("/api/dataset", params={"id": "walk"}).json()
    part = client.get("/quicklook.png", params=asked | {"stop": levels["start_text"]})
    assert whole.content.startswith(b"\x89PNG")
    assert part.status_code == 404
    assert "nothing between" in part.json()["error"]["message"]
