"""Conditions on one column of an event list: ``beta > 1``, ``class = BS``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dayside.model import time
from dayside.model.columns import Column
from dayside.model.errors import BadRequest, UnknownParameter, nearest

_TEXT = re.compile(r"\s*(.+?)\s*(<=|>=|!=|==|=|<|>)\s*(.*?)\s*")
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, "==": operator.eq,
    "!=": operator.ne, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip
_TRUTHS = {"true": True, "false": False, "1": True, "0": False}


def holds(condition: str, columns: Mapping[str, Column]) -> NDArray[np.bool_]:
    """Tell for which events a condition holds; where the value is missing, it does not.

    Raises
    ------
    BadRequest
        If it is no condition, or the value is not of the column's type.
    UnknownParameter
        If there is no such column.
    """
    match = _TEXT.fullmatch(condition)
    if match is None:
        raise BadRequest(
            "A condition is a column, one of < <= = != >= >, and a value, such as 'beta > 1'."
        )
    name, sign, said = match[1], match[2], match[3].strip("'\"")
    if name not in columns:
        raise UnknownParameter(
            f"The list has no column {name}; it has {', '.join(columns) or 'none'}."
            + nearest(name, columns)
        )
    column = columns[name]
    return np.asarray(_COMPARE[sign](column.values, _value(said, column))) & ~column.missing


def _value(said: str, column: Column) -> Any:
    if column.is_text:
        return said
    if column.is_time:
        return time.parse(said)
    try:
        return _TRUTHS[said.lower()] if column.dtype == "bool" else float(said)
    except (KeyError, ValueError):
        kind = "truths" if column.dtype == "bool" else "numbers"
        raise BadRequest(f"Column {column.name} holds {kind}; {said!r} is none.") from None
