"""Formulas over HTTP."""

from __future__ import annotations

import httpx
import pytest


def test_a_formula_is_told_of_before_it_is_computed(client: httpx.Client) -> None:
    told = client.get("/api/formula", params={"formula": "walk.Bx + norm(walk.B)"}).json()
    assert told["dataset"]["parameters"][0]["units"] == "nT"
    assert [read["parameters"] for read in told["reads"]] == [["B", "Bx"]]


def test_values_come_as_a_file_that_is_not_sent_twice(client: httpx.Client) -> None:
    asked = {"formula": "walk.Bx*0 + 1*nT", "format": "csv"}
    answer = client.get("/api/evaluate", params=asked)
    assert answer.status_code == 200
    assert "2016-12-31T20:00:00.000Z,1\n" in answer.text.replace("\r", "")
    again = client.get(
        "/api/evaluate", params=asked, headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("formula", "status", "said"),
    [
        ("walk.Bx > 1", 400, "Write 1*nT"),
        ("walk.Bx.__class__", 400, "nothing called"),
        ("nothing.B", 404, "There is no dataset"),
        ("hidden.secret", 404, "There is no dataset"),
        ("1", 400, "constant"),
        ("", 400, "empty"),
    ],
)
def test_a_formula_that_does_not_fit_is_told(client, formula: str, status: int, said: str) -> None:
    for resource in ("formula", "evaluate"):
        answer = client.get(f"/api/{resource}", params={"formula": formula})
        assert answer.status_code == status
        assert said in answer.json()["error"]["message"]


def test_an_expression_of_amda_is_translated(client: httpx.Client) -> None:
    asked = {"expression": "imf(0) < -5", "names": {"imf": "walk.B"}}
    told = client.post("/api/formula/from-amda", json=asked).json()
    assert told["formula"] == "walk.B[0] < -5 * nT"
    refused = client.post("/api/formula/from-amda", json={"expression": "sw > 1"})
    assert refused.status_code == 400
    assert "not told what sw is" in refused.json()["error"]["message"]
