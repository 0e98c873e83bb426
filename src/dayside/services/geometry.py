"""The geometry of events as EPN-TAP tables tell it: least and greatest of each quantity.

Names, units and UCDs are those of EPNcore (IVOA, EPN-TAP 2.0), so that a table of observations is
made of an event list and an ephemeris.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import EventList, Principal, Series, time
from dayside.model.columns import Column
from dayside.model.errors import BadRequest
from dayside.model.ticket import SILENT, Ticket
from dayside.science.series.bins import edges
from dayside.services import catalog
from dayside.services.door import Door
from dayside.sources.ephemeris import EphemerisSource

Floats = NDArray[np.floating[Any]]

MOST_MINUTES = 500
"""An event is looked at each minute; a longer one as often, but at least each `COARSE_NS`."""

COARSE_NS = 1_200 * time.NS
MOST_TIMES = 1 << 17
"""In five years; what is longer goes round its target more often than it is looked at."""

_STEP_NS = 60 * time.NS
_AT_ONCE = 1 << 17
_AU_KM = 149_597_870.7
_DISTANCE = "pos.distance"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A pair of columns of EPNcore.

    Attributes
    ----------
    name, unit, ucd, about : str
    parameter : str
        Of the ephemeris.
    component : int
    is_longitude : bool
        From 0 to 360; the least is the westernmost, and above the greatest across 0.
    """

    name: str
    unit: str
    ucd: str
    about: str
    parameter: str
    component: int = 0
    is_longitude: bool = False


QUANTITIES = (
    *(
        Quantity(f"c{i + 1}", "km", f"pos.cartesian.{axis}", f"{axis.upper()} in", "position", i)
        for i, axis in enumerate("xyz")
    ),
    Quantity("incidence_", "deg", "pos.incidenceAng", "Solar zenith angle", "solar_zenith_angle"),
    Quantity("phase_", "deg", "pos.phaseAng", "Sun-target-observer angle", "solar_zenith_angle"),
    Quantity("local_time_", "h", "time.phase;time.period.rotation", "Local time", "local_time"),
    Quantity("target_distance_", "km", _DISTANCE, "Distance from the target", "distance"),
    *(
        Quantity(
            f"{point}_{of}_",
            "deg",
            f"pos.bodyrc.{of[:3]}",
            f"{of.capitalize()} of the {told} point",
            parameter,
            i,
            is_longitude=i == 0,
        )
        for point, told, parameter in (
            ("subobserver", "sub-observer", "subspacecraft_point"),
            ("subsolar", "sub-solar", "subsolar_point"),
        )
        for i, of in enumerate(("longitude", "latitude"))
    ),
)
"""All but the target's distance from the Sun, which is of the target's own ephemeris."""

SUN_DISTANCE = Quantity("sun_distance_", "AU", _DISTANCE, "Distance of the target from the Sun", "")


def geometry(
    door: Door, events: EventList, trajectory: str, principal: Principal, ticket: Ticket = SILENT
) -> EventList:
    """Return events with the geometry of EPNcore.

    Parameters
    ----------
    events : EventList
    trajectory : str
        An ephemeris about the target: ``ephemeris/messenger@mercury``.

    Returns
    -------
    EventList
        With ``spatial_frame_type`` (cartesian), ``spatial_coordinate_description`` (the frame) and
        pairs ``…min``, ``…max``: ``c1`` to ``c3`` (km), ``incidence_``, ``phase_``,
        ``subobserver_`` and ``subsolar_`` ``longitude_`` and ``latitude_`` (deg), ``local_time_``
        (h), ``target_distance_`` (km), ``sun_distance_`` (AU). NaN where no kernel reaches.

    Raises
    ------
    BadRequest
        If it is no ephemeris, or one about the Sun.
    NotFound
        If it is not there, or not for `principal`.
    """
    told = catalog.describe(door, trajectory, principal)
    source, name = door.source_of(told.id)
    if not isinstance(source, EphemerisSource):
        raise BadRequest(
            f"{trajectory} is no ephemeris; EPNcore's geometry is that of one, such as "
            "ephemeris/tgo@mars."
        )
    if "solar_zenith_angle" not in told.names:
        raise BadRequest(
            f"{trajectory} is about the Sun; name a target, as in ephemeris/messenger@mercury."
        )
    target = f"{(told.target or '').lower()}@sun"
    quantities = [q for q in QUANTITIES if q.parameter in told.names]
    found = {q.name: np.full((2, len(events)), np.nan) for q in (*quantities, SUN_DISTANCE)}
    done = 0
    for rows, ticks, begins in _looked_at(events):
        ticket.advance(done, len(events), str(time.to_text(ticks[0], 0)))
        order = np.argsort(ticks, kind="stable")
        series = source.at(name, ticks[order])
        for q in quantities:
            found[q.name][:, rows] = _ends(q, _in_turn(series, q, order), begins)
        distance = source.at(target, ticks[order]).values["distance"]
        au = np.empty(len(order))
        au[order] = distance / _AU_KM
        found[SUN_DISTANCE.name][:, rows] = _ends(SUN_DISTANCE, au, begins)
        done += len(rows)
    frame = told["position"].frame or ""
    return events.with_columns(*_columns(found, (*quantities, SUN_DISTANCE), frame, len(events)))


