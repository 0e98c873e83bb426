"""3DView's resources, asked by hand and by speasy."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest

from dayside.testing.applications import example_application
from dayside.testing.serving import serving


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("threedview")
    with (
        serving(example_application(folder)) as address,
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client


ASKED = {
    "body": "mars",
    "frame": "HCI",
    "start": "2018-06-11T00:00:00",
    "stop": "2018-06-11T02:00:00",
    "sampling": "3600",
}


def test_bodies_and_frames_are_as_clients_read_them(client):
    bodies = client.get("/webresources/get_bodies").json()["bodies"]
    mars = next(b for b in bodies if b["name"] == "mars")
    assert mars["type"] == "PLANET"
    assert mars["coverage"][0] < mars["coverage"][1]
    frames = client.get("/webresources/get_frames").json()["frames"]
    gsm = next(f for f in frames if f["name"] == "GSM")
    assert gsm["center"] == "Earth"
    assert gsm["desc"]
    assert "RTN" not in [f["name"] for f in frames]


def test_a_trajectory_tells_its_kernels(client):
    found = client.get("/webresources/get_trajectory", params=ASKED)
    told = found.json()
    assert told["sampling (s)"] == 3600
    assert [v["time"] for v in told["values"]][-1] == "2018-06-11T02:00:00.000Z"
    assert "de440.bsp" in [k["name"] for k in told["kernel"]]
    assert np.linalg.norm(told["values"][0]["position"]) > 2e8
    same = {"if-modified-since": found.headers["last-modified"]}
    assert client.get("/webresources/get_trajectory", params=ASKED, headers=same).status_code == 304


def test_errors_are_plain_text_or_json(client):
    path = "/webresources/get_trajectory"
    wrong = client.get(path, params=ASKED | {"frame": "HCII"})
    assert wrong.status_code == 404
    assert wrong.headers["content-type"].startswith("text/plain")
    assert "Did you mean HCI" in wrong.text
    told = client.get(path, params=ASKED | {"body": "x"}, headers={"accept": "application/json"})
    assert "There is no body" in told.json()["error"]
    assert client.get(path, params={"body": "mars"}).status_code == 400
    early = ASKED | {"body": "juno"}
    assert client.get(path, params=early).status_code == 404
    assert client.get(path, params=ASKED | {"sampling": "often"}).status_code == 400


def test_matrices_turn_vectors(client):
    asked = {"from": "GSE", "to": "GSM", "start": "2018-06-11", "stop": "2018-06-12"}
    values = client.get("/webresources/get_transform_matrices", params=asked).json()["values"]
    matrix = np.array(values[0]["matrix"])
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(matrix[0], [1, 0, 0], atol=1e-12)


_SPEASY = """
import speasy
from speasy.data_providers.cdpp3dview import Cdpp3dViewWebservice
Cdpp3dViewWebservice.BASE_URL = {url!r}
provider = Cdpp3dViewWebservice()
provider.update_inventory()
found = provider.get_data("mars", "2018-06-11", "2018-06-12", coordinate_frame="HCI",
                          sampling="3600", disable_proxy=True, disable_cache=True)
print(len(found), found.values.shape, found.unit)
"""


def test_speasys_provider_works_unchanged(client, tmp_path):
    pytest.importorskip("speasy")
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "SPEASY_CORE_DISABLED_PROVIDERS": "amda,cda,csa,ssc,archive,uiowaephtool,cdpp3dview",
        "SPEASY_PROXY_ENABLED": "False",
        "PYTHONWARNINGS": "ignore",
    }
    code = _SPEASY.format(url=f"{str(client.base_url).rstrip('/')}/webresources")
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "(24, 3) km" in done.stdout or "(25, 3) km" in done.stdout
