"""``/api/levels`` and ``/api/tile``: any dataset at any zoom."""

from __future__ import annotations

import struct
from dataclasses import asdict
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request, Response
from numpy.typing import NDArray

from dayside.model import Bins
from dayside.model.time import NS, to_unix_ns
from dayside.protocols.http.answers import (
    IMMUTABLE,
    REVALIDATE,
    bytes_answer,
    json_answer,
    tag_of,
    unchanged,
)
from dayside.protocols.rest import schemas
from dayside.protocols.rest.dependencies import Caller, DatasetId, Here
from dayside.services import catalog, tiles
from dayside.services.slices import Cut, parse_over
from dayside.services.tiling import Dimension, TiledParameter

router = APIRouter(tags=["tiles"])


@router.get(
    "/levels",
    summary="How a dataset is cut into tiles",
    responses={200: {"model": schemas.LevelsRecord}},
)
def levels(request: Request, here: Here, caller: Caller, dataset: DatasetId) -> Response:
    """Return the widths of the buckets of each level, and what each tile holds.

    Times are UTC seconds since 1970, without leap seconds.
    """
    return json_answer(request, _record(tiles.levels(here.door, dataset, caller)))


@router.get(
    "/tile",
    summary="One tile",
    responses={200: {"content": {"application/octet-stream": {}}}},
    response_class=Response,
)
def tile(
    request: Request,
    here: Here,
    caller: Caller,
    dataset: DatasetId,
    parameter: Annotated[str, Query(max_length=500, description="Name of the parameter.")],
    level: Annotated[int, Query(ge=-1, le=63, description="Level; -1 is raw samples.")],
    index: Annotated[int, Query(ge=-(2**40), le=2**40, description="Number of the tile.")],
    version: Annotated[
        str, Query(max_length=500, description="As told by levels; with it the tile never changes.")
    ] = "",
    upwards: Annotated[
        int | None,
        Query(ge=0, le=63, description="Of a distribution, the dimension drawn upwards."),
    ] = None,
    over: Annotated[
        str,
        Query(
            max_length=200,
            description="For each dimension not drawn: mean, sum, or the number of a bin.",
        ),
    ] = "",
    slice: Annotated[  # noqa: A002 - the name in the URL
        int | None,
        Query(ge=0, le=2**31, description="In place of over, bins as one number, last fastest."),
    ] = None,
) -> Response:
    """Return little-endian binary.

    Bucket k of tile I covers the UTC seconds [(I × buckets + k) × width, + width) since
    1970. The body is float32 [stat][column][bucket], NaN where a bucket is empty, then
    float32 count [bucket]. At level -1, samples in [I × raw_width, (I + 1) × raw_width)
    of the parameter:
    uint32 n, uint32 columns, float64 seconds from the tile's start [n], then [column][n]
    of the raw_dtype that levels tells.

    The header ``Dayside-Version: newer`` tells that the dataset has changed since the
    version asked for.
    """
    cut = Cut(upwards, parse_over(over), slice)
    # Told before the tile is cut: newer values may be in it, older not.
    now = catalog.version(here.door, dataset, caller)
    # Under another version's name the tile may not be kept for ever.
    cache = IMMUTABLE if version == now else REVALIDATE
    etag = tag_of("tile", dataset, parameter, level, index, cut, now)
    if same := unchanged(request, etag, cache):
        return same
    found = tiles.tile(here.door, dataset, parameter, level, index, caller, cut)
    answer = bytes_answer(
        request, _packed(found), "application/octet-stream", etag=etag, cache=cache
    )
    if version and version != now:
        answer.headers["dayside-version"] = "newer"
    return answer


def _record(found: tiles.Levels) -> dict[str, Any]:
    dataset = found.dataset
    return {
        "dataset": dataset.id,
        "version": found.version,
        "start": _unix_s(dataset.start),
        "stop": _unix_s(dataset.stop),
        "opening": found.opening
        and {"start": _unix_s(found.opening[0]), "stop": _unix_s(found.opening[1])},
        "levels": [{"level": n, "width": w / NS} for n, w in enumerate(found.widths_ns)],
        "parameters": [_parameter(found, p) for p in found.parameters],
    }


def _parameter(found: tiles.Levels, tiled: TiledParameter) -> dict[str, Any]:
    described = found.dataset[tiled.name]
    return {
        "name": tiled.name,
        "columns": tiled.columns,
        "display": described.display,
        "units": described.units,
        **_tiling(tiled),
        "raw_dtype": tiled.raw_dtype,
        "stats": tiled.stats,
        "bins": _bins(tiled.bins),
        "upwards": tiled.upwards,
        "dimensions": [
            {"length": d.length, "bins": _bins(d.bins), **_tiling(d)} for d in tiled.dimensions
        ],
        "scale": described.scale,
        "frame": described.frame,
    }


def _tiling(cut: TiledParameter | Dimension) -> dict[str, Any]:
    return {"buckets": cut.buckets, "raw_width": cut.raw_width_ns / NS}


def _bins(bins: Bins | None) -> dict[str, Any] | None:
    if bins is None:
        return None
    return {key: value for key, value in asdict(bins).items() if value is not None}


def _unix_s(ticks: int | None) -> float | None:
    return None if ticks is None else int(to_unix_ns(ticks)) / NS


def _packed(found: tiles.Tile | tiles.RawTile) -> bytes:
    if isinstance(found, tiles.Tile):
        return _little(found.stats) + _little(found.count)
    columns, samples = found.values.shape
    head = struct.pack("<II", samples, columns)
    return head + _little(found.offsets_s) + _little(found.values)


def _little(values: NDArray[np.floating[Any]]) -> bytes:
    return np.ascontiguousarray(values, values.dtype.newbyteorder("<")).tobytes()
