"""The values: three encodings, windows, slow readers, readers that go."""

from __future__ import annotations

import csv
import gzip
import io
import json
import socket
import threading
import time as clock
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from dayside.formats.hapi.info import stamp
from dayside.model import Dataset, Parameter, Series, time
from dayside.protocols import Context, Gate, Limits
from dayside.protocols.hapi import routes
from dayside.services.door import Door
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

ROWS = 5000


def asked(held: list[Series], first: int, last: int, **more: str) -> dict[str, str]:
    """Return the query for the rows [first, last) of the orbiter."""
    start = int(held[0].time[0])
    return {
        "dataset": "orbiter",
        "start": stamp(start + first * time.NS),
        "stop": stamp(start + last * time.NS),
        **more,
    }


def test_the_three_encodings_hold_the_same(client: httpx.Client, held: list[Series]) -> None:
    query = asked(held, 0, ROWS)
    rows = list(csv.reader(io.StringIO(client.get("/data", params=query).text, newline="")))
    said = client.get("/data", params=query | {"format": "json"}).json()
    raw = client.get("/data", params=query | {"format": "binary"}).content
    assert len(rows) == len(said["data"]) == ROWS
    dtype = []
    for i, p in enumerate(said["parameters"]):
        kind = {"double": "<f8", "integer": "<i4"}.get(p["type"]) or f"S{p['length']}"
        dtype.append((str(i), kind, tuple(p.get("size", ()))))
    records = np.frombuffer(raw, dtype)
    at = 0
    for i, p in enumerate(said["parameters"]):
        size = int(np.prod(p.get("size", [1])))
        cells = [row[at : at + size] for row in rows]
        at += size
        leaves = [record[i] for record in said["data"]]
        if p["type"] in {"double", "integer"}:
            numbers = np.array(cells, float).reshape(records[str(i)].shape)
            assert np.array_equal(numbers, records[str(i)], equal_nan=True)
            assert np.array_equal(np.array(leaves, float), numbers, equal_nan=True)
        else:
            assert [c[0] for c in cells] == leaves == [b.decode() for b in records[str(i)].tolist()]
    assert np.array_equal(np.array([r[1] for r in said["data"]], float), held[0].values["B"], True)
    assert np.array_equal(records["3"], held[0].values["density"])


@settings(max_examples=60)
@given(cuts=st.tuples(*[st.integers(0, ROWS)] * 3), form=st.sampled_from(["csv", "binary", "json"]))
def test_neighbouring_windows_join(
    root: str, held: list[Series], cuts: tuple[int, ...], form: str
) -> None:
    a, b, c = sorted(cuts)
    with httpx.Client(base_url=root) as client:

        def rows(first: int, last: int) -> bytes | list[object]:
            if first == last:
                return [] if form == "json" else b""
            query = asked(held, first, last, format=form, parameters="B,flag")
            answer = client.get("/data", params=query)
            return answer.json()["data"] if form == "json" else answer.content

        assert rows(a, b) + rows(b, c) == rows(a, c)


def test_no_row_is_lost_in_a_thousand_windows(client: httpx.Client, held: list[Series]) -> None:
    rng = np.random.default_rng(3)
    start, stop = int(held[0].time[0]), int(held[0].time[-1]) + time.NS
    for _ in range(1000):
        first, last = sorted(rng.integers(start, stop, 2).tolist())
        query = {"dataset": "orbiter", "start": stamp(first), "stop": stamp(last + 1)}
        found = client.get("/data", params=query | {"parameters": "flag"})
        expected = held[0].time[(held[0].time >= first) & (held[0].time <= last)]
        told = [line.split(",")[0] for line in found.text.splitlines()]
        assert told == time.to_text(expected, 3).tolist()


def test_from_start_date_to_stop_date_is_everything(
    client: httpx.Client, held: list[Series]
) -> None:
    for series in held[:3]:
        info = client.get("/info", params={"dataset": series.dataset.id}).json()
        query = {
            "id": series.dataset.id,
            "time.min": info["startDate"],
            "time.max": info["stopDate"],
        }
        assert len(client.get("/data", params=query).text.splitlines()) == len(series)


def test_bins_that_move_come_with_the_values(client: httpx.Client, held: list[Series]) -> None:
    query = asked(held, 0, 6, parameters="flux,energy", format="json")
    said = client.get("/data", params=query).json()
    _, flux, energy = said["parameters"]
    assert (flux["bins"][0]["centers"], flux["size"]) == (energy["name"], energy["size"])
    assert (energy["units"], energy["type"]) == (flux["bins"][0]["units"], "double")
    assert [row[2] for row in said["data"]] == held[0].values["energy"][:6].tolist()


def test_header_in_csv_and_binary(client: httpx.Client, held: list[Series]) -> None:
    query = asked(held, 0, 3, parameters="B", include="header")
    for form in ("csv", "binary"):
        whole = client.get("/data", params=query | {"format": form}).content
        lines = [line for line in whole.split(b"\n") if line.startswith(b"#")]
        said = json.loads(b"".join(line[1:] for line in lines))
        assert (said["format"], said["status"]["code"]) == (form, 1200)
        assert [p["name"] for p in said["parameters"]] == ["Time", "B"]
        plain = {k: v for k, v in query.items() if k != "include"}
        body = client.get("/data", params=plain | {"format": form}).content
        assert whole.endswith(b"#}\n" + body)


