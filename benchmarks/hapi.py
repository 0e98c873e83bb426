"""HAPI from the archive, over a real socket, beside server-nodejs's built-in ``file`` source.

Ten million rows of time, double, double[3] and integer, at 1 s. CPU seconds are those of the
server's processes alone (this one only reads); resident memory is the peak over idle. The
peer is started from ``$HAPI_SERVER_NODEJS``, a folder that holds it ready to run; without
it only Dayside is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from benchmarks._measure import Timing, say_rates, say_where
from benchmarks._serving import Server, archive_served, free_port, started

TARGETS = {"csv, six digits": 2e6, "csv, full entropy": 1e6, "binary": 6e6}
FIRST_BYTE_S = 0.050
MEMORY_MB = 200
PEER_RATIOS = {"csv": 8, "binary": 12}
RECORD_BYTES = 20 + 8 + 3 * 8 + 4


def main(arguments: list[str] | None = None) -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="benchmarks hapi", description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--peer-rows", type=int, default=2_000_000)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args(arguments)
    say_where("dayside", "uvicorn", "numba", "zarr", "numpy")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill_archive(folder / "archive", options.rows)
        rates = _ours(folder / "archive", options)
        home = os.environ.get("HAPI_SERVER_NODEJS")
        if home:
            _peer(Path(home), folder, options, rates)
        else:
            print("\nHAPI_SERVER_NODEJS is not set: no peer beside.")


def make_rows(rows: int, *, short: bool) -> dict[str, np.ndarray]:
    """Return values of at most six significant digits, or of full entropy."""
    rng = np.random.default_rng(0)
    scalar, vector = rng.normal(0, 50, rows), rng.normal(0, 50, (rows, 3))
    if short:
        scalar, vector = np.round(scalar, 3), np.round(vector, 3)
    count = rng.integers(-1000, 1000, rows).astype(np.int32)
    return {"scalar": scalar, "vector": vector, "count": count}


def fill_archive(location: Path, rows: int) -> None:
    """Make an archive of two datasets, ``six`` and ``full``."""
    from dayside.archive import Archive
    from dayside.archive.writer import append
    from dayside.model import Dataset, Parameter, Series
    from dayside.model import time as utc

    parameters = (
        Parameter("scalar", "float64", "nT"),
        Parameter("vector", "float64", "nT", (3,), components=("x", "y", "z"), frame="GSE"),
        Parameter("count", "int32", ""),
    )
    ticks = utc.parse("2018-01-01Z") + np.arange(rows) * utc.NS
    with Archive.open(location) as archive:
        for name in ("six", "full"):
            dataset = Dataset(name, parameters, cadence_ns=utc.NS)
            values = make_rows(rows, short=name == "six")
            append(archive, Series(dataset, ticks, values))


@dataclass(frozen=True)
class Reading:
    """What one request took."""

    wall_s: float
    cpu_s: float
    first_s: float
    size: int


def read(server: Server, query: str) -> Reading:
    """Read an answer as fast as it comes, without looking at it."""
    parts = urlsplit(server.root)
    buffer = memoryview(bytearray(1 << 20))
    cpu, began = server.cpu_s(), time.perf_counter()
    with socket.create_connection((parts.hostname, parts.port)) as made:
        line = (
            f"GET {parts.path}/data?{query} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close"
        )
        made.sendall(f"{line}\r\n\r\n".encode())
        size, first, head = 0, 0.0, b""
        while n := made.recv_into(buffer):
            if not first:
                head += bytes(buffer[:n])
                _, _, body = head.partition(b"\r\n\r\n")
                if body:
                    first = time.perf_counter() - began
            size += n
    if not head.startswith(b"HTTP/1.1 200"):
        raise SystemExit(head[:800].decode())
    wall = time.perf_counter() - began
    time.sleep(0.05)
    return Reading(wall, server.cpu_s() - cpu, first, size)


def medians(name: str, server: Server, query: str, repeat: int) -> tuple[Timing, Reading]:
    """Return the medians of some readings, and the last."""
    found = [read(server, query) for _ in range(repeat)]
    wall = statistics.median(r.wall_s for r in found)
    cpu = statistics.median(r.cpu_s for r in found)
    return Timing(name, wall, cpu, repeat), found[-1]


def query(dataset: str, first: int, last: int, form: str) -> str:
    """Return the query for the rows [first, last)."""
    start = np.datetime64("2018-01-01", "s")
    return f"id={dataset}&time.min={start + first}Z&time.max={start + last}Z&format={form}"


def _ours(location: Path, options: argparse.Namespace) -> dict[str, float]:
    rows = options.rows
    rates = {}
    with archive_served(location) as server:
        read(server, query("six", 0, 1000, "csv"))
        idle = server.memory_mb("VmRSS")
        _say_first_bytes(server, rows)
        for name, dataset, form in (
            ("csv, six digits", "six", "csv"),
            ("csv, full entropy", "full", "csv"),
            ("binary", "full", "binary"),
        ):
            timing, last = medians(name, server, query(dataset, 0, rows, form), options.repeat)
            say_rates(f"Dayside, {last.size / 1e6:.0f} MB", timing, [], rows, "rows")
            rates[name] = rows / timing.cpu_s
            _say_target(name, rates[name])
        grown = server.memory_mb("VmHWM") - idle
        verdict = "reached" if grown <= MEMORY_MB else "missed"
        print(
            f"memory: idle {idle:.0f} MB, peak {grown:.0f} MB over it; "
            f"target {MEMORY_MB}: {verdict}"
        )
    return rates


def _say_target(name: str, rate: float) -> None:
    verdict = "reached" if rate >= TARGETS[name] else "missed"
    print(f"target {TARGETS[name] / 1e6} M rows/CPU-s: {verdict} ({rate / 1e6:.2f})")


def _say_first_bytes(server: Server, rows: int) -> None:
    print("\nFirst byte of the body, ms (median of 5): the rest of the data, an hour")
    for part in (0.0, 0.1, 0.5, 0.9, 0.999):
        first = int(rows * part)
        told = []
        for last in (rows, min(first + 3600, rows)):
            found = [_first_byte(server, query("full", first, last, "csv")) for _ in range(5)]
            told.append(statistics.median(found))
        verdict = "reached" if max(told) <= FIRST_BYTE_S else "missed"
        shown = ", ".join(f"{t * 1e3:.1f}" for t in told)
        print(f"  from row {first:>11,}: {shown}  (target {FIRST_BYTE_S * 1e3:.0f}: {verdict})")


def _first_byte(server: Server, asked: str) -> float:
    began = time.perf_counter()
    with urllib.request.urlopen(f"{server.root}/data?{asked}") as answer:
        answer.read(1)
        return time.perf_counter() - began


def _peer(home: Path, folder: Path, options: argparse.Namespace, rates: dict[str, float]) -> None:
    """Measure server-nodejs on a csv file of the same rows."""
    rows, port = options.peer_rows, free_port()
    table = folder / "rows.csv"
    _write_table(table, rows)
    catalog = folder / "peer.json"
    catalog.write_text(json.dumps(_peer_catalog(table, rows)))
    command = ["node", "server.js", "--port", str(port), "--file", str(catalog), "--skipchecks"]
    with started(command, f"http://127.0.0.1:{port}/peer/hapi", home) as server:
        for form, ours in (("csv", "csv, full entropy"), ("binary", "binary")):
            timing, last = medians(form, server, query("full", 0, rows, form), options.repeat)
            say_rates(
                f"server-nodejs, file source, {last.size / 1e6:.0f} MB", timing, [], rows, "rows"
            )
            ratio = rates[ours] / (rows / timing.cpu_s)
            verdict = "reached" if ratio >= PEER_RATIOS[form] else "missed"
            print(f"Dayside is {ratio:.1f} x; target {PEER_RATIOS[form]}: {verdict}")
            whole = (rows * RECORD_BYTES if form == "binary" else table.stat().st_size) * 0.9
            if last.size < whole:
                print("  (the peer's answer was not whole)")


def _write_table(path: Path, rows: int) -> None:
    from dayside.formats.hapi.encode import encode_csv
    from dayside.model import Dataset, Parameter, Series
    from dayside.model import time as utc

    values = make_rows(rows, short=False)
    parameters = (
        Parameter("scalar", "float64"),
        Parameter("vector", "float64", shape=(3,)),
        Parameter("count", "int32"),
    )
    dataset = Dataset("full", parameters, attributes={"time_digits": 0})
    ticks = utc.parse("2018-01-01Z") + np.arange(rows) * utc.NS
    with path.open("wb") as file:
        file.writelines(encode_csv(dataset, [Series(dataset, ticks, values)]))


def _peer_catalog(table: Path, rows: int) -> dict[str, object]:
    stop = np.datetime64("2018-01-01", "s") + rows
    double = {"type": "double", "units": "nT", "fill": None}
    info = {
        "startDate": "2018-01-01T00:00:00Z",
        "stopDate": f"{stop}Z",
        "cadence": "PT1S",
        "parameters": [
            {"name": "Time", "type": "isotime", "units": "UTC", "fill": None, "length": 20},
            {"name": "scalar", **double},
            {"name": "vector", "size": [3], **double},
            {"name": "count", "type": "integer", "units": None, "fill": None},
        ],
    }
    return {
        "server": {"id": "peer", "contact": "nobody", "HAPI": "2.0"},
        "catalog_inline": [{"id": "full", "title": "rows", "info": info}],
        "data": {"file": str(table), "fileformat": "csv", "contact": "nobody"},
    }


if __name__ == "__main__":
    main()
