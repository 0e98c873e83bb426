from __future__ import annotations

from typing import Any

import httpx
import numpy as np
import pytest

from dayside.model import time
from dayside.testing.applications import walk


def envelope(client: httpx.Client, **asked: object) -> dict[str, Any]:
    answer = client.get("/api/envelope", params={"dataset": "walk", "parameter": "B", **asked})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


@pytest.mark.parametrize("pixels", [3, 40, 1500])
def test_bins_hold_what_the_samples_say(client: httpx.Client, pixels: int) -> None:
    found = envelope(client, pixels=pixels)
    assert found["columns"] == ["Bx", "By", "Bz", "magnitude"]
    assert (found["start"], found["width"]) == (found["start_ns"] / 1e9, found["width_ns"] / 1e9)
    series = walk()
    at = (time.to_unix_ns(series.time) - found["start_ns"]) // found["width_ns"]
    count = np.array(found["count"])
    assert count[0].sum() == len(series)
    for k in np.flatnonzero(count[0])[:20]:
        inside = series.values["B"][at == k]
        for column in range(3):
            assert count[column, k] == len(inside)
            assert np.float32(found["min"][column][k]) == inside[:, column].min()
            assert np.float32(found["max"][column][k]) == inside[:, column].max()
    empty = np.flatnonzero(count[0] == 0)
    assert all(found["mean"][0][k] is None for k in empty)


def test_an_envelope_is_sent_again_only_when_it_changed(client: httpx.Client) -> None:
    asked = {"dataset": "walk", "parameter": "B", "start": "2016-12-31T21", "pixels": 7}
    first = client.get("/api/envelope", params=asked)
    tag = first.headers["etag"]
    again = client.get("/api/envelope", params=asked, headers={"if-none-match": tag})
    assert (again.status_code, again.headers["etag"]) == (304, tag)
    other = client.get(
        "/api/envelope", params={**asked, "pixels": 8}, headers={"if-none-match": tag}
    )
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"parameter": "note"}, 404),
        ({"parameter": "nothing"}, 404),
        ({"dataset": "nothing"}, 404),
        ({"start": "2017", "stop": "2016"}, 400),
        ({"start": "yesterday"}, 400),
        ({"pixels": 0}, 400),
        ({"pixels": 10**6}, 400),
        ({"slice": 3}, 400),
    ],
)
def test_what_cannot_be_is_refused(
    client: httpx.Client, asked: dict[str, object], status: int
) -> None:
    answer = client.get("/api/envelope", params={"dataset": "walk", "parameter": "B", **asked})
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_star_is_no_answer_to_what_is_not_there(client: httpx.Client) -> None:
    asked = {"dataset": "walk", "parameter": "nothing", "level": 0, "index": 0}
    answer = client.get("/api/tile", params=asked, headers={"if-none-match": "*"})
    assert answer.status_code == 404


def test_a_dataset_that_tells_of_no_orbit_has_none(client: httpx.Client) -> None:
    asked = {"dataset": "walk", "start": "2016-12-31T21", "stop": "2016-12-31T22"}
    answer = client.get("/api/orbit", params=asked)
    assert (answer.status_code, answer.json()) == (200, {"dataset": "walk", "orbit": None})
    empty = client.get("/api/orbit", params={**asked, "stop": asked["start"]})
    assert empty.status_code == 400
