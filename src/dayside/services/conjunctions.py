"""When two bodies or spacecraft are near each other, on one field line, at one local time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dayside.model import Dataset, EventList, Principal, time
from dayside.model.columns import Column
from dayside.model.errors import BadRequest
from dayside.model.ticket import SILENT, Ticket
from dayside.query.lengths import length_km
from dayside.science.orbit.approach import closest_approaches
from dayside.services import catalog
from dayside.services.door import Door
from dayside.services.evaluate import FormulaRequest
from dayside.services.event_columns import with_columns
from dayside.services.search import SearchRequest, find
from dayside.services.trajectories import trajectory
from dayside.sources.ephemeris import EphemerisSource
from dayside.sources.ephemeris.names import PRIVATE

MOST_FINE_NS = 10 * 86_400 * time.NS
"""Conjunctions that are longer together are told of by the samples they were found by."""


@dataclass(frozen=True, slots=True)
class ConjunctionRequest:
    """When A and B are together; all that is given must hold at once.

    Attributes
    ----------
    a, b : str
        Trajectories: ``ephemeris/mms1@earth``, or datasets with positions.
    start, stop : int
        TT2000.
    within_km : float or None
        Greatest distance from each other.
    local_time_h : float or None
        Greatest difference of their local times.
    model : str
        A magnetic field model: on the same field line of it.
    footpoints_deg : float
        How far the footpoints of one field line may be apart.
    a_parameter, b_parameter : str
        Their positions.
    """

    a: str
    b: str
    start: int
    stop: int
    within_km: float | None = None
    local_time_h: float | None = None
    model: str = ""
    footpoints_deg: float = 5.0
    a_parameter: str = "position"
    b_parameter: str = "position"


def conjunctions(
    door: Door, request: ConjunctionRequest, principal: Principal, ticket: Ticket = SILENT
) -> EventList:
    """Return when two trajectories are together: an event list with how near they came.

    Ends are those of samples; of ephemerides they are looked for anew each second (each ten,
    where a field line is followed).

    Raises
    ------
    BadRequest
        If nothing is asked for.
    NotFound
        If a trajectory is not there, or not for `principal`.
    """
    condition, columns = _condition(door, request, principal)
    found = _found(door, request, condition, columns, principal, ticket)
    fine = _finer(door, request)
    if fine is not None and len(found):
        found = _refined(door, request, fine, found, principal, ticket)
    return found.replace(
        name=found.name or "conjunctions",
        title=f"Conjunctions of {request.a} and {request.b}",
        description=f"When {condition}.",
    )


def _found(
    door: Door,
    request: ConjunctionRequest,
    condition: str,
    columns: Sequence[str],
    principal: Principal,
    ticket: Ticket,
    within: EventList | None = None,
) -> EventList:
    asked = FormulaRequest(condition, request.start, request.stop)
    return find(door, SearchRequest.of(asked, within, columns=columns), principal, ticket)


def _finer(door: Door, request: ConjunctionRequest) -> ConjunctionRequest | None:
    """Return the request with ephemerides each second; None where neither is one."""
    # A field line takes milliseconds, and is not told of more often than each ten seconds.
    step = "10s" if request.model else "1s"
    names = []
    for name in (request.a, request.b):
        source, own = door.source_of(name)
        known = isinstance(source, EphemerisSource)
        body = own.removeprefix(PRIVATE)
        names.append(f"{name}/{step}" if known and "/" not in body else name)
    fine = replace(request, a=names[0], b=names[1])
    return None if fine == request else fine


def _refined(
    door: Door,
    request: ConjunctionRequest,
    fine: ConjunctionRequest,
    found: EventList,
    principal: Principal,
    ticket: Ticket,
) -> EventList:
    """Return conjunctions whose ends, which are to a sample, are looked for anew."""
    told = [catalog.describe(door, name, principal) for name in (request.a, request.b)]
    reach = max(d.cadence_ns or 0 for d in told)
    ends = np.concatenate([found.start, found.stop])
    around = EventList(ends - reach, ends + reach).merged()
    condition, _ = _condition(door, fine, principal)
    edges = _found(door, fine, condition, (), principal, ticket, around)
    inner = found.start + reach < found.stop - reach
    between = EventList((found.start + reach)[inner], (found.stop - reach)[inner])
    sharp = EventList(*(between | edges).times)
    sharp = sharp.replace(gaps=found.gaps, span=found.span, attributes=found.attributes)
    short = sharp.duration_ns.sum() < MOST_FINE_NS
    _, columns = _condition(door, fine if short else request, principal)
    like = FormulaRequest("", request.start, request.stop)
    return with_columns(door, sharp, tuple(columns), principal, like, ticket)


def approaches(
    door: Door,
    dataset: str,
    start: int,
    stop: int,
    principal: Principal,
    parameter: str | None = None,
) -> EventList:
    """Return the closest approaches of a trajectory to the centre of its frame.

    Returns
    -------
    EventList
        Instants, with ``distance`` (km) and ``X, Y, Z`` (km).
    """
    told = catalog.describe(door, dataset, principal)
    frame = next((p.frame for p in told.parameters if p.name == (parameter or "position")), None)
    positions = [p.frame for p in told.parameters if p.shape == (3,) and p.frame]
    used = frame or (positions[0] if positions else "")
    path = trajectory(door, dataset, start, stop, used, principal, parameter)
    zero = int(path.ticks[0]) if len(path.ticks) else 0
    found = closest_approaches((path.ticks - zero) / 1e9, path.km)
    at = zero + np.rint(found.time_s * 1e9).astype(np.int64)
    made = [Column("distance", found.distance, units="km", description="From the centre")]
    for axis, values in zip("XYZ", found.position.T, strict=True):
        made.append(Column(axis, values, units="km", description=f"{axis} in {used}"))
    return EventList(
        at,
        at,
        {column.name: column for column in made},
        name="closest_approaches",
        title=f"Closest approaches of {dataset}",
        description=f"Minima of the distance from the centre of {used}: {path.note}.",
    )


def _condition(
    door: Door, request: ConjunctionRequest, principal: Principal
) -> tuple[str, list[str]]:
    first = catalog.describe(door, request.a, principal)
    second = catalog.describe(door, request.b, principal)
    frame = first[request.a_parameter].frame or ""
    a = _in_km(f'ds("{request.a}").{request.a_parameter}', first, request.a_parameter)
    moved = f'to_frame(ds("{request.b}").{request.b_parameter}, "{frame}", kind="position")'
    there = _in_km(moved, second, request.b_parameter)
    apart = f"distance({a}, {there})"
    said, columns = [], [f"closest = min({apart})"]
    if request.within_km is not None:
        if request.within_km <= 0:
            raise BadRequest("The greatest distance is above 0 km.")
        said.append(f"{apart} < {request.within_km!r}*km")
    if request.local_time_h is not None:
        # Of an angle, so that 23 h and 1 h are two hours apart.
        cosine = np.cos(np.radians(15.0 * request.local_time_h))
        said.append(f"{_cosine(a, there)} > {float(cosine)!r}")
    if request.model:
        feet = f'footpoint_distance({a}, {there}, "{request.model}")'
        said.append(f"{feet} < {request.footpoints_deg!r}*deg")
        columns.append(f"footpoints = min({feet})")
    if not said:
        raise BadRequest(
            "Say what a conjunction is: within (km), local_time (h), or a field model."
        )
    return " and ".join(said), columns


def _in_km(said: str, dataset: Dataset, parameter: str) -> str:
    """Return a position in km, as a formula."""
    units = dataset[parameter].units or ""
    if units == "km":
        return said
    return f"({said}*({length_km(units, dataset.target)!r}*km/(1*{units})))"


def _cosine(a: str, b: str) -> str:
    """Return the cosine of the difference of two longitudes, as a formula."""
    across = f"({a}.x*{b}.x + {a}.y*{b}.y)"
    return f"{across}/sqrt(({a}.x**2 + {a}.y**2)*({b}.x**2 + {b}.y**2))"
