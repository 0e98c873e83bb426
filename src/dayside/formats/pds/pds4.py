"""PDS4: an XML label, and the tables it describes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from dayside.formats.base import HEAD_BYTES, NOTHING_SAID, Description
from dayside.formats.limits import check_memory
from dayside.formats.pds.fields import Column, cells_of_bytes, decode, decode_parts
from dayside.formats.pds.pds4_dataset import dataset_of
from dayside.formats.pds.pds4_label import Node, read_label
from dayside.formats.pds.pds4_layout import Table, beside, data_files, tables
from dayside.formats.pds.rows import (
    delimited_columns,
    fixed_rows,
    parts_of,
    text_lines,
    text_rows,
)
from dayside.formats.pds.series import series_of
from dayside.model.dataset import Dataset, identifier
from dayside.model.errors import UnknownFormat, UnreadableFile
from dayside.model.series import Series

_ROOT = re.compile(rb"<(?:\w+:)?(Product_\w+|Ingest_LDD)[\s>]")
_NAMESPACE = b"pds.nasa.gov/pds4"
_LABEL_SUFFIXES = (".xml", ".lblx")
_DATA_SUFFIXES = (".tab", ".csv", ".dat", ".sts", ".asc", ".txt", ".bin", ".dlm")
_FEW_LABELS = 64


class Pds4:
    """PDS4 products: character, binary and delimited tables."""

    name = "pds4"
    suffixes: tuple[str, ...] = (".xml", ".lblx", ".tab", ".csv", ".dat")
    media_type = "application/xml"
    reads = True
    writes = False

    def sniff(self, path: Path, head: bytes) -> bool:
        """Tell whether the file is a label, or has one beside it that names it."""
        return _is_label(head) or self.product(path) != path

    def product(self, path: Path) -> Path:
        """Return the label through which a data file is read: itself if it is one.

        The files of a folder that share a label are one product.
        """
        for suffix in (".xml", ".lblx", ".XML"):
            label = path.with_suffix(suffix)
            if label != path and label.is_file() and path.name in _names(label):
                return label
        if path.suffix.lower() in _LABEL_SUFFIXES:
            return path
        return _label_naming(path) or path

    def files(self, label: Path) -> tuple[Path, ...]:
        """Return the label and the files beside it that make up its product."""
        try:
            found = [beside(label, name) for name, _ in data_files(read_label(label))]
        except UnreadableFile:
            return (label,)
        return tuple(dict.fromkeys([label, *found]))

    def read(self, path: Path, description: Description = NOTHING_SAID) -> list[Series]:
        """Return one series for each table with a time.

        Raises
        ------
        UnreadableFile
            If there is no table with a time, or the label and its data do not fit.
        """
        try:
            return self._read(path, description)
        except UnreadableFile as error:
            if path.name in str(error):
                raise
            raise UnreadableFile(f"{path.name}: {error}") from error

    def _read(self, path: Path, description: Description) -> list[Series]:
        label = self.product(path)
        root = read_label(label)
        found: list[tuple[Table, Series]] = []
        reasons: list[str] = []
        for table in tables(label, root):
            dataset = dataset_of(label, root, table.description)
            what = f"table {table.name}"
            try:
                found.append((table, series_of(_columns(table), dataset, description, what)))
            except UnreadableFile as error:
                reasons.append(str(error))
        if not found:
            raise UnreadableFile(" ".join(reasons) or _nothing(root))
        return [_named(s, t.name) if len(found) > 1 else s for t, s in found]

    def write(self, dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
        """Raise `UnknownFormat`: PDS4 is not written."""
        del dataset, blocks
        raise UnknownFormat("PDS4 is read, not written.")


def _named(series: Series, table: str) -> Series:
    """Return the series of one of several tables, named after it."""
    dataset = series.dataset
    named = dataset.replace(
        id=identifier(f"{dataset.id} {table}"),
        title=f"{dataset.title} ({table})",
        attributes={**dataset.attributes, "time_axis": table},
    )
    return Series(named, series.time, series.values)


def _is_label(head: bytes) -> bool:
    return _ROOT.search(head) is not None and (_NAMESPACE in head or b"pds4" in head.lower())


def _names(label: Path) -> list[str]:
    """Return the data files that a label names."""
    try:
        with label.open("rb") as file:
            if not _is_label(file.read(HEAD_BYTES)):
                return []
        return [name for name, _ in data_files(read_label(label))]
    except (UnreadableFile, OSError):
        return []


def _label_naming(path: Path) -> Path | None:
    """Return a label of another name beside a data file that names it."""
    if path.suffix.lower() not in _DATA_SUFFIXES:
        return None
    try:
        named = _named_in(path.parent, path.parent.stat().st_mtime_ns)
    except OSError:
        return None
    return named.get(path.name)


@lru_cache(maxsize=4)
def _named_in(folder: Path, changed_ns: int) -> Mapping[str, Path]:
    """Return the label of each data file that the labels of a folder name, where they are few.

    A folder is looked through once for all its files, until it changes.
    """
    del changed_ns
    labels = sorted(p for p in folder.iterdir() if p.suffix.lower() in _LABEL_SUFFIXES)
    # Where labels are many, products are named after them.
    few = labels if len(labels) <= _FEW_LABELS else ()
    return {name: label for label in reversed(few) for name in _names(label)}


def _nothing(root: Node) -> str:
    held = [c.tag for _, area in data_files(root) for c in area.children if c.tag != "File"]
    if not held:
        return f"a {root.tag} label that names no data file."
    return f"the label describes no table, but {', '.join(dict.fromkeys(held))}."


def _columns(table: Table) -> list[Column]:
    what = f"table {table.name}"
    if table.kind == "Delimited":
        lines = text_lines(table.file, table.offset, table.records, what, table.end)
        width = max((f.end for f in table.fields), default=0)
        columns = delimited_columns(lines, table.delimiter, width)
        return [decode_parts(f, parts_of(f, columns)) for f in table.fields]
    place = (table.file, table.offset, table.records, table.width, what)
    rows = fixed_rows(*place) if table.kind == "Binary" else text_rows(*place, table.fields)
    check_memory(2 * rows.nbytes, table.file)
    for field in table.fields:
        field.check(rows.shape[1], what)
    return [decode(f, cells_of_bytes(f, rows)) for f in table.fields]
