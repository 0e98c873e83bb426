"""Searches over HTTP."""

from __future__ import annotations

import httpx
import pytest


def test_events_come_with_what_was_undecided_and_columns(client: httpx.Client) -> None:
    asked = {
        "condition": "walk.Bx > 0*nT",
        "min_duration": "5 s",
        "column": ["top = max(walk.Bx)", "mean(walk.Bx)"],
    }
    # The first of all loads compiled kernels.
    told = client.get("/api/find", params=asked, timeout=60).json()
    assert [c["name"] for c in told["columns"]] == ["top", "mean(walk.Bx)"]
    assert told["count"] == len(told["start"]) == len(told["columns"][0]["values"])
    assert all(value > 0 for value in told["columns"][0]["values"])
    assert [len(ends) for ends in told["gaps"]] == [1, 1]
    table = client.get("/api/find", params={**asked, "format": "csv"})
    assert table.headers["content-type"].startswith("text/csv")
    assert table.text.count("\n") > told["count"]


def test_a_list_that_is_sent_says_where_to_look(client: httpx.Client) -> None:
    asked = {"condition": "walk.Bx > 0*nT"}
    everywhere = client.get("/api/find", params=asked, timeout=60).json()
    first = {name: everywhere[name][:1] for name in ("start", "stop")}
    told = client.post("/api/find", params=asked, json=first).json()
    assert {name: told[name] for name in first} == first
    for wrong in (b"{", b"[]", b'{"start": ["now"]}'):
        answer = client.post("/api/find", params=asked, content=wrong)
        assert answer.status_code == 400, wrong
        assert answer.json()["error"]["message"]
    misspelt = client.post("/api/find", params={**asked, "mergee": "1 s"}, json=first)
    assert misspelt.status_code == 400
    assert "Did you mean merge" in misspelt.json()["error"]["message"]


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"condition": "walk.Bx"}, 400, "not a condition"),
        ({"condition": "walk.Bx > 1"}, 400, "Write 1*nT"),
        ({"condition": "hidden.secret > 1"}, 404, "There is no dataset"),
        ({"condition": "walk.Bx > 0*nT", "min_duration": "soon"}, 400, "no length of time"),
        ({"condition": "walk.Bx > 0*nT", "column": "walk.Bx"}, 400, "one number"),
        ({"condition": "walk.Bx > 0*nT", "column": "mean(hidden.secret)"}, 404, "no dataset"),
        ({"condition": "walk.Bx > 0*nT", "within": "nothing"}, 404, "no event list"),
        ({"condition": "walk.Bx > 0*nT", "column": "start = mean(walk.Bx)"}, 400, "otherwise"),
        ({"condition": "walk.Bx > 0*nT", "format": "sdv"}, 400, "Did you mean csv"),
    ],
)
def test_a_search_that_does_not_fit_is_told(client, asked: dict, status: int, said: str) -> None:
    answer = client.get("/api/find", params=asked)
    assert answer.status_code == status
    assert said in answer.json()["error"]["message"]