def _looked_at(events: EventList) -> Iterator[tuple[NDArray[np.int64], Any, NDArray[np.int64]]]:
    """Yield rows of events, the times at which to look at them, and where those of each begin."""
    counts = np.minimum(2 + events.duration_ns // _STEP_NS, MOST_MINUTES)
    counts = np.minimum(np.maximum(counts, events.duration_ns // COARSE_NS), MOST_TIMES)
    counts[events.duration_ns == 0] = 1
    group = np.cumsum(counts) // _AT_ONCE
    cuts = edges(group) if len(events) else np.zeros(1, np.int64)
    for first, last in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        rows = np.arange(first, last)
        n = counts[rows]
        begins = np.cumsum(n) - n
        part = (np.arange(n.sum()) - np.repeat(begins, n)) / np.repeat(np.maximum(n - 1, 1), n)
        long = np.repeat(events.duration_ns[rows], n)
        yield rows, np.repeat(events.start[rows], n) + np.rint(part * long).astype(np.int64), begins


def _in_turn(series: Series, q: Quantity, order: NDArray[np.int64]) -> Floats:
    """Return a quantity at the times as they were before these were put in order."""
    values = series.values[q.parameter]
    out = np.empty(len(order))
    out[order] = values[:, q.component] if values.ndim > 1 else values
    return out


def _ends(q: Quantity, values: Floats, begins: NDArray[np.int64]) -> Floats:
    """Return least and greatest of the values of each event, shape (2, events)."""
    if not q.is_longitude:
        return np.stack([np.fmin.reduceat(values, begins), np.fmax.reduceat(values, begins)])
    step = (np.diff(values, prepend=values[:1]) + 180) % 360 - 180
    step[begins] = 0
    step[np.isnan(step)] = 0
    total = np.cumsum(step)
    each = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(values)))
    way = total - total[begins][each]
    first = values[begins]
    low, high = (first + f.reduceat(way, begins) for f in (np.minimum, np.maximum))
    # Whoever is looked at so often is not seen each time round.
    round_ = (high - low >= 360) | (np.diff(begins, append=len(values)) >= MOST_TIMES)
    return np.stack([np.where(round_, 0.0, low % 360), np.where(round_, 360.0, high % 360)])


def _columns(
    found: dict[str, Floats], quantities: Sequence[Quantity], frame: str, events: int
) -> Iterator[Column]:
    yield Column(
        "spatial_frame_type", np.full(events, "cartesian"), ucd="meta.code.class;pos.frame"
    )
    about = "Frame of c1, c2 and c3"
    yield Column(
        "spatial_coordinate_description",
        np.full(events, frame),
        ucd="meta.code.class;pos.frame",
        description=about,
    )
    for q in quantities:
        said = f"{q.about} {frame}" if q.parameter == "position" else q.about
        for end, values, which in zip(
            ("min", "max"), found[q.name], ("Least", "Greatest"), strict=True
        ):
            yield Column(
                f"{q.name}{end}",
                values,
                units=q.unit,
                ucd=f"{q.ucd};stat.{end}",
                description=f"{which}: {said}",
            )
