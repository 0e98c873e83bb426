"""``/api/datasets`` and ``/api/dataset``: search and describe."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest import schemas
from dayside.protocols.rest.dependencies import Caller, DatasetId, Here, Snapshot
from dayside.protocols.rest.records import short, whole
from dayside.services import catalog

router = APIRouter(tags=["datasets"])

Facet = Annotated[str, Query(max_length=200, description="Only datasets with this value.")]


@router.get("/datasets", summary="Search datasets", responses={200: {"model": schemas.Found}})
def search(
    request: Request,
    here: Here,
    caller: Caller,
    q: Annotated[str, Query(max_length=500, description="Words, all of which must occur.")] = "",
    target: Facet = "",
    mission: Facet = "",
    instrument: Facet = "",
    measurement_type: Facet = "",
    region: Facet = "",
    limit: Annotated[
        int | None, Query(ge=1, description="Most datasets to return; by default all.")
    ] = None,
) -> Response:
    """Return the datasets found, and how many each value of each facet would leave."""
    facets = {
        "target": target,
        "mission": mission,
        "instrument": instrument,
        "measurement_type": measurement_type,
        "region": region,
    }
    found = catalog.search(here.door, caller, q, facets)
    content = {
        "datasets": [short(dataset) for dataset in found.datasets[:limit]],
        "facets": found.facets,
        "unreachable": found.unreachable,
    }
    return json_answer(request, content)


@router.get(
    "/dataset", summary="Describe one dataset", responses={200: {"model": schemas.WholeDataset}}
)
def describe(
    request: Request,
    here: Here,
    caller: Caller,
    id: DatasetId,  # noqa: A002 - the name in the URL
    snapshot: Snapshot = None,
) -> Response:
    """Return all that is known of a dataset; what is not there is not known."""
    found = catalog.describe(here.door, id, caller, snapshot)
    source, own_id = here.door.source_of(id)
    return json_answer(request, whole(found, source.version(own_id, snapshot)))
