"""``/api/events`` and ``/api/score``, as clients meet them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from dayside.formats.events import read_events
from dayside.protocols.rest import event_records as records
from dayside.testing.applications import TOKEN

BEARER = {"authorization": f"Bearer {TOKEN}"}
LIST: dict[str, Any] = {
    "name": "shocks",
    "title": "Bow shocks",
    "start": ["2016-09-01T01:00:00.000Z", "2016-09-01T03:00:00.000Z"],
    "stop": ["2016-09-01T02:00:00.000Z", "2016-09-01T04:00:00.000Z"],
    "columns": [{"name": "B", "dtype": "float64", "units": "nT", "values": [1.5, None]}],
}


@pytest.fixture
def kept(client: httpx.Client) -> Iterator[str]:
    answer = client.post("/api/events", json=LIST, headers=BEARER)
    assert answer.status_code == 201, answer.text
    records.ListInfo.model_validate(answer.json())
    yield "/api/events/shocks"
    client.patch("/api/events/shocks", json={"locked": False}, headers=BEARER)
    assert client.delete("/api/events/shocks", headers=BEARER).status_code == 204


def test_a_list_is_kept_found_and_given_back(client: httpx.Client, kept: str) -> None:
    found = records.ListsFound.model_validate(client.get("/api/events?q=bow").json()).lists
    assert [(row.name, row.count, row.revision) for row in found] == [("shocks", 2, 1)]
    answer = client.get(kept).json()
    assert {k: answer[k] for k in ("start", "stop", "title")} == {
        k: LIST[k] for k in ("start", "stop", "title")
    }
    assert answer["columns"][0]["values"] == [1.5, None]
    assert len(client.get(f"{kept}?start=2016-09-01T02:30").json()["start"]) == 1
    assert len(client.get(f"{kept}?stop=2016-09-01T02:30").json()["start"]) == 1


@pytest.mark.parametrize("name", ["csv", "votable", "amda", "hpevent", "json"])
def test_a_list_leaves_and_comes_in_in_every_format(
    client: httpx.Client, kept: str, name: str, tmp_path: Any
) -> None:
    answer = client.get(f"{kept}?format={name}")
    path = tmp_path / "list"
    path.write_bytes(answer.content)
    assert len(read_events(path)) == 2
    again = client.post("/api/events/files?name=again", content=answer.content, headers=BEARER)
    assert again.json()["count"] == 2
    client.delete("/api/events/again", headers=BEARER)


def test_a_list_is_changed_by_whoever_may_and_knows_it(client: httpx.Client, kept: str) -> None:
    edits = {"edits": [{"op": "remove", "rows": [0]}], "note": "no shock", "base": 1}
    assert client.post(f"{kept}/edits", json=edits).status_code == 403
    assert client.post(f"{kept}/edits", json=edits, headers=BEARER).json()["revision"] == 2
    outdated = client.post(f"{kept}/edits", json=edits, headers=BEARER)
    assert (outdated.status_code, outdated.json()["error"]["type"]) == (409, "Outdated")
    assert client.post(f"{kept}/undo", json={}, headers=BEARER).json()["count"] == 2
    told = records.HistoryRecord.model_validate(client.get(f"{kept}/history").json()).states
    assert [s.note for s in told] == ["created", "no shock", "undone: back to revision 1"]


def test_versions_stay_and_copies_are_others(client: httpx.Client, kept: str) -> None:
    assert client.post(f"{kept}/versions", json={}, headers=BEARER).json()["version"] == 1
    copy = client.post(f"{kept}/copy", json={"name": "mine"}, headers=BEARER)
    assert copy.json()["revision"] == 1
    client.post("/api/events/mine/edits", headers=BEARER,
                json={"edits": [{"op": "about", "title": "Other"}]})  # fmt: skip
    assert client.get("/api/events/mine").json()["title"] == "Other"
    assert client.get(f"{kept}?version=1").json()["title"] == "Bow shocks"
    client.delete("/api/events/mine", headers=BEARER)


def test_what_is_private_is_as_if_it_were_not_there(client: httpx.Client, kept: str) -> None:
    client.patch(kept, json={"access": "private", "locked": True}, headers=BEARER)
    assert client.get(kept).status_code == 404
    assert client.get("/api/events").json()["lists"] == []
    assert client.get(kept, headers=BEARER).json()["locked"] is True
    refused = client.delete(kept, headers=BEARER)
    assert (refused.status_code, "locked" in refused.json()["error"]["message"]) == (403, True)


def test_lists_are_combined_and_scored(client: httpx.Client, kept: str) -> None:
    later = {"operation": "shift", "lists": ["shocks"], "options": {"by": "2 min"}}
    moved = client.post("/api/events/combine", json=later).json()
    assert moved["start"][0] == "2016-09-01T01:02:00.000Z"
    answer = client.post("/api/events/combine", json=later | {"name": "later"}, headers=BEARER)
    assert answer.json()["name"] == "later"
    result = client.get("/api/score?found=later&reference=shocks&tolerance=1 min,3 min").json()
    records.ScoreRecord.model_validate(result)
    assert [a["recall"] for a in result["agreements"][:2]] == [0, 1]
    assert result["agreements"][1]["start"]["median_s"] == 120
    client.delete("/api/events/later", headers=BEARER)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("", {"name": "x", "start": ["yesterday"]}),
        ("", {"name": "x"}),
        ("", []),
        ("", {"name": "../x", "start": [], "stop": [], "columns": []}),
        ("/files?name=x", {"no": "list"}),
        ("/combine", {"operation": "onion", "lists": ["a"]}),
        ("/combine", {"operation": "shift", "lists": ["shocks"], "options": {"by": 1e999}}),
        ("/shocks/edits", {"edits": [{"op": "explode"}]}),
    ],
)
def test_what_cannot_be_is_told(client: httpx.Client, kept: str, path: str, body: Any) -> None:
    text = json.dumps(body).replace("Infinity", "1e999")
    answer = client.post(f"/api/events{path}", content=text, headers=BEARER | {
        "content-type": "application/json"})  # fmt: skip
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"]["message"]
