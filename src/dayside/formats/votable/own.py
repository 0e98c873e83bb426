"""The VOTables that we write: version 1.4, BINARY2, block by block, and read back equal.

One INFO holds the whole dataset as JSON. The rest follows IVOA practice: UTC times as
DALI timestamps under a TIMESYS, VOUnits, UCDs, provenance as INFO.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, unescape

import numpy as np
from numpy.typing import NDArray

from dayside.formats.columns.iso import ticks_of_text
from dayside.formats.columns.table import apart_from_time, text_array
from dayside.formats.guard import checked, checked_dataset
from dayside.formats.units import strict_vounit
from dayside.formats.votable.ucd import ucd_of
from dayside.model import time
from dayside.model.dataset import Dataset, Parameter
from dayside.model.errors import UnreadableFile
from dayside.model.series import Series, Values, storage_dtype

_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- Dayside VOTable 1 -->\n'
_DATASET = re.compile(rb'<INFO name="dayside_dataset" value="([^"]*)"/>')
_STREAM = b'<STREAM encoding="base64">'
_TIME_LENGTH = 30
_UNSIGNED64_DIGITS = 20
# numpy's types by VOTable's; what has no equal there goes into the next larger one.
_DATATYPES = {
    "uint8": ("unsignedByte", ">u1"),
    "bool": ("unsignedByte", ">u1"),
    "int8": ("short", ">i2"),
    "int16": ("short", ">i2"),
    "uint16": ("int", ">i4"),
    "int32": ("int", ">i4"),
    "uint32": ("long", ">i8"),
    "int64": ("long", ">i8"),
    "float32": ("float", ">f4"),
    "float64": ("double", ">f8"),
}
_INFOS = (
    "title", "target", "mission", "observatory", "instrument", "version", "modified",
    "licence", "citation", "doi", "contact", "resource_url", "source", "time_stamp",
)  # fmt: skip
_QUOTE = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_UNQUOTE = {v: k for k, v in _QUOTE.items()}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
    """Yield a VOTable, block by block."""
    yield _head(dataset).encode()
    kind = _row_type(dataset)
    rest = b""
    for block in blocks:
        raw = rest + _rows(dataset, block, kind)
        # Base64 goes by threes: what is over waits for the next block.
        whole = len(raw) - len(raw) % 3
        rest = raw[whole:]
        yield base64.b64encode(raw[:whole])
    yield base64.b64encode(rest)
    yield b"</STREAM></BINARY2></DATA>\n  </TABLE>\n </RESOURCE>\n</VOTABLE>\n"


def is_own(content: bytes) -> bool:
    """Tell a file that we wrote, and nobody changed since."""
    return content.startswith(_HEAD)


def read(content: bytes) -> Series:
    """Return what `write` wrote.

    Raises
    ------
    UnreadableFile
        If the file is cut or damaged.
    """
    told = _DATASET.search(content)
    start = content.find(_STREAM)
    stop = content.find(b"</STREAM>", start)
    if told is None or start < 0 or stop < 0:
        raise UnreadableFile("it is cut short")
    try:
        record = json.loads(unescape(told[1].decode(), _UNQUOTE))
        dataset = checked_dataset(Dataset.from_dict(record))
        kind = _row_type(dataset)
        raw = base64.b64decode(content[start + len(_STREAM) : stop], validate=True)
        rows = np.frombuffer(raw, kind)
    except (binascii.Error, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableFile(f"it is damaged: {error}") from error
    values = {p.name: _values(rows[f"p{k}"], p) for k, p in enumerate(dataset.parameters)}
    return checked(Series(dataset, _ticks(rows["time"]), values))


def _head(dataset: Dataset) -> str:
    about = {key: getattr(dataset, key) for key in _INFOS if getattr(dataset, key)}
    if dataset.simulated:
        about["simulated"] = "yes"
    about["dayside_dataset"] = json.dumps(dataset.to_dict(), separators=(",", ":"))
    infos = "".join(f"  <INFO name={_attr(k)} value={_attr(v)}/>\n" for k, v in about.items())
    fields = "".join(
        _field(p, _identity(p, k) + index, index)
        for k, p in enumerate(dataset.parameters)
        for index in _elements(p)
    )
    said = dataset.description or dataset.title
    return (
        _HEAD.decode() + '<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">\n'
        f' <RESOURCE type="results">\n{infos}'
        '  <TIMESYS ID="utc" timescale="UTC" refposition="UNKNOWN"/>\n'
        f"  <TABLE name={_attr(dataset.id or 'table')}>\n{_description(said)}"
        '   <FIELD ID="time" name="time" datatype="char" xtype="timestamp" '
        f'arraysize="{_TIME_LENGTH}" ucd="time.epoch;meta.main" ref="utc"/>\n'
        f"{fields}   <DATA><BINARY2>{_STREAM.decode()}"
    )


def _identity(p: Parameter, number: int) -> str:
    """Return the ID of a field: its name wherever XML allows, as many readers go by it."""
    name = apart_from_time(p.name)
    return name if re.fullmatch(r"(?!utc$)[A-Za-z_][A-Za-z0-9_.\-]*", name) else f"field_{number}"


def _elements(p: Parameter) -> list[str]:
    """Return the index of each FIELD that a parameter takes.

    Arrays of numbers take one; arrays of texts one for each element, as many readers know
    no other.
    """
    if not p.shape or not _is_text(p):
        return [""]
    return ["".join(f"_{k}" for k in index) for index in np.ndindex(p.shape)]


def _is_text(p: Parameter) -> bool:
    kind = storage_dtype(p)
    return p.dtype == "tt2000" or kind.kind in "US" or kind == np.uint64


def _field(p: Parameter, identity: str, index: str) -> str:
    datatype, sizes = _datatype(p)
    unit = strict_vounit(p.units) if p.units else None
    about = {
        "ID": identity,
        "name": apart_from_time(p.name) + index,
        "datatype": datatype,
        "arraysize": sizes,
        "unit": unit,
        "ucd": ucd_of(p),
        "xtype": "timestamp" if p.dtype == "tt2000" else None,
        "ref": "utc" if p.dtype == "tt2000" else None,
        "utype": f"dayside:frame.{p.frame}" if p.frame else None,
    }
    attributes = " ".join(f"{k}={_attr(v)}" for k, v in about.items() if v)
    limits = {"MIN": p.valid_min, "MAX": p.valid_max}
    inner = "".join(f'<{k} value="{v:.17g}"/>' for k, v in limits.items() if v is not None)
    has_null = isinstance(p.fill, int) and datatype in ("unsignedByte", "short", "int", "long")
    null = f' null="{p.fill}"' if has_null else ""
    parts = [p.description or p.label, f"frame {p.frame}" if p.frame else ""]
    parts.append(f"in {p.units}" if p.units and unit is None else "")
    told = "; ".join(filter(None, parts))
    values = f"<VALUES{null}>{inner}</VALUES>" if inner or null else ""
    return f"   <FIELD {attributes}>{_description(told).strip()}{values}</FIELD>\n"


def _datatype(p: Parameter) -> tuple[str, str | None]:
    """Return datatype and arraysize; VOTable counts the fastest dimension first."""
    kind = storage_dtype(p)
    if p.dtype == "tt2000":
        return "char", str(_TIME_LENGTH)
    if kind.kind in "US":
        return "unicodeChar", str(_characters(kind))
    if kind == np.uint64:
        return "char", str(_UNSIGNED64_DIGITS)
    return _DATATYPES[kind.name][0], "x".join(str(n) for n in reversed(p.shape)) or None


def _characters(kind: np.dtype[Any]) -> int:
    return max(kind.itemsize // (4 if kind.kind == "U" else 1), 1)


def _cell_type(p: Parameter) -> tuple[Any, ...]:
    kind = storage_dtype(p)
    if p.dtype == "tt2000":
        return (f"S{_TIME_LENGTH}", p.shape)
    if kind.kind in "US":
        return (">u2", (*p.shape, _characters(kind)))
    if kind == np.uint64:
        return (f"S{_UNSIGNED64_DIGITS}", p.shape)
    return (_DATATYPES[kind.name][1], p.shape)


def _row_type(dataset: Dataset) -> np.dtype[Any]:
    """Return numpy's type of one row: null flags, time, then each parameter."""
    flags = (1 + sum(len(_elements(p)) for p in dataset.parameters) + 7) // 8
    cells = [(f"p{k}", *_cell_type(p)) for k, p in enumerate(dataset.parameters)]
    return np.dtype([("null", "u1", (flags,)), ("time", f"S{_TIME_LENGTH}"), *cells])


