"""What single nodes of a syntax tree say."""

from __future__ import annotations

import ast

from dayside.model.errors import BadFormula
from dayside.query.language.parse import snippet

DATASET = "ds"
"""The function that names a dataset whose id is no word: ``ds("cdaweb/AC_H0_MFI")``."""


def dataset_id(node: ast.expr) -> str | None:
    """Return the id of the dataset that a node names; None if it names none."""
    if isinstance(node, ast.Name):
        return node.id
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return None
    if node.func.id != DATASET:
        return None
    one = node.args[0] if len(node.args) == 1 and not node.keywords else None
    if not isinstance(one, ast.Constant) or not isinstance(one.value, str):
        raise BadFormula(f'{snippet(node)}: write ds("dataset id").')
    return one.value


def whole(node: ast.expr) -> int | None:
    """Return a whole number that stands in a formula; None if it is none."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = whole(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.Constant) and type(node.value) is int and abs(node.value) < 1 << 31:
        return node.value
    return None
