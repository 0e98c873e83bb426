"""What 3DView's four resources answer."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

import numpy as np
import orjson
from starlette.requests import Request
from starlette.responses import Response

from dayside.formats.base import get_format
from dayside.model import Dataset, Parameter, Series, time
from dayside.model.errors import BadRequest, NotFound, UnknownOption, nearest
from dayside.protocols.base import Context
from dayside.services import ephemeris
from dayside.services.frames import every as every_frame
from dayside.services.kernels import every as every_kernel

SAMPLING_S = 600.0


def get_bodies(context: Context, request: Request) -> Response:
    """Return the bodies and when they have positions."""
    _known(request)
    found = ephemeris.known_bodies(context.door, context.principal_of(request))
    return _json(
        {
            "bodies": [
                {
                    "name": body.name,
                    "title": body.title,
                    "naif_id": body.id,
                    "type": body.kind,
                    "coverage": [str(t) for t in time.to_text([body.start, body.stop], digits=0)],
                }
                for body in found
            ]
        }
    )


def get_frames(_: Context, request: Request) -> Response:
    """Return the frames: name, centre, definition, from when to when."""
    _known(request)
    return _json(
        {
            "frames": [
                {
                    "name": frame.name,
                    "center": frame.center.capitalize(),
                    "desc": frame.title,
                    "definition": frame.definition,
                    "valid": list(frame.valid),
                    "aliases": list(frame.aliases),
                }
                for frame in every_frame()
                if "{" not in frame.center and "{" not in repr(frame.axes)
            ]
        }
    )


def get_trajectory(context: Context, request: Request) -> Response:
    """Return positions and velocities of a body in a frame: JSON, or a file of any format."""
    options = _known(
        request, "body", "frame", "coordinate_frame", "start", "stop", "sampling", "format"
    )
    newest = _newest(context, request)
    if _is_old_news(request, newest):
        return Response(status_code=304)
    body = _needed(options, "body")
    frame = options.get("frame") or options.get("coordinate_frame") or "J2000"
    start, stop, step_s = _interval(options)
    principal = context.principal_of(request)
    found = ephemeris.path(context.door, body, frame, start, stop, step_s, principal)
    known = np.isfinite(found.position_km).all(axis=1)
    if not known.any():
        raise NotFound(f"No data available: no kernel has {body} in {frame} at these times.")
    headers = {"last-modified": format_datetime(newest, usegmt=True)}
    name = options.get("format", "json").lower()
    if name == "json":
        about = _about(context, request, body, frame, start, stop, step_s)
        return _json(about | {"values": _values(found, known)}, headers)
    writer = get_format(name, writes=True)
    series = _series(body, found, known, step_s)
    data = b"".join(writer.write(series.dataset, iter([series])))
    suffix = writer.suffixes[0]
    headers["content-disposition"] = f'attachment; filename="{body}_{frame}{suffix}"'
    return Response(data, headers=headers, media_type=writer.media_type)


def get_transform_matrices(context: Context, request: Request) -> Response:
    """Return rotations from one frame to another."""
    options = _known(
        request, "from", "to", "source", "target", "frame", "start", "stop", "sampling", "format"
    )
    source = options.get("from") or options.get("source") or options.get("frame") or "J2000"
    target = options.get("to") or options.get("target") or "J2000"
    start, stop, step_s = _interval(options)
    principal = context.principal_of(request)
    ticks, matrices = ephemeris.matrices(
        context.door, source, target, start, stop, step_s, principal
    )
    rows = zip(time.to_text(ticks, digits=3).tolist(), matrices, strict=True)
    return _json(
        {
            "from": source,
            "to": target,
            "sampling (s)": step_s,
            "values": [{"time": t, "matrix": m} for t, m in rows],
        }
    )


def _about(
    context: Context,
    request: Request,
    body: str,
    frame: str,
    start: int,
    stop: int,
    step_s: float,
) -> dict[str, Any]:
    from dayside.services.kernels import used

    principal = context.principal_of(request)
    dates = {k.name: k.added for k in every_kernel(context.door, principal)}
    first, last = (str(t) for t in time.to_text([start, stop], digits=0))
    return {
        "bodyid": body,
        "frame": frame,
        "kernel": [
            {"name": name, "date": dates.get(name, "")} for name in used(context.door, principal)
        ],
        "start": first,
        "stop": last,
        "sampling (s)": step_s,
        "units": {"position": "km", "speed": "km/s"},
    }


def _values(found: ephemeris.Path, known: Any) -> list[dict[str, Any]]:
    times = time.to_text(found.ticks[known], digits=3).tolist()
    rows = zip(times, found.position_km[known], found.velocity_km_s[known], strict=True)
    return [{"time": t, "position": p, "speed": v} for t, p, v in rows]


def _series(body: str, found: ephemeris.Path, known: Any, step_s: float) -> Series:
    axes: dict[str, Any] = {
        "shape": (3,),
        "components": ("x", "y", "z"),
        "frame": found.frame.name,
    }
    parameters = (
        Parameter("pos", "float64", "km", label="Position", labels=("x", "y", "z"), **axes),
        Parameter("vel", "float64", "km/s", label="Velocity", labels=("vx", "vy", "vz"), **axes),
    )
    dataset = Dataset(
        id=f"{body}_{found.frame.name}",
        parameters=parameters,
        title=f"{body} in {found.frame.name}",
        description=f"{found.frame.definition} Kernels: {', '.join(found.kernels)}.",
        cadence_ns=round(step_s * time.NS),
        attributes={"kernels": found.kernels},
    )
    values = {"pos": found.position_km[known], "vel": found.velocity_km_s[known]}
    return Series(dataset, found.ticks[known], values)


def _interval(options: dict[str, str]) -> tuple[int, int, float]:
    start = time.parse(_needed(options, "start"))
    stop = time.parse(_needed(options, "stop"))
    text = options.get("sampling") or f"{SAMPLING_S:g}"
    try:
        return start, stop, float(text)
    except ValueError as error:
        raise BadRequest(f"sampling is a number of seconds, not {text!r}.") from error


def _known(request: Request, *names: str) -> dict[str, str]:
    for name in request.query_params:
        if name not in names:
            has = f"it has {', '.join(names)}" if names else "it has none"
            raise UnknownOption(f"There is no option {name!r} here; {has}." + nearest(name, names))
    return dict(request.query_params)


def _needed(options: dict[str, str], name: str) -> str:
    if not options.get(name, "").strip():
        raise BadRequest(f"Say {name}=, as in body=mars&frame=HCI&start=2018-06-11T00:00:00.")
    return options[name].strip()


def _newest(context: Context, request: Request) -> datetime:
    """Return when the kernels last changed; the epoch of this release where none was added."""
    added = [k.added for k in every_kernel(context.door, context.principal_of(request)) if k.added]
    last = max(added, default="2026-01-01T00:00:00Z")
    return datetime.fromisoformat(last).replace(microsecond=0).astimezone(UTC)


def _is_old_news(request: Request, newest: datetime) -> bool:
    said = request.headers.get("if-modified-since")
    if not said:
        return False
    try:
        return parsedate_to_datetime(said) >= newest
    except (TypeError, ValueError):
        return False  # no date: as if nothing was said


def _json(content: Any, headers: dict[str, str] | None = None) -> Response:
    body = orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY)
    tag = {"etag": f'"{hashlib.sha256(body).hexdigest()[:24]}"'}
    return Response(body, headers={**tag, **(headers or {})}, media_type="application/json")
