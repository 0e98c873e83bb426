"""``/api/fields`` and ``/api/trace``: magnetic field models and their lines."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query, Request, Response

from dayside.model.errors import BadRequest, TooMuch
from dayside.model.time import Ticks, parse
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest import field_records
from dayside.protocols.rest.dependencies import Caller, Here
from dayside.science.fields import registry
from dayside.science.fields.base import FieldModel
from dayside.science.fields.trace import Limits
from dayside.services import fields

router = APIRouter(tags=["models"])

MOST_POSITIONS = 1_000
MOST_SEEDS = 50
MOST_SLOW = 3
"""Seeds of models whose packages take seconds for a line."""

Model = Annotated[
    str,
    Query(
        max_length=300,
        description="An id, options in parentheses, further models after a plus: "
        "jupiter.jrm33(degree=10) + jupiter.con2020.",
    ),
]
Vectors = Annotated[
    str,
    Query(
        max_length=100_000,
        description="x,y,z in planetary radii, in the frame of the model; more after semicolons.",
    ),
]
Time = Annotated[str, Query(max_length=40, description="UTC, for models that differ with time.")]

InFrame = Annotated[
    str,
    Query(
        max_length=60,
        description="Frame of the positions, where it is not that of the model; needs time.",
    ),
]


@router.get(
    "/fields",
    summary="Magnetic field models",
    responses={200: {"model": field_records.FieldModels}},
)
def models(
    request: Request,
    body: Annotated[str, Query(max_length=100, description="Only of this body.")] = "",
) -> Response:
    """Return all models, or those of a body: frame, options, references, whether verified."""
    found = [fields.record(about) for about in fields.listed(body or None)]
    return json_answer(request, {"models": found})


@router.get(
    "/fields/values",
    summary="The field of a model at positions",
    responses={200: {"model": field_records.FieldValues}},
)
def values(
    request: Request,
    here: Here,
    caller: Caller,
    model: Model,
    positions: Vectors,
    time: Time = "",
    frame: InFrame = "",
) -> Response:
    """Return the field, nT, in the frame of the positions; null where the model says nothing.

    Along a trajectory of a dataset `/api/evaluate` has it: ``field_model(mag.position, "…")``.
    """
    chosen, at = registry.model(model), _vectors(positions, MOST_POSITIONS)
    told = fields.InFrame(frame, here.door, caller) if frame else None
    found = fields.evaluate(chosen, at, _ticks(time), told)
    values = {"frame": frame or chosen.about.frame, "position_rp": at, "field_nT": found}
    return json_answer(request, _about(chosen, time) | values)


@router.get(
    "/fields/{model}",
    summary="One magnetic field model",
    responses={200: {"model": field_records.FieldModelRecord}},
)
def model(request: Request, model: str) -> Response:
    """Return all that is known of a model, by its id or an alias."""
    return json_answer(request, fields.record(registry.about(model)))


@router.get(
    "/trace",
    summary="Field lines of a model",
    responses={200: {"model": field_records.FieldLinesRecord}},
)
def trace(
    request: Request,
    here: Here,
    caller: Caller,
    model: Model,
    seeds: Vectors,
    time: Time = "",
    frame: InFrame = "",
    surface: Annotated[
        float, Query(gt=0, le=10, description="Radius of the sphere lines end on.")
    ] = 1.0,
    far: Annotated[
        float, Query(gt=0, le=300, description="Distance to which lines are followed, radii.")
    ] = 100.0,
) -> Response:
    """Return the field lines through seeds, in the frame of the model: points, footpoints, L."""
    chosen = registry.model(model)
    slow = bool(chosen.about.extra) and chosen.about.needs_time
    at = _vectors(seeds, MOST_SLOW if slow else MOST_SEEDS)
    told = fields.InFrame(frame, here.door, caller) if frame else None
    limits = Limits(surface_rp=surface, far_rp=far)
    lines = fields.traced(chosen, at, _ticks(time), limits, told)
    records = {"lines": [fields.line_record(line) for line in lines]}
    return json_answer(request, _about(chosen, time) | records)


def _about(model: FieldModel, time: str) -> dict[str, object]:
    return {"model": fields.record(model.about), "time": time or None}


def _ticks(said: str) -> Ticks | None:
    return np.array([parse(said)]) if said else None


def _vectors(said: str, most: int) -> list[list[float]]:
    """Return the vectors of a text."""
    parts = said.split(";")
    if len(parts) > most:
        raise TooMuch(f"At most {most} vectors at once here, not {len(parts)}.")
    return [_vector(part) for part in parts]


def _vector(said: str) -> list[float]:
    try:
        found = [float(part) for part in said.split(",")]
    except ValueError:
        found = []
    if len(found) != 3 or not np.isfinite(found).all():
        raise BadRequest(f"{said[:100]!r} is no vector; write three numbers as in 6.2,0,-1.5.")
    return found
