"""Frames, kernels, where bodies are, boundaries and crossings."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from dayside.formats.events.json import record_of_list
from dayside.model import time
from dayside.model.errors import BadRequest
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest import space_records as records
from dayside.protocols.rest.dependencies import (
    Caller,
    DatasetId,
    Here,
    Start,
    Stop,
    start_of,
    stop_of,
)
from dayside.protocols.rest.event_body import ANY_JSON, LIST_BODY, list_of_body
from dayside.protocols.rest.uploads import files_body
from dayside.services import boundaries as boundary_service
from dayside.services import catalog, ephemeris, kernels
from dayside.services import conjunctions as conjunction_service
from dayside.services import frames as frame_service
from dayside.services import geometry as geometry_service
from dayside.services.conjunctions import ConjunctionRequest

router = APIRouter(tags=["space"])

MOST_KERNELS = 50

FrameName = Annotated[
    str, Query(max_length=100, description="As /api/frames lists them; RTN@juno, J2000@mars.")
]
Wind = Annotated[
    str, Query(max_length=300, description="Solar wind of models that need it: pdyn=2,bz=-5.")
]
Aberration = Annotated[
    float, Query(ge=-90, le=90, description="Degrees by which the axis is turned, +X to -Y.")
]


@router.get("/frames", summary="Frames", responses={200: {"model": records.Frames}})
def frames(
    request: Request,
    body: Annotated[str, Query(max_length=100, description="Only of this body.")] = "",
) -> Response:
    """Return all frames, or those of a body: definition, centre, aliases, validity, source."""
    found = [frame_service.record(f) for f in frame_service.every()]
    chosen = [f for f in found if not body or f["center"] == body.lower()]
    return json_answer(request, {"frames": chosen})


@router.get("/frames/{name}", summary="One frame", responses={200: {"model": records.Frame}})
def frame(request: Request, here: Here, caller: Caller, name: str) -> Response:
    """Return a frame by its name or an alias."""
    found = frame_service.resolved(here.door, name, caller)
    return json_answer(request, frame_service.record(found))


@router.get("/kernels", summary="SPICE kernels", responses={200: {"model": records.Kernels}})
def every_kernel(request: Request, here: Here, caller: Caller) -> Response:
    """Return the kernels that were added, with the bodies and times they cover."""
    found = [k.to_dict() for k in kernels.every(here.door, caller)]
    return json_answer(request, {"kernels": found}, cache="no-store")


@router.post(
    "/kernels",
    summary="Add kernels",
    status_code=201,
    responses={201: {"model": records.Kernels}},
    openapi_extra=files_body("Kernels.", many=True),
)
async def add_kernels(request: Request, here: Here, private: bool = False) -> Response:
    """Add SPICE kernels, all or none. From another machine this needs the server's token."""
    caller = here.writer_of(request)
    try:
        async with request.form(max_files=MOST_KERNELS, max_fields=0) as form:
            sent = [f for f in form.getlist("file") if isinstance(f, UploadFile)]
            with tempfile.TemporaryDirectory(prefix="dayside-") as folder:
                paths = [_placed(Path(folder), f.filename or "", await f.read()) for f in sent]
                if not paths:
                    raise BadRequest("Send kernels as files: curl -F file=@FILE …/api/kernels")
                added = await run_in_threadpool(
                    kernels.add, here.door, paths, caller, private=private
                )
    except HTTPException as error:
        raise BadRequest("Send kernels as multipart/form-data. " + error.detail) from error
    found = [a.kernel.to_dict() for a in added]
    return json_answer(request, {"kernels": found}, status=201, cache="no-store")


@router.delete("/kernels/{name}", summary="Forget a kernel", status_code=204)
async def remove_kernel(request: Request, here: Here, name: str) -> Response:
    """Forget a kernel. From another machine this needs the server's token."""
    caller = here.writer_of(request)
    await run_in_threadpool(kernels.remove, here.door, name, caller)
    return Response(status_code=204)


@router.get("/ephemeris", summary="Where a body is", responses={200: {"model": records.Ephemeris}})
def positions(
    request: Request,
    here: Here,
    caller: Caller,
    body: Annotated[str, Query(max_length=100, description="Name, or NAIF's number.")],
    start: Start,
    stop: Stop,
    frame: FrameName = "J2000",
    step: Annotated[float, Query(gt=0, le=1e9, description="Seconds.")] = 600.0,
) -> Response:
    """Return geometric positions (km) and velocities (km/s) in a frame, from its centre."""
    found = ephemeris.path(here.door, body, frame, start_of(start), stop_of(stop), step, caller)
    return json_answer(
        request,
        {
            "body": body,
            "frame": found.frame.name,
            "center": found.frame.center,
            "kernels": found.kernels,
            "time": time.to_text(found.ticks, digits=3).tolist(),
            "position_km": found.position_km,
            "velocity_km_s": found.velocity_km_s,
        },
    )


@router.get(
    "/conjunctions",
    summary="When two trajectories are together",
    responses={200: {"content": {"application/json": ANY_JSON}}},
)
def conjunctions(
    request: Request,
    here: Here,
    caller: Caller,
    a: Annotated[str, Query(max_length=300, description="ephemeris/tgo@mars, or a dataset.")],
    b: Annotated[str, Query(max_length=300, description="Another.")],
    start: Start,
    stop: Stop,
    within: Annotated[float | None, Query(gt=0, le=1e12, description="km.")] = None,
    local_time: Annotated[float | None, Query(gt=0, le=12, description="Hours.")] = None,
    field_line: Annotated[str, Query(max_length=100, description="A field model.")] = "",
    footpoints: Annotated[float, Query(gt=0, le=180, description="Degrees.")] = 5.0,
) -> Response:
    """Return when two trajectories are near, at one local time, or on one field line."""
    ends = start_of(start), stop_of(stop)
    asked = ConjunctionRequest(a, b, *ends, within, local_time, field_line, footpoints)
    found = conjunction_service.conjunctions(here.door, asked, caller)
    return json_answer(request, record_of_list(found), cache="no-store")


