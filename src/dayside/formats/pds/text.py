"""Texts of PDS tables to numbers and times, a column at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dayside.formats.columns.iso import from_fields, ticks_of_text
from dayside.formats.columns.table import numpy_text, text_array
from dayside.model import time
from dayside.model.errors import BadTime, UnreadableFile

if TYPE_CHECKING:
    from numpy.typing import NDArray

Values = Any
"""Texts: numpy ``S<n>`` as stored or ``U<n>``, or a pyarrow array of strings."""

_BLANKS = " \t\r\n\0"


def strings(cells: Values) -> Any:
    """Return texts as a flat pyarrow array, blanks at both ends and quotes cut."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(cells, np.ndarray) and cells.dtype.kind == "S" and _is_ascii(cells):
        text = _of_fixed_width(np.ascontiguousarray(cells).ravel())
    elif isinstance(cells, np.ndarray):
        text = pa.array(unicode(cells).ravel().tolist(), pa.string())
    else:
        text = cells
    text = pc.ascii_trim(text, _BLANKS)
    quoted = pc.and_(pc.starts_with(text, '"'), pc.ends_with(text, '"'))
    if pc.any(quoted).as_py():
        text = pc.if_else(quoted, pc.ascii_trim(pc.ascii_trim(text, '"'), _BLANKS), text)
    return text


def _of_fixed_width(cells: NDArray[np.bytes_]) -> Any:
    import pyarrow as pa

    width = cells.dtype.itemsize
    offsets = np.arange(len(cells) + 1, dtype=np.int64) * width
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(cells.view(np.uint8))]
    return pa.Array.from_buffers(pa.large_string(), len(cells), buffers).cast(pa.string())


def _is_ascii(cells: NDArray[np.bytes_]) -> bool:
    flat = np.ascontiguousarray(cells)
    return not flat.size or int(flat.view(np.uint8).max()) < 128


def unicode(cells: Values) -> NDArray[np.str_]:
    """Return texts as numpy ``U<n>``, blanks at both ends and quotes cut."""
    if not isinstance(cells, np.ndarray):
        return unicode(numpy_text(cells))
    if cells.dtype.kind == "S":
        flat = np.ascontiguousarray(cells)
        width = max(1, flat.dtype.itemsize)
        cells = flat.astype(f"U{width}") if _is_ascii(flat) else _decoded(flat)
    text = np.strings.strip(cells, _BLANKS)
    quoted = np.strings.startswith(text, '"') & np.strings.endswith(text, '"')
    if not quoted.any():
        return text
    return np.where(quoted, np.strings.strip(np.strings.strip(text, '"'), _BLANKS), text)


def _decoded(cells: NDArray[np.bytes_]) -> NDArray[np.str_]:
    try:
        return np.strings.decode(cells, "utf-8")
    except UnicodeDecodeError:
        return np.strings.decode(cells, "latin-1")


def numbers(cells: Values, integer: bool) -> tuple[Any, NDArray[np.bool_]] | None:
    """Return the numbers that texts write, and where there is none.

    Returns
    -------
    tuple of (ndarray, ndarray of bool) or None
        float64 or int64, and True where a text is empty or asterisks, as Fortran writes
        numbers that do not fit their columns. None if some text is no such number.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    text = strings(cells)
    blank = pc.or_(pc.equal(text, ""), pc.starts_with(text, "*"))
    given = pc.if_else(blank, "0", text)
    kind = pa.int64() if integer else pa.float64()
    for plain in (False, True):
        if plain:
            # Exponents with D, and plus signs, which not every parser of numbers takes.
            given = pc.replace_substring_regex(given, r"^\+", "")
            given = given if integer else pc.replace_substring_regex(given, "[dD]", "E")
        try:
            found = given.cast(kind).to_numpy(zero_copy_only=False)
        except pa.ArrowInvalid:
            continue
        shape = np.shape(cells)
        gaps = np.asarray(blank.to_numpy(zero_copy_only=False))
        return np.array(found).reshape(shape), gaps.reshape(shape)
    return None


def text_ticks(texts: NDArray[np.str_]) -> NDArray[np.int64]:
    """Return TT2000 of texts: ISO, calendar or day of year, or "year day hour minute …".

    Texts that are no time become `time.FILL`.
    """
    flat = np.ascontiguousarray(texts).ravel()
    try:
        ticks = _of_one_layout(flat)
        if ticks is None:
            ticks = ticks_of_text(text_array(flat))
    except UnreadableFile:
        ticks = np.array([_one_tick(t) for t in flat.tolist()], np.int64)
    return ticks.reshape(texts.shape)


def _of_one_layout(texts: NDArray[np.str_]) -> NDArray[np.int64] | None:
    """Return TT2000 of ``yyyy-mm-ddThh:mm:ss[.f][Z]`` or ``yyyy-dddT…``, None if not all are."""
    width = texts.dtype.itemsize // 4
    if not len(texts) or width < 17:
        return None
    codes = texts.view(np.uint32).reshape(len(texts), width)
    first = codes[0]
    is_digit = (first >= 48) & (first <= 57)
    shape = "".join("0" if d else chr(c) for d, c in zip(is_digit, first, strict=True)).rstrip("\0")
    calendar = shape[:19] == "0000-00-00T00:00:00"
    at = 11 if calendar else 9
    rest = shape[at + 8 :].removesuffix("Z")
    digits = len(rest) - 1
    if shape[: at + 8] not in ("0000-00-00T00:00:00", "0000-000T00:00:00"):
        return None
    if rest not in ("", "." + "0" * digits) or digits > 9:
        return None
    same = codes[:, ~is_digit] == first[~is_digit]
    numerals = codes[:, is_digit] - np.uint32(48)
    if not same.all() or (numerals > 9).any():
        return None

    def number(start: int, stop: int) -> NDArray[np.int64]:
        digits = codes[:, start:stop].astype(np.int64) - 48
        return np.asarray(digits @ 10 ** np.arange(stop - start - 1, -1, -1))

    one = np.ones(len(texts), np.int64)
    clock = number(at, at + 2), number(at + 3, at + 5), number(at + 6, at + 8)
    if (clock[0] > 23).any() or (clock[1] > 59).any() or (clock[2] > 59).any():
        return None  # 24:00:00, a leap second or nonsense: the slow way tells
    return from_fields(
        number(0, 4),
        number(5, 7) if calendar else one,
        number(8, 10) if calendar else one,
        doy=None if calendar else number(5, 8),
        seconds=(clock[0] * 60 + clock[1]) * 60 + clock[2],
        fraction_ns=number(at + 9, at + 9 + digits) * 10 ** (9 - digits) if digits > 0 else 0,
    )


def _one_tick(text: str) -> int:
    parts = text.split()
    if 5 <= len(parts) <= 7 and all(p.isascii() and p.isdigit() for p in parts):
        year, day, hour, minute, second, milli = (int(p) for p in (*parts, "0", "0")[:6])
        text = f"{year:04d}-{day:03d}T{hour:02d}:{minute:02d}:{second:02d}.{milli:03d}"
    try:
        return time.parse(text.replace(" ", "T").removesuffix("+00:00"))
    except BadTime:
        return int(time.FILL)
