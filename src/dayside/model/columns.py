"""`Column`: what is known of each event of a list."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dayside.model import time
from dayside.model.errors import BadRequest
from dayside.model.series import Values


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One quantity, with a value for each event of a list.

    Attributes
    ----------
    name : str
        Unique in its list.
    values : ndarray, shape (n,)
        Numbers, truths or text; times are TT2000, int64. It cannot be written to.
    dtype : str
        numpy name of the type (``float64``, ``int64``, ``bool``, ``U12``…), or ``tt2000``.
    units : str or None
        VOUnit; ``""`` is dimensionless, None unknown.
    ucd : str
        IVOA Unified Content Descriptor, if known.
    description : str
        What it is.

    Notes
    -----
    What is missing is NaN in floats, empty in text and `time.FILL` in times; whole numbers
    and truths cannot be missing, so a column that lacks some becomes floats.
    """

    name: str
    values: Values
    dtype: str = ""
    units: str | None = None
    ucd: str = ""
    description: str = ""

    def __post_init__(self) -> None:
        values, dtype = _stored(self.values, self.dtype)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "dtype", dtype)

    def __len__(self) -> int:
        return len(self.values)

    @property
    def is_time(self) -> bool:
        """Whether the values are times."""
        return self.dtype == "tt2000"

    @property
    def is_text(self) -> bool:
        """Whether the values are text."""
        return self.values.dtype.kind == "U"

    @property
    def missing(self) -> NDArray[np.bool_]:
        """Which values there are none of."""
        if self.is_time:
            return np.asarray(self.values == time.FILL)
        if self.is_text:
            return np.asarray(self.values == "")
        if self.values.dtype.kind == "f":
            return np.isnan(self.values)
        return np.zeros(len(self.values), np.bool_)

    def replace(self, **changes: Any) -> Self:
        """Return a copy with `changes`; new values bring their own type."""
        if "values" in changes and not self.is_time:
            changes.setdefault("dtype", "")
        return dataclasses.replace(self, **changes)

    def take(self, rows: ArrayLike, known: NDArray[np.bool_] | None = None) -> Self:
        """Return the values of `rows`, those that are not `known` being missing."""
        values = self.values[np.asarray(rows)]
        if known is None or known.all():
            return self.replace(values=values)
        return self.replace(values=_with_missing(values, known, self.is_time))

    def texts(self) -> NDArray[np.str_]:
        """Return the values as text for people and files: times in UTC, nothing if missing."""
        if self.is_time:
            there = ~self.missing
            shown = np.where(there, self.values, 0)
            return np.where(there, time.to_text(shown, time.digits_needed(shown[there])), "")
        if self.values.dtype.kind == "b":
            return np.where(self.values, "true", "false")
        return np.where(self.missing, "", self.values.astype(str))


def _stored(values: ArrayLike, dtype: str) -> tuple[Values, str]:
    array = np.asarray(values)
    if array.dtype.kind == "M" or (dtype == "tt2000" and array.dtype.kind not in "iu"):
        array, dtype = _ticks(array), "tt2000"
    if array.dtype.kind in "OT":  # texts as pandas holds them, NaN and None where there are none
        array = np.array([v if isinstance(v, str) else "" for v in array.tolist()], np.str_)
    if array.ndim != 1 or array.dtype.kind not in "biufU":
        raise BadRequest("A column is one row of numbers, truths, texts or times.")
    # A view: whoever made the array may go on writing to it, but not through the column.
    view = array.astype(np.int64, copy=False).view() if dtype == "tt2000" else array.view()
    view.flags.writeable = False
    if dtype == "tt2000":
        return view, dtype
    return (
        view,
        f"U{max(view.dtype.itemsize // 4, 1)}" if view.dtype.kind == "U" else view.dtype.name,
    )


def _ticks(array: Values) -> time.Ticks:
    if array.dtype.kind == "M":
        return time.from_datetime64(array)
    return np.array([time.ticks(t) if t else time.FILL for t in array.tolist()], np.int64)


def _with_missing(values: Values, known: NDArray[np.bool_], is_time: bool) -> Values:
    if is_time:
        return np.where(known, values, time.FILL)
    if values.dtype.kind == "U":
        return np.where(known, values, "")
    return np.where(
        known, values.astype(values.dtype if values.dtype.kind == "f" else float), np.nan
    )


def shared(column: Column, group: NDArray[np.int64], groups: int) -> Column:
    """Return one value a group: what all its members share, else it is missing.

    Members without a value have no say.

    Parameters
    ----------
    column : Column, n values
    group : ndarray of int64, shape (n,)
        Each group has members.
    groups : int
    """
    there = np.flatnonzero(~column.missing)
    first = np.full(groups, -1)
    first[group[there[::-1]]] = there[::-1]
    differs = column.values[there] != column.values[first[group[there]]]
    known = first >= 0
    known[group[there[differs]]] = False
    if len(column) == 0:
        return column
    return column.take(np.maximum(first, 0), known)


def stacked(
    above: Mapping[str, Column], above_rows: int, below: Mapping[str, Column], below_rows: int
) -> dict[str, Column]:
    """Return the columns of two lists, one under the other; what one lacks is missing there.

    Where types differ, numbers become floats, and numbers beside texts become texts.
    """
    rows = above_rows + below_rows
    at = np.arange(rows)
    out: dict[str, Column] = {}
    for name in {**above, **below}:
        one, other = above.get(name), below.get(name)
        if one is not None and other is not None:
            out[name] = _stacked(one, other)
        elif one is not None:
            known = at < above_rows
            out[name] = padded(one).take(np.where(known, at, 0), known)
        elif other is not None:
            known = at >= above_rows
            out[name] = padded(other).take(np.where(known, at - above_rows, 0), known)
    return out


def padded(column: Column) -> Column:
    """Return a column that has a row to take, be it a missing one, also where it is empty."""
    if len(column):
        return column
    blank = np.full(1, time.FILL) if column.is_time else np.zeros(1, column.values.dtype)
    return column.replace(values=blank)


def _stacked(one: Column, other: Column) -> Column:
    if one.is_time == other.is_time and one.is_text == other.is_text:
        return one.replace(values=np.concatenate([one.values, other.values]))
    return one.replace(values=np.concatenate([one.texts(), other.texts()]), dtype="")
