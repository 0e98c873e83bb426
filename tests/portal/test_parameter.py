"""Pages of parameters: where they are, what they tell, what they lead to."""

from __future__ import annotations

import json
import re

import httpx
import numpy as np
import pytest

from dayside.testing.applications import TOKEN, walk

HTML = {"accept": "text/html"}


def page(client: httpx.Client, path: str) -> str:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_what_is_known_is_told(client: httpx.Client) -> None:
    text = page(client, "/parameters/walk/B")
    told = ("Magnetic field", "nT", "MSO", "vector of 3", "NaN", "Simulated", "float32")
    for words in told:
        assert words in text, words
    assert 'href="/app#v=2&amp;p=walk~B"' in text
    assert "archive[&#34;walk&#34;][&#34;B&#34;]" in text
    assert 'name="parameters" value="B"' in text


def test_statistics_are_those_of_the_samples(client: httpx.Client) -> None:
    values = walk().values["B"].astype(np.float64)
    found = {s["name"]: s for s in client.get("/parameters/walk/B.json").json()["statistics"]}
    for column, name in enumerate(("Bx", "By", "Bz")):
        own = values[:, column]
        assert found[name]["count"] == len(own)
        assert found[name]["min"] == pytest.approx(own.min(), rel=1e-6)
        assert found[name]["max"] == pytest.approx(own.max(), rel=1e-6)
        assert found[name]["mean"] == pytest.approx(own.mean(), rel=1e-4)
    length = np.linalg.norm(values, axis=1)
    assert found["magnitude"]["max"] == pytest.approx(length.max(), rel=1e-6)


def test_what_is_missing_is_told_in_shares(client: httpx.Client) -> None:
    missing = client.get("/parameters/walk/flag.json").json()["missing"]
    assert missing["fill"] == 0
    assert missing["time"] == pytest.approx(1800 / 21800, abs=1e-3)


def test_channels_are_a_table(client: httpx.Client) -> None:
    text = page(client, "/parameters/walk/flux")
    table = text[text.index('aria-label="Channels of energy"') :]
    rows = re.findall(r"<tr><td.*?</tr>", table[: table.index("</table>")])
    assert len(rows) == 16
    assert re.search(r"10\.0.*20\u202f000", rows[0])  # the lowest energy, and all samples valid
    assert "16 channels, 10 to 10000 eV" in text


def test_every_kind_of_parameter_has_a_page(client: httpx.Client) -> None:
    for name in walk().dataset.names:
        assert f"<code>{name}</code>" in page(client, "/datasets/walk")
        assert "Others of this dataset" in page(client, f"/parameters/walk/{name}")
        assert client.get(f"/parameters/walk/{name}.json").json()["name"] == name


def test_what_is_not_there_says_what_is(client: httpx.Client) -> None:
    answer = client.get("/parameters/walk/Bq.json")
    assert answer.status_code == 404
    assert "it has B, Bx" in answer.json()["error"]["message"]
    assert client.get("/parameters/wolk/B", headers=HTML).status_code == 404
    assert client.get("/parameters/walk/").headers["location"] == "/datasets/walk"
    assert client.get("/parameters/").headers["location"] == "/datasets"


def test_what_is_private_stays_so(client: httpx.Client) -> None:
    answer = client.get("/parameters/hidden/secret", headers=HTML)
    assert answer.status_code == 404
    assert "Hidden one" not in answer.text
    bearer = {"authorization": f"Bearer {TOKEN}"}
    assert client.get("/parameters/hidden/secret.json", headers=bearer).status_code == 200


def test_machines_read_which_dataset_it_is_of(client: httpx.Client) -> None:
    found = re.search(r"ld\+json\">(.*?)</script>", page(client, "/parameters/walk/B"))
    assert found
    record = json.loads(found[1])
    assert record["@type"] == "PropertyValue"
    assert record["unitText"] == "nT"
    assert record["subjectOf"]["@id"] == f"{client.base_url}/datasets/walk"
