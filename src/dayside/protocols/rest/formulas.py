"""``/api/formula``, ``/api/evaluate``, ``/api/formulas``: told of, computed, and saved."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from dayside.formats.base import get_format
from dayside.model.formula import SavedFormula
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest import schemas
from dayside.protocols.rest.answers import streamed
from dayside.protocols.rest.dependencies import Caller, Here, Start, Stop, start_of, stop_of
from dayside.query.derived import NAME as FORMULAS
from dayside.query.language.parse import MOST_CHARACTERS
from dayside.query.sampling import MAX_GAP
from dayside.services import formulas as saved
from dayside.services.evaluate import (
    FormulaRequest,
    checked,
    explain_formula,
    translate_amda,
    values,
)

router = APIRouter(tags=["formulas"])

Name = Annotated[str, Path(max_length=70, description="Letters, digits and underscores.")]

Text = Annotated[
    str,
    Query(
        max_length=MOST_CHARACTERS,
        description="An expression over datasets, such as norm(mag_1s.B) < 5*nT.",
    ),
]
Grid = Annotated[
    str,
    Query(
        max_length=40,
        description="Length of time such as 1 min that everything is brought to; by default the "
        "times of the finest operand; coarsest for those of the coarsest.",
    ),
]
Gap = Annotated[
    float,
    Query(ge=1, le=1e6, description="Interpolate nothing across steps of more cadences."),
]


@router.get(
    "/formula",
    summary="Check a formula and tell how it would be computed",
    responses={200: {"model": schemas.FormulaRecord}},
)
def formula(
    request: Request,
    here: Here,
    caller: Caller,
    formula: Text,
    start: Start = "",
    stop: Stop = "",
    step: Grid = "",
    max_gap: Gap = MAX_GAP,
) -> Response:
    """Return unit, frame and shape of the result, what is read, and what is resampled how."""
    asked = _request(formula, start, stop, step, max_gap)
    return json_answer(request, explain_formula(here.door, asked, caller))


@router.get(
    "/evaluate",
    summary="Compute a formula",
    responses={200: {"content": {"application/octet-stream": {}, "text/csv": {}}}},
    response_class=Response,
)
def evaluate(
    request: Request,
    here: Here,
    caller: Caller,
    formula: Text,
    start: Start = "",
    stop: Stop = "",
    step: Grid = "",
    max_gap: Gap = MAX_GAP,
    format: Annotated[  # noqa: A002 - the name in the URL
        str, Query(max_length=40, description="csv, cdf, netcdf, parquet, votable, json or arrow.")
    ] = "csv",
) -> Response:
    """Return the values of a formula with start <= time < stop, as a file."""
    writer = get_format(format, writes=True)
    asked = _request(formula, start, stop, step, max_gap)
    found = checked(here.door, asked, caller)
    here.limits.check(found.dataset, found.start, found.stop)
    said = repr((asked, found.version, format)).encode()
    tag = hashlib.sha256(said).hexdigest()[:24]
    return streamed(
        request, here, caller, writer, lambda: values(here.door, asked, caller), "formula", tag
    )


class FormulaToSave(BaseModel):
    """A formula that is to be a dataset."""

    model_config = ConfigDict(extra="forbid")

    formula: str = Field(max_length=MOST_CHARACTERS)
    step: str = Field("", max_length=40)
    max_gap: float = Field(MAX_GAP, ge=1, le=1e6)
    title: str = Field("", max_length=500)
    description: str = Field("", max_length=10_000)
    access: Literal["public", "private"] = "private"


class AmdaExpression(BaseModel):
    """An expression of AMDA, and what its parameters are here."""

    model_config = ConfigDict(extra="forbid")

    expression: str = Field(max_length=MOST_CHARACTERS)
    names: dict[str, str] = Field({}, description='Such as {"imf": "ace_mag.B"}.', max_length=100)


@router.post(
    "/formula/from-amda",
    summary="Translate an expression of AMDA",
    responses={200: {"model": schemas.TranslationRecord}},
)
async def from_amda(request: Request, here: Here, asked: AmdaExpression) -> Response:
    """Return the formula that says the same, and what had to be decided on the way."""
    caller = here.principal_of(request)
    found = await run_in_threadpool(
        translate_amda, here.door, asked.expression, asked.names, caller
    )
    return json_answer(request, asdict(found), cache="no-store")


@router.get(
    "/formulas", summary="Saved formulas", responses={200: {"model": schemas.FormulasFound}}
)
def find(request: Request, here: Here, caller: Caller) -> Response:
    """Return the saved formulas you may see; each is the dataset formulas/NAME."""
    found = [_record(f) for f in saved.every(here.door, caller)]
    return json_answer(request, {"formulas": found}, cache="no-store")


@router.get(
    "/formulas/{name}",
    summary="A saved formula",
    responses={200: {"model": schemas.SavedFormulaRecord}},
)
def get(request: Request, here: Here, caller: Caller, name: Name) -> Response:
    """Return one saved formula."""
    found = saved.get(here.door, name, caller)
    return json_answer(request, _record(found), cache="no-store")


@router.put(
    "/formulas/{name}",
    summary="Save a formula",
    responses={200: {"model": schemas.SavedFormulaRecord}},
)
async def put(request: Request, here: Here, name: Name, asked: FormulaToSave) -> Response:
    """Save a formula under a name, or a new version of it.

    From another machine this needs the server's token.
    """
    caller = here.writer_of(request)
    said = asked.model_dump()
    formula = SavedFormula(name=name, text=said.pop("formula"), **said)
    kept = await run_in_threadpool(saved.save, here.door, formula, caller)
    return json_answer(request, _record(kept), cache="no-store")


@router.delete("/formulas/{name}", summary="Forget a saved formula", status_code=204)
async def delete(request: Request, here: Here, name: Name) -> Response:
    """Forget a saved formula; what it is made of stays."""
    caller = here.writer_of(request)
    await run_in_threadpool(saved.remove, here.door, name, caller)
    return Response(status_code=204)


def _record(formula: SavedFormula) -> dict[str, Any]:
    return {"dataset": f"{FORMULAS}/{formula.name}", **asdict(formula)}


def _request(formula: str, start: str, stop: str, step: str, max_gap: float) -> FormulaRequest:
    first = start_of(start) if start else None
    last = stop_of(stop) if stop else None
    return FormulaRequest(formula, first, last, step, max_gap)
