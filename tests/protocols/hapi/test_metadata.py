"""Everything HAPI tells but the values."""

from __future__ import annotations

import re

import httpx
import numpy as np
import pytest
from starlette.applications import Starlette

from dayside.model import Dataset, Parameter, Series
from dayside.protocols import Context
from dayside.protocols.hapi import routes
from dayside.services.door import Door
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving


def test_landing_page(client: httpx.Client, root: str) -> None:
    answer = client.get(root)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert root in answer.text
    assert "orbiter" in answer.text
    assert "secret" not in answer.text
    assert "<script" not in answer.text


def test_about(client: httpx.Client) -> None:
    said = client.get("/about").json()
    assert (said["HAPI"], said["status"]) == ("3.3", {"code": 1200, "message": "OK"})
    assert said["contact"] == "nobody@example.org"
    assert len(said["title"]) <= 40
    query = said["dataTest"]["query"]
    rows = client.get("/data", params=query)
    assert rows.text.count("\n") == 100


def test_capabilities(client: httpx.Client) -> None:
    said = client.get("/capabilities").json()
    assert said["outputFormats"] == ["csv", "binary", "json"]
    assert said["x_outputFormats"] == ["x_parquet", "x_arrow"]
    assert said["catalogDepthOptions"] == ["dataset", "all"]


def test_catalog(client: httpx.Client) -> None:
    said = client.get("/catalog").json()["catalog"]
    assert said[0] == {"id": "orbiter", "title": "An orbiter"}
    assert [d["id"] for d in said] == ["orbiter", "contract_example", "gap"]
    everything = client.get("/catalog", params={"depth": "all"}).json()["catalog"]
    for row in everything:
        info = client.get("/info", params={"dataset": row["id"]}).json()
        del info["HAPI"], info["status"]
        assert row["info"] == info


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("x" * 40, "x" * 40),
        (
            "Simulated: ion energy spectrogram at Mars, 12 s",
            "Simulated: ion energy spectrogram at…",
        ),
        ("CO-V/E/J/S/SS-RPWS-3-RDR-LRFULL-V1.0-MFR-Bx", "CO-V/E/J/S/SS-RPWS-3-RDR-LRFULL-V1.0-MF…"),
    ],
)
def test_long_titles_are_cut_in_the_catalog_and_whole_beside(title: str, short: str) -> None:
    ticks = np.arange(2)
    dataset = Dataset("d", (Parameter("x", "int32"),), title=title, start=0, stop=2)
    door = Door([MemorySource([Series(dataset, ticks, {"x": ticks.astype("i4")})])])
    app = Starlette(routes=routes(Context(door)))
    with serving(app) as address:
        [row] = httpx.get(f"{address}/hapi/catalog").json()["catalog"]
    assert row["title"] == short
    assert len(row["title"]) <= 40
    assert row.get("x_title", row["title"]) == title


def test_info(client: httpx.Client) -> None:
    said = client.get("/info", params={"dataset": "orbiter"}).json()
    assert (said["startDate"], said["stopDate"]) == (
        "2016-12-31T23:50:00.000Z",
        "2017-01-01T01:13:19.000Z",
    )
    assert (said["cadence"], said["timeStampLocation"]) == ("PT1S", "begin")
    assert said["modificationDate"] == "2026-02-03T04:05:06.000Z"
    assert said["licenseURL"] == "https://spdx.org/licenses/CC-BY-4.0.html"
    assert said["x_simulated"] is True
    by_name = {p["name"]: p for p in said["parameters"]}
    assert said["parameters"][0] == {
        "name": "Time", "type": "isotime", "units": "UTC", "fill": None, "length": 24,
    }  # fmt: skip
    field = by_name["B"]
    assert (field["size"], field["units"], field["fill"]) == ([3], "nT", "NaN")
    assert (field["coordinateSystemName"], field["vectorComponents"]) == ("MSO", ["x", "y", "z"])
    assert (field["x_quality"], field["x_uncertainty"]) == ("flag", ["B_sigma"])
    assert by_name["flux"]["bins"] == [{"name": "energy", "units": "eV", "centers": "energy"}]
    assert (by_name["flag"]["type"], by_name["flag"]["fill"]) == ("integer", "-1")
    assert (by_name["counter"]["type"], by_name["counter"]["fill"]) == ("double", "NaN")
    assert (by_name["mode"]["type"], by_name["received"]["type"]) == ("string", "isotime")
    assert by_name["matrix"]["size"] == [2, 3]


