"""From a syntax tree to a tree of terms: names found, units, shapes and frames checked."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field, replace

from dayside.model import Dataset
from dayside.model.errors import BadFormula, NotFound, UnknownDataset, nearest
from dayside.query import operators, selections
from dayside.query.axes import DatasetAxis
from dayside.query.functions import Function, World, by_name
from dayside.query.kinds import TRUTH, Kind
from dayside.query.language import constants
from dayside.query.language.nodes import DATASET, dataset_id, whole
from dayside.query.language.parse import parse, snippet
from dayside.query.sampling import Sampling, sampling_of
from dayside.query.saved import looked_into
from dayside.query.terms import FALSE, TRUE, Column, Constant, Term

MOST_SAVED = 64
"""Times that a formula may call saved ones, with those that these call."""

_ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Mod: "%"}
_COMPARED = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


def check(text: str, world: World, sampling: Sampling | None = None) -> Term:
    """Return the term of a formula.

    Parameters
    ----------
    text : str
    world : World
        The datasets and event lists that whoever asks may name.
    sampling : Sampling, optional
        What is done where time axes differ.

    Raises
    ------
    BadFormula
        If it cannot be read, or its parts do not go together.
    NotFound
        If a dataset, a parameter or an event list is not there.
    """
    rule = sampling or Sampling()
    return rule.finished(_Checker(world, rule).term(parse(text)))


@dataclass(frozen=True, slots=True)
class _Checker:
    world: World
    sampling: Sampling
    called: list[str] = field(default_factory=list)

    def term(self, node: ast.expr) -> Term:
        """Return the term of any node."""
        match node:
            case ast.Constant():
                return _constant(node)
            case ast.Name():
                return self._name(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Subscript():
                return self._subscript(node)
            case ast.Call():
                return self._call(node)
            case ast.UnaryOp():
                return self._unary(node)
            case ast.BinOp():
                return self._binary(node)
            case ast.BoolOp():
                word = "and" if isinstance(node.op, ast.And) else "or"
                terms = [self.term(value) for value in node.values]
                return operators.logic(word, terms, self.sampling, snippet(node))
            case ast.Compare():
                return self._compare(node)
        raise BadFormula(f"{snippet(node)} stands where a formula cannot have it.")

    # Names ------------------------------------------------------------------------------------

    def _name(self, node: ast.Name) -> Term:
        known = constants.named(node.id)
        if known is not None:
            return known
        saved = self._saved(node)
        if saved is not None:
            return saved
        try:
            dataset = self.world.dataset(node.id)
        except UnknownDataset as error:
            near = nearest(node.id, constants.known_names()) or _hint_of(error)
            raise BadFormula(f"{node.id} is no dataset, unit or constant here.{near}") from None
        return self._only_parameter(dataset, node.id)

    def _only_parameter(self, dataset: Dataset, said: str) -> Term:
        names = [p.name for p in dataset.parameters if p.role == "data"]
        if len(names) != 1:
            raise BadFormula(
                f"{said} is a dataset; name one of its parameters: "
                f"{', '.join(f'{said}.{name}' for name in names[:6])}"
                f"{', …' if len(names) > 6 else ''}."
            )
        return self._parameter(dataset, names[0], said)

    def _dataset(self, node: ast.expr) -> Dataset | None:
        """Return the dataset that a node names; None if it names none, or a saved formula."""
        named = dataset_id(node)
        if named is None or self.world.formula(named) is not None:
            return None
        return self._found(named)

    def _saved(self, node: ast.expr) -> Term | None:
        """Return what a saved formula is that a node names; None if it names none.

        It is taken for what it says: on the times of what it is made of, true or false if it
        is a condition.
        """
        named = dataset_id(node)
        saved = None if named is None else self.world.formula(named)
        if named is None or saved is None:
            return None
        self.called.append(saved.name)
        if len(self.called) > MOST_SAVED:
            raise BadFormula(f"Saved formulas are called more than {MOST_SAVED} times.")
        rule = sampling_of(saved.step, saved.max_gap)
        try:
            with looked_into(saved.name):
                return rule.finished(replace(self, sampling=rule).term(parse(saved.text)))
        except NotFound:
            # It is made of what is gone, or is not for whoever asks: then neither is it.
            self.world.dataset(named)
            raise

    def _found(self, dataset_id: str) -> Dataset:
        try:
            return self.world.dataset(dataset_id)
        except UnknownDataset as error:
            raise UnknownDataset(f"{dataset_id}: {error}") from None

    def _attribute(self, node: ast.Attribute) -> Term:
        saved = self.world.formula(dataset_id(node.value) or "")
        if saved is not None and saved.name == node.attr:
            return self.term(node.value)
        dataset = self._dataset(node.value)
        if dataset is not None:
            return self._parameter(dataset, node.attr, snippet(node))
        return selections.component(self.term(node.value), node.attr, snippet(node))

    def _parameter(self, dataset: Dataset, name: str, said: str) -> Term:
        if name in dataset.names:
            return self._column(dataset, name, said)
        # Columns of the file that were put together to a vector are found by their own names.
        for p in dataset.parameters:
            if name in p.labels and len(p.shape) == 1:
                whole = self._column(dataset, p.name, said)
                return selections.item(whole, p.labels.index(name), said)
        dataset[name]
        raise AssertionError(name)

    def _column(self, dataset: Dataset, name: str, said: str) -> Term:
        kind = Kind.of(dataset, dataset[name])
        return Column(dataset.id, name, kind, DatasetAxis(dataset.id, _cadence(dataset)), said)

    def _subscript(self, node: ast.Subscript) -> Term:
        said = snippet(node)
        named = isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
        if named and isinstance(node.value, (ast.Name, ast.Call)):
            dataset = self._dataset(node.value)
            if dataset is not None:
                return self._parameter(dataset, str(node.slice.value), said)  # type: ignore[attr-defined]
        term = self.term(node.value)
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        axis = 0
        for part in parts:
            before = len(term.kind.shape)
            term = self._selected(term, part, said, axis)
            axis += len(term.kind.shape) == before
        return term

    def _selected(self, term: Term, part: ast.expr, said: str, axis: int) -> Term:
        if not isinstance(part, ast.Slice):
            number = whole(part)
            if number is not None:
                return selections.item(term, number, said, axis)
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and axis == 0:
                return selections.component(term, part.value, said)
            raise BadFormula(f"{said}: choose by a number, a name, or a range low:high.")
        if part.step is not None:
            raise BadFormula(f"{said}: a range has no step.")
        ends = part.lower, part.upper
        if ends == (None, None):
            return term
        if all(end is None or whole(end) is not None for end in ends):
            low, high = (None if end is None else whole(end) for end in ends)
            return selections.numbers(term, slice(low, high), said, axis)
        least, most = (None if end is None else self._quantity(end) for end in ends)
        return selections.quantities(
            term, least, most, self._moving(term), self.sampling, said, axis
        )

    def _quantity(self, node: ast.expr) -> Constant:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return constants.quantity(node.value)
        term = self.term(node)
        if not isinstance(term, Constant):
            raise BadFormula(f'{snippet(node)}: the end of a range is a constant such as "1 keV".')
        return term

    def _moving(self, term: Term) -> selections.Moving:
        def column(name: str) -> Term:
            if not isinstance(term, Column):
                raise BadFormula(f"{term.said}: choose energies of the parameter itself.")
            dataset = self.world.dataset(term.dataset)
            return self._column(dataset, name, f"{term.dataset}.{name}")

        return column

    # Calls and operators ----------------------------------------------------------------------

    def _call(self, node: ast.Call) -> Term:
        if not isinstance(node.func, ast.Name):
            raise BadFormula(f"{snippet(node.func)} cannot be called; there are only functions.")
        name = node.func.id
        if name == DATASET:
            saved = self._saved(node)
            if saved is not None:
                return saved
            return self._only_parameter(self._found(dataset_id(node) or ""), snippet(node))
        found: Function | None = by_name().get(name)
        if found is None:
            raise BadFormula(f"There is no function {name}." + nearest(name, [DATASET, *by_name()]))
        args = [self.term(a) for a in node.args]
        named = {str(k.arg): self.term(k.value) for k in node.keywords}
        return found(args, named, snippet(node), self.sampling, self.world)

    def _unary(self, node: ast.UnaryOp) -> Term:
        term = self.term(node.operand)
        match node.op:
            case ast.USub():
                return operators.negative(term, snippet(node))
            case ast.UAdd():
                operators.need_numbers(term, said=snippet(node))
                return term
        return operators.negation(term, snippet(node))

    def _binary(self, node: ast.BinOp) -> Term:
        a, b, said = self.term(node.left), self.term(node.right), snippet(node)
        if isinstance(node.op, (ast.BitAnd, ast.BitOr)):
            sign = "&" if isinstance(node.op, ast.BitAnd) else "|"
            for t in (a, b):
                operators.need_truth(t, sign)
            return operators.logic("and" if sign == "&" else "or", (a, b), self.sampling, said)
        if isinstance(node.op, ast.Pow):
            return operators.power(a, b, self.sampling, said)
        return operators.arithmetic(_ARITHMETIC[type(node.op)], a, b, self.sampling, said)

    def _compare(self, node: ast.Compare) -> Term:
        terms = [self.term(part) for part in (node.left, *node.comparators)]
        parts = [
            operators.compare(
                _COMPARED[type(sign)],
                a,
                b,
                self.sampling,
                f"{a.said} {_COMPARED[type(sign)]} {b.said}",
            )
            for sign, a, b in zip(node.ops, terms[:-1], terms[1:], strict=True)
        ]
        return (
            parts[0]
            if len(parts) == 1
            else operators.logic("and", parts, self.sampling, snippet(node))
        )


def _constant(node: ast.Constant) -> Constant:
    value, said = node.value, snippet(node)
    if isinstance(value, bool):
        return Constant(TRUE if value else FALSE, TRUTH, said)
    if isinstance(value, str):
        return Constant(value, Kind(what="text"), said)
    return constants.number(value, said)  # type: ignore[arg-type]


def _cadence(dataset: Dataset) -> int | None:
    """Return the cadence; where none is told, the mean step over the coverage."""
    if dataset.cadence_ns is not None or dataset.start is None or dataset.stop is None:
        return dataset.cadence_ns
    return (dataset.stop - dataset.start) // dataset.records if dataset.records else None


def _hint_of(error: UnknownDataset) -> str:
    _, found, hint = str(error).partition("Did you mean")
    return f" Did you mean{hint}" if found else ""
