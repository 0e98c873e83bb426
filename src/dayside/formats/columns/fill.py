"""Gaps in bare tables: the numbers that stand for "no value".

A header may say them; else only the unmistakable are taken, and the parameter's
description tells which.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.formats.columns.table import Column

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NUMBER = r"[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?"
_SAID = re.compile(r"missing|fill(?:ed)?\b|fill.?val|bad.?value|no.?data.?value", re.IGNORECASE)
_FIRST_BIG = 99.0
_ASTRONOMIC = 9e29
_OFTEN = 3


def fills_said(preamble: Sequence[str]) -> tuple[float, ...]:
    """Return the numbers that lines about missing data name.

    Examples
    --------
    >>> fills_said(["MISSING DATA ARE INDICATED BY A FILL VALUE", " OF -9999.9"])
    (-9999.9,)
    """
    found: dict[float, None] = {}
    for index, line in enumerate(preamble):
        if _SAID.search(line) is None:
            continue
        numbers = re.findall(rf"(?<![\w.]){_NUMBER}(?![\w])", line)
        if not numbers and index + 1 < len(preamble):
            # The sentence may run on in the next line.
            numbers = re.findall(rf"(?<![\w.]){_NUMBER}(?![\w])", preamble[index + 1])
        found.update(dict.fromkeys(float(n) for n in numbers if abs(float(n)) >= _FIRST_BIG))
    return tuple(found)


def open_gaps(columns: Sequence[Column], said: Collection[float] = ()) -> list[Column]:
    """Return the columns with fills made NaN, and told in their descriptions.

    Integer columns become floats where they have gaps: a text does not say that a
    quantity can only be whole.
    """
    found = {id(c): _sentinels(c, said) for c in columns if c.is_number}
    shared = {fill for fills in found.values() for fill in fills}
    out = []
    for column in columns:
        fills = found.get(id(column), ())
        if not fills and column.is_number:
            fills = _constant(column, shared)
        out.append(_opened(column, fills) if fills else column)
    return out


def _sentinels(column: Column, said: Collection[float]) -> tuple[float, ...]:
    values = column.values
    fills = [f for f in said if bool(np.any(values == values.dtype.type(f)))] if said else []
    if values.dtype.kind == "f":
        fills += [
            float(v) for v in _extremes(values) if abs(v) >= _ASTRONOMIC and float(v) not in fills
        ]
    rest = values if not fills else values[~np.isin(values, np.array(fills, values.dtype))]
    fills += [float(v) for v in _extremes(rest) if _stands_out(rest, v)]
    return tuple(dict.fromkeys(fills))


def _extremes(values: NDArray[Any]) -> list[Any]:
    finite = values[np.isfinite(values)] if values.dtype.kind == "f" else values
    return [] if len(finite) == 0 else [finite.max(), finite.min()]


def is_nines(value: float) -> bool:
    """Tell whether a number is written with nines alone, three of them or more.

    Examples
    --------
    >>> is_nines(9999.0), is_nines(-999.99), is_nines(99.9), is_nines(990.0)
    (True, True, True, False)
    """
    digits = f"{abs(value):.10g}".replace(".", "")
    return len(digits) >= 3 and set(digits) == {"9"} and abs(value) >= _FIRST_BIG


def _stands_out(values: NDArray[Any], value: Any) -> bool:
    """Tell whether nines come often, and are far beyond all other values."""
    if not is_nines(float(value)):
        return False
    same = values == value
    others = np.abs(values[~same].astype(np.float64))
    others = others[np.isfinite(others)]
    return int(same.sum()) >= _OFTEN and len(others) > 0 and others.max() <= abs(float(value)) / 2


def _constant(column: Column, shared: Collection[float]) -> tuple[float, ...]:
    """Return the one value of a column that is all nines, as its neighbours have them."""
    values = column.values
    if len(values) < _OFTEN or values[0] != values[-1] or not np.all(values == values[0]):
        return ()
    value = float(values[0])
    return (value,) if is_nines(value) and (value in shared or abs(value) >= 9999) else ()


def _opened(column: Column, fills: Sequence[float]) -> Column:
    values = column.values
    if values.dtype.kind != "f":
        values = values.astype(np.float64)
    gaps = np.isin(values, np.array(fills, values.dtype))
    told = " and ".join(f"{f:.10g}" for f in fills)
    text = f"{column.description} ".lstrip() + f"{told} in the file stands for no value."
    return replace(
        column, values=np.where(gaps, values.dtype.type(np.nan), values), description=text
    )
