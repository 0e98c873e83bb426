"""PDS3: a label in the Object Description Language, and the tables it describes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from dayside.formats.base import HEAD_BYTES, NOTHING_SAID, Description
from dayside.formats.limits import check_memory
from dayside.formats.pds.fields import Column, cells_of_bytes, decode, decode_parts
from dayside.formats.pds.pds3_dataset import dataset_of
from dayside.formats.pds.pds3_label import Block, read_label
from dayside.formats.pds.pds3_layout import Table, beside, pointers, tables
from dayside.formats.pds.pds3_sensors import by_sensor
from dayside.formats.pds.rows import (
    delimited_columns,
    fixed_rows,
    parts_of,
    text_lines,
    text_offset,
    text_rows,
)
from dayside.formats.pds.series import series_of, unit_of
from dayside.formats.pds.sts import is_sts, read_sts
from dayside.model.dataset import Bins, Dataset, identifier
from dayside.model.errors import UnknownFormat, UnreadableFile
from dayside.model.series import Series

_LABEL = re.compile(rb"(?m)^\s*PDS_VERSION_ID\s*=\s*\"?PDS3")
_STRUCTURE = re.compile(rb"(?m)^\s*OBJECT\s*=\s*(COLUMN|CONTAINER|FIELD)\b")
_TEMPLATE = re.compile(rb"(?m)^\s*OBJECT\s*=\s*\w+")
_LABEL_SUFFIXES = (".lbl", ".LBL", ".Lbl")
_INDEX = "INDEX_TABLE"


class Pds3:
    """PDS3 products: detached and attached labels, ASCII and binary tables, and STS files."""

    name = "pds3"
    suffixes: tuple[str, ...] = (".lbl", ".tab", ".dat", ".sts", ".fmt", ".cat")
    media_type = "text/x-pds3-label"
    reads = True
    writes = False

    def sniff(self, path: Path, head: bytes) -> bool:
        """Tell whether the file is a label, has one within or beside it, or is a part of one."""
        if _LABEL.search(head) or is_sts(head):
            return True
        if path.suffix.lower() == ".fmt":
            return _STRUCTURE.search(head) is not None
        if path.suffix.lower() == ".cat" and _TEMPLATE.search(head):
            return True
        return self.product(path) != path

    def product(self, path: Path) -> Path:
        """Return the label through which a data file is read: itself if that is within.

        The files of a folder that share a label are one product.
        """
        for suffix in _LABEL_SUFFIXES:
            label = path.with_suffix(suffix)
            if label != path and label.is_file() and _names(label, path):
                return label
        return path

    def files(self, label: Path) -> tuple[Path, ...]:
        """Return the label and the files beside it that make up its product."""
        try:
            named = [p.file for p in pointers(read_label(label)) if p.file is not None]
            beside_it = [beside(label, name) for name in named]
        except UnreadableFile:
            return (label,)
        return tuple(dict.fromkeys([label, *(p for p in beside_it if p is not None)]))

    def read(self, path: Path, description: Description = NOTHING_SAID) -> list[Series]:
        """Return one series for each table with a time (and each sensor, where they alternate).

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
        if is_sts(_head(label)):
            return [read_sts(label, description)]
        top = read_label(label)
        _refuse_other(path, top)
        found: list[Series] = []
        reasons: list[str] = []
        known = [(t, _columns(t)) for t in tables(label, top)]
        bins, single = _shared_bins(known), [t for t, _ in known if t.rows == 1]
        for table, columns in known:
            if table.rows == 1 and len(known) > len(single) > 0:
                continue
            try:
                found += _series(table, columns, dataset_of(label, top), description, bins)
            except UnreadableFile as error:
                reasons.append(str(error))
        if found:
            return found
        raise UnreadableFile(" ".join(reasons) or _nothing(top))

    def write(self, dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
        """Raise `UnknownFormat`: PDS3 is not written."""
        del dataset, blocks
        raise UnknownFormat("PDS3 is read, not written.")


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror}.") from error


def _names(label: Path, path: Path) -> bool:
    """Tell whether a label points to a file of this name."""
    try:
        found = pointers(read_label(label))
    except UnreadableFile:
        return False
    return any(p.file is not None and p.file.strip().lower() == path.name.lower() for p in found)


def _refuse_other(path: Path, top: Block) -> None:
    """Raise what is true of a file that is a part of a volume, but holds no series."""
    suffix = path.suffix.lower()
    kinds = [b.kind for b in top.blocks]
    if suffix == ".fmt":
        raise UnreadableFile(f"{path.name} is a PDS structure file: it describes columns only.")
    targets = {p.target for p in pointers(top)}
    if any(t.endswith(_INDEX) for t in targets | set(kinds)):
        raise UnreadableFile(f"{path.name} belongs to an index of products: no time series.")
    has_table = any(t.endswith(("TABLE", "SERIES", "SPREADSHEET")) for t in targets)
    if suffix == ".cat" and not has_table:
        raise UnreadableFile(f"{path.name} is a PDS catalogue file: no table.")
    if not has_table:
        raise UnreadableFile(f"{path.name}: {_nothing(top)}")


def _nothing(top: Block) -> str:
    held = dict.fromkeys([p.target for p in pointers(top)] + [b.kind for b in top.blocks])
    if "TEXT" in held:
        return "a PDS text: no table."
    return f"the label describes no table, but {', '.join(held) or 'nothing'}."


def _columns(table: Table) -> list[Column]:
    what = f"table {table.name}"
    if table.is_text:
        offset = table.offset
        if table.skip_lines:
            offset = text_offset(table.file, table.skip_lines, what)
        if table.delimiter is not None:
            lines = text_lines(table.file, offset, table.rows, what)
            width = max((f.end for f in table.fields), default=0)
            columns = delimited_columns(lines, table.delimiter, width)
            return [decode_parts(f, parts_of(f, columns)) for f in table.fields]
        rows = text_rows(table.file, offset, table.rows, table.stride, what, table.fields)
    else:
        rows = fixed_rows(table.file, table.offset, table.rows, table.stride, what)
    check_memory(2 * rows.nbytes, table.file)
    for field in table.fields:
        field.check(max(rows.shape[1] - table.prefix, 0), what)
    return [decode(f, cells_of_bytes(f, rows, table.prefix)) for f in table.fields]


def _shared_bins(known: list[tuple[Table, list[Column]]]) -> dict[int, Bins]:
    """Return bins that tables of one row hold for the items of other tables, by length."""
    found: dict[int, Bins] = {}
    for table, columns in known:
        for column in columns if table.rows == 1 else ():
            unit = unit_of(column.field.unit)
            if column.values.ndim != 2 or column.values.dtype.kind not in "iuf" or unit == "s":
                continue
            centers = tuple(float(v) for v in column.values[0])
            name = column.name.lower()
            found[len(centers)] = Bins(name, units=unit, centers=centers, scale="log")
    return found


def _series(
    table: Table,
    columns: list[Column],
    dataset: Dataset,
    description: Description,
    bins: dict[int, Bins],
) -> Iterator[Series]:
    mine = {
        c.name: bins[c.values.shape[1]]
        for c in columns
        if c.values.ndim == 2 and c.values.shape[1] in bins
    }
    for sensor, part in by_sensor(columns):
        named = dataset
        if sensor:
            named = dataset.replace(
                id=f"{dataset.id}_{identifier(sensor)}",
                title=f"{dataset.title}, {sensor}",
                attributes={**dataset.attributes, "time_axis": sensor},
            )
        yield series_of(part, named, description, f"table {table.name}", mine)
