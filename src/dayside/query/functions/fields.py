"""Magnetic field models along positions: their field, footpoints, L-shells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from dayside.model.errors import BadFormula, BadRequest, DaysideError, NotFound
from dayside.model.frame import Frame
from dayside.model.series import Values
from dayside.model.time import NS, Ticks
from dayside.query import units
from dayside.query.functions.arguments import Arguments
from dayside.query.functions.declare import Function, function, unit
from dayside.query.kinds import Kind
from dayside.query.lengths import length_km
from dayside.query.sampling import cadence_of
from dayside.query.terms import Term
from dayside.science import bodies
from dayside.science.frames.clock import et_of
from dayside.science.frames.registry import resolve
from dayside.science.frames.transform import transform

if TYPE_CHECKING:
    from dayside.science.fields.base import About, FieldModel
    from dayside.science.fields.lines import FieldLines

GROUP = "Magnetic field models"

_SLOW_NS = 10 * NS
"""The finest samples of what takes milliseconds for each: field lines, and models of Python."""

_TOLERANCE = 1e-7

_LINES = 2_000

_DEFINING = ("axes", "center", "offset_km")

_SPOKEN = (
    "position in any frame, km or planetary radii; model as in "
    '"jupiter.jrm33 + jupiter.con2020" (`dayside fields` lists them)'
)

Turn = Callable[[Ticks, Values], Values]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The arguments of a call.

    Attributes
    ----------
    position : Term
    model : FieldModel
    inward : callable
        Brings positions into the model's frame and radii.
    outward : callable or None
        Brings vectors back; None where the frames are the same.
    options : tuple
        What values depend on besides the positions.
    """

    position: Term
    model: FieldModel
    inward: Turn
    outward: Turn | None
    options: tuple[object, ...]


@function(
    "field_model(position, model)",
    f"Magnetic field of a model along a trajectory, nT: {_SPOKEN}.",
    GROUP,
    example='field_model(mag.position, "mercury.anderson2012")',
)
def field_model(call: Arguments) -> Term:
    """Return the field of a model."""
    asked = _asked(call)
    model, told = asked.model, asked.model.about
    kind = Kind(
        unit=unit("nT"),
        shape=(3,),
        frame=asked.position.kind.frame or told.frame,
        components=("x", "y", "z"),
        labels=("Bx", "By", "Bz"),
    )
    if told.needs_time and told.extra:
        _refuse_fine(call, asked.position)

    def at(times: Ticks, values: Sequence[Values]) -> Values:
        field = model.field(asked.inward(times, values[0]), times if told.needs_time else None)
        return field if asked.outward is None else asked.outward(times, field)

    if asked.outward is None and not told.needs_time:
        alone = np.empty(0, np.int64)
        return call.rowwise((asked.position,), asked.options, lambda p: at(alone, [p]), kind)
    return call.local((asked.position,), asked.options, at, kind, (0, 0))


def _along(
    signature: str, summary: str, take: Callable[[FieldLines], Values], kind: Callable[[], Kind]
) -> Function:
    """Return a function of the field lines through positions."""
    name = signature.partition("(")[0]

    @function(signature, summary, GROUP, example=f'{name}(mag.position, "jupiter.jrm33")')
    def build(call: Arguments) -> Term:
        asked = _asked(call)
        _refuse_fine(call, asked.position)
        run = _followed(asked, take)
        return call.local(
            (asked.position,), asked.options, lambda t, v: run(t, v[0]), kind(), (0, 0)
        )

    return build


def _followed(asked: _Asked, take: Callable[[FieldLines], Values]) -> Turn:
    """Return what follows the lines through positions at times, and takes something of each."""
    from dayside.science.fields.lines import follow
    from dayside.science.fields.trace import Limits

    limits, model = Limits(tolerance=_TOLERANCE), asked.model

    def run(times: Ticks, position: Values) -> Values:
        seeds = asked.inward(times, position)
        found = []
        # Few at once: of each line only a number is kept, but all its points are made.
        for begin in range(0, max(len(seeds), 1), _LINES):
            part = slice(begin, begin + _LINES)
            when = times[part] if model.about.needs_time else None
            found.append(take(follow(model, seeds[part], when, limits)))
        return np.concatenate(found)

    return run


def _foot(north: bool, lines: FieldLines) -> Values:
    """Return longitude and latitude of the northern or southern footpoints."""
    feet = lines.footpoints_deg
    latitude = feet[:, :, 1]
    wanted = np.where(np.isnan(latitude), -np.inf, latitude if north else -latitude)
    at = np.argmax(wanted, axis=1)
    found = feet[np.arange(len(feet)), at]
    # The one foot of an open line belongs to its own hemisphere.
    lone = np.isnan(latitude).sum(axis=1) == 1
    other = lone & ((found[:, 1] < 0) if north else (found[:, 1] >= 0))
    return np.where(other[:, None], np.nan, found)


def _foot_kind() -> Kind:
    return Kind(unit=unit("deg"), shape=(2,), labels=("longitude", "latitude"))


