"""How a function of physical quantities is declared: SI for the kernel, usual units outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dayside.model.series import Values
from dayside.query import units
from dayside.query.functions.arguments import Arguments
from dayside.query.functions.declare import Function, function, unit
from dayside.query.functions.particles import ion, particle
from dayside.query.functions.vectors import norm
from dayside.query.kinds import Kind
from dayside.query.terms import Term
from dayside.science.plasma.constants import BOLTZMANN

Formula = Callable[..., Values]
"""A kernel: the quantities that must be given, in SI and in order; the others, and the
particle, by name."""

SI = {
    "b": "T", "n": "m**-3", "v": "m/s",
    "t": "K", "te": "K", "ti": "K",
    "gamma_e": "", "gamma_i": "",
}  # fmt: skip
"""Unit in which a kernel takes each argument; a temperature may be given as an energy."""

LENGTHS = ("b", "v")
"""Arguments of which the length is taken where a vector is given."""


def physical(
    signature: str,
    summary: str,
    group: str,
    formula: Formula,
    si: str,
    shown: str = "",
    **more: Any,
) -> Function:
    """Return a function whose arguments are those of `SI`, and ``ion=`` or ``particle=``.

    Parameters
    ----------
    signature, summary, group
        As of `Function`.
    formula : callable
    si : str
        Unit of what it returns.
    shown : str
        Unit the function's values are told in; that of the kernel unless said.
    **more
        The rest of `Function`.
    """
    own, told = unit(si), unit(shown or si)
    scale = units.factor(own, told) or 1.0

    @function(signature, summary, group, **more)
    def build(call: Arguments) -> Term:
        names = [name for name in call.function.parameters if name in SI and call.has(name)]
        terms = [quantity(call, name) for name in names]
        factors = [_factor(call, name) for name in names]
        said, extra = _particle(call)

        def run(*given: Values) -> Values:
            scaled = {n: v * f for n, v, f in zip(names, given, factors, strict=True)}
            needed = [scaled.pop(name) for name in call.function.required]
            return formula(*needed, **scaled, **extra) * scale

        return call.rowwise(terms, (said, *names), run, Kind(unit=told))

    return build


def quantity(call: Arguments, name: str) -> Term:
    """Return an argument of one number a sample: the length, where it is a vector's."""
    term = call.number(name)
    if name in LENGTHS and term.kind.is_vector:
        return norm((term,), {}, f"norm({term.said})", call.sampling, call.world)
    return call.scalar(name)


def _factor(call: Arguments, name: str) -> float:
    """Return what an argument is multiplied by for the kernel."""
    if SI[name] == "K":
        energy = units.factor(call.given[name].kind.unit, unit("J"))
        bare = units.factor(call.given[name].kind.unit, unit("")) is not None
        if energy is not None and not bare:
            return energy / BOLTZMANN
    return call.scale(name, SI[name])


def _particle(call: Arguments) -> tuple[str, dict[str, Any]]:
    """Return which particle a function is of, and as its kernel takes it."""
    if "ion" in call.function.parameters:
        said, found = ion(call)
        return said, {"ion": found}
    if "particle" in call.function.parameters:
        said, found = particle(call, "particle")
        return said, {"particle": found}
    return "", {}