@pytest.mark.parametrize("name", ["dataset", "id"])
def test_info_of_some_parameters(client: httpx.Client, name: str) -> None:
    said = client.get("/info", params={name: "orbiter", "parameters": "Time,B,mode"}).json()
    assert [p["name"] for p in said["parameters"]] == ["Time", "B", "mode"]


def test_private_datasets_are_nowhere(client: httpx.Client, root: str) -> None:
    for path in (root, "/about", "/catalog", "/catalog?depth=all", "/info?dataset=orbiter"):
        assert "secret" not in client.get(path).text
    window = "start=2016-12-31T23:59:58Z&stop=2017-01-01T00:00:00Z"
    for name in ("secret", "never_was"):
        told = client.get(f"/info?dataset={name}"), client.get(f"/data?dataset={name}&{window}")
        assert [a.status_code for a in told] == [404, 404]
    assert client.get("/info?dataset=secret").text == client.get("/info?dataset=never_was").text


@pytest.mark.parametrize("path", ["/about", "/capabilities", "/catalog", "/info?dataset=orbiter"])
def test_headers_and_conditional_requests(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    assert first.headers["content-type"] == "application/json"
    assert first.headers["access-control-allow-origin"] == "*"
    assert first.headers["x-hapi-status"] == "HAPI 1200 OK"
    assert re.fullmatch(r'"[0-9a-f]+"', first.headers["etag"])
    same = client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    since = client.get(path, headers={"if-modified-since": first.headers["last-modified"]})
    assert since.status_code == 304
    later = {"if-modified-since": "Mon, 01 Jan 1990 00:00:00 GMT"}
    assert client.get(path, headers=later).status_code == 200
    assert client.get(path, headers={"if-modified-since": "yesterday"}).status_code == 200
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("path", ["/catalog?", "/catalog?depth=all&", "/info?dataset=orbiter&"])
def test_references_are_resolved_whatever_is_asked(client: httpx.Client, path: str) -> None:
    plain = client.get(path.rstrip("?&"))
    assert "definitions" not in plain.json()
    for value in ("true", "false"):
        assert client.get(f"{path}resolve_references={value}").json() == plain.json()
    if "catalog" in path and "all" not in path:
        assert client.get("/catalog?depth=dataset").json() == plain.json()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/capabilities", 200),
        ("/info?dataset=nothing", 404),
        ("/data?dataset=orbiter&start=2017-01-01Z&stop=2017-01-01Z", 400),
        ("/data?dataset=orbiter&start=2017-01-01Z&stop=2017-01-01T00:01Z&format=x_arrow", 200),
    ],
)
def test_head_is_get_without_the_body(client: httpx.Client, path: str, status: int) -> None:
    head, got = client.head(path), client.get(path)
    assert (head.status_code, got.status_code, head.content) == (status, status, b"")
    for name in ("content-type", "x-hapi-status", "etag"):
        assert head.headers.get(name) == got.headers.get(name)


def test_gzip(client: httpx.Client) -> None:
    plain = client.get("/info?dataset=orbiter")
    packed = client.get("/info?dataset=orbiter", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/", "/hapi"),
        ("/about/", "/hapi/about"),
        ("/info/?dataset=orbiter", "/hapi/info?dataset=orbiter"),
    ],
)
def test_trailing_slash_moves(client: httpx.Client, path: str, location: str) -> None:
    answer = client.get(f"{client.base_url}".rstrip("/") + path)
    assert (answer.status_code, answer.headers["location"]) == (301, location)


def test_other_methods(client: httpx.Client) -> None:
    assert client.options("/data").status_code == 204
    answer = client.post("/data")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
    assert answer.json()["status"]["code"] == 1400
