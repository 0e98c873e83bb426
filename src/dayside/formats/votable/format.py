"""IVOA VOTable: read in all its serialisations, written as VOTable 1.4 with BINARY2."""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dayside.formats.base import Description
from dayside.formats.columns.series import Hints, series_of
from dayside.formats.columns.table import Column, text_array
from dayside.formats.columns.time import NO_TIME
from dayside.formats.guard import guarded
from dayside.formats.limits import MAX_COLUMNS, check_memory
from dayside.formats.votable import own as votable_own
from dayside.formats.votable.time import time_of_fields
from dayside.model.dataset import Dataset
from dayside.model.errors import UnreadableFile
from dayside.model.series import Series

_ROOT = re.compile(rb"<(?:\w+:)?VOTABLE\b")
_LINKED = re.compile(
    rb"<(?:\w+:)?(?:PARQUET\b|STREAM\b[^>]*\b(?:href|encoding\s*=\s*[\"'](?!base64)))"
)
_FIELD = re.compile(rb"<(?:\w+:)?FIELD\b")
_ARRAYSIZE = re.compile(rb"\barraysize\s*=\s*[\"'](\d[\dx]{0,60})")
_NROWS = re.compile(rb"\bnrows\s*=\s*[\"'](\d+)")
_ABSURD_ARRAY = 1 << 22
_EXPANSION = 8


class VoTable:
    """VOTable files, read and written."""

    name = "votable"
    suffixes = (".vot", ".votable", ".xml")
    media_type = "application/x-votable+xml"
    reads = True
    writes = True

    def sniff(self, path: Path, head: bytes) -> bool:
        """Tell a VOTable by its root element."""
        del path
        return _ROOT.search(head) is not None

    def read(self, path: Path, description: Description) -> list[Series]:
        """Return one series for each table of a VOTable that has a time."""
        with guarded(path, "VOTable"):
            check_memory(path.stat().st_size * _EXPANSION, path)
            content = path.read_bytes()
            if votable_own.is_own(content):
                return [votable_own.read(content)]
            check_votable(content)
            return _series(parsed_votable(content), description)

    def write(self, dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
        """Yield a VOTable, block by block."""
        return votable_own.write(dataset, blocks)


def check_votable(content: bytes) -> None:
    """Refuse what a parser would multiply or fetch: entities, absurd arrays, links."""
    if b"<!ENTITY" in content:
        raise UnreadableFile("it defines XML entities; a VOTable needs none")
    link = _LINKED.search(content)
    if link is not None:
        raise UnreadableFile("its values are elsewhere or compressed, and are not fetched")
    fields = len(_FIELD.findall(content))
    if fields > MAX_COLUMNS:
        raise UnreadableFile(f"it has {fields} fields; a table may have {MAX_COLUMNS} at most")
    for said in _ARRAYSIZE.findall(content):
        if math.prod(int(n) for n in said.split(b"x") if n) > _ABSURD_ARRAY:
            raise UnreadableFile(f"it has arrays of {said.decode()} in each cell")
    for said in _NROWS.findall(content):
        if int(said[:18]) > len(content):
            raise UnreadableFile(f"it says {said[:18].decode()} rows, more than it has bytes")


def parsed_votable(content: bytes) -> Any:
    """Return a VOTable that `check_votable` let pass, as astropy has it."""
    from astropy.io import votable

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return votable.parse(io.BytesIO(content), verify="ignore")


def _series(document: Any, description: Description) -> list[Series]:
    found, reasons = [], []
    for table in document.iter_tables():
        try:
            found.append(_bare(document, table, description))
        except UnreadableFile as error:
            reasons.append(str(error))
    if not found:
        raise UnreadableFile(reasons[0] if reasons else NO_TIME)
    return found


def _bare(document: Any, table: Any, description: Description) -> Series:
    """Return the series of a table of others."""
    columns, left_out = [], []
    for field in table.fields:
        column = _column(field, table.array[field.ID])
        if column is None:
            left_out.append(field.name)
        else:
            columns.append(column)
    about: dict[str, Any] = {"title": " ".join(str(table.description or "").split())}
    if left_out:
        about["attributes"] = {"columns_left_out": left_out}
    if description.time.get("column") is None:
        stamped = time_of_fields(document, table.fields, columns)
        if stamped is not None:
            columns, description = stamped.columns, stamped.described(description)
    return series_of(columns, description, Hints(dataset=about, guess_fills=False))


def _column(field: Any, values: Any) -> Column | None:
    """Return a field's column; None for arrays of several lengths."""
    said = {
        "units": None if field.unit is None else str(field.unit),
        "description": " ".join(str(field.description or "").split()),
        "label": field.name,
    }
    data = np.ma.getdata(values)
    mask = np.ma.getmaskarray(values)
    if data.dtype.kind in "OUS":
        if any(isinstance(v, (np.ndarray, list)) for v in data[:100]):
            return None
        return Column(field.name, _texts(np.where(mask, "", data)), **said)
    if data.dtype.kind == "b":
        data = data.astype(np.uint8)
    if data.dtype.kind == "c":
        return None
    if mask.any():
        data = np.where(mask, np.nan, data.astype(np.float64))
    return Column(field.name, data, **said)


def _texts(values: Any) -> Any:
    """Return texts of any kind as a pyarrow array of strings."""
    import pyarrow as pa

    plain = [v.decode("utf-8", "replace") if isinstance(v, bytes) else str(v) for v in values]
    return text_array(pa.array(plain, pa.string()))
