"""Boundary models along positions: the distance to them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dayside.model.errors import BadFormula, BadRequest, NotFound
from dayside.model.series import Values
from dayside.model.time import Ticks
from dayside.query import units
from dayside.query.functions.arguments import Arguments
from dayside.query.functions.declare import function, unit
from dayside.query.kinds import Kind
from dayside.query.lengths import length_km
from dayside.query.terms import Constant, Term

GROUP = "Boundaries and positions"

INPUTS = ("pdyn", "bz", "b", "density", "speed", "mach", "ma", "beta", "pmag", "tilt", "di", "rsun")
_UNITS = {"pdyn": "nPa", "bz": "nT", "b": "nT", "density": "cm-3", "speed": "km/s", "pmag": "nPa"}


@function(
    f"boundary_distance(position, model, aberration=, {'=, '.join(INPUTS)}=)",
    "Distance of a position from a boundary, to its nearest point, in planetary radii: positive "
    'outside. model is an id such as "mars.bow_shock.edberg2008" (`dayside boundaries` lists '
    "them), position is in its frame; the solar wind of models that need it may be a series. "
    "aberration= is in degrees.",
    GROUP,
    example='boundary_distance(mag.position, "mars.bow_shock.edberg2008")',
    aliases=("distance_to",),
)
def boundary_distance(call: Arguments) -> Term:
    """Return the distance to a boundary."""
    from dayside.science import bodies
    from dayside.science.boundaries import boundary

    position, name = call.vector("position", of=3), call.text("model")
    angle = call.constant("aberration", 0.0, "") if call.has("aberration") else 0.0
    given = [n for n in INPUTS if call.has(n)]
    fixed = {n: call.constant(n, unit=_unit(call, n)) for n in given if _is_constant(call, n)}
    moving = [n for n in given if n not in fixed]
    scales = [call.scale(n, _unit(call, n)) for n in moving]
    try:
        about = boundary(name, angle, **fixed).about
        if moving:
            boundary(name, angle, **fixed, **dict.fromkeys(moving, np.float64(1.1)))
    except (BadRequest, NotFound) as error:
        if not moving or isinstance(error, NotFound) or "has no input" in str(error):
            raise BadFormula(f"{call.said}: {error}") from error
        about = boundary(name, angle, **fixed).about
    radius = bodies.body(about.body).radius_km or 1.0
    scale = _km(call, position, about.body) / radius
    _in_frame(call, position, about.frame, about.body)

    def run(where: Values, *wind: Values) -> Values:
        return _distances(name, angle, fixed, dict(zip(moving, wind, strict=True)), where * scale)

    def at(_: Ticks, values: Sequence[Values]) -> Values:
        return run(values[0], *(v * s for v, s in zip(values[1:], scales, strict=True)))

    terms = (position, *(call.scalar(n) for n in moving))
    kind = Kind(unit=unit(f"R_{about.body[0].upper()}"))
    return call.local(terms, (name, angle, tuple(fixed.items())), at, kind, (0, 0))


def _distances(
    name: str, angle: float, fixed: dict[str, float], moving: dict[str, Values], where: Values
) -> Values:
    from dayside.science.boundaries import boundary, distance_in_wind

    if not moving:
        return boundary(name, angle, **fixed).distance(where)
    return distance_in_wind(name, where, angle, **fixed, **moving)


def _is_constant(call: Arguments, name: str) -> bool:
    return isinstance(call.given[name], Constant)


def _unit(call: Arguments, name: str) -> str:
    """Return the unit of an input; a bare number is taken in it."""
    bare = units.factor(call.given[name].kind.unit, units.unit_of("")) is not None
    return "" if bare else _UNITS.get(name, "")


def _km(call: Arguments, position: Term, body: str) -> float:
    try:
        return length_km(units.text_of(position.kind.unit), body)
    except BadRequest as error:
        raise BadFormula(f"{call.said}: {error}") from error


def _in_frame(call: Arguments, position: Term, wanted: str, body: str) -> None:
    from dayside.science.frames.registry import resolve

    said = (position.kind.frame or wanted).removeprefix("aberrated ")
    try:
        a, b = resolve(said, body), resolve(wanted, body)
        same = (a.axes, a.center, a.offset_km) == (b.axes, b.center, b.offset_km)
    except (BadRequest, NotFound):
        same = False
    if not same:
        raise BadFormula(
            f"{call.said}: the boundary is in {wanted}, {position.said} in {said}; bring it there "
            f'first: to_frame({position.said}, "{wanted}", kind="position").'
        )