def _rows(dataset: Dataset, block: Series, kind: np.dtype[Any]) -> bytes:
    rows = np.zeros(len(block), kind)
    nulls = np.zeros((len(block), rows["null"].shape[1] * 8), np.uint8)
    rows["time"] = _stamps(block.time)
    at = 1
    for k, p in enumerate(dataset.parameters):
        values = block.values[p.name]
        rows[f"p{k}"] = _cells(values, p)
        if not p.shape and p.fill is not None and values.dtype.kind in "iu":
            nulls[:, at] = values == p.fill
        at += len(_elements(p))
    rows["null"] = np.packbits(nulls, axis=1)
    return rows.tobytes()


def _stamps(ticks: time.Ticks) -> NDArray[np.bytes_]:
    there = ticks != time.FILL
    text = time.to_text(np.where(there, ticks, 0)).astype(f"S{_TIME_LENGTH}")
    return np.where(there, text, b"")


def _ticks(cells: NDArray[np.bytes_]) -> time.Ticks:
    import pyarrow as pa

    texts = [c.decode("ascii", "replace") for c in cells.reshape(-1).tolist()]
    return ticks_of_text(text_array(pa.array(texts, pa.string()))).reshape(cells.shape)


def _cells(values: Values, p: Parameter) -> Values:
    if p.dtype == "tt2000":
        return _stamps(values)
    if values.dtype.kind in "US":
        # UCS-2, as VOTable's unicodeChar: what is beyond has no place in it.
        points = values.astype(f"U{_characters(storage_dtype(p))}")[..., None].view(np.uint32)
        return np.where(points > 0xFFFF, 0xFFFD, points).astype(">u2")
    return values.astype(f"S{_UNSIGNED64_DIGITS}") if values.dtype == np.uint64 else values


def _values(cells: Values, p: Parameter) -> Values:
    kind = storage_dtype(p)
    if p.dtype == "tt2000":
        return _ticks(cells)
    if kind.kind in "US":
        points = np.ascontiguousarray(cells.astype(np.uint32))
        return points.view(f"U{points.shape[-1]}")[..., 0].astype(kind)
    return cells.astype(kind)


def _description(text: str) -> str:
    return f"   <DESCRIPTION>{escape(_NOT_XML.sub('', text))}</DESCRIPTION>\n" if text else ""


def _attr(value: Any) -> str:
    return f'"{escape(_NOT_XML.sub("", str(value)), _QUOTE)}"'
