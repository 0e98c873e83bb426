"""Lengths, products and angles of vectors."""

from __future__ import annotations

import numpy as np

from dayside.model.series import Values
from dayside.query import units
from dayside.query.functions.arguments import Arguments
from dayside.query.functions.declare import function, unit
from dayside.query.kinds import Kind
from dayside.query.operators import one_frame
from dayside.query.terms import Term

GROUP = "Vectors"


@function(
    "norm(v)", "Length of a vector.", GROUP, example="norm(mag.B)", aliases=("mag", "modulus")
)
def norm(call: Arguments) -> Term:
    """Return the length."""
    v = call.vector("v")
    return call.pointwise((v,), _length, Kind(unit=v.kind.unit))


@function("dot(a, b)", "Scalar product of two vectors of one frame.", GROUP)
def dot(call: Arguments) -> Term:
    """Return the scalar product."""
    a, b = _pair(call)
    kind = Kind(unit=units.product(a.kind.unit, b.kind.unit))
    return call.pointwise((a, b), _dot, kind)


@function("cross(a, b)", "Vector product of two vectors of one frame.", GROUP)
def cross(call: Arguments) -> Term:
    """Return the vector product."""
    a, b = _pair(call, of=3)
    kind = a.kind.as_number(units.product(a.kind.unit, b.kind.unit))
    return call.pointwise((a, b), np.cross, kind)


@function("angle(a, b)", "Angle between two vectors of one frame, deg.", GROUP)
def angle(call: Arguments) -> Term:
    """Return the angle."""
    a, b = _pair(call)
    return call.pointwise((a, b), _angle, Kind(unit=unit("deg")))


@function("unit_vector(v)", "The vector of length 1 in the direction of v.", GROUP)
def unit_vector(call: Arguments) -> Term:
    """Return the direction."""
    v = call.vector("v")
    return call.pointwise((v,), lambda x: x / _length(x)[:, None], v.kind.as_number(unit("")))


def _pair(call: Arguments, *, of: int | None = None) -> tuple[Term, Term]:
    a, b = call.vector("a", of=of), call.vector("b", of=of)
    one_frame(a, b, call.said)
    return a, b


def _length(x: Values) -> Values:
    return np.asarray(np.sqrt(_dot(x, x)))


def _dot(x: Values, y: Values) -> Values:
    # Term by term: sums of numpy may depend on how many rows there are.
    total = x[:, 0] * y[:, 0]
    for i in range(1, x.shape[1]):
        total = total + x[:, i] * y[:, i]
    return np.asarray(total)


def _angle(x: Values, y: Values) -> Values:
    # Kahan's form, exact also where the vectors are nearly parallel.
    a, b = x / _length(x)[:, None], y / _length(y)[:, None]
    return np.asarray(np.degrees(2 * np.arctan2(_length(a - b), _length(a + b))))
