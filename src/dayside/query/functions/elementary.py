"""Roots, logarithms, angles, rounding: what works on every number by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from dayside.model.errors import BadFormula
from dayside.model.series import Values
from dayside.query import units
from dayside.query.functions.arguments import Arguments
from dayside.query.functions.declare import Function, function, unit
from dayside.query.operators import same_unit
from dayside.query.terms import Constant, Term

GROUP = "Elementary"


def _plain(name: str, summary: str, run: Callable[..., Values], to: str = "") -> Function:
    """Return a function of a number without unit."""

    @function(f"{name}(x)", summary, GROUP)
    def build(call: Arguments) -> Term:
        x = call.number("x")
        scale = call.scale("x", "")
        kind = x.kind.as_number(unit(to))
        return call.pointwise((x,), lambda v: run(v * scale), kind)

    return build


def _angle(name: str, summary: str, run: Callable[..., Values]) -> Function:
    """Return a function of an angle, or of a number without unit, taken as radians."""

    @function(f"{name}(x)", summary, GROUP)
    def build(call: Arguments) -> Term:
        x = call.number("x")
        scale = units.factor(x.kind.unit, unit("rad"))
        scale = call.scale("x", "") if scale is None else scale
        return call.pointwise((x,), lambda v: run(v * scale), x.kind.as_number(unit("")))

    return build


def _same(name: str, summary: str, run: Callable[..., Values]) -> Function:
    """Return a function whose value has the unit of its argument."""

    @function(f"{name}(x)", summary, GROUP)
    def build(call: Arguments) -> Term:
        x = call.number("x")
        return call.pointwise((x,), run, x.kind.as_number(x.kind.unit))

    return build


exp = _plain("exp", "e to the power x.", np.exp)
log = _plain("log", "Natural logarithm.", np.log)
ln = _plain("ln", "Natural logarithm.", np.log)
log10 = _plain("log10", "Logarithm to base 10.", np.log10)
sin = _angle("sin", "Sine of an angle.", np.sin)
cos = _angle("cos", "Cosine of an angle.", np.cos)
tan = _angle("tan", "Tangent of an angle.", np.tan)
asin = _plain("asin", "Angle of a sine, rad.", np.arcsin, "rad")
acos = _plain("acos", "Angle of a cosine, rad.", np.arccos, "rad")
atan = _plain("atan", "Angle of a tangent, rad.", np.arctan, "rad")
sinh = _plain("sinh", "Hyperbolic sine.", np.sinh)
cosh = _plain("cosh", "Hyperbolic cosine.", np.cosh)
tanh = _plain("tanh", "Hyperbolic tangent.", np.tanh)
floor = _same("floor", "The next whole number below, in the unit of x.", np.floor)
ceil = _same("ceil", "The next whole number above, in the unit of x.", np.ceil)
absolute = _same("abs", "Absolute value.", np.abs)


@function("sqrt(x)", "Square root; the unit is the root of that of x.", GROUP)
def sqrt(call: Arguments) -> Term:
    """Return the square root."""
    x = call.number("x")
    return call.pointwise((x,), np.sqrt, x.kind.as_number(units.power(x.kind.unit, 0.5)))


@function("sign(x)", "-1, 0 or 1.", GROUP)
def sign(call: Arguments) -> Term:
    """Return the sign."""
    x = call.number("x")
    return call.pointwise((x,), np.sign, x.kind.as_number(unit("")))


@function(
    "atan2(y, x)", "Angle of the point (x, y), from −180° to 180°, rad; y and x of one unit.", GROUP
)
def atan2(call: Arguments) -> Term:
    """Return the angle of a point."""
    y, x = call.number("y"), call.number("x")
    scale = same_unit(y, x, call.said)
    return call.pointwise(
        (y, x), lambda v, u: np.arctan2(v, u * scale), y.kind.as_number(unit("rad"))
    )


@function(
    'to_unit(x, unit)', "x told in another unit of its kind.", GROUP,
    example='to_unit(mag.B, "uT")',
)  # fmt: skip
def to_unit(call: Arguments) -> Term:
    """Return a number in another unit."""
    x, wanted = call.number("x"), _wanted(call)
    scale = call.scale("x", wanted)
    return call.pointwise((x,), lambda v: v * scale, replace(x.kind, unit=unit(wanted)))


@function(
    'as_unit(x, unit)', "x, whose unit is not known or wrong, taken to be in a unit.", GROUP,
    example='as_unit(fips.flux, "cm-2.s-1")',
)  # fmt: skip
def as_unit(call: Arguments) -> Term:
    """Return a number that is given a unit."""
    x = call.number("x")
    return call.pointwise((x,), lambda v: v, replace(x.kind, unit=unit(_wanted(call))))


def _wanted(call: Arguments) -> str:
    text = call.text("unit")
    if units.known_unit(text) is None:
        raise BadFormula(f"{call.said}: {text!r} is no unit that VOUnits know.")
    return text


def _extreme(name: str, summary: str, run: Callable[..., Values]) -> Function:
    @function(f"{name}(a, b)", summary, GROUP)
    def build(call: Arguments) -> Term:
        a, b = call.number("a"), call.number("b")
        scale = same_unit(a, b, call.said)
        wide: Term = b if isinstance(a, Constant) or not a.kind.shape else a
        return call.pointwise(
            (a, b), lambda x, y: run(x, y * scale), wide.kind.as_number(a.kind.unit)
        )

    return build


least = _extreme("least", "The smaller of two; a gap where either is one.", np.minimum)
greatest = _extreme("greatest", "The larger of two; a gap where either is one.", np.maximum)
