"""Vectors and positions in other frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dayside.model.errors import BadFormula, DaysideError
from dayside.model.frame import Frame
from dayside.model.series import Values
from dayside.model.time import Ticks
from dayside.query import units
from dayside.query.functions.arguments import Arguments
from dayside.query.functions.declare import function
from dayside.query.lengths import length_km, speed_km_s
from dayside.query.terms import Term
from dayside.science.frames.clock import et_of
from dayside.science.frames.transform import KINDS, Kind, transform

GROUP = "Frames"


@function(
    "to_frame(v, frame, kind=, source=, body=, position=, aberration=)",
    'A vector in another frame (`dayside frames` lists them), such as "MSO", "GSM" or "RTN@juno". '
    'kind= "vector" (by default) turns it; "position" tells it from the centre of the frame, too; '
    '"velocity" as who rests in the frame sees it, at position=. source= is the frame it is in, '
    "where its dataset does not tell; a vector of unknown frame is otherwise taken to be in it. "
    "body= tells of which body a frame is whose name has several. aberration= turns the frame "
    "about its +Z, degrees, so that +X points to where the solar wind comes from.",
    GROUP,
    example='to_frame(mag.B, "MSO")',
)
def to_frame(call: Arguments) -> Term:
    """Return a vector in a frame."""
    v, wanted = call.vector("v", of=3), call.text("frame")
    kind = _kind(call)
    angle = _angle_deg(call)
    said = call.text("source") if call.has("source") else v.kind.frame
    told = replace(v.kind, frame=wanted, components=("x", "y", "z"))
    if said is None or (said == wanted and kind == "vector" and not angle):
        return call.rowwise((v,), (wanted,), np.asarray, told)
    body = call.text("body") if call.has("body") else _about(call, v)
    source, target = _frame(call, said, body), _frame(call, wanted, body)
    same = source.axes == target.axes and not angle
    if same and (kind == "vector" or source == target):
        return call.rowwise((v,), (wanted,), np.asarray, told)
    scale = _scale(call, v, kind, body)
    others = [_position(call)] if kind == "velocity" else []
    unit_km = length_km(units.text_of(others[0].kind.unit), body) if others else 1.0
    kernels = call.world.kernels()
    ephemeris = kernels.ephemeris  # alone, so that the term can be sent to another process

    def turned(times: Ticks, values: Sequence[Values]) -> Values:
        at = values[1] * unit_km if others else None
        found = transform(
            values[0] * scale, et_of(times), source, target, ephemeris, kind, angle, at
        )
        return found / scale

    options = (source, target, kind, angle, kernels.state)
    return call.local((v, *others), options, turned, told, (0, 0))


def _kind(call: Arguments) -> Kind:
    said = call.text("kind", KINDS) if call.has("kind") else "vector"
    return KINDS[KINDS.index(said)]


def _angle_deg(call: Arguments) -> float:
    if not call.has("aberration"):
        return 0.0
    bare = units.factor(call.given["aberration"].kind.unit, units.unit_of("")) is not None
    return call.constant("aberration", unit="" if bare else "deg")


def _frame(call: Arguments, name: str, body: str | None) -> Frame:
    try:
        return call.world.kernels().frame(name, body)
    except DaysideError as error:
        raise BadFormula(f"{call.said}: {error}") from error


def _position(call: Arguments) -> Term:
    if not call.has("position"):
        raise BadFormula(f"{call.said}: a velocity turns with its position; give position=.")
    return call.vector("position", of=3)


def _scale(call: Arguments, v: Term, kind: str, body: str | None) -> float:
    """Return km (or km/s) of one unit of the vector, where that matters."""
    if kind == "vector":
        return 1.0
    try:
        text = units.text_of(v.kind.unit)
        return length_km(text, body) if kind == "position" else speed_km_s(text)
    except DaysideError as error:
        raise BadFormula(f"{call.said}: {error}") from error


def _about(call: Arguments, term: Term) -> str | None:
    """Return what the data of a term are about; None if they do not tell, or of several."""
    from dayside.query.evaluate import wanted  # which itself needs the functions

    targets = {call.world.dataset(name).target for name in {r.dataset for r in wanted(term, 0, 1)}}
    return targets.pop() if len(targets) == 1 else None
