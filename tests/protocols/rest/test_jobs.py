"""Jobs over HTTP, on a server with a token and on one of this machine's user."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from dayside.protocols.rest import job_records
from dayside.testing.applications import TOKEN, example_application
from dayside.testing.serving import serving

BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a client of a server that only the user of this machine can reach."""
    application = example_application(tmp_path_factory.mktemp("mine"), token=None)
    with serving(application) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def asked(client: httpx.Client, headers: dict[str, str] = BEARER, **more: Any) -> dict[str, Any]:
    answer = client.post("/api/jobs", json={"kind": "verify"} | more, headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"].endswith(answer.json()["id"])
    return answer.json()


def test_a_job_is_asked_for_waited_for_and_forgotten(client: httpx.Client) -> None:
    job = asked(client)
    job_records.WholeJob.model_validate(job, strict=True)
    path = f"/api/jobs/{job['id']}"
    until = time.monotonic() + 20
    while job["phase"] not in {"COMPLETED", "ERROR"} and time.monotonic() < until:
        told = {"wait": 10, "phase": job["phase"]}
        job = client.get(path, params=told, headers=BEARER).json()
    assert (job["phase"], job["result"], job["progress"]) == ("COMPLETED", {"problems": []}, 1.0)
    job_records.WholeJob.model_validate(job, strict=True)
    found = client.get("/api/jobs", params={"phase": "COMPLETED"}, headers=BEARER)
    job_records.JobsFound.model_validate(found.json(), strict=True)
    assert job["id"] in [j["id"] for j in found.json()["jobs"]]
    assert {"kind": "verify", "title": "Integrity check"} in found.json()["kinds"]
    assert found.headers["cache-control"] == "no-store"
    assert client.delete(path, headers=BEARER).status_code == 204
    gone = client.get(path, headers=BEARER)
    assert (gone.status_code, gone.json()["error"]["type"]) == (404, "UnknownJob")


def test_a_job_is_told_what_to_do(client: httpx.Client) -> None:
    path = f"/api/jobs/{asked(client, run=False, keep_s=60)['id']}"
    for order, phase in (("HOLD", "HELD"), ("ABORT", "ABORTED"), ("ABORT", "ABORTED")):
        told = client.post(f"{path}/phase", json={"phase": order}, headers=BEARER)
        assert (told.status_code, told.json()["phase"]) == (200, phase)
    again = client.post(f"{path}/phase", json={"phase": "RUN"}, headers=BEARER)
    assert (again.status_code, again.json()["error"]["type"]) == (400, "BadRequest")
    client.delete(path, headers=BEARER)


def test_a_strangers_job_is_as_if_it_were_not_there(client: httpx.Client) -> None:
    path = f"/api/jobs/{asked(client, run=False)['id']}"
    for answer in (
        client.get(path), client.delete(path), client.post(f"{path}/phase", json={"phase": "ABORT"})
    ):  # fmt: skip
        assert answer.status_code == 404
    assert client.get("/api/jobs").json()["jobs"] == []
    assert client.get(path, headers=BEARER).json()["phase"] == "PENDING"
    client.delete(path, headers=BEARER)


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ({"kind": "veryfy"}, 400, "Did you mean verify"),
        ({"kind": "verify", "parameters": {"x": 1}}, 400, "no parameter 'x'"),
        ({"kind": "verify", "keep_s": 0}, 400, "more than nothing"),
        ({"kind": "verify", "after": 1}, 400, "after"),
        ({}, 400, "kind"),
    ],
)
def test_what_cannot_be_right_is_told_at_once(
    client: httpx.Client, body: dict[str, Any], status: int, told: str
) -> None:
    answer = client.post("/api/jobs", json=body, headers=BEARER)
    assert answer.status_code == status
    assert told in answer.json()["error"]["message"]


