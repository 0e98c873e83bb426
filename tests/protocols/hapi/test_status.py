"""All 18 status codes, and requests that make no sense by the thousand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import httpx
import numpy as np
import pytest
from starlette.applications import Starlette

from dayside.model import Dataset, Parameter, Series, time
from dayside.model.errors import Upstream
from dayside.protocols import Context, Gate, Limits
from dayside.protocols.hapi import routes
from dayside.protocols.hapi.status import MESSAGES
from dayside.services.door import Door
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

WINDOW = "start=2017-01-01T00:00:00Z&stop=2017-01-01T00:00:10Z"
GOOD = f"/data?dataset=orbiter&{WINDOW}"
CASES = [
    (1200, GOOD),
    (1200, "/data?id=orbiter&time.min=2017-001T00:00Z&time.max=2017-001T00:00:10"),
    (1200, GOOD + "&parameters="),
    (1200, GOOD + "&parameters=Time"),
    (1201, "/data?dataset=gap&start=2016-12-31T23:51Z&stop=2016-12-31T23:52Z"),
    (1400, "/nothing"),
    (1400, "/data/more"),
    (1400, "/info"),
    (1400, "/info?dataset="),
    (1400, f"/data?{WINDOW}"),
    (1400, "/data?dataset=orbiter&start=2017Z"),
    (1400, "/data?id=orbiter&start=2017-01-01Z&time.max=2017-01-01T00:01Z"),
    (1400, GOOD + "&dataset=orbiter"),
    (1401, GOOD + "&average=5"),
    (1401, "/about?x=1"),
    (1401, "/capabilities?dataset=orbiter"),
    (1401, "/catalog?dataset=orbiter"),
    (1401, "/info?dataset=orbiter&start=2017Z"),
    (1402, GOOD.replace("00:00:00Z", "25:00:00Z")),
    (1402, GOOD.replace("start=2017-01-01T", "start=yesterday")),
    (1403, GOOD.replace("00:00:10Z", "00:61:10Z")),
    (1403, GOOD.replace("stop=2017-01-01T00:00:10Z", "stop=0000-01-01Z")),
    (1404, "/data?dataset=orbiter&start=2017-01-01T00:01Z&stop=2017-01-01T00:00Z"),
    (1404, "/data?dataset=orbiter&start=2017-01-01Z&stop=2017-01-01Z"),
    (1405, "/data?dataset=orbiter&start=2016-12-31T23:49Z&stop=2017-01-01T00:00:10Z"),
    (1405, "/data?dataset=orbiter&start=2017-01-01Z&stop=2017-01-01T02:00Z"),
    (1406, "/info?dataset=nothing"),
    (1406, f"/data?dataset=far/away&{WINDOW}"),
    (1407, "/info?dataset=orbiter&parameters=nothing"),
    (1407, GOOD + "&parameters=B,"),
    (1407, GOOD + "&parameters=b"),
    (1409, GOOD + "&format=cdf"),
    (1409, GOOD + "&format="),
    (1410, GOOD + "&include=body"),
    (1411, GOOD + "&parameters=density,B"),
    (1411, GOOD + "&parameters=B,B"),
    (1411, GOOD + "&parameters=B,Time"),
    (1411, "/info?dataset=orbiter&parameters=mode,B"),
    (1412, "/info?dataset=orbiter&resolve_references=maybe"),
    (1412, "/catalog?resolve_references="),
    (1413, "/catalog?depth=deep"),
]


def http_of(code: int) -> int:
    return {1406: 404, 1407: 404}.get(code, 200 if code < 1400 else 400 if code < 1500 else 500)


@pytest.mark.parametrize(("code", "path"), CASES)
def test_status(client: httpx.Client, code: int, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == http_of(code)
    assert answer.headers["x-hapi-status"] == f"HAPI {code} {MESSAGES[code]}"
    assert answer.headers["access-control-allow-origin"] == "*"
    if code >= 1400:
        assert answer.headers["content-type"] == "application/json"
        said = answer.json()
        assert said["HAPI"] == "3.3"
        assert said["status"]["code"] == code
        assert said["status"]["message"].startswith(MESSAGES[code])
    elif code == 1201:
        assert answer.content == b""


def broken(when: str) -> MemorySource:
    dataset = Dataset(
        "x", (Parameter("v", "float64"),), start=0, stop=100 * time.NS, cadence_ns=time.NS
    )
    values = Series(dataset, np.arange(100) * time.NS, {"v": np.zeros(100)})

    class Broken(MemorySource):
        def read(self, *_: Any, **__: Any) -> Iterator[Series]:
            if when == "late":
                yield values[:10]
            raise Upstream("far away is silent") if when == "upstream" else RuntimeError("oops")

    return Broken([values])


@contextmanager
def alone(source: MemorySource, **given: Any) -> Iterator[httpx.Client]:
    app = Starlette(routes=routes(Context(Door([source]), **given)))
    with serving(app) as address, httpx.Client(base_url=address) as client:
        yield client


ALL = "/hapi/data?dataset=x&start=2000-01-01T12:00Z&stop=2000-01-01T12:00:30Z"


@pytest.mark.parametrize(("when", "code"), [("upstream", 1501), ("early", 1500)])
def test_failures_inside_are_told(when: str, code: int) -> None:
    with alone(broken(when)) as client:
        answer = client.get(ALL)
    assert answer.status_code == 500
    assert answer.json()["status"]["code"] == code
    assert "oops" not in answer.text


def test_too_much() -> None:
    with alone(broken("late"), limits=Limits(rows=20)) as client:
        answer = client.get(ALL)
        assert (answer.status_code, answer.json()["status"]["code"]) == (400, 1408)
        assert client.get("/hapi/info?dataset=x").json()["maxRequestDuration"] == "PT20S"


def test_too_many_at_once() -> None:
    gate = Gate(per_client=1, patience_s=0.1)
    gate.enter("local")
    with alone(broken("late"), gate=gate) as client:
        answer = client.get(ALL)
    assert answer.json()["status"]["code"] == 1408
    assert gate.running("local") == 1


def test_every_code_is_reached() -> None:
    assert {c for c, _ in CASES} | {1408, 1500, 1501} == set(MESSAGES)


def test_what_was_asked_is_not_repeated(client: httpx.Client) -> None:
    evil = "<script>alert(1)</script>"
    for path in (
        f"/{quote(evil, safe='')}",
        f"/info?dataset={quote(evil)}",
        f"/info?dataset=orbiter&parameters={quote(evil)}",
        f"/data?dataset=orbiter&start={quote(evil)}&stop=2017Z",
        f"/data?dataset=orbiter&{WINDOW}&format={quote(evil)}",
        f"/catalog?{quote(evil)}=1",
        f"/catalog?depth={quote(evil)}",
    ):
        answer = client.get(path)
        assert answer.status_code in {400, 404}
        assert "script" not in answer.text


def test_malformed_requests_by_the_thousand(client: httpx.Client) -> None:
    rng = np.random.default_rng(7)
    words = [
        "dataset", "id", "start", "stop", "time.min", "time.max", "parameters", "format",
        "include", "depth", "resolve_references", "orbiter", "gap", "B", "B,B", ",", "Time",
        "2017-01-01Z", "2017-01-01T00:00:10Z", "9999-99-99", "-1", "1e308", "%00", "%ff%fe", "%",
        "csv", "binary", "json", "x_arrow", "header", "true", "all", "", "é☃", "..", "/", "\\",
        "' OR 1=1", "a" * 3000, "1708-01-01Z", "2291-12-31Z", "0001Z", "2017-366Z", "null", "NaN",
    ]  # fmt: skip
    joints = ["=", "&", "&", "?", "", ";", "+", "#"]
    paths = ["/data", "/info", "/catalog", "/about", "/capabilities", "", "/x", "/data/x", "//"]
    for _ in range(3000):
        n = rng.integers(1, 12)
        text = "".join(
            rng.choice(words) + rng.choice(joints, p=[0.4, 0.2, 0.2, 0.04, 0.04, 0.04, 0.04, 0.04])
            for _ in range(n)
        )
        url = f"{client.base_url}".rstrip("/") + f"{rng.choice(paths)}?{text}"
        try:
            answer = client.get(url)
        except httpx.InvalidURL:
            continue
        assert answer.status_code in {200, 301, 400, 404}, url
        if answer.status_code >= 400:
            json.loads(answer.content)
