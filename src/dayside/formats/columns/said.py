"""The time of a table, as a description says it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from dayside.formats.columns.clock import from_roles
from dayside.formats.columns.iso import ticks_of_text
from dayside.formats.columns.table import Column, text_array
from dayside.model import time
from dayside.model.errors import BadRequest, UnreadableFile, nearest

_PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DOY_ROLES = ("year", "doy", "hour", "minute", "second")


def ticks_as_said(
    columns: Sequence[Column], said: Mapping[str, Any]
) -> tuple[time.Ticks, list[Column]]:
    """Return TT2000 of each row and the columns used, by `Description.time`.

    Raises
    ------
    BadRequest
        If the description names a column or a format that there is not.
    UnreadableFile
        If the values are not as described.
    """
    wanted = said["column"]
    used = [_column(columns, w) for w in (wanted if isinstance(wanted, list) else [wanted])]
    return _ticks(used, str(said.get("format", "")), str(said.get("units", "s"))), used


def _column(columns: Sequence[Column], wanted: Any) -> Column:
    if isinstance(wanted, int) and 1 <= wanted <= len(columns):
        return columns[wanted - 1]
    for column in columns:
        if str(wanted) in (column.name, column.label):
            return column
    names = [c.name for c in columns]
    raise BadRequest(
        f"The described time column {wanted} is not in the file; it has {', '.join(names[:20])}."
        + nearest(str(wanted), names)
    )


def _ticks(used: Sequence[Column], form: str, units: str) -> time.Ticks:
    if "%" in form:
        return _by_pattern(used, form)
    if form in ("", "iso") and all(c.is_text for c in used):
        return ticks_of_text(_joined(used, "T"))
    if form in ("", "iso") and len(used) == 1 and used[0].values.dtype.kind == "M":
        return time.from_datetime64(used[0].values)
    if any(not c.is_number for c in used):
        raise UnreadableFile(f"the described time column {used[0].name} does not hold numbers")
    return _of_number(used[0], form, units) if len(used) == 1 else _by_roles(used, form)


def _of_number(column: Column, form: str, units: str) -> time.Ticks:
    from dayside.formats.columns import time as columns_time

    if form in ("unix", "j2000") and units not in _PER_SECOND:
        raise BadRequest(f"Time units are {', '.join(_PER_SECOND)}, not {units}.")
    match form:
        case "unix":
            return columns_time.from_unix(column.values, _PER_SECOND[units])
        case "tt2000":
            return np.asarray(column.values).astype(np.int64)
        case "j2000":
            ns = column.numbers() * (time.NS // _PER_SECOND[units])
            return np.where(np.isnan(ns), time.FILL, np.rint(np.nan_to_num(ns)).astype(np.int64))
        case "decimal_year":
            return columns_time.from_decimal_year(column.numbers())
    raise BadRequest(
        "A time's format is iso, unix, tt2000, j2000, doy, decimal_year or a strptime pattern; "
        f"{form or 'none'} does not fit column {column.name}."
    )


def _by_roles(used: Sequence[Column], form: str) -> time.Ticks:
    from dayside.formats.columns import time as columns_time

    if form == "doy":
        roles = dict(zip(_DOY_ROLES, (c.numbers() for c in used), strict=False))
        return from_roles(roles)
    return columns_time.find_time(used, {})[0]


def _joined(used: Sequence[Column], separator: str) -> Any:
    import pyarrow.compute as pc

    texts = [text_array(_as_text(c)) for c in used]
    return texts[0] if len(texts) == 1 else pc.binary_join_element_wise(*texts, separator)


def _as_text(column: Column) -> Any:
    if column.is_text:
        return column.values
    whole = column.numbers()
    return (
        whole.astype(np.int64).astype("U")
        if np.all(whole == np.floor(whole))
        else whole.astype("U")
    )


def _by_pattern(used: Sequence[Column], pattern: str) -> time.Ticks:
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = _joined(used, " ")
    if "%f" not in pattern:
        try:
            stamps = pc.strptime(texts, pattern, "ns")
            return time.from_datetime64(stamps.to_numpy(False))
        except pa.ArrowInvalid:
            pass
    try:
        moments = [datetime.strptime(t, pattern).replace(tzinfo=UTC) for t in texts.to_pylist()]
    except (ValueError, TypeError) as error:
        raise UnreadableFile(f"a time is not as {pattern} says: {error}") from error
    micro = [(m - _EPOCH) // timedelta(microseconds=1) for m in moments]
    return time.from_unix_ns(np.array(micro, np.int64) * 1000)
