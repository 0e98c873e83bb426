"""The list of datasets: order, near matches, what of a dataset fits."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import numpy as np
import pytest

from dayside.app import create_app
from dayside.model import Dataset, Parameter, Series, time
from dayside.services.door import Door
from dayside.settings import Settings
from dayside.testing.memory import MemorySource
from dayside.testing.serving import serving

T0 = time.parse("2016-09-01")


def held(dataset_id: str, title: str, cadence_s: int, start: str) -> Series:
    dataset = Dataset(
        dataset_id,
        (Parameter("Tp", "float32", "eV", label="Proton temperature"),),
        title=title,
        cadence_ns=cadence_s * time.NS,
        start=time.parse(start),
        stop=time.parse(start) + time.NS,
    )
    return Series(dataset, np.array([time.parse(start)]), {"Tp": np.ones(1, np.float32)})


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    source = MemorySource(
        [
            held("a", "Beta", 10, "2018-01-01"),
            held("b", "alpha", 9, "2016-01-01"),
            held("c", "Messenger", 100, "2012-01-01"),
        ]
    )
    app = create_app(Settings(), Door([source]))
    with serving(app) as address, httpx.Client(base_url=address) as client:
        yield client


def ids(client: httpx.Client, **options: str) -> list[str]:
    return [d["id"] for d in client.get("/datasets.json", params=options).json()["datasets"]]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("title", "bac"),
        ("-title", "cab"),
        ("cadence", "bac"),
        ("coverage", "cba"),
        ("", "abc"),
        ("nonsense", "abc"),
    ],
)
def test_order(client: httpx.Client, sort: str, expected: str) -> None:
    assert "".join(ids(client, sort=sort)) == expected


def test_heads_of_columns_sort_without_scripts(client: httpx.Client) -> None:
    text = client.get("/datasets?sort=cadence").text
    assert '<th scope="col" class="num" aria-sort="ascending">' in text
    assert 'href="/datasets?sort=-cadence"' in text
    assert 'href="/datasets?"' in client.get("/datasets?sort=-cadence").text


def test_a_parameter_that_fits_is_named(client: httpx.Client) -> None:
    text = client.get("/datasets?q=proton+temperature").text
    assert re.search(r'has <a href="/parameters/a/Tp">Proton temperature</a>', text)


def test_nothing_found_tells_what_is_near(client: httpx.Client) -> None:
    found = client.get("/datasets.json?q=mesenger").json()
    assert found["datasets"] == []
    assert found["near"] == [{"q": "messenger", "datasets": 1}]
    assert 'href="/datasets?q=messenger"' in client.get("/datasets?q=mesenger").text
