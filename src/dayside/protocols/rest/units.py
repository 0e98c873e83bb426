"""``/api/units``: what a unit converts to."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dayside.protocols.http.answers import json_answer
from dayside.protocols.rest import schemas
from dayside.services.units import conversions

router = APIRouter(tags=["datasets"])


@router.get(
    "/units",
    summary="What a unit converts to",
    responses={200: {"model": schemas.UnitsRecord}},
)
def units(
    request: Request,
    units: Annotated[str, Query(max_length=200, description="A unit, as a dataset tells it.")],
) -> Response:
    """Return the units numbers can be told in instead, and the factor to multiply them with.

    There are none for a unit that is not known, or that nothing else is of the kind of.
    """
    told = [asdict(conversion) for conversion in conversions(units)]
    return json_answer(request, {"units": units, "conversions": told})
