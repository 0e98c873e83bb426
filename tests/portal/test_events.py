"""Pages of event lists, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import numpy as np
import pytest
from tests.portal.test_pages import BEARER, Checked, page

from dayside.model import EventList, time
from dayside.portal.timeline import timeline

LIST = {
    "name": "shocks",
    "title": "Shocks <of> Mars",
    "start": [f"2016-09-{day:02d}T01:00" for day in range(1, 31)] * 5,
    "stop": [f"2016-09-{day:02d}T02:00" for day in range(1, 31)] * 5,
    "columns": [{"name": "B", "units": "nT", "values": [f"{k}.5" for k in range(150)]}],
}


@pytest.fixture
def kept(client: httpx.Client) -> Iterator[str]:
    assert client.post("/api/events", json=LIST, headers=BEARER).status_code == 201
    yield "/events/shocks"
    client.delete("/api/events/shocks", headers=BEARER)


def test_lists_are_listed_and_found(client: httpx.Client, kept: str) -> None:
    assert f'href="{kept}"' in page(client, "/events")
    assert "Shocks &lt;of&gt; Mars" in page(client, "/events?q=mars")
    assert "No event list has all of this" in page(client, "/events?q=venus")
    assert [row["name"] for row in client.get("/events.json").json()["lists"]] == ["shocks"]


def test_a_list_shows_its_events_a_page_at_a_time(client: httpx.Client, kept: str) -> None:
    text = page(client, kept)
    assert "1–100 of 150" in text
    assert "2016-09-01 01:00:00" in text
    assert "101–150 of 150" in page(client, f"{kept}?from=100")
    assert client.get(f"{kept}.json").json()["count"] == 150
    checked = Checked()
    checked.feed(text)
    assert (checked.faults, checked.open) == ([], [])
    for link in {link.partition("#")[0] for link in checked.links} - {""}:
        if not link.startswith(("/app", "http")):
            assert client.get(link, follow_redirects=True).status_code == 200, link


def test_a_private_list_has_no_page_for_strangers(client: httpx.Client, kept: str) -> None:
    client.patch("/api/events/shocks", json={"access": "private"}, headers=BEARER)
    assert client.get(kept).status_code == 404
    assert "shocks" not in page(client, "/events")
    assert "private" in page(client, kept, **BEARER)


def test_the_picture_is_of_all_events_however_many() -> None:
    start = time.parse("2016") + time.NS * 60 * (1 + 3 * np.arange(100_000))
    drawn = timeline(EventList.of(start, start + 60 * time.NS))
    assert drawn is not None
    assert len(drawn.strip) < 20_000
    assert drawn.words.startswith("100")
    assert re.fullmatch(r"M0 24(H[\d.e-]+V[\d.]+)+H1000V24Z", drawn.area)
    assert timeline(EventList.empty()) is None
    one = timeline(EventList.of(["2016-09-01"]))
    assert one is not None
    assert one.words == "1 event, all instants"
