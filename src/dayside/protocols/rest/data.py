"""``/api/data``: values of a dataset as a file of any format that can be written."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dayside.formats.base import get_format
from dayside.model import identifier, time
from dayside.protocols.rest.answers import streamed
from dayside.protocols.rest.asked import Asked, ask
from dayside.protocols.rest.dependencies import (
    Caller,
    DatasetId,
    Here,
    Names,
    Snapshot,
    Start,
    Step,
    Stop,
)

router = APIRouter(tags=["data"])


@router.get(
    "/data",
    summary="Export values as a file",
    responses={200: {"content": {"application/octet-stream": {}, "text/csv": {}}}},
    response_class=Response,
)
def data(
    request: Request,
    here: Here,
    caller: Caller,
    dataset: DatasetId,
    start: Start = "",
    stop: Stop = "",
    parameters: Names = "",
    format: Annotated[  # noqa: A002 - the name in the URL
        str, Query(max_length=40, description="csv, cdf, netcdf, parquet, votable, json or arrow.")
    ] = "csv",
    snapshot: Snapshot = None,
    step: Step = None,
) -> Response:
    """Return the samples with start <= time < stop; the interval is half-open.

    With `step`, bins that meet the interval, whole and UTC-aligned, in place of the samples:
    the mean by the name of its parameter, `_min`, `_max` and `_count` beside it, the time
    where a bin begins. Bins without a sample are left out.
    """
    writer = get_format(format, writes=True)
    asked = ask(here, caller, dataset, start, stop, parameters, snapshot, step)
    stem, tag = _file_stem(asked, step), _tag(asked, step, format)
    return streamed(request, here, caller, writer, lambda: asked.answer, stem, tag)


def _file_stem(asked: Asked, step: float | None) -> str:
    first, last = (_compact(t) for t in (asked.request.start, asked.request.stop))
    binned = "" if step is None else f"_{step:g}s".replace(".", "p").replace("+", "")
    return f"{identifier(asked.dataset.id)}_{first}_{last}{binned}"


def _compact(ticks: int) -> str:
    return str(time.to_text(ticks, 0)).replace("-", "").replace(":", "").rstrip("Z")


def _tag(asked: Asked, step: float | None, form: str) -> str:
    said = (asked.request, asked.answer.version, step, form)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:24]
