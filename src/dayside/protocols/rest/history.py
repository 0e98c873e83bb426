"""``/api/granules`` and ``/api/versions``: what a dataset was made of, and what it was."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from dayside.db import Granule
from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest import schemas
from dayside.protocols.rest.dependencies import Caller, DatasetId, Here
from dayside.protocols.rest.records import when
from dayside.services import history

router = APIRouter(tags=["datasets"])


@router.get(
    "/granules",
    summary="Files a dataset was made of",
    responses={200: {"model": schemas.GranulesFound}},
)
def granules(request: Request, here: Here, caller: Caller, dataset: DatasetId) -> Response:
    """Return every file with its checksum; those a later version replaced are not live."""
    found = history.granules(here.door, dataset, caller)
    return json_answer(request, {"dataset": dataset, "granules": [_granule(g) for g in found]})


@router.get(
    "/versions", summary="States of a dataset", responses={200: {"model": schemas.VersionsFound}}
)
def versions(request: Request, here: Here, caller: Caller, dataset: DatasetId) -> Response:
    """Return every state, newest first; its snapshot can be given to any request for data."""
    content = [
        {
            "snapshot": v.snapshot,
            "created": v.created,
            "version": v.dataset.version,
            "records": v.dataset.records,
            "start": when(v.dataset.start),
            "stop": when(v.dataset.stop),
        }
        for v in history.versions(here.door, dataset, caller)
    ]
    return json_answer(request, {"dataset": dataset, "versions": content})


def _granule(granule: Granule) -> dict[str, Any]:
    return {
        "name": granule.name,
        "version": granule.version,
        "sha256": granule.sha256,
        "size": granule.size,
        "format": granule.format,
        "start": when(granule.start),
        "stop": when(granule.stop),
        "records": granule.records,
        "arrived": granule.arrived,
        "live": granule.live,
    }
