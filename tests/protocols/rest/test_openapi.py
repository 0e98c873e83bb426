"""Requests by the hundred, made from the description of the interface."""

from __future__ import annotations

import re

import httpx
import openapi_spec_validator
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from pydantic import BaseModel

from dayside.protocols.rest import job_records, schemas
from dayside.testing.applications import TOKEN

OPERATIONS = (
    "/datasets", "/dataset", "/granules", "/versions", "/levels", "/tile", "/data", "/explain",
    "/examples", "/templates", "/envelope", "/links", "/links/{id}", "/looks", "/units", "/orbit",
    "/jobs", "/jobs/{id}", "/jobs/{id}/phase", "/jobs/{id}/file",
    "/formula", "/evaluate", "/formulas", "/formulas/{name}",
    "/formula/from-amda", "/find",
    "/events", "/events/files", "/events/combine", "/events/{name}", "/events/{name}/history",
    "/events/{name}/edits", "/events/{name}/undo", "/events/{name}/versions",
    "/events/{name}/copy", "/score",
    "/fields", "/fields/{model}", "/fields/values", "/trace",
    "/frames", "/frames/{name}", "/kernels", "/kernels/{name}", "/ephemeris",
    "/geometry", "/conjunctions",
    "/boundaries", "/boundaries/{id}", "/boundaries/{id}/surface", "/crossings",
    "/transform", "/transform/inspect",
)  # fmt: skip


def test_the_description_is_valid_openapi(client: httpx.Client) -> None:
    described = client.get("/api/openapi.json").json()
    openapi_spec_validator.validate(described)
    assert set(described["paths"]) == set(OPERATIONS)


@pytest.mark.parametrize("path", OPERATIONS)
def test_no_request_breaks_the_server(client: httpx.Client, path: str) -> None:
    schema = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
    for result in schema.include(path=path).get_all_operations():
        operation = result.ok()

        @settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
        @schemathesis_given(operation)
        def ask(case: schemathesis.Case) -> None:
            headers = {"authorization": f"Bearer {TOKEN}"}
            answer = case.call(base_url=f"{client.base_url}/api", headers=headers)
            assert answer.status_code < 500, answer.text
            if answer.status_code >= 400 and answer.headers["content-type"] == "application/json":
                assert answer.json()["error"]["id"]

        ask()


def schemathesis_given(operation):
    from hypothesis import given

    return given(case=operation.as_strategy())


def test_the_page_needs_nothing_from_elsewhere(client: httpx.Client) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200
    for link in re.findall(r'(?:src|href|action)="([^"]*)"', page.text):
        assert not link.startswith(("http", "//")), link
    for path in OPERATIONS:
        assert f"/api{path}" in page.text


def test_the_root_of_the_interface_leads_to_its_page(client: httpx.Client) -> None:
    for path in ("/api", "/api/"):
        assert client.get(path).headers["location"] == "/api/docs"


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("/api/datasets", schemas.Found),
        ("/api/dataset?id=walk", schemas.WholeDataset),
        ("/api/levels?dataset=walk", schemas.LevelsRecord),
        ("/api/examples", schemas.ExamplesFound),
        ("/api/units?units=nT", schemas.UnitsRecord),
        ("/api/templates", schemas.TemplatesFound),
        ("/api/granules?dataset=walk", schemas.GranulesFound),
        ("/api/versions?dataset=walk", schemas.VersionsFound),
        ("/api/envelope?dataset=walk&parameter=B&pixels=50", schemas.EnvelopeRecord),
        ("/api/explain?dataset=walk", schemas.PlanRecord),
        ("/api/formula?formula=norm(walk.B)", schemas.FormulaRecord),
        ("/api/jobs", job_records.JobsFound),
        ("/api/formulas", schemas.FormulasFound),
    ],
)
def test_answers_are_as_described(client: httpx.Client, path: str, model: type[BaseModel]) -> None:
    model.model_validate_json(client.get(path).content, strict=True)
