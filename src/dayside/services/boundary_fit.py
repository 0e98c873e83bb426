"""Surfaces fitted to event lists of crossings."""

from __future__ import annotations

import numpy as np

from dayside.model import EventList
from dayside.model.errors import BadRequest
from dayside.query.lengths import length_km
from dayside.science import bodies
from dayside.science.boundaries.fit import BoundaryFit, fit

_NAMES = (("X", "Y", "Z"), ("X_MSO", "Y_MSO", "Z_MSO"), ("x", "y", "z"))


def fit_list(
    events: EventList,
    family: str = "conic",
    aberration: float = 0.0,
    body: str | None = None,
    columns: tuple[str, ...] = (),
) -> BoundaryFit:
    """Fit a surface to the positions of an event list.

    Parameters
    ----------
    events : EventList
        With three columns of positions: X, Y and Z, unless `columns` names others.
    family : {"conic", "shue"}
    aberration : float
        Degrees by which the axis is turned.
    body : str, optional
        Whose radius positions are brought to; needed where they are not in its radii.
    columns : tuple of str
        Names of the columns of positions.

    Raises
    ------
    BadRequest
        If there are no positions, or their unit is no length.
    """
    named = columns or next((n for n in _NAMES if all(c in events.columns for c in n)), ())
    if len(named) != 3 or any(name not in events.columns for name in named):
        has = ", ".join(events.columns)
        raise BadRequest(f"Name three columns of positions; the list has {has or 'none'}.")
    place = np.stack([np.asarray(events[name], np.float64) for name in named], axis=1)
    units = events.columns[named[0]].units
    if body is not None:
        radius = bodies.body(body).radius_km
        if radius is None:
            raise BadRequest(f"The radius of {body} is not known.")
        place = place * length_km(units or "km", body) / radius
    elif units and not units.startswith("R_"):
        raise BadRequest(f"Positions are in {units}: say of which body they are.")
    return fit(place, family, aberration)
