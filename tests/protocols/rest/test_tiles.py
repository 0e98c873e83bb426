from __future__ import annotations

import struct
from itertools import pairwise
from typing import Any

import httpx
import numpy as np
import pytest

from dayside.model import time
from dayside.testing.applications import walk


def levels_of(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/levels", params={"dataset": "walk"}).json()
    return found


def tile(client: httpx.Client, **asked: object) -> httpx.Response:
    answer = client.get("/api/tile", params={"dataset": "walk", **asked})
    assert answer.status_code == 200, answer.text
    return answer


def test_levels_tell_all_that_is_needed_to_read_a_tile(client: httpx.Client) -> None:
    found = levels_of(client)
    widths = [level["width"] for level in found["levels"]]
    assert widths[0] == 16
    assert all(b == 4 * a for a, b in pairwise(widths))
    field = next(p for p in found["parameters"] if p["name"] == "B")
    assert field["columns"] == ["Bx", "By", "Bz", "magnitude"]
    assert field["stats"] == ["min", "max", "mean"]
    flux = next(p for p in found["parameters"] if p["name"] == "flux")
    assert (flux["stats"], flux["display"], len(flux["columns"])) == (["mean"], "spectrogram", 16)
    assert found["start"] == np.datetime64("2016-12-31T20:00").astype("M8[s]").astype(float)


@pytest.mark.parametrize("level", [0, 1, 2])
def test_buckets_hold_what_the_samples_say(client: httpx.Client, level: int) -> None:
    found = levels_of(client)
    field = next(p for p in found["parameters"] if p["name"] == "B")
    width, buckets = found["levels"][level]["width"], field["buckets"]
    index = int(found["start"] // (width * buckets))
    body = tile(client, parameter="B", level=level, index=index, version=found["version"]).content
    columns = len(field["columns"])
    numbers = np.frombuffer(body, "<f4")
    stats = numbers[: 3 * columns * buckets].reshape(3, columns, buckets)
    count = numbers[3 * columns * buckets :]
    assert count.shape == (buckets,)
    series = walk()
    unix_s = time.to_unix_ns(series.time) / 1e9
    at = np.floor(unix_s / width).astype(int) - index * buckets
    for bucket in np.flatnonzero(count)[:5]:
        inside = series.values["B"][at == bucket]
        assert count[bucket] == len(inside)
        np.testing.assert_allclose(stats[0, :3, bucket], inside.min(axis=0))
        np.testing.assert_allclose(stats[1, :3, bucket], inside.max(axis=0))
        np.testing.assert_allclose(stats[2, :3, bucket], inside.mean(axis=0), rtol=1e-5)
    assert np.isnan(stats[:, :, count == 0]).all()


def test_raw_tiles_hold_the_samples_themselves(client: httpx.Client) -> None:
    found = levels_of(client)
    width = next(p["raw_width"] for p in found["parameters"] if p["name"] == "B")
    index = int(found["start"] // width) + 1
    body = tile(client, parameter="B", level=-1, index=index).content
    samples, columns = struct.unpack_from("<II", body)
    assert len(body) == 8 + samples * 8 + samples * columns * 4
    seconds = np.frombuffer(body, "<f8", samples, 8) + index * width
    values = np.frombuffer(body, "<f4", offset=8 + samples * 8).reshape(columns, samples)
    series = walk()
    row = np.searchsorted(time.to_unix_ns(series.time) / 1e9, seconds[0])
    np.testing.assert_array_equal(values[:3].T, series.values["B"][row : row + samples])


def test_a_tile_of_its_version_is_kept_for_ever(client: httpx.Client) -> None:
    version = levels_of(client)["version"]
    asked = {"parameter": "B", "level": 0, "index": 90_540, "version": version}
    first = tile(client, **asked)
    assert "immutable" in first.headers["cache-control"]
    assert first.headers["etag"].startswith('"')
    again = client.get(
        "/api/tile",
        params={"dataset": "walk", **asked},
        headers={"if-none-match": first.headers["etag"]},
    )
    assert again.status_code == 304
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("version", ["", "of yesterday"])
def test_a_tile_under_another_version_is_asked_again(client: httpx.Client, version: str) -> None:
    answer = tile(client, parameter="B", level=0, index=0, version=version)
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("index", [2**40, -(2**40)])
@pytest.mark.parametrize("level", [-1, 0, 2])
def test_tiles_outside_all_time_are_refused(client: httpx.Client, level: int, index: int) -> None:
    asked = {"dataset": "walk", "parameter": "B", "level": level, "index": index}
    assert client.get("/api/tile", params=asked).status_code == 400


@pytest.mark.parametrize("parameter", ["note", "nothing", "b\x00"])
def test_what_cannot_be_drawn_is_refused(client: httpx.Client, parameter: str) -> None:
    asked = {"dataset": "walk", "parameter": parameter, "level": 0, "index": 0}
    assert client.get("/api/tile", params=asked).status_code == 404
