"""Magnetic field models along positions: their field, footpoints, L-shells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from dayside.model.errors import BadFormula, BadRequest, NotFound
from dayside.model.series import Values
from dayside.model.time import NS, Ticks
from dayside.query import units
from dayside.query.functions.arguments import Arguments
from dayside.query.functions.declare import Function, function, unit
from dayside.query.kinds import Kind
from dayside.query.sampling import cadence_of
from dayside.query.terms import Term

if TYPE_CHECKING:
    from dayside.science.fields.base import About, FieldModel
    from dayside.science.fields.lines import FieldLines

GROUP = "Magnetic field models"

_SLOW_NS = 10 * NS
"""The finest samples of what takes milliseconds for each: field lines, and models of Python."""

_TOLERANCE = 1e-7

_SPOKEN = (
    "position is in the model's frame, km or planetary radii; model as in "
    '"jupiter.jrm33 + jupiter.con2020" (`dayside fields` lists them)'
)


@function(
    "field_model(position, model)",
    f"Magnetic field of a model along a trajectory, nT: {_SPOKEN}.",
    GROUP,
    example='field_model(mag.position, "mercury.anderson2012")',
)
def field_model(call: Arguments) -> Term:
    """Return the field of a model."""
    position, spec, model, scale = _asked(call)
    told = model.about
    kind = Kind(
        unit=unit("nT"),
        shape=(3,),
        frame=position.kind.frame or told.frame,
        components=("x", "y", "z"),
        labels=("Bx", "By", "Bz"),
    )
    if not told.needs_time:
        return call.rowwise((position,), (spec,), lambda p: model.field(p * scale), kind)
    if told.extra:
        _refuse_fine(call, position)

    def at(times: Ticks, values: Sequence[Values]) -> Values:
        return model.field(values[0] * scale, times)

    return call.local((position,), (spec,), at, kind, (0, 0))


def _along(
    signature: str, summary: str, take: Callable[[FieldLines], Values], kind: Callable[[], Kind]
) -> Function:
    """Return a function of the field lines through positions."""
    name = signature.partition("(")[0]

    @function(signature, summary, GROUP, example=f'{name}(mag.position, "jupiter.jrm33")')
    def build(call: Arguments) -> Term:
        from dayside.science.fields.lines import follow
        from dayside.science.fields.trace import Limits

        position, spec, model, scale = _asked(call)
        _refuse_fine(call, position)
        limits = Limits(tolerance=_TOLERANCE)

        def at(times: Ticks, values: Sequence[Values]) -> Values:
            when = times if model.about.needs_time else None
            return take(follow(model, values[0] * scale, when, limits))

        return call.local((position,), (spec,), at, kind(), (0, 0))

    return build


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


def _asked(call: Arguments) -> tuple[Term, str, FieldModel, float]:
    """Return position, model as written, the model, and radii in a unit of the position."""
    from dayside.science.fields import registry

    position, spec = call.vector("position", of=3), call.text("model")
    try:
        model = registry.model(spec)
    except (BadRequest, NotFound) as error:
        raise BadFormula(f"{call.said}: {error}") from error
    _in_frame(call, position, model.about)
    return position, spec, model, _radii(call, position, model.about)


def _radii(call: Arguments, position: Term, told: About) -> float:
    said = units.text_of(position.kind.unit)
    if said in (None, "") or said == f"R_{(told.body or ' ')[0].upper()}":
        return 1.0
    if told.radius_km is None:
        raise call.wrong("position", "without unit: the model is of no body")
    return call.scale("position", "km") / told.radius_km


def _in_frame(call: Arguments, position: Term, told: About) -> None:
    from dayside.science.frames.registry import resolve

    said, wanted = position.kind.frame, told.frame
    if said is None or wanted is None or said == wanted:
        return
    try:
        same = resolve(said, body=told.body).axes == resolve(wanted, body=told.body).axes
    except (BadRequest, NotFound):
        same = False
    if not same:
        raise BadFormula(
            f"{call.said}: {told.id} is in {wanted}, {position.said} in {said}; bring it there "
            f'first: to_frame({position.said}, "{wanted}").'
        )


def _refuse_fine(call: Arguments, position: Term) -> None:
    if position.axis is not None and cadence_of(position.axis) < _SLOW_NS:
        raise BadFormula(
            f"{call.said} takes milliseconds a sample: give it samples at least 10 s apart, as "
            f'of mean({position.said}, every="1 min").'
        )
