"""Fields of PDS tables, whatever the version of the standard: from bytes to values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from dayside.formats.pds.text import numbers, unicode
from dayside.formats.pds.vax import vax_floats
from dayside.model.errors import UnreadableFile

Values = NDArray[Any]
_EXACT = 2.0**53
"""Integers below are exact as doubles."""
Kind = Literal["float", "int", "complex", "bool", "bits", "text", "time"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table, as its label says.

    Attributes
    ----------
    kind : str
        What the values are.
    storage : str
        How one item is stored: a numpy dtype (``">f4"``, ``"S24"`` for text of any kind)
        or ``vax_f``, ``vax_d``, ``vax_g``.
    start : int
        First byte in the row, from 0; in delimited tables the number of the column.
    size : int
        Bytes of one item; 1 in delimited tables.
    shape, strides : tuple of int
        Of the items in one row; strides in bytes, or in columns of delimited tables.
    missing : tuple
        Constants that stand for "no value".
    scale, offset : float or int
        The value is stored × scale + offset.
    base : int
        Base of numbers written as text.
    bits : (int, int) or None
        First bit (from 0, the most significant) and number of bits of a bit field.
    """

    name: str
    kind: Kind
    storage: str
    start: int
    size: int
    shape: tuple[int, ...] = ()
    strides: tuple[int, ...] = ()
    unit: str | None = None
    description: str = ""
    missing: tuple[float | int | str, ...] = ()
    scale: float = 1
    offset: float = 0
    base: int = 10
    bits: tuple[int, int] | None = None
    valid_min: float | None = None
    valid_max: float | None = None

    @property
    def end(self) -> int:
        """First byte (or column) after the field's last item."""
        reach = sum((n - 1) * step for n, step in zip(self.shape, self.strides, strict=True))
        return self.start + reach + self.size

    def check(self, width: int, table: str) -> None:
        """Raise `UnreadableFile` unless the field lies within a row of `width`."""
        inner = self.size
        for n, step in reversed(list(zip(self.shape, self.strides, strict=True))):
            if n < 1 or step < inner:
                raise UnreadableFile(
                    f"Column {self.name} of {table} has {n} items every {step} bytes, "
                    f"which overlap or are none."
                )
            inner = n * step
        if self.start < 0 or self.size < 1 or self.end > width:
            raise UnreadableFile(
                f"Column {self.name} of {table} reaches from {self.start + 1} to {self.end}, "
                f"but a row has only {width}."
            )


@dataclass(frozen=True, slots=True)
class Column:
    """A field with its values: gaps are NaN in floats and `fill` elsewhere."""

    field: Field
    values: Values
    fill: float | int | str | None = None
    labels: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The column's name in the label."""
        return self.field.name


def cells_of_bytes(field: Field, rows: NDArray[np.uint8], prefix: int = 0) -> Values:
    """Return the stored items of a field, shape (n, items…), without a copy.

    Parameters
    ----------
    rows : ndarray of uint8, shape (n, row bytes)
        Contiguous.
    prefix : int
        Bytes of each row that the field's place does not count.
    """
    stored = np.dtype(field.storage if not field.storage.startswith("vax") else f"V{field.size}")
    if not len(rows):
        return np.empty((0, *field.shape), stored)
    return np.ndarray(
        (len(rows), *field.shape),
        stored,
        buffer=rows.data,
        offset=prefix + field.start,
        strides=(rows.strides[0], *field.strides),
    )


def decode(field: Field, cells: Values) -> Column:
    """Return the values of stored items.

    Raises
    ------
    UnreadableFile
        If a text is no number where the label says so; the message says in which row.
    """
    if field.kind in ("text", "time"):
        return Column(field, unicode(cells), fill="")
    if field.kind == "bool":
        return _booleans(field, cells)
    if field.kind == "complex":
        parts = cells.astype(cells.dtype.newbyteorder("="))
        pairs = np.stack([parts.real, parts.imag], axis=-1)
        return Column(field, pairs, labels=("real", "imaginary"))
    blank = None
    if field.bits is not None:
        values = _bit_field(cells, *field.bits)
    elif field.storage.startswith("vax"):
        values = vax_floats(cells, field.storage)
    elif field.storage[0] == "S":
        values, blank = _numbers_of_text(field, cells)
    else:
        values = cells.astype(cells.dtype.newbyteorder("="))
    return _gaps(field, values, blank)


def decode_parts(field: Field, parts: Sequence[Any]) -> Column:
    """Return the values of a field whose items are columns of a delimited table.

    Parameters
    ----------
    parts : sequence of pyarrow array
        The texts of each item, in order.
    """
    columns = [decode(field, part) for part in parts]
    if not field.shape:
        return columns[0]
    stacked = np.stack([c.values for c in columns], axis=1)
    fills = [c.fill for c in columns if c.fill is not None]
    return Column(field, stacked.reshape(len(stacked), *field.shape), fills[0] if fills else None)


