"""``/api/formula`` and ``/api/evaluate``: formulas over datasets, told of and computed."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dayside.formats.base import get_format
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest import schemas
from dayside.protocols.rest.answers import streamed
from dayside.protocols.rest.dependencies import Caller, Here, Start, Stop, start_of, stop_of
from dayside.query.language.parse import MOST_CHARACTERS
from dayside.query.sampling import MAX_GAP
from dayside.services.evaluate import FormulaRequest, checked, explain_formula, values

router = APIRouter(tags=["formulas"])

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


def _request(formula: str, start: str, stop: str, step: str, max_gap: float) -> FormulaRequest:
    first = start_of(start) if start else None
    last = stop_of(stop) if stop else None
    return FormulaRequest(formula, first, last, step, max_gap)