def test_a_job_asked_for_without_a_token_is_for_who_has_its_id(client: httpx.Client) -> None:
    formula = {"formula": "norm(walk.B)"}
    job = asked(client, {}, kind="evaluate", parameters=formula, run=False)
    assert (job["owner"], client.get("/api/jobs").json()["jobs"]) == ("", [])
    path = f"/api/jobs/{job['id']}"
    assert client.get(path).json()["phase"] == "PENDING"
    told = client.post(
        "/api/jobs", json={"kind": "evaluate", "parameters": {"formula": "hidden.secret"}}
    )
    assert (told.status_code, told.json()["error"]["type"]) == (404, "UnknownDataset")
    assert client.delete(path).status_code == 204


def test_who_may_not_is_refused(client: httpx.Client, mine: httpx.Client) -> None:
    assert client.post("/api/jobs", json={"kind": "verify"}).status_code == 403
    elsewhere = {"origin": "https://elsewhere.example"}
    assert mine.post("/api/jobs", json={"kind": "verify"}, headers=elsewhere).status_code == 403
    forwarded = {"x-forwarded-for": "192.0.2.1"}
    assert mine.post("/api/jobs", json={"kind": "verify"}, headers=forwarded).status_code == 403


def test_the_user_of_this_machine_needs_no_token(mine: httpx.Client) -> None:
    job = asked(mine, {}, run=False)
    assert job["owner"] == "local"
    assert [j["id"] for j in mine.get("/api/jobs").json()["jobs"]] == [job["id"]]
    assert mine.get("/api/jobs", headers={"x-forwarded-for": "192.0.2.1"}).json()["jobs"] == []


def test_a_formula_over_a_long_time_is_a_file(mine: httpx.Client) -> None:
    formula = {"formula": "norm(walk.B)", "start": "2017-01-01", "format": "csv"}
    job = asked(mine, {}, kind="evaluate", parameters=formula)
    whole = {"start": "2017-01-01T00:00:00.000000000Z", "step": "", "max_gap": 5.0}
    assert job["parameters"].items() >= whole.items()
    assert job["parameters"]["stop"] > whole["start"]
    path = f"/api/jobs/{job['id']}"
    early = mine.get(f"{path}/file")
    assert early.status_code == 200 or "brought no file" in early.text
    until = time.monotonic() + 30
    while (job := mine.get(path).json())["phase"] in {"QUEUED", "EXECUTING"}:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert job["result"]["file"] == "formula.csv", job["error"]
    answer = mine.get(f"{path}/file")
    assert answer.headers["content-disposition"] == 'attachment; filename="formula.csv"'
    assert int(answer.headers["content-length"]) == job["result"]["size"]
    asked_now = mine.get("/api/evaluate", params=formula)
    assert answer.text.splitlines()[1:] == asked_now.text.splitlines()[1:]
    mine.delete(path)
    assert mine.get(f"{path}/file").status_code == 404


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({}, "formula of the job is lacking"),
        ({"formula": 1}, "formula of the job is no text"),
        ({"formula": "norm(wallk.B)"}, "Did you mean walk"),
        ({"formula": "walk.Bx < 5*s"}, "nT"),
        ({"formula": "walk.Bx", "max_gap": "far"}, "no number"),
        ({"formula": "walk.Bx", "fromat": "csv"}, "Did you mean format"),
        ({"formula": "walk.Bx", "format": "doc"}, "no format"),
        ({"formula": "walk.Bx", "start": "soon"}, "start: This is no time"),
    ],
)
def test_a_formula_that_cannot_be_right_is_no_job(
    mine: httpx.Client, parameters: dict[str, Any], told: str
) -> None:
    answer = mine.post("/api/jobs", json={"kind": "evaluate", "parameters": parameters})
    assert 400 <= answer.status_code < 500
    assert told in answer.json()["error"]["message"]


def test_one_may_have_so_many(tmp_path: Path) -> None:
    application = example_application(tmp_path, jobs_per_user=1, job_threads=0)
    with serving(application) as address, httpx.Client(base_url=address) as client:
        assert asked(client)["phase"] == "QUEUED"
        answer = client.post("/api/jobs", json={"kind": "verify"}, headers=BEARER)
        assert (answer.status_code, answer.json()["error"]["type"]) == (400, "TooMuch")