def _gaps(field: Field, values: Values, blank: NDArray[np.bool_] | None) -> Column:
    """Return the column with what is missing marked, and scaled."""
    gap = np.zeros(values.shape, np.bool_) if blank is None else blank
    constants = [c for c in field.missing if isinstance(c, (int, float))]
    for constant in constants:
        gap = gap | _equals(values, constant)
    scaled = field.scale != 1 or field.offset != 0
    if values.dtype.kind == "f" or scaled or field.kind == "float":
        floats = values if values.dtype.kind == "f" else values.astype(np.float64)
        if scaled:
            floats = floats.astype(np.float64) * float(field.scale) + float(field.offset)
        elif gap.any():
            floats = floats.copy()
        floats[gap] = np.nan
        return Column(field, floats)
    fill = int(constants[0]) if constants else None
    if gap.any() and fill is None and np.abs(values.astype(np.float64)).max() < _EXACT:
        floats = values.astype(np.float64)
        floats[gap] = np.nan
        return Column(field, floats)
    if gap.any():
        limits = np.iinfo(values.dtype)
        if fill is None or not limits.min <= fill <= limits.max:
            fill = int(limits.min if values.dtype.kind == "i" else limits.max)
        values = values.copy()
        values[gap] = fill
    return Column(field, values, fill=fill)


def _equals(values: Values, constant: float) -> NDArray[np.bool_]:
    if values.dtype.kind != "f":
        return np.asarray(values == constant)
    with np.errstate(over="ignore"):
        wanted = values.dtype.type(constant)
    # Labels round: 3.4e38 stands for whatever the writer's constant was, to a few ulp.
    tolerance = 4 * np.finfo(values.dtype).eps * abs(float(wanted))
    if not np.isfinite(wanted):
        return np.asarray(values == wanted)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(np.abs(values - wanted) <= tolerance)


def _numbers_of_text(field: Field, cells: Values) -> tuple[Values, NDArray[np.bool_]]:
    found = numbers(cells, field.kind == "int") if field.base == 10 else None
    if found is not None:
        return found
    text = unicode(cells)
    blank = (text == "") | np.strings.startswith(text, "*")
    filled = np.where(blank, "0", text)
    if field.base != 10:
        return _parsed(field, filled, lambda t: int(t, field.base)), blank
    return _parsed(field, filled, _integer if field.kind == "int" else _real), blank


def _parsed(field: Field, text: Values, parse: Callable[[str], float | int]) -> Values:
    out: list[float | int] = []
    for number, one in enumerate(text.ravel().tolist()):
        try:
            out.append(parse(one))
        except ValueError as error:
            row = number // max(1, int(np.prod(field.shape))) + 1
            raise UnreadableFile(
                f"Column {field.name}, row {row}: {one!r} is no number."
            ) from error
    whole = all(isinstance(v, int) and -(2**63) <= v < 2**63 for v in out)
    return np.array(out, np.int64 if whole and out else np.float64).reshape(text.shape)


def _real(text: str) -> float:
    return float(text.upper().replace("D", "E"))


def _integer(text: str) -> float | int:
    try:
        return int(text)
    except ValueError:
        return _real(text)


_TRUTH = {"true": 1, "1": 1, "t": 1, "false": 0, "0": 0, "f": 0, "": 255}


def _booleans(field: Field, cells: Values) -> Column:
    if field.storage[0] != "S":
        return Column(field, (cells != 0).astype(np.uint8))
    text = np.strings.lower(unicode(cells))
    out = [_TRUTH.get(one) for one in text.ravel().tolist()]
    if None in out:
        wrong = text.ravel()[out.index(None)]
        raise UnreadableFile(f"Column {field.name}: {str(wrong)!r} is neither true nor false.")
    return Column(field, np.array(out, np.uint8).reshape(text.shape), fill=255)


def _bit_field(cells: Values, first: int, count: int) -> Values:
    """Return the bits of a bit string of up to eight bytes as unsigned integers."""
    raw = np.ascontiguousarray(cells).view(np.uint8).reshape(*cells.shape, -1)
    if cells.dtype.byteorder == "<" or (cells.dtype.isnative and np.little_endian):
        raw = raw[..., ::-1]
    word = np.zeros(cells.shape, np.uint64)
    for byte in range(raw.shape[-1]):
        word = (word << np.uint64(8)) | raw[..., byte].astype(np.uint64)
    shift = 8 * raw.shape[-1] - first - count
    mask = np.uint64((1 << count) - 1)
    return ((word >> np.uint64(shift)) & mask).astype(np.uint32 if count <= 32 else np.uint64)


def take(columns: Sequence[Column], rows: NDArray[Any]) -> list[Column]:
    """Return the columns with only these rows."""
    return [Column(c.field, c.values[rows], c.fill, c.labels) for c in columns]
