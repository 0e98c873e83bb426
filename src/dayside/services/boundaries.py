"""Boundary models, and where trajectories cross them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from dayside.model import EventList, Principal
from dayside.model.errors import BadRequest
from dayside.science import bodies
from dayside.science.boundaries import Boundary, abouts, boundary
from dayside.science.boundaries.base import About
from dayside.science.boundaries.crossings import MAX_GAP
from dayside.services import catalog
from dayside.services.door import Door
from dayside.services.fetch import SeriesRequest, fetch
from dayside.services.trajectories import ABERRATED, trajectory
from dayside.services.transform import TransformRequest, transformed


@dataclass(frozen=True, slots=True)
class CrossingRequest:
    """Which crossings are looked for.

    Attributes
    ----------
    boundary : str
        Id of the model.
    dataset : str
        The trajectory.
    start, stop : int
        TT2000.
    parameter : str or None
        Its positions, where it has several.
    aberration : float
        Degrees.
    solar_wind : mapping of str to float
        Inputs of the model.
    field : str
        ``dataset.parameter`` of a magnetic field, for the angle with the normal.
    max_gap : float
        Longest step, in usual ones, across which positions are known.
    """

    boundary: str
    dataset: str
    start: int
    stop: int
    parameter: str | None = None
    aberration: float = 0.0
    solar_wind: Mapping[str, float] = field(default_factory=dict)
    field: str = ""
    max_gap: float = MAX_GAP


def listed(body: str | None = None, kind: str | None = None) -> list[About]:
    """Return what is known of all models, or of those of a body or kind.

    Raises
    ------
    NotFound
        If there is no such body.
    """
    return abouts(None if body is None else bodies.body(body).key, kind)


def record(about: About) -> dict[str, Any]:
    """Return what is known of a model, for machines."""
    told = {name: getattr(about, name) for name in About.__slots__ if name != "inputs"}
    told["inputs"] = {name: asdict(option) for name, option in about.inputs.items()}
    return told


def crossings(door: Door, request: CrossingRequest, principal: Principal) -> EventList:
    """Return where a trajectory crosses a boundary.

    Raises
    ------
    NotFound, BadRequest
        If the boundary, the dataset, its frame or the inputs cannot be.
    """
    model = boundary(request.boundary, request.aberration, **request.solar_wind)
    frame, radius = _frame(model.about), radius_km(model.about)
    path = trajectory(
        door, request.dataset, request.start, request.stop, frame, principal, request.parameter
    )
    measured = _field(door, request, model, path.ticks, principal) if request.field else None
    found = model.crossings(path.ticks, path.km / radius, field=measured, max_gap=request.max_gap)
    return found.replace(
        description=f"{found.description} Trajectory: {path.note}. 1 radius is {radius:g} km."
    )


def access_of(door: Door, request: CrossingRequest, principal: Principal) -> str:
    """Return for whom the crossings are: as private as what they were made of."""
    names = [request.dataset, *filter(None, [request.field.rpartition(".")[0]])]
    private = any(catalog.describe(door, n, principal).access != "public" for n in names)
    return "private" if private else "public"


def radius_km(about: About) -> float:
    """Return what one radius of a boundary's planet is."""
    found = bodies.body(about.body).radius_km
    if found is None:
        raise BadRequest(f"The radius of {about.body} is not known.")
    return found


def _frame(about: About) -> str:
    """Return the frame of a model as nobody can mistake it: MSO is Mercury's for others."""
    return f"{about.frame}@{about.body}"


def _field(
    door: Door, request: CrossingRequest, model: Boundary, ticks: Any, principal: Principal
) -> Any:
    """Return a measured field at the times of the trajectory, in the frame of the model."""
    dataset, dot, name = request.field.rpartition(".")
    if not dot:
        raise BadRequest(f"{request.field!r}: write a field as DATASET.PARAMETER.")
    told = catalog.describe(door, dataset, principal)
    parameter = told[name]
    if parameter.shape != (3,):
        raise BadRequest(f"{request.field} is no vector of three components.")
    asked = SeriesRequest(dataset, request.start, request.stop, (name,))
    read = fetch(door, asked, principal).series()
    given = np.asarray(read.values[name], np.float64)
    source = (parameter.frame or model.about.frame).removeprefix(ABERRATED)
    told_as = TransformRequest(source, _frame(model.about), "vector", told.target)
    turned = transformed(door, given, read.time, told_as, principal).vectors
    known = np.isfinite(turned).all(axis=1)
    if not known.any():
        return np.full((len(ticks), 3), np.nan)
    times = read.time[known]
    return np.stack([np.interp(ticks, times, part) for part in turned[known].T], axis=1)