@router.post(
    "/geometry",
    summary="Geometry of events, as EPN-TAP tables have it",
    responses={200: {"content": {"application/json": ANY_JSON}}},
    openapi_extra=LIST_BODY,
)
async def geometry(
    request: Request,
    here: Here,
    caller: Caller,
    trajectory: Annotated[
        str, Query(max_length=300, description="An ephemeris: ephemeris/messenger@mercury.")
    ],
) -> Response:
    """Return an event list with EPNcore's columns: position, angles, sub-points, distances."""
    body = await request.body()

    def told() -> dict[str, Any]:
        events = list_of_body(body)
        return record_of_list(geometry_service.geometry(here.door, events, trajectory, caller))

    return json_answer(request, await run_in_threadpool(told), cache="no-store")


@router.get(
    "/boundaries", summary="Boundary models", responses={200: {"model": records.Boundaries}}
)
def boundaries(
    request: Request,
    body: Annotated[str, Query(max_length=100, description="Only of this planet.")] = "",
    kind: Annotated[str, Query(max_length=100, description="bow_shock, magnetopause, …")] = "",
) -> Response:
    """Return all models: frame, inputs, published aberration, reference, whether verified."""
    found = boundary_service.listed(body or None, kind or None)
    return json_answer(request, {"boundaries": [boundary_service.record(a) for a in found]})


@router.get(
    "/boundaries/{id}/surface",
    summary="Points of a boundary",
    responses={200: {"model": records.Surface}},
)
def surface(
    request: Request,
    id: str,  # noqa: A002 - the name in the URL
    aberration: Aberration = 0.0,
    wind: Wind = "",
    along: Annotated[int, Query(ge=2, le=500)] = 60,
    around: Annotated[int, Query(ge=3, le=500)] = 48,
    x_min: Annotated[float | None, Query(ge=-1e5, le=0)] = None,
) -> Response:
    """Return a mesh of a boundary, planetary radii in its frame; null where it does not reach."""
    from dayside.science.boundaries import boundary

    model = boundary(id, aberration, **wind_of(wind))
    mesh = model.surface(along, around, x_min)
    return json_answer(
        request,
        {
            "boundary": model.about.id,
            "frame": model.about.frame,
            "aberration": model.aberration,
            "solar_wind": model.solar_wind,
            "standoff_rp": model.standoff,
            "points_rp": mesh,
        },
    )


@router.get(
    "/boundaries/{id}", summary="One boundary model", responses={200: {"model": records.Boundary}}
)
def one_boundary(request: Request, id: str) -> Response:  # noqa: A002 - the name in the URL
    """Return all that is known of a model."""
    from dayside.science.boundaries import entry

    return json_answer(request, boundary_service.record(entry(id).about))


@router.get(
    "/crossings",
    summary="Where a trajectory crosses a boundary",
    responses={200: {"content": {"application/json": {}, "text/csv": {}}}},
    response_class=Response,
)
def crossings(
    here: Here,
    caller: Caller,
    boundary: Annotated[str, Query(max_length=100, description="Id of the model.")],
    dataset: DatasetId,
    start: Start = "",
    stop: Stop = "",
    parameter: Annotated[str, Query(max_length=200, description="Its positions.")] = "",
    aberration: Aberration = 0.0,
    wind: Wind = "",
    field: Annotated[
        str, Query(max_length=700, description="DATASET.PARAMETER of a field: theta_Bn.")
    ] = "",
    format: Annotated[str, Query(max_length=40)] = "json",  # noqa: A002 - the name in the URL
) -> Response:
    """Return an event list: time, direction, X Y Z, inward normal N_X N_Y N_Z, local time."""
    from dayside.formats.events import get_event_format

    told = catalog.describe(here.door, dataset, caller)
    first = start_of(start) if start else told.start
    last = stop_of(stop) if stop else told.stop
    if first is None or last is None:
        raise BadRequest(f"{dataset} does not tell when it is: give start and stop.")
    asked = boundary_service.CrossingRequest(
        boundary, dataset, first, last, parameter or None, aberration, wind_of(wind), field
    )
    found = boundary_service.crossings(here.door, asked, caller)
    writer = get_event_format(format)
    return Response(b"".join(writer.write(found)), media_type=writer.media_type)


def wind_of(text: str) -> dict[str, float]:
    """Return the inputs of a model as they are written in an address.

    Examples
    --------
    >>> wind_of("pdyn=2, bz=-5")
    {'pdyn': 2.0, 'bz': -5.0}
    """
    found = {}
    for said in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = (part.strip() for part in said.partition("="))
        try:
            found[name] = float(value)
        except ValueError as error:
            raise BadRequest(f"{said!r}: write the solar wind as pdyn=2,bz=-5.") from error
    return found


def _placed(folder: Path, name: str, data: bytes) -> Path:
    bare = Path(name.replace("\\", "/")).name
    if not bare or bare in (".", ".."):
        raise BadRequest("A kernel is sent with the name of its file.")
    path = folder / bare
    path.write_bytes(data)
    return path
