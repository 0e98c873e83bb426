"""Crossings as an event list, like the tables of 3DView."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dayside.model import EventList
from dayside.model.columns import Column
from dayside.model.errors import BadRequest
from dayside.model.times import ticks_of_times
from dayside.science.boundaries.base import Floats

if TYPE_CHECKING:
    from dayside.science.boundaries.boundary import Boundary


def crossing_list(
    boundary: Boundary,
    times: Any,
    positions: ArrayLike,
    field: ArrayLike | None,
    max_gap: float,
) -> EventList:
    """Return the crossings of a boundary; see `Boundary.crossings`.

    Raises
    ------
    BadRequest, BadTime
        If shapes do not fit, times do not increase, or one is none.
    """
    ticks = ticks_of_times(times)
    place = np.asarray(positions, np.float64)
    _check(ticks, place, field)
    zero = int(ticks[0]) if len(ticks) else 0
    found = boundary.found((ticks - zero) / 1e9, place, max_gap)
    at = zero + np.rint(found["time_s"] * 1e9).astype(np.int64)
    columns = _columns(boundary, found)
    if field is not None:
        here = _interpolated(ticks, np.asarray(field, np.float64), at)
        angle = boundary.angle_deg(here, found["normal"])
        told = "Angle of field and normal"
        columns["theta_Bn"] = Column("theta_Bn", angle, units="deg", description=told)
    about = boundary.about
    wind = ", ".join(f"{name} {value:g}" for name, value in boundary.solar_wind.items())
    span = (int(ticks[0]), int(ticks[-1]) + 1) if len(ticks) else None
    return EventList(
        at,
        at,
        columns,
        name=about.id.replace(".", "_"),
        title=f"Crossings of the {about.title[0].lower()}{about.title[1:]}",
        description=f"Roots of {about.id} (doi:{about.doi}) in {about.frame}, aberrated by "
        f"{boundary.aberration:g} degrees{'; ' if wind else ''}{wind}. N is the inward normal.",
        span=span,
    )


def _columns(boundary: Boundary, found: dict[str, Any]) -> dict[str, Column]:
    count = len(found["time_s"])
    unit = f"R_{boundary.about.body[0].upper()}"
    frame = boundary.about.frame
    made = [Column("direction", np.where(found["inward"], "in", "out"), description="In or out")]
    for axis, values in zip("XYZ", found["position"].T, strict=True):
        made.append(Column(axis, values, units=unit, description=f"{axis} in {frame}"))
    for axis, values in zip("XYZ", found["normal"].T, strict=True):
        told = f"{axis} of the inward normal in {frame}"
        made.append(Column(f"N_{axis}", values, units="", description=told))
    made += [
        Column("local_time", found["local_time"], units="h", description="12 is to the Sun"),
        Column("aberration", np.full(count, boundary.aberration), units="deg"),
        Column("boundary", np.full(count, boundary.about.id), description="Boundary model"),
    ]
    return {column.name: column for column in made}


def _check(ticks: NDArray[np.int64], place: Floats, field: ArrayLike | None) -> None:
    if place.shape != (len(ticks), 3):
        raise BadRequest(
            f"{len(ticks)} times need positions of shape ({len(ticks)}, 3); these are "
            f"{place.shape}."
        )
    if field is not None and np.shape(field) != place.shape:
        raise BadRequest(f"The field is of shape {place.shape} as the positions are.")
    if (np.diff(ticks) <= 0).any():
        raise BadRequest("The times of a trajectory increase from sample to sample.")


def _interpolated(ticks: NDArray[np.int64], field: Floats, at: NDArray[np.int64]) -> Floats:
    return np.stack([np.interp(at, ticks, part) for part in field.T], axis=1)
