"""A remote HAPI server as a source: our own, recorded answers, and servers that misbehave."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dayside.formats.base import NOTHING_SAID
from dayside.formats.hapi.binary import HapiBinary
from dayside.formats.hapi.csv import HapiCsv
from dayside.model import ANONYMOUS, Series, time
from dayside.model.errors import BadRequest, UnknownDataset, UnknownParameter, Upstream
from dayside.protocols import Context
from dayside.protocols.hapi import routes
from dayside.services import catalog
from dayside.services.door import Door
from dayside.services.fetch import SeriesRequest, fetch
from dayside.sources import Source
from dayside.sources.hapi import known_servers, remote_sources
from dayside.sources.hapi_cache import DiskCache
from dayside.sources.hapi_remote import RemoteHapi
from dayside.testing.examples import example_series
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving


@pytest.fixture(scope="module")
def held() -> Series:
    made = example_series()
    dataset = made.dataset.replace(
        start=int(made.time[0]), stop=int(made.time[-1]) + 500_000_000, cadence_ns=500_000_000,
        modified="2026-01-01T00:00:00Z",
    )  # fmt: skip
    return Series(dataset, made.time, made.values)


@pytest.fixture(scope="module")
def server(held: Series) -> Iterator[str]:
    app = Starlette(routes=routes(Context(Door([MemorySource([held], block_rows=5)]))))
    with serving(app) as address:
        yield f"{address}/hapi"


@pytest.fixture
def remote(server: str, tmp_path: Path) -> RemoteHapi:
    return RemoteHapi("far", server, tmp_path)


def values_of(source: Source, dataset: str, names: list[str] | None = None) -> Series:
    said = source.describe(dataset).select(names)
    assert said.start is not None
    assert said.stop is not None
    return Series.concatenate(said, source.read(dataset, said.start, said.stop, names))


def test_lists_and_describes_what_the_server_has(remote: RemoteHapi, held: Series) -> None:
    assert isinstance(remote, Source)
    assert [(d.id, d.title) for d in remote.datasets()] == [(held.dataset.id, held.dataset.title)]
    said = remote.describe(held.dataset.id)
    assert said.names == held.dataset.names
    field = said["B"]
    assert (field.units, field.frame, field.components) == ("nT", "GSE", ("x", "y", "z"))
    assert (field.quality, field.uncertainty, field.labels) == (
        "flag", ("B_sigma",), ("Bx", "By", "Bz"),
    )  # fmt: skip
    assert said["flux"].bins[0].centers == held.dataset["flux"].bins[0].centers
    assert said["swept"].bins[0].parameter == "sweep"
    assert (said.start, said.stop, said.time_stamp) == (
        held.dataset.start,
        held.dataset.stop,
        "begin",
    )
    assert said.simulated


@pytest.mark.parametrize("form", ["csv", "binary"])
def test_values_are_the_same_far_away(server: str, tmp_path: Path, held: Series, form: str) -> None:
    remote = RemoteHapi("far", server, tmp_path)
    remote._form = form
    found = values_of(remote, held.dataset.id)
    assert np.array_equal(found.time, held.time)
    for name, expected in held.values.items():
        equal_nan = expected.dtype.kind == "f"
        assert np.array_equal(found.values[name], expected, equal_nan=equal_nan), name


def test_some_parameters_and_none(remote: RemoteHapi, held: Series) -> None:
    assert list(values_of(remote, held.dataset.id, ["density", "mode"]).values) == [
        "density",
        "mode",
    ]
    assert np.array_equal(values_of(remote, held.dataset.id, []).time, held.time)
    with pytest.raises(UnknownParameter):
        remote.read(held.dataset.id, 0, 1, ["nothing"])


def test_windows_join_without_loss(
    remote: RemoteHapi, held: Series, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dayside.sources.hapi_remote.WINDOW_ROWS", 2)
    assert np.array_equal(values_of(remote, held.dataset.id).time, held.time)
    start, stop = int(held.time[3]), int(held.time[7])
    found = list(remote.read(held.dataset.id, start, stop, ["counts"]))
    assert np.array_equal(np.concatenate([b.time for b in found]), held.time[3:7])


def test_unknown_dataset(remote: RemoteHapi) -> None:
    with pytest.raises(UnknownDataset):
        remote.describe("nothing")


def test_behind_the_door_under_its_name(remote: RemoteHapi, held: Series) -> None:
    door = Door([MemorySource([]), remote])
    dataset_id = f"far/{held.dataset.id}"
    assert [d.id for d in catalog.datasets(door, ANONYMOUS)] == [dataset_id]
    request = SeriesRequest(dataset_id, int(held.time[0]), int(held.time[-1]), ("density",))
    assert len(fetch(door, request, ANONYMOUS).series()) == len(held) - 1


def test_what_was_seen_stays_when_the_server_goes(held: Series, tmp_path: Path) -> None:
    app = Starlette(routes=routes(Context(Door([MemorySource([held])]))))
    with serving(app) as address:
        url = f"{address}/hapi"
        first = RemoteHapi("far", url, tmp_path)
        first.datasets()
        assert len(values_of(first, held.dataset.id)) == len(held)
    again = RemoteHapi("far", url, tmp_path)
    listed = again.datasets()
    assert [d.id for d in listed] == [held.dataset.id]
    assert "cannot be reached" in listed[0].attributes["note"]
    assert len(values_of(again, held.dataset.id)) == len(held)
    with pytest.raises(Upstream, match=r"The remote server far .* could not be reached|cannot be"):
        again.describe("another")


def test_unreachable_server_is_told_and_leaves_the_rest(tmp_path: Path, held: Series) -> None:
    silent = RemoteHapi("far", "http://127.0.0.1:9/hapi", tmp_path)
    with pytest.raises(Upstream, match="cannot be reached"):
        silent.datasets()
    result = catalog.search(Door([MemorySource([held]), silent]), ANONYMOUS)
    assert [d.id for d in result.datasets] == [held.dataset.id]
    assert "far" in result.unreachable


TIME = {"name": "Time", "type": "isotime", "units": "UTC", "fill": None, "length": 18}
INFO = {
    "HAPI": "2.0",
    "status": {"code": 1200, "message": "OK"},
    "startDate": "2001-01-01Z",
    "stopDate": "2001-01-02Z",
    "cadence": "PT1H",
    "definitions": {"nt": "nT"},
    "parameters": [
        TIME,
        {"name": "B", "type": "double", "units": {"$ref": "#/definitions/nt"}, "fill": "-1e31"},
        {"name": "b", "type": "integer", "units": None, "fill": "-9"},
    ],
}
ROWS = "2001-001T01:00:00Z,1.5,1\n2001-001T02:00:00Z,-1e31,-9\n2001-001T03:00:00Z,2.5,3\n"


def fake(data: str | bytes | Callable[[Request], Response], info: Any = INFO) -> Starlette:
    def tell(request: Request) -> Response:
        endpoint = request.url.path.rsplit("/", 1)[1]
        if endpoint == "data":
            return data(request) if callable(data) else PlainTextResponse(data)
        said = {
            "catalog": {"HAPI": "2.0", "catalog": [{"id": "a"}, {"no": "id"}, 3]},
            "capabilities": {"HAPI": "2.0", "outputFormats": ["csv"]},
            "info": info,
        }[endpoint]
        return PlainTextResponse(said if isinstance(said, str) else json.dumps(said))

    return Starlette(routes=[Route("/hapi/{endpoint}", tell)])


def test_version_2_with_references_and_day_of_year(tmp_path: Path) -> None:
    with serving(fake(ROWS)) as address:
        remote = RemoteHapi("far", f"{address}/hapi", tmp_path)
        assert [d.id for d in remote.datasets()] == ["a"]
        found = values_of(remote, "a")
    assert found.dataset.names == ("B", "b_2")
    assert found.dataset["B"].units == "nT"
    assert found.values["B"].tolist() == pytest.approx([1.5, np.nan, 2.5], nan_ok=True)
    assert found.values["b_2"].tolist() == [1, -9, 3]
    assert found.time[0] == time.parse("2001-01-01T01")


@pytest.mark.parametrize(
    "data",
    [
        "no,csv\n", "2001-001T01:00:00Z,1.5\n", "2001-001T01:00:00Z,x,1\n", "junk", "\x00" * 500,
        "2001-001T01:00:00Z,1.5,1.5\n", "{", '{"status": {"code": 1500}}', "99999-01-01Z,1,1\n",
    ],
)  # fmt: skip
def test_data_that_make_no_sense_are_upstream(tmp_path: Path, data: str) -> None:
    with serving(fake(data)) as address:
        remote = RemoteHapi("far", f"{address}/hapi", tmp_path)
        with pytest.raises(Upstream):
            values_of(remote, "a")


@pytest.mark.parametrize(
    "info",
    [
        "no json", "[]", {}, {"parameters": 3}, {"parameters": []}, {"parameters": [{}]},
        INFO | {"parameters": [{"name": "x", "type": "double"}]},
        INFO | {"parameters": [TIME, {"name": "x", "type": "double", "size": [10**12]}]},
        INFO | {"parameters": [TIME, {"name": "x", "type": "what"}]},
        INFO | {"parameters": [TIME, {"$ref": "#/definitions/none"}]},
        {"status": {"code": 1500}},
    ],
)  # fmt: skip
def test_descriptions_that_make_no_sense_are_upstream(tmp_path: Path, info: Any) -> None:
    with serving(fake(ROWS, info)) as address:
        remote = RemoteHapi("far", f"{address}/hapi", tmp_path)
        with pytest.raises(Upstream):
            remote.describe("a")


def test_no_data_told_as_json_is_no_data(tmp_path: Path) -> None:
    with serving(fake('{"HAPI": "2.0", "status": {"code": 1201}}')) as address:
        assert len(values_of(RemoteHapi("far", f"{address}/hapi", tmp_path), "a")) == 0


def test_asks_twice_after_a_failure_and_says_who_it_is(tmp_path: Path) -> None:
    seen: list[str] = []

    def flaky(request: Request) -> Response:
        seen.append(request.headers["user-agent"])
        return PlainTextResponse(ROWS, 503 if len(seen) == 1 else 200)

    with serving(fake(flaky)) as address:
        remote = RemoteHapi("far", f"{address}/hapi", tmp_path)
        assert len(values_of(remote, "a")) == 3
        assert len(values_of(remote, "a")) == 3
    assert len(seen) == 2  # the second reading came from the cache
    assert seen[0].startswith("dayside/")


def test_a_dataset_that_was_removed_is_unknown(tmp_path: Path) -> None:
    gone = json.dumps({"HAPI": "3.3", "status": {"code": 1406, "message": "unknown dataset"}})
    with serving(fake(lambda _: PlainTextResponse(gone, 404))) as address:
        remote = RemoteHapi("far", f"{address}/hapi", tmp_path)
        with pytest.raises(UnknownDataset, match="far has no dataset"):
            values_of(remote, "a")
    with serving(fake(lambda _: PlainTextResponse("<html>", 404))) as address:
        remote = RemoteHapi("far", f"{address}/hapi", tmp_path)
        with pytest.raises(Upstream, match="HTTP 404"):
            values_of(remote, "a")


def test_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dayside.sources.hapi_client.DATA_BYTES", 10)
    with serving(fake(ROWS)) as address:
        remote = RemoteHapi("far", f"{address}/hapi", tmp_path)
        with pytest.raises(Upstream, match="more than"):
            values_of(remote, "a")


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "form"),
    [("HAPI_sample_csv_multiple_vars.csv", HapiCsv()), ("HAPI_amda_imf_all.binary", HapiBinary())],
)
def test_recorded_answers(test_data: Path, tmp_path: Path, name: str, form: Any) -> None:
    path = test_data / "vo-metadata" / name
    raw = path.read_bytes()
    lines = [line[1:] for line in raw.splitlines() if line.startswith(b"#")]
    said = json.loads(b"".join(lines))
    body = raw[raw.rindex(b"\n", 0, raw.index(lines[-1]) + len(lines[-1]) + 1) + 1 :]
    expected = form.read(path, NOTHING_SAID)[0]
    info = {"startDate": "1997-09-02Z", "stopDate": "1997-09-05Z", "cadence": "PT1H"} | said

    def data(_: Request) -> Response:
        return Response(body)

    app = fake(data, info)
    with serving(app) as address:
        remote = RemoteHapi("far", f"{address}/hapi", tmp_path)
        remote._form = form.name.removeprefix("hapi_")
        block = next(remote.read("a", time.parse("1997-09-01"), time.parse("1997-09-04")))
    assert np.array_equal(block.time, expected.time)
    assert np.array_equal(
        block.values["imf" if "imf" in block.values else "BGSM"],
        expected.values["imf" if "imf" in expected.values else "BGSM"],
    )


@pytest.mark.realdata
def test_recorded_descriptions(test_data: Path, tmp_path: Path) -> None:
    folder = test_data / "vo-metadata"
    catalog_text = (folder / "hapi_catalog.json").read_text()

    def tell(request: Request) -> Response:
        endpoint = request.url.path.rsplit("/", 1)[1]
        kept = {"catalog": catalog_text}.get(endpoint)
        return PlainTextResponse(kept or (folder / f"hapi_{endpoint}.json").read_text())

    with serving(Starlette(routes=[Route("/hapi/{endpoint}", tell)])) as address:
        remote = RemoteHapi("sscweb", f"{address}/hapi", tmp_path)
        assert len(remote.datasets()) == len(json.loads(catalog_text)["catalog"])
        said = remote.describe("ace")
        assert remote._data_form() == "binary"
    assert said["X_TOD"].units == "R_E"
    assert said.cadence_ns == 720 * time.NS


def test_known_servers_are_off_until_named(tmp_path: Path) -> None:
    assert {"cdaweb", "amda", "csa", "sscweb", "iswa", "lisird", "das2", "vires"} == set(
        known_servers()
    )
    assert remote_sources([], tmp_path) == []
    found = remote_sources(
        ["amda", "https://example.org/hapi", "mine=http://127.0.0.1/hapi/"], tmp_path
    )
    assert [s.name for s in found] == ["amda", "example_org", "mine"]
    for wrong in ("cdawep", "ftp://x/hapi", "A B=http://x/hapi", ""):
        with pytest.raises(BadRequest):
            remote_sources([wrong], tmp_path)
    with pytest.raises(BadRequest, match="Two"):
        remote_sources(["amda", "amda"], tmp_path)
    with pytest.raises(BadRequest, match="another name"):
        remote_sources(["dropped=https://example.org/hapi"], tmp_path)


def test_cache_keeps_what_was_used_last(tmp_path: Path) -> None:
    cache = DiskCache(tmp_path / "kept", most=25)
    for key in "abc":
        cache.put(b"0123456789", key)
    for age, key in enumerate("bca"):
        os.utime(cache._path((key,)), (age, age))
    cache.prune()
    assert cache.get("b") is None
    assert cache.get("a") == b"0123456789"
    shutil.rmtree(tmp_path / "kept")
    (tmp_path / "kept").write_text("no folder")
    cache.put(b"x", "d")
    assert cache.get("d") is None
