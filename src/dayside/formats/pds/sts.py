"""Standard time series: the ASCII tables of MAVEN's and Juno's magnetometers.

An ODL header of nested objects names the columns; the table follows it in the same file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from dayside.formats.base import Description
from dayside.formats.columns.series import Column, Hints, series_of
from dayside.formats.csv.parse import parse
from dayside.formats.csv.sniff import find_layout
from dayside.formats.limits import check_memory
from dayside.formats.pds.pds3_label import Block, parse_label
from dayside.formats.pds.series import unit_of
from dayside.model.errors import UnreadableFile
from dayside.model.series import Series

_HEADER_LIMIT = 1 << 16
_SAMPLE_LINES = 1000
_EXPANSION = 6
_START = re.compile(rb"\s*OBJECT\s*=\s*FILE\s*\r?\n")
_OBJECT = re.compile(rb"(?m)^[ \t]*(END_)?OBJECT\b[^\n]*\n")
# The two letters behind the date in a file's name say the frame; the header does not.
_FRAME_IN_NAME = re.compile(r"_\d{7}(pc|ss|pl|se)(?![a-z])", re.IGNORECASE)
_MISSIONS = {
    "mvn": {"mission": "MAVEN", "target": "Mars"},
    "jno": {"mission": "Juno", "target": "Jupiter"},
}
_FRAMES = {
    ("mvn", "pc"): "IAU_MARS",
    ("mvn", "ss"): "MSO",
    ("jno", "pc"): "IAU_JUPITER",
    ("jno", "ss"): "JSO",
}


def is_sts(head: bytes) -> bool:
    """Tell a standard time series by how its header begins."""
    return _START.match(head) is not None


def read_sts(path: Path, description: Description) -> Series:
    """Return the series of a standard time series.

    Raises
    ------
    UnreadableFile
        If the header never ends, or its columns are not those of the table.
    """
    check_memory(path.stat().st_size * _EXPANSION, path)
    content = path.read_bytes()
    end = _end_of_header(content[:_HEADER_LIMIT])
    header = parse_label(content[:end].decode("latin-1"))
    columns = list(_columns(header))
    body = content[end:].replace(b"\r\n", b"\n")
    lines = body[: _SAMPLE_LINES * 512].decode("latin-1").split("\n")[:_SAMPLE_LINES]
    layout = find_layout(lines)
    if layout.width != len(columns) or layout.delimiter != " ":
        raise UnreadableFile(
            f"the header names {len(columns)} columns, the table has {layout.width}"
        )
    table = parse(body, layout, [c.name for c in columns])
    mission = next((m for m in _MISSIONS if m in path.name.lower()), "")
    dressed = [
        _framed(replace(c, values=t.values), path.name, mission)
        for c, t in zip(columns, table, strict=True)
    ]
    return series_of(dressed, description, Hints(dataset=_about(header, mission)))


def _end_of_header(head: bytes) -> int:
    depth = 0
    for found in _OBJECT.finditer(head):
        depth += -1 if found[1] else 1
        if depth == 0:
            return found.end()
    raise UnreadableFile("its header never ends")


def _walk(block: Block, kind: str) -> Iterator[Block]:
    for inner in block.blocks:
        if inner.kind == kind:
            yield inner
        else:
            yield from _walk(inner, kind)


def _columns(header: Block) -> Iterator[Column]:
    """Yield the columns in order, without values: ``OB_B_X`` is X of the vector OB_B."""
    record = next(_walk(header, "RECORD"), None)
    if record is None:
        raise UnreadableFile("its header describes no record")
    for part in record.blocks:
        scalars = [b for b in part.blocks if b.kind == "SCALAR"] or [part]
        vector = part.text("NAME") or ""
        about = (part.text("ALIAS") or "").replace("_", " ")
        for scalar in scalars:
            own = scalar.text("NAME") or ""
            of_time = vector.upper() in ("TIME", "SAMPLE UTC") or scalar is part
            units = unit_of(scalar.text("UNITS", "UNIT"))
            yield Column(own if of_time else f"{vector}_{own}", None, units, about)


def _framed(column: Column, file_name: str, mission: str) -> Column:
    said = _FRAME_IN_NAME.search(file_name)
    if column.units is None or column.name.upper().endswith("RANGE"):
        return column
    if "PAYLOAD" in column.description.upper() or "BDPL" in column.name.upper():
        return replace(column, frame="PAYLOAD")
    if said is None:
        return column
    letters = said[1].lower()
    is_payload = letters == "pl" and not column.name.upper().startswith("POS")
    frame = "PAYLOAD" if is_payload else _FRAMES.get((mission, letters))
    return replace(column, frame=frame)


def _about(header: Block, mission: str) -> dict[str, Any]:
    said = next(_walk(header, "HEADER"), Block("HEADER"))
    attributes = {k: " ".join(str(v).split()) for k, v in said.items if not isinstance(v, Block)}
    return {
        "title": said.text("TITLE") or "",
        "instrument": "MAG",
        "measurement_type": "MagneticField",
        "attributes": attributes,
        **_MISSIONS.get(mission, {}),
    }
