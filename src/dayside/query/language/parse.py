"""From text to a syntax tree that holds nothing but what a formula may hold."""

from __future__ import annotations

import ast
import re

from dayside.model.errors import BadFormula

MOST_CHARACTERS = 10_000
MOST_NODES = 2_000
DEEPEST = 60

_NAMES: dict[type[ast.AST], str] = {
    ast.Lambda: "a function of its own",
    ast.IfExp: "if … else; where(condition, a, b) chooses",
    ast.ListComp: "a comprehension",
    ast.GeneratorExp: "a comprehension",
    ast.SetComp: "a comprehension",
    ast.DictComp: "a comprehension",
    ast.JoinedStr: "an f-string",
    ast.NamedExpr: "an assignment",
    ast.Starred: "a starred argument",
    ast.List: "a list",
    ast.Set: "a set",
    ast.Dict: "a dictionary",
    ast.BitXor: "^; a power is written **",
    ast.MatMult: "@; dot(a, b) multiplies vectors",
    ast.FloorDiv: "//",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.Is: "is; equality is written ==",
    ast.IsNot: "is not; inequality is written !=",
    ast.In: "in; in_events(list) tells what lies within events",
    ast.NotIn: "not in; not in_events(list) tells what lies outside events",
}
_ALLOWED = (
    ast.Constant,
    ast.Name,
    ast.Attribute,
    ast.Subscript,
    ast.Slice,
    ast.Tuple,
    ast.Call,
    ast.keyword,
    ast.UnaryOp,
    ast.BinOp,
    ast.BoolOp,
    ast.Compare,
    ast.expr_context,
    ast.boolop,
    ast.unaryop,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.Mod,
    ast.Pow,
    ast.BitAnd,
    ast.BitOr,
    ast.Eq,
    ast.NotEq,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
)


_ENDLESS = re.compile(r"\w{1000}")


def parse(text: str) -> ast.expr:
    """Return the syntax tree of a formula.

    Raises
    ------
    BadFormula
        If it is no expression, holds what a formula may not, or is too long or too deep.

    Examples
    --------
    >>> ast.unparse(parse("norm( mag.B )<5 * nT"))
    'norm(mag.B) < 5 * nT'
    """
    said = text.strip()
    if not said:
        raise BadFormula('The formula is empty; write one such as "norm(dataset.B) < 5*nT".')
    if len(said) > MOST_CHARACTERS:
        raise BadFormula(f"A formula has at most {MOST_CHARACTERS} characters, not {len(said)}.")
    # Refused here, since the parser would warn of them or run out of its own depth.
    if "\\" in said or "\0" in said:
        raise BadFormula("A backslash has no place in a formula.")
    if _ENDLESS.search(said):
        raise BadFormula("The formula holds a number too long.")
    # To Python it begins a comment, which would be left out without a word.
    if "#" in re.sub(r"\"[^\"]*\"|'[^']*'", "", said):
        raise BadFormula("# has no place in a formula; expressions of AMDA are translated first.")
    tree = _expression(said)
    _refuse_foreign(tree)
    return tree


def snippet(node: ast.AST, longest: int = 60) -> str:
    """Return a part of a formula as it would be written, shortened."""
    written = ast.unparse(node)
    return written if len(written) <= longest else written[: longest - 1] + "…"


def _expression(said: str) -> ast.expr:
    try:
        return ast.parse(" ".join(said.splitlines()), mode="eval").body
    except SyntaxError as error:
        where = f" at character {error.offset}" if error.offset else ""
        raise BadFormula(f"The formula cannot be read{where}: {error.msg}.") from None
    except (ValueError, RecursionError, MemoryError):
        raise BadFormula("The formula is nested too deeply.") from None


def _refuse_foreign(tree: ast.expr) -> None:
    count = 0
    level: list[ast.AST] = [tree]
    # Level by level: the depth of a hostile tree must not become ours.
    for depth in range(DEEPEST + 1):
        if depth == DEEPEST:
            raise BadFormula(f"The formula is nested deeper than {DEEPEST} levels.")
        for node in level:
            _refuse(node)
        count += len(level)
        if count > MOST_NODES:
            raise BadFormula(f"A formula has at most {MOST_NODES} parts.")
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return


def _refuse(node: ast.AST) -> None:
    if not isinstance(node, _ALLOWED):
        what = _NAMES.get(type(node), type(node).__name__)
        raise BadFormula(f"A formula cannot hold {what}.")
    if isinstance(node, ast.Constant) and not isinstance(node.value, (bool, int, float, str)):
        raise BadFormula(f"A formula holds numbers and texts, not {snippet(node)}.")
    if isinstance(node, ast.Attribute) and node.attr.startswith("__"):
        raise BadFormula(f"There is nothing called {node.attr} in a formula.")
    if isinstance(node, ast.keyword) and node.arg is None:
        raise BadFormula("A formula cannot hold a starred argument.")
