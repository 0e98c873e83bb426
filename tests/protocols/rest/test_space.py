"""Frames, kernels, bodies, boundaries and transformed tables over HTTP."""

from __future__ import annotations

import numpy as np
import pytest

from dayside.testing.applications import TOKEN

MAY_WRITE = {"authorization": f"Bearer {TOKEN}"}


def test_frames_are_told(client):
    found = client.get("/api/frames", params={"body": "mars"}).json()["frames"]
    assert {"MSO", "IAU_MARS", "MME"} <= {f["name"] for f in found}
    one = client.get("/api/frames/mso@mercury").json()
    assert (one["name"], one["center"]) == ("MESO", "mercury")
    wrong = client.get("/api/frames/HEEQQ")
    assert wrong.status_code == 404
    assert "Did you mean HEEQ" in wrong.text


def test_where_a_body_is(client):
    asked = {"body": "mars", "frame": "HCI", "start": "2018-06-11", "stop": "2018-06-12"}
    found = client.get("/api/ephemeris", params=asked | {"step": 3600}).json()
    assert len(found["time"]) == len(found["position_km"]) == 25
    assert "de440.bsp" in found["kernels"]
    step = np.diff(found["position_km"], axis=0) / 3600
    between = (np.array(found["velocity_km_s"])[:-1] + np.array(found["velocity_km_s"])[1:]) / 2
    np.testing.assert_allclose(step, between, atol=1e-4)
    unknown = client.get("/api/ephemeris", params=asked | {"body": "marz"})
    assert unknown.status_code == 404
    assert "Did you mean Mars" in unknown.text


def test_kernels_are_added_and_removed(client, orbiter):
    with orbiter.open("rb") as file:
        added = client.post("/api/kernels", files={"file": (orbiter.name, file)}, headers=MAY_WRITE)
    assert added.status_code == 201
    assert [k["name"] for k in client.get("/api/kernels").json()["kernels"]] == [orbiter.name]
    refused = client.post(
        "/api/kernels", files={"file": ("note.bsp", b"no kernel")}, headers=MAY_WRITE
    )
    assert refused.status_code == 400
    assert "note.bsp was refused" in refused.text
    asked = {
        "boundary": "mars.pileup_boundary.edberg2008",
        "dataset": "ephemeris/-999@mars",
        "start": "2016-09-01T01:00",
        "stop": "2016-09-01T05:00",
        "format": "json",
    }
    found = client.get("/api/crossings", params=asked)
    assert found.status_code == 200
    assert "N_X" in found.text
    assert client.delete(f"/api/kernels/{orbiter.name}", headers=MAY_WRITE).status_code == 204


def test_boundaries_are_told_and_drawn(client):
    every = client.get("/api/boundaries", params={"body": "mars"}).json()["boundaries"]
    assert "mars.bow_shock.edberg2008" in [b["id"] for b in every]
    mesh = client.get("/api/boundaries/mars.bow_shock.edberg2008/surface").json()
    assert mesh["standoff_rp"] == pytest.approx(1.574, abs=1e-3)
    assert np.shape(mesh["points_rp"]) == (60, 48, 3)
    pressed = client.get(
        "/api/boundaries/earth.magnetopause.shue1998/surface", params={"wind": "pdyn=8"}
    ).json()
    assert pressed["standoff_rp"] < 9
    wrong = client.get(
        "/api/boundaries/earth.magnetopause.shue1998/surface", params={"wind": "vx=8"}
    )
    assert wrong.status_code == 400
    assert "takes pdyn" in wrong.text


def test_a_table_is_looked_at_and_moved(client):
    table = b"time,Bx,By,Bz\n2016-09-01T00:00:00Z,0,5,0\n2016-09-01T00:01:00Z,3,0,4\n"
    sent = {"files": {"file": ("mine.csv", table)}, "headers": MAY_WRITE}
    told = client.post("/api/transform/inspect", **sent).json()
    assert told["rows"] == 2
    assert "B" in told["vectors"]
    asked = {"source": "GSE", "target": "GSM", "columns": "B"}
    moved = client.post("/api/transform", params=asked, **sent)
    assert moved.status_code == 200
    last = [float(v) for v in moved.text.splitlines()[-1].split(",")[-3:]]
    assert np.linalg.norm(last) == pytest.approx(5)
    assert 'filename="mine_GSM.csv"' in moved.headers["content-disposition"]
    wrong = client.post("/api/transform", params=asked | {"target": "GSMM"}, **sent)
    assert wrong.status_code == 404
    assert "Did you mean GSM" in wrong.text
    none = client.post(
        "/api/transform", params=asked, **sent | {"files": {"file": ("mine.csv", b"\x00\x01")}}
    )
    assert none.status_code == 400


def test_strangers_change_nothing(client, orbiter):
    with orbiter.open("rb") as file:
        assert client.post("/api/kernels", files={"file": (orbiter.name, file)}).status_code == 403
    assert client.delete("/api/kernels/any.bsp").status_code == 403


def test_events_get_the_geometry_of_epn_tap(client):
    asked = {"trajectory": "ephemeris/moon@earth"}
    events = {"name": "day", "start": ["2018-06-11T00:00:00Z"], "stop": ["2018-06-12T00:00:00Z"]}
    found = client.post("/api/geometry", params=asked, json=events).json()
    columns = {c["name"]: c for c in found["columns"]}
    assert columns["target_distance_min"]["units"] == "km"
    (distance,) = columns["target_distance_min"]["values"]
    assert 356_000 < distance < 407_000
    for body in ({"start": 1}, []):
        assert client.post("/api/geometry", params=asked, json=body).status_code == 400
    wrong = client.post("/api/geometry", params={"trajectory": "ephemeris/mars@sun"}, json=events)
    assert (wrong.status_code, "about the Sun" in wrong.text) == (400, True)


def test_conjunctions_are_found(client):
    asked = {"a": "ephemeris/moon@earth", "b": "ephemeris/earth@earth", "start": "2018-06-10"}
    found = client.get("/api/conjunctions", params=asked | {"stop": "2018-06-20", "within": 362e3})
    assert len(found.json()["start"]) == 1
    wrong = client.get("/api/conjunctions", params=asked | {"stop": "2018-06-20"})
    assert (wrong.status_code, "within (km)" in wrong.text) == (400, True)
    none = client.get("/api/conjunctions", params=asked | {"stop": "2018-06-20", "b": "nobody"})
    assert none.status_code == 404
