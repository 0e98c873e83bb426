"""Trajectories: positions of any dataset, in any frame, in km or planetary radii."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import Dataset, Parameter, Principal
from dayside.model.errors import BadRequest, UnknownParameter, nearest
from dayside.query.lengths import is_length, length_km
from dayside.services import catalog
from dayside.services.door import Door
from dayside.services.fetch import SeriesRequest, fetch
from dayside.services.transform import TransformRequest, transformed

Floats = NDArray[np.floating[Any]]

ABERRATED = "aberrated "
"""Before the name of a frame whose axes were turned already, as MESSENGER's files have it."""


@dataclass(frozen=True, slots=True, eq=False)
class Trajectory:
    """Positions at times.

    Attributes
    ----------
    ticks : ndarray of int64, shape (n,)
        TT2000.
    km : ndarray, shape (n, 3)
        In `frame`.
    frame : str
    dataset : Dataset
        Where they are from.
    parameter : Parameter
    note : str
        What was done to them.
    """

    ticks: NDArray[np.int64]
    km: Floats
    frame: str
    dataset: Dataset
    parameter: Parameter
    note: str


def trajectory(
    door: Door,
    dataset: str,
    start: int,
    stop: int,
    frame: str,
    principal: Principal,
    parameter: str | None = None,
) -> Trajectory:
    """Return the positions of a dataset in a frame.

    Parameters
    ----------
    dataset : str
        ``ephemeris/tgo@mars``, or any dataset with positions among its parameters.
    start, stop : int
        TT2000; half-open.
    frame : str
        As `dayside.science.frames.resolve` takes it.
    parameter : str, optional
        Which one, where there are several.

    Raises
    ------
    UnknownDataset, UnknownParameter, BadRequest
        If there are no positions, or nobody knows in which frame they are.
    """
    told = catalog.describe(door, dataset, principal)
    chosen = _chosen(told, parameter)
    request = SeriesRequest(dataset, start, stop, (chosen.name,))
    read = fetch(door, request, principal).series()
    values = np.asarray(read.values[chosen.name], np.float64)
    ticks, km = _increasing(read.time, values * length_km(chosen.units, told.target))
    source = chosen.frame or ""
    if not source:
        raise BadRequest(f"{dataset} does not tell in which frame {chosen.name} is.")
    if source.startswith(ABERRATED):
        plain = source.removeprefix(ABERRATED)
        note = f"{chosen.name} of {dataset} is aberrated already, and was taken to be in {plain}"
    else:
        plain, note = source, f"{chosen.name} of {dataset} in {source}"
    if told.source == "ephemeris" and "@" in dataset:
        plain = (
            plain if plain != "J2000" else f"J2000@{dataset.partition('@')[2].partition('/')[0]}"
        )
    done = transformed(
        door, km, ticks, TransformRequest(plain, frame, "position", told.target), principal
    )
    return Trajectory(ticks, done.vectors, frame, told, chosen, note)


def _chosen(dataset: Dataset, parameter: str | None) -> Parameter:
    known = [p for p in dataset.parameters if p.shape == (3,) and is_length(p.units)]
    if parameter is not None:
        found = next((p for p in known if p.name == parameter), None)
        if found is None:
            names = [p.name for p in known]
            raise UnknownParameter(
                f"{dataset.id} has no positions {parameter}; it has {', '.join(names) or 'none'}."
                + nearest(parameter, names)
            )
        return found
    if not known:
        raise BadRequest(
            f"{dataset.id} has no positions (three components of a length); give another dataset, "
            "such as ephemeris/BODY@CENTER."
        )
    return known[0]


def _increasing(ticks: NDArray[np.int64], km: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Leave out what stands at a time that was before: a spline needs times that increase."""
    kept = np.concatenate([[True], np.diff(ticks) > 0]) if len(ticks) else np.zeros(0, bool)
    return ticks[kept], km[kept]
