"""Arithmetic, comparison and logic, with units and frames checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from dayside.model.errors import BadFormula
from dayside.model.series import Values
from dayside.model.time import Ticks
from dayside.query import units
from dayside.query.kinds import TRUTH, Kind
from dayside.query.sampling import Sampling
from dayside.query.terms import TRUE, UNKNOWN, Call, Constant, Kernel, Term

Pointwise = Callable[..., Values]

ADDITIVE: dict[str, Pointwise] = {"+": np.add, "-": np.subtract, "%": np.mod}
COMPARED: dict[str, Pointwise] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}


def arithmetic(sign: str, a: Term, b: Term, sampling: Sampling, said: str) -> Term:
    """Return ``a + b``, ``a - b``, ``a % b``, ``a * b`` or ``a / b``.

    Raises
    ------
    BadFormula
        If units, shapes or frames do not go together.
    """
    need_numbers(a, b, said=said)
    shape = common_shape((a, b), said)
    (left, right), axis = sampling.met(a, b)
    if sign in ADDITIVE:
        scale = same_unit(a, b, said)
        one_frame(a, b, said)
        run: Pointwise = ADDITIVE[sign]
        kernel = pointwise((left, right), lambda x, y: run(x, y * scale if scale != 1 else y))
        kind = _wider(a, b).as_number(a.kind.unit if b.kind.unit is not None else None)
    else:
        over = sign == "/"
        kernel = pointwise((left, right), np.divide if over else np.multiply)
        kind = _wider(a, b).as_number(units.product(a.kind.unit, b.kind.unit, -1 if over else 1))
    if a.kind.shape and b.kind.shape and sign not in ADDITIVE:
        kind = Kind(unit=kind.unit, shape=shape, bins=kind.bins)
    return folded(Call(sign, (left, right), (), kind, axis, said, kernel))


def power(a: Term, b: Term, sampling: Sampling, said: str) -> Term:
    """Return ``a ** b``; what has a unit is raised to a constant only."""
    need_numbers(a, b, said=said)
    if factor_to_plain(b) is None:
        raise BadFormula(f"{said}: an exponent is without unit, but {b.said} is {b.kind.told()}.")
    common_shape((a, b), said)
    plain = factor_to_plain(a)
    (left, right), axis = sampling.met(a, b)
    kernel = pointwise((left, right), _power)
    if isinstance(b, Constant) and not isinstance(b.value, str):
        kind = a.kind.as_number(units.power(a.kind.unit, b.value))
        return folded(Call("**", (left, right), (), kind, axis, said, kernel))
    if plain is None:
        raise BadFormula(
            f"{said}: {a.said} is {a.kind.told()}; what has a unit is raised to a constant."
        )
    kernel = pointwise((left, right), lambda x, y: _power(x * plain, y))
    kind = _wider(a, b).as_number(units.unit_of(""))
    return folded(Call("**", (left, right), (), kind, axis, said, kernel))


def compare(sign: str, a: Term, b: Term, sampling: Sampling, said: str) -> Term:
    """Return the truth of ``a < b`` and its like; not known where either is a gap."""
    run = COMPARED[sign]
    kind = replace(TRUTH, shape=common_shape((a, b), said))
    if "text" in (a.kind.what, b.kind.what):
        if a.kind.what != b.kind.what or sign not in ("==", "!="):
            raise BadFormula(f"{said}: texts can only be compared with texts, by == and !=.")
        (left, right), axis = sampling.met(a, b)
        equal = pointwise((left, right), lambda x, y: truth(run(x, y), np.zeros((), bool)))
        return folded(Call(sign, (left, right), (), kind, axis, said, equal))
    need_numbers(a, b, said=said)
    scale = same_unit(a, b, said)
    one_frame(a, b, said)
    (left, right), axis = sampling.met(a, b)

    def compared(x: Values, y: Values) -> Values:
        y = y * scale if scale != 1 else y
        unknown = np.isnan(x)
        # A constant is a number: what does not change needs no look at each sample.
        return truth(run(x, y), unknown if y.ndim == 0 and y == y else unknown | np.isnan(y))

    kernel = pointwise((left, right), compared)
    return folded(Call(sign, (left, right), (), kind, axis, said, kernel))


def logic(word: str, terms: Sequence[Term], sampling: Sampling, said: str) -> Term:
    """Return ``a and b and …`` or ``a or b or …`` in three-valued logic."""
    for t in terms:
        need_truth(t, word)
    met, axis = sampling.met(*terms)
    reduce = np.minimum if word == "and" else np.maximum
    kernel = pointwise(met, lambda *values: reduce_all(reduce, values))
    shape = common_shape(terms, said)
    return folded(Call(word, tuple(met), (), replace(TRUTH, shape=shape), axis, said, kernel))


def negation(term: Term, said: str) -> Term:
    """Return ``not a``."""
    need_truth(term, "not")
    kernel = pointwise((term,), lambda x: np.int8(TRUE) - x)
    return folded(Call("not", (term,), (), term.kind, term.axis, said, kernel))


def negative(term: Term, said: str) -> Term:
    """Return ``-a``."""
    need_numbers(term, said=said)
    kernel = pointwise((term,), np.negative)
    return folded(Call("neg", (term,), (), term.kind, term.axis, said, kernel))


# What calls are made of, here and in `dayside.query.functions` ------------------------------


def pointwise(terms: Sequence[Term], run: Pointwise) -> Kernel:
    """Return a kernel that works sample by sample; scalars go with every component."""
    rank = max(len(t.kind.shape) for t in terms)
    missing = [rank - len(t.kind.shape) for t in terms]

    def kernel(_: Ticks, values: Sequence[Values]) -> Values:
        with np.errstate(all="ignore"):
            return np.asarray(run(*(_widened(v, m) for v, m in zip(values, missing, strict=True))))

    return kernel


def truth(yes: Values, unknown: Values) -> Values:
    """Return truth as it is encoded."""
    encoded = np.asarray(yes & ~unknown).astype(np.int8)
    encoded *= TRUE
    encoded += np.int8(UNKNOWN) * unknown
    return encoded


def reduce_all(reduce: Any, values: Sequence[Values]) -> Values:
    """Return several arrays reduced to one."""
    first, *rest = values
    for value in rest:
        first = reduce(first, value)
    return first


def need_numbers(*terms: Term, said: str) -> None:
    """Refuse what is no number."""
    for t in terms:
        if t.kind.what != "number":
            raise BadFormula(f"{said}: {t.said} is {t.kind.told()}, not a number.")


def need_truth(term: Term, word: str) -> None:
    """Refuse what is not true or false."""
    if term.kind.what != "truth":
        hint = ""
        if word in ("&", "|"):
            plain = {"&": "and", "|": "or"}[word]
            hint = f" {word} binds tighter than a comparison; write {plain}, or use parentheses."
        raise BadFormula(f"{word} joins conditions, but {term.said} is {term.kind.told()}.{hint}")


def same_unit(a: Term, b: Term, said: str) -> float:
    """Return what `b` is multiplied by to be in the unit of `a`.

    Raises
    ------
    BadFormula
        If there is no such number.
    """
    scale = units.factor(b.kind.unit, a.kind.unit)
    if scale is None:
        raise BadFormula(
            f"{said}: {a.said} is {units.told(a.kind.unit)}, but {b.said} is "
            f"{units.told(b.kind.unit)}." + _unit_hint(a, b)
        )
    return scale


def factor_to_plain(term: Term) -> float | None:
    """Return what a number is multiplied by to have no unit; None if it has one."""
    return units.factor(term.kind.unit, units.unit_of(""))


def one_frame(a: Term, b: Term, said: str) -> None:
    """Refuse vectors of two frames."""
    one, other = a.kind.frame, b.kind.frame
    if a.kind.shape and b.kind.shape and one and other and one != other:
        raise BadFormula(
            f"{said}: {a.said} is in {one} and {b.said} in {other}; bring one of them to the "
            f'other\'s frame first: to_frame({b.said}, "{one}").'
        )


def common_shape(terms: Sequence[Term], said: str) -> tuple[int, ...]:
    """Return the shape of a sample of terms together: scalars go with every shape."""
    wide = {t.kind.shape for t in terms} - {()}
    if len(wide) > 1:
        told = " and ".join(f"{t.said} is {t.kind.told()}" for t in terms)
        raise BadFormula(f"{said}: {told}; their shapes differ.")
    return next(iter(wide), ())


def folded(call: Call) -> Term:
    """Return a constant for a call of constants, any other call as it is.

    Raises
    ------
    BadFormula
        If it is no finite number.
    """
    constants = [a for a in call.args if isinstance(a, Constant)]
    if len(constants) < len(call.args):
        return call
    value = call.compute([a.samples() for a in constants]).values
    if call.kind.what == "number" and not np.isfinite(value):
        raise BadFormula(f"{call.said} is no finite number.")
    return Constant(value.item(), call.kind, call.said)


def _power(x: Values, y: Values) -> Values:
    return np.asarray(np.power(np.asarray(x, np.float64), y))


def _widened(values: Values, missing: int) -> Values:
    return values.reshape(values.shape + (1,) * missing) if missing and values.ndim else values


def _wider(a: Term, b: Term) -> Kind:
    """Return the kind of the operand with components; of two, what they have in common."""
    if not b.kind.shape:
        return a.kind
    if not a.kind.shape:
        return b.kind
    frame = a.kind.frame if a.kind.frame == b.kind.frame else None
    return replace(a.kind, frame=frame)


def _unit_hint(a: Term, b: Term) -> str:
    for bare, other in ((b, a), (a, b)):
        if isinstance(bare, Constant) and factor_to_plain(bare) is not None and other.kind.unit:
            return f" Write {bare.said}*{units.written(other.kind.unit)}."
    if None in (a.kind.unit, b.kind.unit):
        return ' What has no known unit is given one by as_unit(x, "nT").'
    return ""
