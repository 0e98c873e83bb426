"""``/api/orbit``: the orbit a spacecraft was on, and its period."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from dayside.model import time
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest import schemas
from dayside.protocols.rest.dependencies import (
    Caller,
    DatasetId,
    Here,
    Start,
    Stop,
    start_of,
    stop_of,
)
from dayside.services import catalog
from dayside.services.orbits import Orbit
from dayside.services.orbits import orbit as orbit_at

router = APIRouter(tags=["datasets"])


@router.get(
    "/orbit",
    summary="The orbit at a time, and its period",
    responses={200: {"model": schemas.OrbitAnswer}},
)
def orbit(
    request: Request,
    here: Here,
    caller: Caller,
    dataset: DatasetId,
    start: Start = "",
    stop: Stop = "",
) -> Response:
    """Return the period of the orbits near an interval, and where they begin.

    It comes from orbit numbers, positions or distances of the dataset, else of another one of
    the same mission and target. It is null where nothing tells of an orbit.
    """
    found = catalog.describe(here.door, dataset, caller)
    if found.start is None or found.stop is None:
        return json_answer(request, {"dataset": dataset, "orbit": None})
    first = start_of(start) if start else found.start
    last = stop_of(stop) if stop else found.stop
    told = orbit_at(here.door, dataset, (first, last), caller)
    return json_answer(request, {"dataset": dataset, "orbit": told and _record(told)})


def _record(orbit: Orbit) -> dict[str, object]:
    return {
        "dataset": orbit.dataset,
        "parameter": orbit.parameter,
        "period_s": orbit.period_ns / time.NS,
        "begins": [str(time.to_text(t, 3)) for t in orbit.begins],
        "number": orbit.number,
    }
