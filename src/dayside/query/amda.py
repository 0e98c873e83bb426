"""Expressions of AMDA, translated into formulas.

AMDA writes ``imf(0)`` for a component, ``#sliding_average(imf(0), 600)`` with windows in
seconds, ``&``, ``|`` and ``!`` for logic, and bare numbers, which are in the unit of whatever
they meet. A formula says all of that in full.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dayside.model.errors import BadFormula, DaysideError, nearest
from dayside.query import units
from dayside.query.check import check
from dayside.query.functions import World, by_name
from dayside.query.language.parse import parse

_WORDS = (
    (re.compile(r"&&?"), " and "),
    (re.compile(r"\|\|?"), " or "),
    (re.compile(r"!(?!=)"), " not "),
    (re.compile(r"\^"), "**"),
    (re.compile(r"#(?=\w)"), ""),
)
_TIGHT = re.compile(r"\[([^\[\],]*)\]")
_MARK = "amda_list"

# AMDA's name: (ours, how many series it takes, what its window is called here).
_IN_BINS = {
    "sampling_classic": ("mean", 1),
    "average": ("mean", 1),
    "median": ("median", 1),
    "rms": ("rms", 1),
    "min": ("min", 1),
    "max": ("max", 1),
    "var": ("var", 1),
    "skew": ("skew", 1),
    "covariance": ("covariance", 2),
    "pearson": ("corr", 2),
    "kendall": ("corr", 2),
    "spearman": ("corr", 2),
}
_SLIDING = {
    "sliding_average": "mean",
    "rms_sm": "rms",
    "min_sm": "min",
    "max_sm": "max",
    "var_sm": "var",
    "skew_sm": "skew",
    "boxcar": "smooth",
    "smooth_": "smooth",
}
_SHIFTS = ("timeShift", "shiftT_")
_RANKED = ("kendall", "spearman")


@dataclass(frozen=True, slots=True)
class Translation:
    """An AMDA expression as a formula.

    Attributes
    ----------
    amda, formula : str
    notes : tuple of str
        What had to be decided on the way.
    """

    amda: str
    formula: str
    notes: tuple[str, ...]


def translate(text: str, names: Mapping[str, str], world: World) -> Translation:
    """Return an AMDA expression as a formula.

    Parameters
    ----------
    text : str
        Such as ``#sliding_average(imf(0), 600) < -5 & sw_n > 10``.
    names : mapping of str to str
        AMDA's parameters, as formulas write them: ``{"imf": "ace_mag.B"}``. Those that are
        not told of must be formulas that were saved, ``ws_NAME``.
    world : World
        Knows the units that bare numbers are given.

    Raises
    ------
    BadFormula
        If it cannot be read, or names something that is not told of.
    """
    said = _TIGHT.sub(lambda m: f"{_MARK}({', '.join(m[1].split())})", text)
    for pattern, word in _WORDS:
        said = pattern.sub(word, said)
    reader = _Reader(names, world)
    formula = ast.unparse(reader.read(parse(said)))
    return Translation(text, formula, tuple(dict.fromkeys(reader.notes)))


class _Reader:
    def __init__(self, names: Mapping[str, str], world: World) -> None:
        self._names = names
        self._world = world
        self.notes: list[str] = []

    def read(self, node: ast.expr) -> ast.expr:
        """Return a node in our language."""
        match node:
            case ast.Name():
                return self._name(node.id)
            case ast.Call(func=ast.Name(id=name)):
                return self._call(name, node.args)
            case ast.BinOp(op=ast.Add() | ast.Sub()):
                left, right = self._of_one_unit([node.left, node.right])
                return ast.BinOp(left, node.op, right)
            case ast.BinOp():
                return ast.BinOp(self.read(node.left), node.op, self.read(node.right))
            case ast.UnaryOp():
                return ast.UnaryOp(node.op, self.read(node.operand))
            case ast.BoolOp():
                return ast.BoolOp(node.op, [self.read(v) for v in node.values])
            case ast.Compare():
                left, *others = self._of_one_unit([node.left, *node.comparators])
                return ast.Compare(left, node.ops, others)
            case ast.Constant():
                return node
        raise BadFormula(f"{ast.unparse(node)} is nothing that AMDA's expressions have.")

    def _name(self, name: str) -> ast.expr:
        if name in self._names:
            return parse(self._names[name])
        if name.startswith("ws_"):
            return ast.Name(name)
        raise BadFormula(
            f"It is not told what {name} is; name it, as {name}=dataset.parameter."
            + nearest(name, self._names)
        )

    def _call(self, name: str, args: Sequence[ast.expr]) -> ast.expr:
        rules: tuple[tuple[object, Callable[[str, Sequence[ast.expr]], ast.expr]], ...] = (
            ((_MARK,), self._refuse_list),
            ((*self._names,), self._component),
            (_SHIFTS, self._shift),
            (("filter",), self._despike),
            (("pow",), self._power),
        )
        for known, rule in rules:
            if name in known:  # type: ignore[operator]
                return rule(name, args)
        if name in ("min", "max") and len(args) == 1:
            return self._extreme(name, args[0])
        if name in _IN_BINS:
            _need(name, args, (*("x", "y")[: _IN_BINS[name][1]], "T"))
            return self._in_bins(name, args)
        if name in _SLIDING:
            _need(name, args, ("x", "T"))
            return _function(_SLIDING[name], [self.read(args[0]), _seconds(args[1])])
        if name not in by_name():
            raise BadFormula(
                f"AMDA's function {name} has no counterpart here."
                + nearest(name, [*_IN_BINS, *_SLIDING, *by_name()])
            )
        return _function(by_name()[name].name, [self.read(a) for a in args])

    def _component(self, name: str, args: Sequence[ast.expr]) -> ast.expr:
        if len(args) != 1:
            raise BadFormula(f"{name}(…): a component has one number.")
        return ast.Subscript(self._name(name), args[0])

    def _refuse_list(self, _: str, args: Sequence[ast.expr]) -> ast.expr:
        raise BadFormula(f"[{' '.join(map(ast.unparse, args))}] stands within min or max only.")

    def _extreme(self, name: str, arg: ast.expr) -> ast.expr:
        if not (isinstance(arg, ast.Call) and ast.unparse(arg.func) == _MARK and arg.args):
            raise BadFormula(f"{name}: write a list, {name}([a b c]), or a window in seconds.")
        first, *others = self._of_one_unit(arg.args)
        for other in others:
            first = _function("least" if name == "min" else "greatest", [first, other])
        return first

    def _in_bins(self, name: str, args: Sequence[ast.expr]) -> ast.expr:
        ours, _ = _IN_BINS[name]
        named = [ast.keyword("every", _seconds(args[-1]))]
        if name in _RANKED:
            named.append(ast.keyword("method", ast.Constant(name)))
        return _function(ours, [self.read(a) for a in args[:-1]], named)

    def _shift(self, name: str, args: Sequence[ast.expr]) -> ast.expr:
        _need(name, args, ("x", "T"))
        return _function("shift", [self.read(args[0]), _seconds(args[1])])

    def _despike(self, name: str, args: Sequence[ast.expr]) -> ast.expr:
        _need(name, args, ("x", "factor", "n"))
        x, factor, points = args
        self.notes.append("filter: its window is of so many samples, around each.")
        return _function("despike", [self.read(x), points, factor])

    def _power(self, name: str, args: Sequence[ast.expr]) -> ast.expr:
        _need(name, args, ("x", "exponent"))
        return ast.BinOp(self.read(args[0]), ast.Pow(), self.read(args[1]))

    def _of_one_unit(self, nodes: Sequence[ast.expr]) -> list[ast.expr]:
        """Return terms that are added or compared, bare numbers in the unit of the others."""
        read = [self.read(n) for n in nodes]
        unit = next((u for n in read if (u := self._unit(n))), None)
        if unit is None:
            return read
        return [self._given(n, unit) for n in read]

    def _given(self, node: ast.expr, unit: str) -> ast.expr:
        bare = node.operand if isinstance(node, ast.UnaryOp) else node
        if not isinstance(bare, ast.Constant) or (ast.unparse(node) == "0" and not unit):
            return node
        self.notes.append(f"{ast.unparse(node)} is taken to be in {unit}.")
        return ast.BinOp(node, ast.Mult(), parse(unit))

    def _unit(self, node: ast.expr) -> str | None:
        """Return the unit of a term as a formula writes it; None if it has none."""
        if isinstance(node, ast.Constant):
            return None
        try:
            kind = check(ast.unparse(node), self._world).kind
        except DaysideError as error:
            raise BadFormula(str(error)) from None
        if kind.unit is None or units.text_of(kind.unit) == "":
            return None
        return units.written(kind.unit)


def _function(name: str, args: Sequence[ast.expr], named: Sequence[ast.keyword] = ()) -> ast.expr:
    return ast.Call(ast.Name(name), list(args), list(named))


def _need(name: str, args: Sequence[ast.expr], takes: Sequence[str]) -> None:
    """Refuse a call with another number of arguments than a function of AMDA takes."""
    if len(args) != len(takes):
        seconds = ", T in seconds" if "T" in takes else ""
        given = f"{len(args)} given" if args else "none given"
        raise BadFormula(f"{name} takes ({', '.join(takes)}){seconds}; {given}.")


def _seconds(node: ast.expr) -> ast.expr:
    """Return a number of seconds as a length of time."""
    said = ast.unparse(node)
    if not re.fullmatch(r"-?\d+(\.\d+)?", said):
        raise BadFormula(f"A window of AMDA is a number of seconds, not {said}.")
    return ast.Constant(f"{said} s")
