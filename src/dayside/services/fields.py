"""Magnetic field models: what there is, their values, field lines, coefficients from data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dayside.model import Principal
from dayside.model.errors import BadRequest, TooMuch
from dayside.model.time import Ticks
from dayside.query.lengths import length_km
from dayside.science import bodies
from dayside.science.fields import registry
from dayside.science.fields.base import About, FieldModel
from dayside.science.fields.fit import Fit, fit_gauss
from dayside.science.fields.lines import FieldLine, FieldLines, follow
from dayside.science.fields.trace import Limits
from dayside.science.frames import Kind
from dayside.services import catalog
from dayside.services.door import Door
from dayside.services.fetch import SeriesRequest, fetch
from dayside.services.transform import TransformRequest, transformed

Floats = NDArray[np.floating[Any]]

MOST_POSITIONS = 10_000_000
MOST_SEEDS = 20_000


def listed(body: str | None = None) -> list[About]:
    """Return what is known of all models, or of those of a body.

    Raises
    ------
    NotFound
        If there is no such body.
    """
    return registry.abouts(None if body is None else bodies.body(body).key)


def record(about: About) -> dict[str, Any]:
    """Return what is known of a model, for machines."""
    told = {name: getattr(about, name) for name in About.__slots__ if name != "options"}
    told["options"] = {name: asdict(option) for name, option in about.options.items()}
    return told


def line_record(line: FieldLine) -> dict[str, Any]:
    """Return a field line, for machines; what there is not is null."""
    return {
        "kind": line.kind,
        "ends": list(line.ends),
        "footpoints_rp": _told(line.footpoints_rp),
        "footpoints_deg": _told(line.footpoints_deg),
        "l_shell": _told(line.l_shell),
        "length_rp": _told(line.length_rp),
        "points_rp": _told(line.points_rp),
    }


@dataclass(frozen=True, slots=True)
class InFrame:
    """Another frame than that of a model, for positions and field.

    Attributes
    ----------
    name : str
        As the registry of frames has it.
    door : Door
        Where its kernels are.
    principal : Principal
    """

    name: str
    door: Door
    principal: Principal

    def turned(
        self, vectors: Floats, times: Ticks, about: About, kind: Kind, *, back: bool = False
    ) -> Floats:
        """Return vectors of this frame in that of a model, or back."""
        names = (self.name, about.frame or self.name)
        source, target = reversed(names) if back else names
        unit_km = about.radius_km or 1.0
        request = TransformRequest(source, target, kind, about.body, unit_km=unit_km)
        return transformed(self.door, vectors, times, request, self.principal).vectors


def evaluate(
    model: str | FieldModel,
    positions: ArrayLike,
    times: Ticks | None = None,
    frame: InFrame | None = None,
) -> Floats:
    """Return the field of a model.

    Parameters
    ----------
    model : str or FieldModel
        As `dayside.science.fields.registry` reads it.
    positions : array_like, shape (n, 3) or (3,)
        Radii of the body, in the frame of the model, or in `frame`.
    times : ndarray of int64, optional
        TT2000, one or n.
    frame : InFrame, optional
        Another frame than the model's.

    Returns
    -------
    ndarray, shape of `positions`
        nT, in the frame of the positions.

    Raises
    ------
    NotFound, BadRequest
        If the model, its options, the positions, times or frame cannot be.
    """
    chosen = _model(model)
    position, single = _positions(positions, MOST_POSITIONS, "positions")
    when = _times(chosen, times, len(position), frame)
    if frame is None or when is None:
        found = chosen.field(position, when)
    else:
        turned = frame.turned(position, when, chosen.about, "position")
        field = chosen.field(turned, when)
        found = frame.turned(field, when, chosen.about, "vector", back=True)
    return found[0] if single else found


def traced(
    model: str | FieldModel,
    seeds: ArrayLike,
    times: Ticks | None = None,
    limits: Limits | None = None,
    frame: InFrame | None = None,
) -> FieldLines:
    """Return the field lines through seeds.

    Parameters
    ----------
    model : str or FieldModel
    seeds : array_like, shape (n, 3) or (3,)
        Radii of the body, in the frame of the model, or in `frame`; lines are in the model's.
    times : ndarray of int64, optional
        TT2000, one or n.
    limits : Limits, optional
    frame : InFrame, optional
        Another frame than the model's.

    Raises
    ------
    NotFound, BadRequest
        As `evaluate` does; also if limits cannot be.
    """
    chosen, limits = _model(model), limits or Limits()
    seed, _ = _positions(seeds, MOST_SEEDS, "seeds")
    if not 0 < limits.surface_rp < limits.far_rp < np.inf:
        raise BadRequest(
            f"Lines are followed from a surface at {limits.surface_rp:g} radii to "
            f"{limits.far_rp:g} radii: the second is the larger, both are finite and above 0."
        )
    if not 0 < limits.longest_rp < np.inf or not 1e-12 <= limits.tolerance <= 1e-3:
        raise BadRequest(
            f"Length ({limits.longest_rp:g} radii) is above 0, tolerance ({limits.tolerance:g}) "
            "from 1e-12 to 1e-3."
        )
    when = _times(chosen, times, len(seed), frame)
    if frame is not None and when is not None:
        seed = frame.turned(seed, when, chosen.about, "position")
    return follow(chosen, seed, when if chosen.about.needs_time else None, limits)


@dataclass(frozen=True, slots=True)
class Flyby:
    """Measurements that have a uniform field in common.

    Attributes
    ----------
    dataset : str
    position, field : str
        Its parameters: body-fixed vectors of one frame, km or radii, and nT.
    start, stop : int
        TT2000.
    """

    dataset: str
    position: str
    field: str
    start: int
    stop: int


def fit_datasets(
    door: Door,
    flybys: Sequence[Flyby],
    principal: Principal,
    *,
    degree: int = 1,
    within_rp: float | None = None,
) -> Fit:
    """Fit coefficients to measurements of datasets, one uniform field for each.

    Raises
    ------
    UnknownDataset, UnknownParameter
        If one is not there, or not for `principal`.
    BadRequest
        If a dataset has no target whose radius is known, frames differ, or as `fit_gauss` does.
    """
    positions, fields, groups, frames = [], [], [], set[str | None]()
    for number, flyby in enumerate(flybys, 1):
        position, field, frame = _measured(door, flyby, principal)
        positions.append(position)
        fields.append(field)
        groups.append(np.full(len(position), f"{number} {flyby.dataset}"))
        frames.add(frame)
    if len(frames) > 1:
        raise BadRequest(f"Vectors of one fit are in one frame, not in {frames}.")
    if not positions:
        raise BadRequest("Give at least one dataset to fit.")
    return fit_gauss(
        np.concatenate(positions),
        np.concatenate(fields),
        np.concatenate(groups),
        degree=degree,
        within_rp=within_rp,
    )


def _measured(door: Door, flyby: Flyby, principal: Principal) -> tuple[Floats, Floats, str | None]:
    told = catalog.describe(door, flyby.dataset, principal)
    chosen = told.select((flyby.position, flyby.field))
    by_name = {p.name: p for p in chosen.parameters}
    position, field = by_name[flyby.position], by_name[flyby.field]
    for p in (position, field):
        if p.shape != (3,):
            raise BadRequest(f"{p.name} of {flyby.dataset} is no vector of three components.")
    if position.frame and field.frame and position.frame != field.frame:
        raise BadRequest(
            f"{flyby.dataset}: {position.name} is in {position.frame}, {field.name} in "
            f"{field.frame}; a fit needs both in one body-fixed frame."
        )
    request = SeriesRequest(flyby.dataset, flyby.start, flyby.stop, chosen.names)
    read = fetch(door, request, principal).series()
    radius = _radius(told.target, position.units)
    where = np.asarray(read.values[position.name], np.float64) / radius
    return where, np.asarray(read.values[field.name], np.float64), field.frame or position.frame


def _radius(target: str | None, units: str | None) -> float:
    """Return how many of a unit one radius of the target is."""
    found = bodies.find_body(target or "")
    if found is None or found.radius_km is None:
        raise BadRequest(f"A target of known radius is needed; it is {target or 'not told'}.")
    return found.radius_km / length_km(units, target)


def _model(model: str | FieldModel) -> FieldModel:
    return registry.model(model) if isinstance(model, str) else model


def _positions(given: ArrayLike, most: int, what: str) -> tuple[Floats, bool]:
    try:
        position = np.array(given, np.float64)
    except (TypeError, ValueError) as error:
        raise BadRequest(f"The {what} are numbers of the shape (n, 3): {error}.") from error
    single = position.ndim == 1
    position = np.atleast_2d(position)
    if position.ndim != 2 or position.shape[1] != 3:
        raise BadRequest(f"The {what} have the shape (n, 3), not {position.shape}.")
    if len(position) > most:
        raise TooMuch(f"At most {most:,} {what} at once, not {len(position):,}.")
    return position, single


def _times(
    model: FieldModel, given: Ticks | None, count: int, frame: InFrame | None = None
) -> Ticks | None:
    if given is None:
        if model.about.needs_time or frame is not None:
            why = "differs with time" if frame is None else f"turns against {frame.name}"
            raise BadRequest(f"{model.about.id} {why}: give the times as well.")
        return None
    times = np.asarray(given, np.int64)
    if times.ndim > 1 or times.size not in (1, count):
        raise BadRequest(
            f"There are {count} positions and {times.size} times; give one time, or as many."
        )
    return np.broadcast_to(times.reshape(-1), (count,))


def _told(value: Any) -> Any:
    """Return numbers as lists, null where there is none."""
    if isinstance(value, np.ndarray):
        return [_told(v) for v in value]
    return None if np.isnan(value) else float(value)
