"""``/api/envelope``: extremes, mean and count of any interval, in one request."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request, Response

from dayside.model.errors import OutsideCoverage
from dayside.model.time import NS
from dayside.protocols.http.answers import json_answer, tag_of, unchanged
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
from dayside.services.envelope import MOST_PIXELS, PIXELS, Envelope
from dayside.services.envelope import envelope as envelope_of

router = APIRouter(tags=["tiles"])


@router.get(
    "/envelope",
    summary="Extremes, mean and count of an interval, in bins",
    responses={200: {"model": schemas.EnvelopeRecord}},
)
def envelope(
    request: Request,
    here: Here,
    caller: Caller,
    dataset: DatasetId,
    parameter: Annotated[str, Query(max_length=500, description="Name of the parameter.")],
    start: Start = "",
    stop: Stop = "",
    pixels: Annotated[
        int,
        Query(ge=1, le=MOST_PIXELS, description="At least so many bins, less than twice as many."),
    ] = PIXELS,
    slice: Annotated[  # noqa: A002 - the name in the URL
        int | None,
        Query(ge=0, le=2**31, description="Slice of a distribution; by default all of them."),
    ] = None,
) -> Response:
    """Return statistics in bins that cover an interval, whole at both ends.

    Bin *i* covers the UTC seconds from start + i × width (included) to start + (i + 1) ×
    width (excluded) since 1970, without leap seconds; start is a multiple of width. Minimum,
    maximum and mean are null where a bin holds no valid sample. Bins are no narrower than
    samples lie apart.
    """
    found = catalog.describe(here.door, dataset, caller)
    version = catalog.version(here.door, dataset, caller)
    etag = tag_of("envelope", dataset, parameter, start, stop, pixels, slice, version)
    if same := unchanged(request, etag):
        return same
    first = start_of(start) if start else found.start
    last = stop_of(stop) if stop else found.stop
    if first is None or last is None:
        raise OutsideCoverage(f"{found.id} tells no coverage; give start and stop.")
    answer = envelope_of(
        here.door, dataset, parameter, (first, last), caller, pixels=pixels, chosen=slice
    )
    return json_answer(request, _record(dataset, answer), etag=etag)


def _record(dataset: str, found: Envelope) -> dict[str, Any]:
    return {
        "dataset": dataset,
        "parameter": found.parameter.name,
        "units": found.parameter.units,
        "columns": found.columns,
        "version": found.version,
        "start": found.start_ns / NS,
        "width": found.width_ns / NS,
        "start_ns": found.start_ns,
        "width_ns": found.width_ns,
        "min": np.ascontiguousarray(found.minimum.T),
        "max": np.ascontiguousarray(found.maximum.T),
        "mean": np.ascontiguousarray(found.mean.T),
        "count": np.ascontiguousarray(found.count.T),
    }
