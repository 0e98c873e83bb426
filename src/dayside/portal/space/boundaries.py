"""``/boundaries``: boundary models, each with a picture, and crossings of any trajectory."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from dayside.model import EventList, Principal
from dayside.model.error_codes import codes_of
from dayside.model.errors import BadRequest, DaysideError
from dayside.model.times import ticks_of_times
from dayside.portal import eventrows
from dayside.portal.rendering import Portal
from dayside.query.lengths import is_length
from dayside.science.boundaries import Boundary, boundary, entry
from dayside.services import boundaries as service
from dayside.services import catalog

_MOST_ROWS = 200
_ASKED = ("dataset", "start", "stop", "parameter", "aberration", "field")
_WIDTH, _HEIGHT, _BELOW = 640.0, 400.0, 22.0


def page(portal: Portal, request: Request) -> Response:
    """Return the models, those of one planet where it is asked for."""
    body = request.query_params.get("body", "")[:100].strip().lower()
    every = service.listed()
    return portal.html(
        request,
        "boundaries.html",
        json_href=portal.context.site.path("/api/boundaries") + (f"?body={body}" if body else ""),
        models=[a for a in every if not body or a.body == body],
        bodies=list(dict.fromkeys(a.body for a in every)),
        body=body,
        path_of=lambda id_: portal.context.site.path(path_of(id_)),
    )


def one(portal: Portal, request: Request) -> Response:
    """Return a model, its picture, and the crossings of a trajectory where one is named."""
    about = entry(request.path_params["id"]).about
    said = {name: value[:700].strip() for name, value in request.query_params.items()}
    trouble, status, found, model = "", 200, None, boundary(about.id)
    try:
        model = boundary(about.id, _number(said, "aberration"), **_wind(about, said))
        if said.get("dataset"):
            found = _crossings(portal, portal.principal(request), model, said)
    except DaysideError as error:
        trouble, status = str(error), codes_of(error).http
    shown = found[:_MOST_ROWS] if found is not None else None
    return portal.html(
        request,
        "boundary.html",
        status=status,
        canonical=path_of(about.id),
        json_href=portal.context.site.path(f"/api/boundaries/{about.id}"),
        about=about,
        model=model,
        picture=picture(model, found),
        said={**dict.fromkeys((*_ASKED, *about.inputs), ""), **said},
        trouble=trouble,
        found=found,
        rows=eventrows.rows(shown) if shown is not None else [],
        columns=list(shown.columns.values()) if shown is not None else [],
        datasets=_trajectories(portal, request),
        asked=_asked(about.id, said),
    )


def path_of(name: str) -> str:
    """Return the path of a model's page, below the root path."""
    return f"/boundaries/{quote(name)}"


def picture(model: Boundary, found: EventList | None) -> dict[str, Any]:
    """Return the section of a boundary through its axis, and crossings, as an SVG holds them.

    Along is the axis, up the distance from it: crossings of a surface of revolution lie on it.
    """
    size = model.standoff
    left, right = -3.4 * size, 1.6 * size
    scale = _WIDTH / (right - left)
    top = (_HEIGHT - _BELOW) / scale

    def place(along: float, across: float) -> tuple[float, float]:
        return (along - left) * scale, _HEIGHT - _BELOW - across * scale

    upright = boundary(model.about.id, **model.solar_wind)
    line = upright.surface(240, 5, x_min=left)[:, 0, :2]
    inside = np.isfinite(line).all(axis=1) & (line[:, 1] <= top)
    dots = [
        place(x, rho)
        for x, rho in _about_the_axis(model, found)
        if left <= x <= right and rho <= top
    ]
    step = 10.0 ** np.floor(np.log10(size))
    step = step if size / step < 4 else 2 * step
    marks = np.arange(np.ceil(left / step) * step, right, step)
    return {
        "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*p) for p in line[inside])),
        "dots": dots,
        "planet": (*place(0.0, 0.0), scale),
        "ticks": [(place(x, 0.0)[0], f"{x:g}".replace("-", "−")) for x in marks],
        "width": _WIDTH,
        "height": _HEIGHT,
    }


def _about_the_axis(model: Boundary, found: EventList | None) -> list[tuple[float, float]]:
    """Return crossings along the axis of a boundary and from it, radii."""
    if found is None or not len(found):
        return []
    angle = np.radians(model.aberration)
    x, y, z = (np.asarray(found[name][:2000]) for name in "XYZ")
    along, side = x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)
    return list(zip(along.tolist(), np.hypot(side, z).tolist(), strict=True))


def _crossings(
    portal: Portal, principal: Principal, model: Boundary, said: dict[str, str]
) -> EventList:
    door = portal.context.door
    told = catalog.describe(door, said["dataset"], principal)
    start = _time(said.get("start", ""), told.start, "start")
    stop = _time(said.get("stop", ""), told.stop, "stop")
    asked = service.CrossingRequest(
        model.about.id,
        said["dataset"],
        start,
        stop,
        said.get("parameter") or None,
        model.aberration,
        model.solar_wind,
        said.get("field", ""),
    )
    portal.context.limits.check(told, start, stop)
    return service.crossings(door, asked, principal)


def _time(text: str, default: int | None, name: str) -> int:
    if text:
        return int(ticks_of_times(text)[0])
    if default is None:
        raise BadRequest(f"The dataset does not tell when it is: give its {name}.")
    return default


def _wind(about: Any, said: dict[str, str]) -> dict[str, float]:
    return {name: _number(said, name) for name in about.inputs if said.get(name)}


def _number(said: dict[str, str], name: str) -> float:
    text = said.get(name, "") or "0"
    try:
        return float(text)
    except ValueError as error:
        raise BadRequest(f"{name} is a number, not {text!r}.") from error


def _trajectories(portal: Portal, request: Request) -> list[str]:
    found = catalog.datasets(portal.context.door, portal.principal(request))
    return [
        d.id for d in found if any(p.shape == (3,) and is_length(p.units) for p in d.parameters)
    ][:200]


def _asked(model: str, said: dict[str, str]) -> dict[str, str]:
    """Return the options of /api/crossings that ask for the same."""
    known = {name: said[name] for name in _ASKED if said.get(name)}
    rest = {n: v for n, v in said.items() if n not in _ASKED and v}
    wind = ",".join(f"{n}={v}" for n, v in rest.items())
    return {"boundary": model, **known, **({"wind": wind} if wind else {})}