def test_an_empty_window_in_every_form(client: httpx.Client) -> None:
    query = {"dataset": "gap", "start": "2016-12-31T23:51Z", "stop": "2016-12-31T23:52Z"}
    for form in ("csv", "binary"):
        assert client.get("/data", params=query | {"format": form}).content == b""
    with_header = client.get("/data", params=query | {"include": "header"}).text
    assert '"code": 1201' in with_header
    said = client.get("/data", params=query | {"format": "json"}).json()
    assert (said["data"], said["status"]["code"]) == ([], 1201)


def test_columns_for_speed(client: httpx.Client, held: list[Series]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    query = asked(held, 10, 20, parameters="B,flag")
    parquet = client.get("/data", params=query | {"format": "x_parquet"})
    table = pq.read_table(io.BytesIO(parquet.content))
    assert table.num_rows == 10
    assert table.column("flag").type == pa.int16()
    arrow = client.get("/data", params=query | {"format": "x_arrow"})
    assert pa.ipc.open_stream(arrow.content).read_all().num_rows == 10


def test_conditional_head_and_gzip(client: httpx.Client, held: list[Series]) -> None:
    query = asked(held, 0, 500)
    plain = client.get("/data", params=query)
    tag = plain.headers["etag"]
    assert plain.headers["last-modified"] == "Tue, 03 Feb 2026 04:05:06 GMT"
    assert client.get("/data", params=query, headers={"if-none-match": tag}).status_code == 304
    since = {"if-modified-since": plain.headers["last-modified"]}
    assert client.get("/data", params=query, headers=since).status_code == 304
    assert client.get("/data", params=asked(held, 0, 501)).headers["etag"] != tag
    head = client.head("/data", params=query)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert "content-length" not in head.headers  # that of the answer to GET, or none
    packed = client.get("/data", params=query, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] != tag
    assert packed.content == plain.content
    with client.stream("GET", "/data", params=query, headers={"accept-encoding": "gzip"}) as raw:
        assert gzip.decompress(b"".join(raw.iter_raw())) == plain.content


def test_hapiclient(root: str, held: list[Series], monkeypatch: pytest.MonkeyPatch) -> None:
    from hapiclient import hapi

    start, stop = "2016-12-31T23:50:00Z", "2016-12-31T23:58:20Z"
    assert hapi(root)["catalog"][0]["id"] == "orbiter"
    found = {}
    for form in ("csv", "binary"):
        data, _ = hapi(root, "orbiter", "B,density,flag,flux,mode,received,matrix", start, stop,
                       format=form, usecache=False, cache=False)  # fmt: skip
        found[form] = data
        assert len(data) == 500
        for name in ("B", "density", "flux", "matrix"):
            assert np.array_equal(data[name], held[0].values[name][:500], equal_nan=True), name
    for name in ("Time", "mode", "received"):
        assert found["csv"][name].tolist() == found["binary"][name].tolist(), name


class Endless(MemorySource):
    """A source that never ends and tells how much was taken and whether it was closed."""

    def __init__(self) -> None:
        dataset = Dataset(
            "x", (Parameter("v", "float64", shape=(50,)),), start=0, stop=10**18, cadence_ns=10**6
        )
        super().__init__([Series(dataset, np.arange(1), {"v": np.zeros((1, 50))})])
        self.taken = 0
        self.closed = threading.Event()

    def read(self, *_: object, **__: object) -> Iterator[Series]:  # type: ignore[override]
        values = np.random.default_rng(0).normal(size=(1000, 50))
        try:
            for n in range(10**6):
                self.taken += 1
                yield Series(self.held["x"].dataset, np.arange(1000) + n * 1000, {"v": values})
                if self.taken == 20 and self.fails:
                    raise RuntimeError("in the middle")
        finally:
            self.closed.set()

    fails = False


@pytest.fixture
def endless() -> Iterator[tuple[Endless, Gate, str]]:
    source, gate = Endless(), Gate()
    app = Starlette(routes=routes(Context(Door([source]), gate=gate, limits=Limits(rows=0))))
    with serving(app) as address:
        yield source, gate, f"{address}/hapi/data?dataset=x&start=2001Z&stop=2002Z&format=binary"


def connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    made = socket.create_connection((parts.hostname, parts.port))
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
    made.sendall(f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    return made


def test_a_slow_reader_holds_the_source_back(endless: tuple[Endless, Gate, str]) -> None:
    source, _, url = endless
    with connect(url) as reader:
        reader.recv(1000)
        clock.sleep(0.5)
        before = source.taken
        clock.sleep(1.0)
        assert source.taken == before
        assert before < 60  # 430 kB each
        received = 0
        while received < 60_000_000:
            got = len(reader.recv(1 << 20))
            assert got
            received += got
        assert source.taken > before


def test_a_reader_that_goes_stops_the_source(endless: tuple[Endless, Gate, str]) -> None:
    source, gate, url = endless
    with connect(url) as reader:
        reader.recv(1000)
        assert gate.running("local") == 1
    assert source.closed.wait(5)
    until = clock.monotonic() + 5
    while gate.running("local") and clock.monotonic() < until:
        clock.sleep(0.01)
    assert gate.running("local") == 0


def test_a_failure_in_the_middle_breaks_the_connection(endless: tuple[Endless, Gate, str]) -> None:
    source, gate, url = endless
    source.fails = True
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(url)
    assert source.closed.wait(5)
    assert gate.running("local") == 0
