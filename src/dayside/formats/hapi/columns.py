"""What a HAPI record is made of: columns of four types, the time first.

Doubles are 64 bit: a float32 is widened exactly, so csv, binary and json all hold the
number that is stored. Integers are 32 bit; wider ones become doubles.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from dayside.model import Dataset, Parameter, Series, time
from dayside.model.errors import BadRequest

Kind = Literal["isotime", "string", "integer", "double"]
TIME = ""
"""Name of the time column: no parameter has it."""
FAR_TIME = "9999-12-31T23:59:59.999999999"
"""ISTP's text for no time at all; cut to a dataset's digits."""
NO_TEXT = " "
"""What is told for an empty text, as its fill: an empty field of csv is nothing to some
readers, and neither csv nor binary tells an empty text from none."""
_INTEGERS = frozenset({"int8", "int16", "int32", "uint8", "uint16"})
_BYTES = {"integer": 4, "double": 8}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a record.

    Attributes
    ----------
    name : str
        Of the parameter; `TIME` for the time.
    kind : {"isotime", "string", "integer", "double"}
    shape : tuple of int
        Of one sample.
    length : int
        Bytes of one element.
    fill : str or None
        Text that stands for "no value".
    """

    name: str
    kind: Kind
    shape: tuple[int, ...]
    length: int
    fill: str | None = None

    @property
    def size(self) -> int:
        """How many elements one sample has."""
        return math.prod(self.shape)

    @property
    def width(self) -> int:
        """Bytes of one sample in binary."""
        return self.size * self.length


CHUNK_BYTES = 4 << 20
"""Bound of what is encoded at once."""
_FIRST_CHUNK_BYTES = 256 << 10


def pieces(blocks: Iterable[Series], row_bytes: int) -> Iterator[Series]:
    """Yield blocks cut into pieces to encode at once.

    The first is small, so that a reader has something soon; then they double, until they
    take `CHUNK_BYTES`.
    """
    bound = _FIRST_CHUNK_BYTES
    for block in blocks:
        at = 0
        while at < len(block):
            rows = max(1, bound // row_bytes)
            yield block[at : at + rows]
            at += rows
            bound = min(2 * bound, CHUNK_BYTES)


def time_digits(dataset: Dataset) -> int:
    """Return how many digits after the second the times of a dataset have, in every answer.

    What was counted at ingest (attribute ``time_digits``), else nanoseconds: a time is
    never rounded, and its length never depends on the interval asked.
    """
    said = dataset.attributes.get("time_digits")
    return said if said in {0, 3, 6, 9} else 9


def time_length(digits: int) -> int:
    """Return the length of a time's text with `digits` after the second."""
    return 20 + (digits + 1 if digits else 0)


def columns(dataset: Dataset) -> tuple[Column, ...]:
    """Return the columns of a record of `dataset`, the time first."""
    length = time_length(time_digits(dataset))
    stamp = Column(TIME, "isotime", (), length)
    return (stamp, *(_column(p, length) for p in dataset.parameters))


def _column(p: Parameter, time_length: int) -> Column:
    fill = None if p.fill is None else str(p.fill)
    if p.dtype == "tt2000" or p.dtype.startswith("datetime64"):
        return Column(p.name, "isotime", p.shape, time_length, FAR_TIME[: time_length - 1] + "Z")
    dtype = np.dtype(p.dtype)
    if dtype.kind in "US":
        # UTF-8 takes up to four bytes a character.
        return Column(p.name, "string", p.shape, max(dtype.itemsize, 1), fill or NO_TEXT)
    if dtype.name in _INTEGERS or dtype.kind == "b":
        return Column(p.name, "integer", p.shape, 4, fill)
    if dtype.kind in "iuf":
        return Column(p.name, "double", p.shape, 8, "NaN")
    raise BadRequest(f"Values of type {p.dtype} cannot be told in HAPI.")


def columns_of(parameters: list[Mapping[str, Any]]) -> tuple[Column, ...]:
    """Return the columns that the ``parameters`` of a HAPI info object describe.

    Raises
    ------
    ValueError, KeyError, TypeError
        If they are not as HAPI wants them.
    """
    found = []
    for i, said in enumerate(parameters):
        kind = str(said["type"])
        if kind not in {"isotime", "string", "integer", "double"}:
            raise ValueError(f"unknown type {kind!r}")
        shape = tuple(int(n) for n in said.get("size") or ())
        length = _BYTES[kind] if kind in _BYTES else int(said["length"])
        if length < 1 or any(n < 1 for n in shape) or math.prod(shape) * length > 2**24:
            raise ValueError("absurd size")
        fill = said.get("fill")
        name = str(said["name"]) if i else TIME
        found.append(
            Column(name, cast("Kind", kind), shape, length, None if fill is None else str(fill))
        )
    if not found or found[0].kind != "isotime" or found[0].shape:
        raise ValueError("the first column is no time")
    return tuple(found)


def doubles_of(p: Parameter, values: NDArray[Any]) -> NDArray[np.float64]:
    """Return numbers as doubles, an integer's fill as NaN."""
    out = values.astype(np.float64)
    if values.dtype.kind in "iu" and p.fill is not None:
        out[values == p.fill] = np.nan
    return out


def time_bytes(ticks: time.Ticks, digits: int, out: NDArray[np.uint8]) -> None:
    """Write times as text into the rows of `out`, shape (n, `time_length`)."""
    from dayside.formats.time_kernels import write_times

    if len(ticks) == 0:
        return
    ends = np.array([ticks.min(), ticks.max()])
    shift = ends - time.to_unix_ns(ends)
    leap = np.empty(0, np.bool_)
    # Since 1972 TAI − UTC only grew: what is the same at both ends is so between them.
    if ends[0] > _YEAR_1972 and shift[0] == shift[1] and not time.in_leap_second(ends).any():
        unix = ticks - shift[0]
    else:
        leap = time.in_leap_second(ticks)
        unix = time.to_unix_ns(np.where(leap, ticks - time.NS, ticks))
        unix = np.where(ticks == time.FILL, time.FILL, unix)
    write_times(unix, leap, digits, out)


_YEAR_1972 = time.parse("1972-01-02")


def encoded(values: NDArray[Any], column: Column) -> NDArray[np.bytes_]:
    """Return texts as UTF-8, null-padded; empty ones are the column's fill."""
    if values.dtype.kind != "S":
        values = np.strings.encode(values, "utf-8") if values.size else values.astype("S")
    return np.where(values == b"", (column.fill or NO_TEXT).encode(), values)


def text_matrix(texts: NDArray[np.bytes_], length: int) -> NDArray[np.uint8]:
    """Return byte strings (n, size) as bytes (n, size * length), null-padded or cut."""
    fitted = np.ascontiguousarray(texts.astype(f"S{length}"))
    return fitted.view(np.uint8).reshape(len(texts), -1)


def ticks_of(values: NDArray[Any]) -> time.Ticks:
    """Return a time column of a series as TT2000."""
    return time.from_datetime64(values) if values.dtype.kind == "M" else values


def flat(block: Series, column: Column) -> NDArray[Any]:
    """Return the values of a column, one row a sample: shape (n, size)."""
    if column.name == TIME:
        return block.time.reshape(-1, 1)
    return block.values[column.name].reshape(len(block), column.size)
