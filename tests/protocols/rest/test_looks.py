"""``POST /api/looks``: who may, what comes back, and that every adapter serves it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from dayside.testing.applications import TOKEN, example_application
from dayside.testing.serving import serving

TABLE = b"time,density [cm-3]\n" + b"".join(
    b"2020-01-01T00:%02d:00Z,%d\n" % (s, s) for s in range(60)
)
BEARER = {"authorization": f"Bearer {TOKEN}"}


def drop(client: httpx.Client, *files: tuple[str, bytes], **headers: str) -> httpx.Response:
    sent = [("file", file) for file in files]
    # Each starts a process, which a loaded machine takes its time for.
    return client.post("/api/looks", files=sent, headers=BEARER | headers, timeout=300)


@pytest.fixture(scope="module")
def dropped(client: httpx.Client) -> str:
    answer = drop(client, ("wind.csv", TABLE))
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    said = answer.json()
    assert said["refused"] == []
    (dataset,) = said["datasets"]
    assert said["panels"] == [{"dataset": dataset["id"], "parameter": "density"}]
    return str(dataset["id"])


def test_every_resource_takes_the_id(client: httpx.Client, dropped: str) -> None:
    assert client.get("/api/dataset", params={"id": dropped}).json()["records"] == 60
    levels = client.get("/api/levels", params={"dataset": dropped}).json()
    (parameter,) = levels["parameters"]
    index = int(levels["start"] // (levels["levels"][0]["width"] * parameter["buckets"]))
    asked = {"dataset": dropped, "parameter": "density", "level": 0, "index": index}
    tile = client.get("/api/tile", params={**asked, "version": levels["version"]})
    assert tile.status_code == 200
    times = {"start": "2020-01-01T00:10Z", "stop": "2020-01-01T00:12Z"}
    hapi = client.get("/hapi/data", params={"dataset": dropped, **times})
    assert [float(line.split(",")[1]) for line in hapi.text.splitlines()] == [10, 11]
    assert client.get(f"/datasets/{dropped}").status_code == 200


@pytest.mark.parametrize("path", ["/api/datasets", "/hapi/catalog", "/", "/status.json"])
def test_no_list_has_it(client: httpx.Client, dropped: str, path: str) -> None:
    assert dropped not in client.get(path).text


def test_what_is_gone_says_so(client: httpx.Client) -> None:
    answer = client.get("/api/levels", params={"dataset": "dropped/0123456789/wind"})
    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == (
        "This file was only looked at, and is gone; drop it again."
    )


def test_the_true_reason_of_a_refusal_is_told(client: httpx.Client) -> None:
    torn = ("torn.cdf", b"\xcd\xf3\x00\x01\x00\x00\xff\xff" + bytes(100))
    answer = drop(client, torn)
    assert answer.status_code == 400
    assert "torn.cdf is a damaged or truncated CDF" in answer.json()["error"]["message"]
    label = (
        b"PDS_VERSION_ID = PDS3\nRECORD_TYPE = FIXED_LENGTH\nRECORD_BYTES = 10\n"
        b'^TABLE = "../../etc/passwd"\nOBJECT = TABLE\nINTERCHANGE_FORMAT = ASCII\n'
        b"ROWS = 1\nROW_BYTES = 10\nCOLUMNS = 1\nEND_OBJECT = TABLE\nEND\n"
    )
    answer = drop(client, ("evil.lbl", label), ("wind.csv", TABLE))
    assert answer.status_code == 201
    (refused,) = answer.json()["refused"]
    assert refused["name"] == "evil.lbl"
    assert "outside its folder" in refused["reason"]


def test_only_who_may_write_drops(client: httpx.Client) -> None:
    sent = {"file": ("wind.csv", TABLE)}
    assert client.post("/api/looks", files=sent).status_code == 403
    elsewhere = drop(client, ("wind.csv", TABLE), origin="https://elsewhere.example")
    assert elsewhere.status_code == 403


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"", "multipart/form-data"), (b"--x", "multipart/form-data; boundary=x"), (b"a", "text/csv")],
)
def test_what_is_no_upload_is_told(client: httpx.Client, content: bytes, kind: str) -> None:
    answer = client.post("/api/looks", content=content, headers=BEARER | {"content-type": kind})
    assert answer.status_code == 400, answer.text


def test_too_much_is_refused_before_it_is_read(folder: Path) -> None:
    app = example_application(folder, max_look_bytes=1 << 20)
    with serving(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        answer = drop(client, ("wind.csv", bytes(3 << 20)))
        assert answer.status_code == 413
        assert "2 MiB" in answer.json()["error"]["message"]
        answer = drop(client, ("wind.csv", bytes((1 << 20) + 1)))
        assert answer.status_code == 400
        assert "larger ones go in with dayside ingest" in answer.json()["error"]["message"]
    app = example_application(folder, max_look_bytes=0)
    with serving(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        assert drop(client, ("wind.csv", TABLE)).status_code == 404


def test_many_at_once(client: httpx.Client) -> None:
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda n: drop(client, (f"wind_{n}.csv", TABLE)), range(3)))
    assert [a.status_code for a in answers] == [201] * 3
    assert len({a.json()["datasets"][0]["id"] for a in answers}) == 3
