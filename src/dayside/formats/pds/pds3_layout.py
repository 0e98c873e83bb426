"""What a PDS3 label says about its tables: where they lie and how their columns do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dayside.formats.pds.fields import Field
from dayside.formats.pds.pds3_label import BitPattern, Block, Quantity, read_label
from dayside.formats.pds.pds3_structures import KNOWN
from dayside.formats.pds.pds3_types import storage_of
from dayside.model.errors import UnreadableFile

_TABLES = ("TABLE", "SERIES", "SPREADSHEET", "PALETTE")
_CONSTANTS = (
    "MISSING_CONSTANT", "INVALID_CONSTANT", "NULL_CONSTANT", "MISSING", "UNKNOWN_CONSTANT",
    "NOT_APPLICABLE_CONSTANT", "ERROR_CONSTANT", "SATURATED_CONSTANT",
)  # fmt: skip
_STRUCTURE_FOLDERS = ("label", "fmt", "format")
_LEVELS_UP = 3
_MAX_STRUCTURES = 8
_LONGEST_NAME = 128
_MAX_FIELDS = 20_000
_DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "TAB": "\t", "VERTICAL_BAR": "|", "PIPE": "|"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a label: where it is, and its columns."""

    name: str
    file: Path
    offset: int
    skip_lines: int
    rows: int
    width: int
    prefix: int
    stride: int
    is_text: bool
    delimiter: str | None
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A statement ``^TABLE = …``: which file, from which byte (0-based) or record."""

    target: str
    file: str | None
    record: int | None
    byte: int | None


def pointers(block: Block) -> list[Pointer]:
    """Return the pointers to data of a label."""
    found = []
    for key, value in block.items:
        if not key.startswith("^") or key.endswith(("STRUCTURE", "DESCRIPTION", "CATALOG")):
            continue
        parts = value if isinstance(value, tuple) else (value,)
        name = next((str(p) for p in parts if isinstance(p, str)), None)
        place = next((p for p in parts if not isinstance(p, str)), None)
        found.append(_pointer(key[1:], name, place))
    return found


def _pointer(target: str, name: str | None, place: Any) -> Pointer:
    number = place.value if isinstance(place, Quantity) else place
    in_bytes = isinstance(place, Quantity) and place.unit.upper().startswith("BYTE")
    if number is None:
        return Pointer(target, name, 1, None)
    if not isinstance(number, int) or number < 1:
        raise UnreadableFile(f"^{target} points to {number!r}, which is no record.")
    return Pointer(target, name, None if in_bytes else number, number - 1 if in_bytes else None)


def beside(label: Path, name: str) -> Path | None:
    """Return the file of this name in the label's folder, whatever its case.

    Raises
    ------
    UnreadableFile
        If the name leads out of the folder.
    """
    bare = name.strip()
    if (
        not bare
        or "/" in bare
        or "\\" in bare
        or ":" in bare
        or bare in (".", "..")
        or "\0" in bare
    ):
        raise UnreadableFile(
            f"{label.name} points to {name!r}, outside its folder; data must lie beside the label."
        )
    return _in_folder(label.parent, bare)


def _in_folder(folder: Path, name: str) -> Path | None:
    if len(name) > _LONGEST_NAME:
        return None
    exact = folder / name
    if exact.is_file():
        return exact
    if not folder.is_dir():
        return None
    wanted = name.lower()
    return next((p for p in sorted(folder.iterdir()) if p.name.lower() == wanted), None)


def tables(label: Path, top: Block) -> Iterator[Table]:
    """Yield the tables of a label, in its order.

    Raises
    ------
    UnreadableFile
        If what the label says cannot be: a file missing, columns outside their rows, …
    """
    for block in [top, *(b for b in top.blocks if b.kind == "FILE")]:
        waiting = [p for p in pointers(block) if p.target.endswith(_TABLES)]
        objects = [b for b in block.blocks if b.kind.endswith(_TABLES)]
        for pointer in waiting:
            described = next((b for b in objects if b.kind == pointer.target), None)
            if described is None:
                continue
            objects.remove(described)
            yield _table(label, block, pointer, described)


def _table(label: Path, block: Block, pointer: Pointer, described: Block) -> Table:
    file = label if pointer.file is None else beside(label, pointer.file)
    if file is None:
        raise UnreadableFile(
            f"{label.name} is a label only: the data file {pointer.file} it points to is missing."
        )
    name = described.text("NAME") or described.kind
    fields = tuple(_fields(label, described, described, ()))
    if len(fields) > _MAX_FIELDS:
        raise UnreadableFile(f"{label.name}: {name} has more than {_MAX_FIELDS} columns.")
    is_text = _is_text(described, fields)
    delimiter = _delimiter(described) if described.kind.endswith("SPREADSHEET") else None
    prefix = described.integer("ROW_PREFIX_BYTES", 0)
    width = described.integer("ROW_BYTES", block.get("RECORD_BYTES", 0) if is_text else None)
    offset, skip_lines = _place(block, pointer, is_text, label)
    if delimiter is not None:
        fields = tuple(_numbered(fields))
    else:
        checked = max((f.end for f in fields), default=0) if is_text else width
        for field in fields:
            field.check(checked, name)
    return Table(
        name=name,
        file=file,
        offset=offset,
        skip_lines=skip_lines,
        rows=described.integer("ROWS", block.get("FILE_RECORDS")),
        width=width,
        prefix=prefix,
        stride=prefix + width + described.integer("ROW_SUFFIX_BYTES", 0),
        is_text=is_text,
        delimiter=delimiter,
        fields=fields,
    )


def _place(block: Block, pointer: Pointer, is_text: bool, label: Path) -> tuple[int, int]:
    """Return the first byte of the table, or how many lines stand before it."""
    if pointer.byte is not None:
        return pointer.byte, 0
    record = pointer.record or 1
    if record == 1:
        return 0, 0
    size = block.integer("RECORD_BYTES", 0)
    if size:
        return (record - 1) * size, 0
    if not is_text:
        raise UnreadableFile(
            f"{label.name}: ^{pointer.target} counts records, but RECORD_BYTES is not given."
        )
    return 0, record - 1


def _is_text(described: Block, fields: tuple[Field, ...]) -> bool:
    said = described.text("INTERCHANGE_FORMAT")
    if said is not None:
        return said.upper() == "ASCII"
    return described.kind.endswith("SPREADSHEET") or all(f.storage[0] == "S" for f in fields)


def _delimiter(described: Block) -> str:
    said = str(described.get("FIELD_DELIMITER", "COMMA")).upper()
    return _DELIMITERS.get(said, said if len(said) == 1 else ",")


def _numbered(fields: tuple[Field, ...]) -> Iterator[Field]:
    """Yield the fields of a delimited table, placed by number instead of byte."""
    number = 0
    for field in fields:
        items = field.shape[0] if field.shape else 1
        steps = (1,) if field.shape else ()
        yield replace(field, start=number, size=1, storage="S1", strides=steps)
        number += items


def _fields(
    label: Path, table: Block, block: Block, seen: tuple[str, ...], base: int = 0
) -> Iterator[Field]:
    """Yield the fields of an object, those of its ^STRUCTURE files in place."""
    is_text = table.text("INTERCHANGE_FORMAT") == "ASCII" or table.kind.endswith("SPREADSHEET")
    for key, value in block.items:
        if key.startswith("^") and key.endswith("STRUCTURE"):
            name = str(value[0] if isinstance(value, tuple) and value else value)
            if name.upper() in seen or len(seen) >= _MAX_STRUCTURES:
                raise UnreadableFile(f"{label.name}: the structure {name} includes itself.")
            within = _structure(label, name)
            yield from _fields(label, table, within, (*seen, name.upper()), base)
        elif key in ("COLUMN", "FIELD") and isinstance(value, Block):
            yield from _column(value, is_text, base)
        elif key == "CONTAINER" and isinstance(value, Block):
            yield from _container(label, table, value, seen, base)


def _structure(label: Path, name: str) -> Block:
    if "/" in name or "\\" in name or ".." in name:
        raise UnreadableFile(
            f"{label.name} points to the structure {name!r}, outside its volume's folders."
        )
    for folder in _structure_folders(label.parent):
        found = _in_folder(folder, name)
        if found is not None and found.is_file():
            return read_label(found)
    if name.upper() in KNOWN:
        return KNOWN[name.upper()]
    raise UnreadableFile(
        f"{label.name} needs the structure file {name[:_LONGEST_NAME]}, which is missing; "
        "it lies in the LABEL folder of the volume."
    )


def _structure_folders(folder: Path) -> Iterator[Path]:
    """Yield where a label's structures may lie: beside it, or in its volume's LABEL folder."""
    yield folder
    for above in [folder, *folder.resolve().parents[:_LEVELS_UP]]:
        if above != folder:
            yield above
        yield from (p for p in _folders(above) if p.name.lower() in _STRUCTURE_FOLDERS)


def _folders(folder: Path) -> list[Path]:
    try:
        return sorted(p for p in folder.iterdir() if p.is_dir())
    except OSError:
        return []


def _container(
    label: Path, table: Block, block: Block, seen: tuple[str, ...], base: int
) -> Iterator[Field]:
    start = base + block.integer("START_BYTE", 1) - 1
    size, repeats = block.integer("BYTES"), block.integer("REPETITIONS", 1)
    for field in _fields(label, table, block, seen, start):
        if field.end > start + size:
            raise UnreadableFile(
                f"{label.name}: column {field.name} reaches out of its container of {size} bytes."
            )
        yield replace(field, shape=(repeats, *field.shape), strides=(size, *field.strides))


def _column(block: Block, is_text: bool, base: int) -> Iterator[Field]:
    items = block.integer("ITEMS", 1)
    size = block.integer("BYTES", 1 if is_text else None)
    item = block.integer("ITEM_BYTES", size // max(items, 1))
    storage, kind, base_number = storage_of(block.text("DATA_TYPE") or "CHARACTER", item, is_text)
    if kind is None:
        return
    step = block.integer("ITEM_OFFSET", item)
    field = Field(
        name=block.text("NAME") or f"column {block.get('COLUMN_NUMBER', '')}".strip(),
        kind=kind,
        storage=storage,
        start=base + block.integer("START_BYTE", 1) - 1,
        size=item,
        shape=(items,) if items > 1 else (),
        strides=(step,) if items > 1 else (),
        unit=block.text("UNIT") or _no_unit(block),
        description=str(block.get("DESCRIPTION") or ""),
        missing=_missing(block, storage),
        scale=_number(block, "SCALING_FACTOR", 1),
        offset=_number(block, "OFFSET", 0),
        base=base_number,
        valid_min=_bound(block, "VALID_MINIMUM"),
        valid_max=_bound(block, "VALID_MAXIMUM"),
    )
    yield field
    for part in block.blocks:
        if part.kind == "BIT_COLUMN":
            yield _bit_column(part, field)


def _bit_column(block: Block, field: Field) -> Field:
    first, count = block.integer("START_BIT") - 1, block.integer("BITS")
    if first < 0 or not 1 <= count <= 64 or field.size > 8 or first + count > 8 * field.size:
        raise UnreadableFile(
            f"Bit column {block.text('NAME')} of {field.name} takes bits {first + 1} to "
            f"{first + count} of {8 * field.size}."
        )
    return replace(
        field,
        name=block.text("NAME") or f"{field.name} bits",
        description=str(block.get("DESCRIPTION") or ""),
        kind="bits",
        bits=(first, count),
        unit=None,
        missing=_missing(block, field.storage),
    )


def _no_unit(block: Block) -> str | None:
    return "NONE" if str(block.get("UNIT", "")).strip().upper() == "NONE" else None


def _missing(block: Block, storage: str) -> tuple[float | int | str, ...]:
    out: list[float | int | str] = []
    for key in _CONSTANTS:
        value = block.get(key)
        for one in value if isinstance(value, tuple) else (value,):
            plain = one.value if isinstance(one, Quantity) else one
            if isinstance(plain, str):
                try:
                    plain = float(plain)
                except ValueError:
                    continue
            if isinstance(plain, BitPattern) and storage[1:2] == "f":
                plain = _float_of_bits(int(plain), int(storage[2:]))
            if plain is not None:
                out.append(plain)
    return tuple(dict.fromkeys(out))


def _float_of_bits(bits: int, size: int) -> float:
    """Return the number whose IEEE bits a label spells as 16#FF7FFFFB#."""
    import struct

    if not 0 <= bits < 1 << (8 * size) or size not in (4, 8):
        return float(bits)
    return float(struct.unpack(">f" if size == 4 else ">d", bits.to_bytes(size, "big"))[0])


def _number(block: Block, key: str, default: float) -> float:
    value = block.get(key, default)
    value = value.value if isinstance(value, Quantity) else value
    return value if isinstance(value, (int, float)) else default


def _bound(block: Block, key: str) -> float | None:
    value = block.get(key)
    return float(value) if isinstance(value, (int, float)) else None
