from __future__ import annotations

import httpx
import pytest

from dayside.testing.applications import TOKEN

BEARER = {"authorization": f"Bearer {TOKEN}"}


def ids(client: httpx.Client, **options: str) -> list[str]:
    found = client.get("/api/datasets", params=options).json()
    return [d["id"] for d in found["datasets"]]


def test_search_by_words_and_facets(client: httpx.Client) -> None:
    assert ids(client) == ["walk"]
    assert ids(client, q="random WALK") == ["walk"]
    assert ids(client, q="nothing like it") == []
    assert ids(client, target="mars") == ["walk"]
    assert ids(client, target="Venus") == []
    assert ids(client, limit="1") == ["walk"]
    facets = client.get("/api/datasets").json()["facets"]
    assert facets["target"] == {"Mars": 1}


def test_lists_leave_out_what_is_long(client: httpx.Client) -> None:
    (found,) = client.get("/api/datasets").json()["datasets"]
    assert found["start_text"] == "2016-12-31T20:00:00.000Z"
    assert {p["name"] for p in found["parameters"]} == {"B", "Bx", "flux", "flag", "note"}
    assert "bins" not in found["parameters"][2]


def test_a_dataset_is_told_whole(client: httpx.Client) -> None:
    found = client.get("/api/dataset", params={"id": "walk"}).json()
    flux = next(p for p in found["parameters"] if p["name"] == "flux")
    assert len(flux["bins"][0]["centers"]) == 16
    assert found["version_tag"]
    assert found["records"] == 20_000


def test_what_is_private_is_as_if_it_were_not(client: httpx.Client) -> None:
    strange = client.get("/api/dataset", params={"id": "hiddem"})
    private = client.get("/api/dataset", params={"id": "hidden"})
    assert private.status_code == strange.status_code == 404
    assert private.json()["error"]["message"] == strange.json()["error"]["message"]
    for path in ("levels", "granules", "versions", "data", "explain"):
        assert client.get(f"/api/{path}", params={"dataset": "hidden"}).status_code == 404
    asked = {"dataset": "hidden", "parameter": "secret", "level": "0", "index": "0"}
    assert client.get("/api/tile", params=asked).status_code == 404


def test_a_token_opens_what_is_private_and_nobody_else_may_keep_it(client: httpx.Client) -> None:
    answer = client.get("/api/dataset", params={"id": "hidden"}, headers=BEARER)
    assert answer.status_code == 200
    assert "Authorization" in answer.headers["vary"]
    levels = client.get("/api/levels", params={"dataset": "hidden"}, headers=BEARER).json()
    tile = client.get(
        "/api/tile",
        params={
            "dataset": "hidden",
            "parameter": "secret",
            "level": "-1",
            "index": str(int(levels["start"] // levels["parameters"][0]["raw_width"])),
            "version": levels["version"],
        },
        headers=BEARER,
    )
    assert tile.status_code == 200
    assert tile.headers["cache-control"].startswith("private")


def test_errors_say_what_when_and_which(client: httpx.Client) -> None:
    answer = client.get("/api/dataset", params={"id": "wolk"})
    error = answer.json()["error"]
    assert answer.status_code == error["status"] == 404
    assert error["type"] == "UnknownDataset"
    assert "walk" in error["message"]
    assert error["id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/dataset", 400),
        ("/api/datasets?taget=Mars", 400),
        ("/api/dataset?id=walk&snapshot=-1", 400),
        ("/api/dataset?id=walk&snapshot=999", 404),
        ("/api/dataset?id=walk&snapshot=99999999999999999999999", 400),
        ("/api/nothing", 404),
        ("/api/tile?dataset=walk&parameter=B&level=99&index=0", 400),
        ("/api/data?dataset=walk&start=yesterday", 400),
        ("/api/data?dataset=walk&stop=2016-13-01", 400),
        ("/api/data?dataset=walk&start=2017-01-01&stop=2016-01-01", 400),
        ("/api/data?dataset=walk&format=xls", 400),
        ("/api/data?dataset=walk&parameters=B,,flux", 400),
        ("/api/data?dataset=walk&parameters=C", 404),
    ],
)
def test_malformed_requests_are_refused_in_json(
    client: httpx.Client, path: str, status: int
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_a_misspelt_option_is_told_with_the_nearest(client: httpx.Client) -> None:
    message = client.get("/api/datasets?taget=Mars").json()["error"]["message"]
    assert "Did you mean target?" in message


def test_wrong_methods_are_refused(client: httpx.Client) -> None:
    assert client.delete("/api/datasets").status_code == 405
    assert client.post("/api/dataset").json()["error"]["status"] == 405


def test_unchanged_answers_are_not_sent_twice(client: httpx.Client) -> None:
    first = client.get("/api/dataset", params={"id": "walk"})
    again = client.get(
        "/api/dataset", params={"id": "walk"}, headers={"if-none-match": first.headers["etag"]}
    )
    assert again.status_code == 304
    assert again.content == b""


def test_json_is_compressed_only_for_those_who_take_it(client: httpx.Client) -> None:
    packed = client.get("/api/dataset?id=walk", headers={"accept-encoding": "gzip"})
    plain = client.get("/api/dataset?id=walk", headers={"accept-encoding": "gzip;q=0"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert packed.headers["etag"] != plain.headers["etag"]


def test_history(client: httpx.Client) -> None:
    versions = client.get("/api/versions?dataset=walk").json()["versions"]
    assert [v["records"] for v in versions] == [20_000]
    snapshot = versions[0]["snapshot"]
    assert client.get(f"/api/dataset?id=walk&snapshot={snapshot}").status_code == 200
    (granule,) = client.get("/api/granules?dataset=walk").json()["granules"]
    assert granule["records"] == 20_000
    assert granule["live"] is True
