"""The Atom feed is one by RFC 4287, and tells nobody of what is private."""

from __future__ import annotations

import re
from datetime import datetime
from xml.etree import ElementTree as ET

import httpx

from dayside.testing.applications import TOKEN

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: httpx.Client, **headers: str) -> ET.Element:
    answer = client.get("/feed.atom", headers=headers)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content)


def test_it_has_what_the_standard_asks_for(client: httpx.Client) -> None:
    root = feed(client)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (one,) = element.findall(f"{ATOM}{name}")
            assert one.text
        told = element.findtext(f"{ATOM}updated", "")
        assert datetime.fromisoformat(told).tzinfo is not None
        assert element.findtext(f"{ATOM}id", "").startswith("tag:")
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == f"{client.base_url}/feed.atom"
    ids = [e.findtext(f"{ATOM}id") for e in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))


def test_entries_lead_to_the_dataset_and_stay(client: httpx.Client) -> None:
    (entry,) = feed(client).iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "New: A random <walk> & more"
    assert "Simulated." in entry.findtext(f"{ATOM}summary", "")
    hrefs = {link.get("type"): link.get("href") for link in entry.findall(f"{ATOM}link")}
    for href in hrefs.values():
        assert href
        assert client.get(href).status_code == 200
    again = next(feed(client).iter(f"{ATOM}entry"))
    assert again.findtext(f"{ATOM}id") == entry.findtext(f"{ATOM}id")


def test_private_news_are_for_those_who_may_read_them(client: httpx.Client) -> None:
    assert "Hidden" not in ET.tostring(feed(client), "unicode")
    assert "Hidden" in ET.tostring(feed(client, authorization=f"Bearer {TOKEN}"), "unicode")


def test_pages_name_it(client: httpx.Client) -> None:
    for path in ("/", "/datasets", "/datasets/walk", "/status"):
        head = client.get(path).text
        assert re.search(r'type="application/atom\+xml" [^>]*href="/feed.atom"', head), path
