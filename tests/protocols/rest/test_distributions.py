"""A distribution of several dimensions in tiles, whatever is done with those not drawn."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import httpx
import numpy as np
import pytest
from numpy.typing import NDArray

from dayside.app import create_app
from dayside.model import Bins, Dataset, Parameter, Series, time
from dayside.services.door import Door
from dayside.settings import Settings
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

START = time.parse("2016-09-01T00:00:00")
SHAPE = (2, 3, 4)
SAMPLES = 64
TILE = {"dataset": "angles", "parameter": "f", "level": 0}


def angles() -> Series:
    bins = (
        Bins("azimuth", labels=("dawn", "dusk")),
        Bins("pitch", "deg", (15.0, 90.0, 165.0)),
        Bins("energy", "eV", (10.0, 100.0, 1e3, 1e4), scale="log"),
    )
    f = Parameter("f", "float32", "cm-2", SHAPE, bins=bins, display="spectrogram", scale="log")
    dataset = Dataset(
        "angles", (f,), cadence_ns=time.NS, start=START, stop=START + SAMPLES * time.NS
    )
    values = np.random.default_rng(5).random((SAMPLES, *SHAPE)).astype(np.float32)
    # A look that is missing at every third sample, and a sample that is missing altogether.
    values[::3, 0, 1] = np.nan
    values[7] = np.nan
    return Series(dataset, START + time.NS * np.arange(SAMPLES), {"f": values})


@pytest.fixture(scope="module")
def server() -> Iterator[httpx.Client]:
    app = create_app(Settings(), Door([MemorySource([angles()])]))
    with serving(app) as address, httpx.Client(base_url=address) as client:
        yield client


def bucket_rows(server: httpx.Client, columns: int, **asked: object) -> NDArray[np.float32]:
    """Return the buckets of 16 s of the whole dataset, shape (buckets, columns)."""
    found = server.get("/api/levels", params={"dataset": "angles"}).json()
    tiled = found["parameters"][0]
    dimension = tiled["dimensions"][asked.get("upwards", tiled["upwards"])]
    index = int(found["start"] // (16 * dimension["buckets"]))
    answer = server.get("/api/tile", params={**TILE, "index": index, **asked})
    assert answer.status_code == 200, answer.text
    size = columns * dimension["buckets"]
    stats = np.frombuffer(answer.content, "<f4")[:size].reshape(columns, -1)
    first = int(found["start"] // 16) - index * dimension["buckets"]
    return stats[:, first : first + SAMPLES // 16].T


def test_levels_tell_the_dimensions(server: httpx.Client) -> None:
    (tiled,) = server.get("/api/levels", params={"dataset": "angles"}).json()["parameters"]
    assert (tiled["upwards"], len(tiled["columns"])) == (2, 4)
    assert [d["length"] for d in tiled["dimensions"]] == list(SHAPE)
    assert tiled["dimensions"][1]["bins"]["centers"] == [15, 90, 165]
    assert tiled["dimensions"][2]["raw_width"] == tiled["raw_width"]


def test_a_bucket_says_what_its_samples_say(server: httpx.Client) -> None:
    values = angles().values["f"].astype(float).reshape(SAMPLES // 16, 16, *SHAPE)
    with np.errstate(invalid="ignore"):
        mean = np.nanmean(values, axis=(1, 2, 3))
        there = np.isfinite(values).any(axis=(2, 3))
        total = np.nansum(values, axis=(2, 3)).sum(axis=1) / there.sum(axis=1)
        pitch = np.nanmean(values[:, :, 1, :, 2], axis=1)
    np.testing.assert_allclose(bucket_rows(server, 4), mean, rtol=1e-5)
    np.testing.assert_allclose(bucket_rows(server, 4, over="mean,mean"), mean, rtol=1e-5)
    np.testing.assert_allclose(bucket_rows(server, 4, over="sum,sum"), total, rtol=1e-5)
    np.testing.assert_allclose(bucket_rows(server, 3, upwards=1, over="1,2"), pitch, rtol=1e-5)


def test_a_slice_may_be_told_as_one_number(server: httpx.Client) -> None:
    by_name = bucket_rows(server, 4, over="1,2")
    np.testing.assert_array_equal(bucket_rows(server, 4, slice=5), by_name)


def test_samples_are_summed_one_by_one(server: httpx.Client) -> None:
    found = server.get("/api/levels", params={"dataset": "angles"}).json()
    index = int(found["start"] // found["parameters"][0]["raw_width"])
    asked = {**TILE, "level": -1, "index": index, "over": "sum,mean"}
    body = server.get("/api/tile", params=asked).content
    samples, columns = struct.unpack_from("<II", body)
    values = np.frombuffer(body, "<f4", offset=8 + samples * 8).reshape(columns, samples)
    kept = np.arange(SAMPLES) != 7
    expected = np.nanmean(angles().values["f"][kept].astype(float), axis=2).sum(axis=1)
    assert np.isnan(values[:, 7]).all()
    # A mean of what is there: no sum is short of a look that was not measured.
    there = ~(np.arange(SAMPLES)[kept] % 3 == 0)
    np.testing.assert_allclose(values.T[kept][there], expected[there], rtol=1e-5)


def test_each_reduction_has_a_tag_of_its_own(server: httpx.Client) -> None:
    index = 0
    asked = [{}, {"over": "sum,mean"}, {"over": "mean,sum"}, {"upwards": 1}, {"slice": 0}]
    tags = [
        server.get("/api/tile", params={**TILE, "index": index, **a}).headers["etag"] for a in asked
    ]
    assert len(set(tags)) == len(asked)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"over": "median,mean"}, "not 'median'"),
        ({"over": "mean"}, "one for each of azimuth, pitch"),
        ({"over": "0,3"}, "pitch has the bins 0 to 2, not 3"),
        ({"upwards": 3}, "dimensions 0 to 2"),
        ({"slice": 6}, "there are 0 to 5"),
    ],
)
def test_what_cannot_be_reduced_is_told(
    server: httpx.Client, asked: dict[str, object], said: str
) -> None:
    answer = server.get("/api/tile", params={**TILE, "index": 0, **asked})
    assert answer.status_code == 400
    assert said in answer.json()["error"]["message"]