l_shell = _along(
    "l_shell(position, model)",
    "L: how many planetary radii the field line through a position goes out; a gap where it is "
    f"not closed. {_SPOKEN[0].upper()}{_SPOKEN[1:]}.",
    lambda lines: lines.l_shell,
    lambda: Kind(unit=unit("")),
)
north_footpoint = _along(
    "north_footpoint(position, model)",
    "East longitude and latitude, deg, where the field line through a position meets the "
    "northern surface, a sphere of one radius; a gap where it does not.",
    partial(_foot, True),
    _foot_kind,
)
south_footpoint = _along(
    "south_footpoint(position, model)",
    "East longitude and latitude, deg, where the field line through a position meets the "
    "southern surface.",
    partial(_foot, False),
    _foot_kind,
)


@function(
    "footpoint_distance(position, other, model)",
    "Angle at the centre, deg, between the northern footpoints of the field lines through two "
    "positions, or where one has none between the southern: near 0 on one field line.",
    GROUP,
    example='footpoint_distance(juno.position, ganymede.position, "jupiter.jrm33")',
)
def footpoint_distance(call: Arguments) -> Term:
    """Return the distance of two field lines."""
    one, two = _asked(call), _asked(call, "other")
    for asked in (one, two):
        _refuse_fine(call, asked.position)
    runs = [_followed(asked, _feet) for asked in (one, two)]

    def at(times: Ticks, values: Sequence[Values]) -> Values:
        a, b = (run(times, value) for run, value in zip(runs, values, strict=True))
        apart = _apart_deg(a, b)
        return np.where(np.isnan(apart[:, 0]), apart[:, 1], apart[:, 0])

    terms, options = (one.position, two.position), (*one.options, *two.options)
    return call.local(terms, options, at, Kind(unit=unit("deg")), (0, 0))


def _feet(lines: FieldLines) -> Values:
    """Return northern and southern footpoints, shape (n, 2, 2)."""
    return np.stack([_foot(True, lines), _foot(False, lines)], axis=1)


def _apart_deg(a: Values, b: Values) -> Values:
    """Return angles between directions told by longitude and latitude, deg."""
    (lon_a, lat_a), (lon_b, lat_b) = (np.moveaxis(np.radians(x), -1, 0) for x in (a, b))
    # The haversine formula, exact also where they are near each other.
    half = np.sin((lat_b - lat_a) / 2) ** 2
    half = half + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    return np.asarray(np.degrees(2 * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))))


def _asked(call: Arguments, name: str = "position") -> _Asked:
    """Return what is asked for; models, units and frames are looked at once, here."""
    from dayside.science.fields import registry

    position, spec = call.vector(name, of=3), call.text("model")
    try:
        model = registry.model(spec)
        unit_rp = _unit_rp(position, model.about)
        frames = _frames(call, position, model.about)
    except DaysideError as error:
        raise BadFormula(f"{call.said}: {error}") from error
    if frames is None:
        return _Asked(position, model, lambda _, p: p * unit_rp, None, (spec,))
    source, target = frames
    kernels, radius_km = call.world.kernels(), model.about.radius_km or 1.0
    ephemeris, state = kernels.ephemeris, kernels.state
    unit_km = unit_rp * radius_km

    def inward(times: Ticks, p: Values) -> Values:
        et_s = et_of(times)
        found = transform(p * unit_km, et_s, source, target, ephemeris, "position")
        return np.asarray(found / radius_km)

    def outward(times: Ticks, b: Values) -> Values:
        return transform(b, et_of(times), target, source, ephemeris)

    return _Asked(position, model, inward, outward, (spec, source, target, state))


def _unit_rp(position: Term, told: About) -> float:
    """Return radii of one unit of a position; bare numbers are radii."""
    said = units.text_of(position.kind.unit)
    if not said:
        return 1.0
    if told.radius_km is None:
        raise BadRequest(f"{told.id} is of no body: give positions without unit, not in {said}.")
    return length_km(said, told.body) / told.radius_km


def _frames(call: Arguments, position: Term, told: About) -> tuple[Frame, Frame] | None:
    """Return the frames of positions and model; None where they are the same."""
    said, wanted = position.kind.frame, told.frame
    if said is None or wanted is None:
        return None
    source, target = _frame(call, said, told.body), _frame(call, wanted, told.body)
    if all(getattr(source, part) == getattr(target, part) for part in _DEFINING):
        return None
    own, center = bodies.find_body(told.body or ""), bodies.find_body(source.center)
    about = {own.key, own.parent, "sun"} if own else set()
    if center is not None and center.key not in about and center.parent != told.body:
        raise BadRequest(
            f"{told.id} is of {told.body}, {position.said} is in {said} about {source.center}."
        )
    return source, target


def _frame(call: Arguments, name: str, body: str | None) -> Frame:
    """Return a frame of the registry, which needs no kernels, else one of kernels."""
    try:
        return resolve(name, body)
    except NotFound:
        return call.world.kernels().frame(name, body)


def _refuse_fine(call: Arguments, position: Term) -> None:
    if position.axis is not None and cadence_of(position.axis) < _SLOW_NS:
        raise BadFormula(
            f"{call.said} takes milliseconds a sample: give it samples at least 10 s apart, as "
            f'of mean({position.said}, every="1 min").'
        )
