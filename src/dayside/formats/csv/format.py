"""CSV and every other table in a text file.

Reading takes any delimiter, header and time format (`delimited_sniff` finds the table,
`delimited_header` what the lines before it say). Writing gives RFC 4180 behind a header
of ``#`` lines, from which we read back the same dataset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from dayside.formats.base import NOTHING_SAID, Description
from dayside.formats.columns.series import Column, Hints, series_of
from dayside.formats.columns.table import named
from dayside.formats.csv import own as csv_own
from dayside.formats.csv.header import Header, frame_of, read_header
from dayside.formats.csv.listing import Listed
from dayside.formats.csv.parse import parse
from dayside.formats.csv.sniff import SAMPLE_BYTES, Layout, find_layout
from dayside.formats.guard import guarded
from dayside.formats.limits import check_memory
from dayside.model.dataset import Dataset
from dayside.model.errors import UnreadableFile
from dayside.model.series import Series

_OTHERS = (
    b"PDS_VERSION_ID", b"CCSD3ZF", b"NJPL", b"LBLSIZE", b"ODL_VERSION", b"<", b"{", b"[", b"%PDF",
    b"KPL/",    b"\x89", b"PK\x03\x04", b"\x1f\x8b", b"SIMPLE  =", b"MATLAB 5.0", b"GIF8", b"BZh",
)  # fmt: skip
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_LABELS = (".lbl", ".LBL", ".xml", ".XML")
# Three words or more, none of them a number or in a delimited table.
_SENTENCE = re.compile(rb"\s*(?:#|[A-Za-z]{2,}[ ]+[A-Za-z]{2,}[ ]+[A-Za-z]{2,}[^,;|\t]*$)")
_LONGEST_SENTENCE = 400
_FIRST_LOOK = 1 << 16
_EXPANSION = 6  # what a parsed table takes at most, per byte of text


class Csv:
    """Tables in text files, read; CSV, written."""

    name = "csv"
    suffixes = (".csv", ".txt", ".tsv", ".asc", ".ascii", ".lst")
    media_type = "text/csv"
    reads = True
    writes = True

    def sniff(self, path: Path, head: bytes) -> bool:
        """Tell a text by its lack of control characters, and leave labelled ones to others."""
        if head.startswith(_UTF16):
            head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith(_OTHERS) or (start[:1] == b"#" and b'"HAPI"' in head):
            return False
        if path.suffix.lower() in (".tab", ".dat", ".lbl") and any(
            path.with_suffix(label).is_file() for label in _LABELS
        ):
            return False
        control = np.frombuffer(head, np.uint8)
        strange = (control < 32) & ~np.isin(control, (9, 10, 12, 13, 26))
        return len(head) > 0 and not strange.any()

    def read(self, path: Path, description: Description) -> list[Series]:
        """Return the one series of a table in a text file."""
        with guarded(path, "table"):
            check_memory(path.stat().st_size * _EXPANSION, path)
            return [_read(path.read_bytes(), path.name, description)]

    def column_names(self, path: Path) -> tuple[str, ...]:
        """Return the columns' names as the head of a text table tells them."""
        with guarded(path, "table"):
            with path.open("rb") as file:
                content = _text(file.read(SAMPLE_BYTES + 1))
            if csv_own.told_dataset(content) is not None:
                return ()
            lines, layout = _looked_at(content)
            header = read_header(lines[: layout.first], layout, path.name)
            names = _names(header, layout, NOTHING_SAID)
            return tuple(c.name for c in named([Column(n, np.empty(0)) for n in names]))

    def write(self, dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
        """Yield a CSV file: its header, then rows, block by block."""
        return csv_own.write(dataset, blocks)


def _read(content: bytes, name: str, description: Description) -> Series:
    content = _text(content)
    dataset = csv_own.told_dataset(content)
    if dataset is not None:
        return csv_own.read(content, dataset)
    content = _without_footer(content)
    lines, layout = _looked_at(content)
    header = read_header(lines[: layout.first], layout, name)
    names = _names(header, layout, description)
    table = parse(_body(content, layout.first), layout, names)
    said = dict(zip(names, header.columns, strict=True))
    columns = _grouped([_dressed(c, said.get(c.name, Listed())) for c in table])
    return series_of(columns, description, Hints(header.fills, header.years, header.dataset))


def _text(content: bytes) -> bytes:
    """Return the file as UTF-8, its lines ended by line feeds."""
    if content.startswith(_UTF16):
        content = content.decode("utf-16", "replace").encode()
    if b"\0" in content:
        raise UnreadableFile("it holds NUL bytes, so it is no text")
    content = content.removeprefix(b"\xef\xbb\xbf").rstrip(b"\x1a")
    if b"\r" in content and b"\n" not in content[:SAMPLE_BYTES]:
        content = content.replace(b"\r", b"\n")  # classic Mac
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1").encode()
    return content


def _without_footer(content: bytes) -> bytes:
    """Return the file without the sentences that CDAWeb and others put behind a table."""
    while True:
        head, _, last = content.rstrip().rpartition(b"\n")
        if not head or len(last) > _LONGEST_SENTENCE or not _SENTENCE.match(last):
            return content
        content = head + b"\n"


def _looked_at(content: bytes) -> tuple[list[str], Layout]:
    """Return the first lines of a file and its layout; more are read only if need be."""
    for size in (_FIRST_LOOK, SAMPLE_BYTES):
        try:
            lines = _sample(content, size)
            return lines, find_layout(lines)
        except UnreadableFile:
            if size == SAMPLE_BYTES or size >= len(content):
                raise
    raise AssertionError("the last look returns or raises")


def _sample(content: bytes, size: int) -> list[str]:
    """Return the first lines; the last, which may be cut, only if the file ends there."""
    sample = content[:size]
    if len(content) > size:
        end = sample.rfind(b"\n")
        if end < 0:
            raise UnreadableFile(f"its first line is longer than {size} bytes")
        sample = sample[:end]
    return sample.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")


def _body(content: bytes, first: int) -> bytes:
    """Return the file from line `first` on."""
    at = 0
    for _ in range(first):
        at = content.index(b"\n", at) + 1
    return content[at:]


def _names(header: Header, layout: Layout, description: Description) -> list[str]:
    """Return a name for each column: as described, as the header says, or by number."""
    if description.columns:
        if len(description.columns) != layout.width:
            raise UnreadableFile(
                f"the description names {len(description.columns)} columns, "
                f"the table has {layout.width}"
            )
        return list(description.columns)
    said = [c.name for c in header.columns]
    return said if any(said) else [f"c{k}" for k in range(1, layout.width + 1)]


def _dressed(column: Column, said: Listed) -> Column:
    description = f"{said.description} {column.description}".strip()
    return replace(
        column,
        units=said.units,
        description=description,
        frame=frame_of(said),
        labels=said.labels,
        bins=said.bins,
    )


def _grouped(columns: Sequence[Column]) -> list[Column]:
    """Return columns with those numbered ``b[0]``, ``b[1]``, … joined into one."""
    groups: dict[str, list[Column]] = {}
    for column in columns:
        match = re.fullmatch(r"(.+)\[\d+\]", column.name)
        if match is not None and column.is_number:
            groups.setdefault(match[1], []).append(column)
    out: list[Column] = []
    for column in columns:
        base = re.sub(r"\[\d+\]$", "", column.name)
        members = groups.get(base, [])
        if len(members) > 1 and column is members[0]:
            stacked = np.stack([m.numbers() for m in members], axis=1)
            out.append(replace(column, name=base, values=stacked))
        out.append(column)
    return out
