"""Site maps: every public page, in parts where one is too small."""

from __future__ import annotations

import re

import httpx
import pytest


def places(text: str) -> list[str]:
    return re.findall(r"<loc>(.*?)</loc>", text)


def test_every_page_is_on_the_map_with_its_day(client: httpx.Client) -> None:
    text = client.get("/sitemap.xml").text
    base = str(client.base_url)
    assert f"{base}/parameters/walk/B" in places(text)
    assert re.search(r"/datasets/walk</loc><lastmod>\d{4}-\d\d-\d\d</lastmod>", text)
    for place in places(text):
        assert client.get(place).status_code == 200, place


def test_a_large_site_has_an_index(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    every = places(client.get("/sitemap.xml").text)
    monkeypatch.setattr("dayside.portal.robots.MOST_ADDRESSES", 3)
    index = client.get("/sitemap.xml").text
    assert "<sitemapindex" in index
    parts = [places(client.get(part).text) for part in places(index)]
    assert [place for part in parts for place in part] == every
    assert all(len(part) <= 3 for part in parts)
    assert client.get("/sitemap-99.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404
