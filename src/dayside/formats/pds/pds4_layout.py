"""What a PDS4 label says about its tables: where they lie and how their fields do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dayside.formats.pds.fields import Field, Kind
from dayside.formats.pds.pds4_label import Node
from dayside.model.errors import UnreadableFile

TABLES = {"Table_Character": "Character", "Table_Binary": "Binary", "Table_Delimited": "Delimited"}
"""Elements that are tables, and how their records and fields are named."""

_MAX_FIELDS = 20_000
_LONGEST_NAME = 255
_NUMBERS = {
    "SignedByte": "i1", "UnsignedByte": "u1",
    "SignedMSB2": ">i2", "SignedMSB4": ">i4", "SignedMSB8": ">i8",
    "SignedLSB2": "<i2", "SignedLSB4": "<i4", "SignedLSB8": "<i8",
    "UnsignedMSB2": ">u2", "UnsignedMSB4": ">u4", "UnsignedMSB8": ">u8",
    "UnsignedLSB2": "<u2", "UnsignedLSB4": "<u4", "UnsignedLSB8": "<u8",
    "IEEE754MSBSingle": ">f4", "IEEE754MSBDouble": ">f8",
    "IEEE754LSBSingle": "<f4", "IEEE754LSBDouble": "<f8",
    "ComplexMSB8": ">c8", "ComplexMSB16": ">c16", "ComplexLSB8": "<c8", "ComplexLSB16": "<c16",
}  # fmt: skip
_TEXT_NUMBERS: dict[str, tuple[Kind, int]] = {
    "ASCII_Real": ("float", 10),
    "ASCII_Integer": ("int", 10),
    "ASCII_NonNegative_Integer": ("int", 10),
    "ASCII_Boolean": ("bool", 10),
    "ASCII_Numeric_Base2": ("int", 2),
    "ASCII_Numeric_Base8": ("int", 8),
    "ASCII_Numeric_Base16": ("int", 16),
}
_KINDS: dict[str, Kind] = {"i": "int", "u": "int", "f": "float", "c": "complex"}
_CONSTANTS = (
    "missing_constant", "error_constant", "invalid_constant", "unknown_constant",
    "not_applicable_constant", "saturated_constant",
)  # fmt: skip
_DELIMITERS = {"Comma": ",", "Horizontal Tab": "\t", "Semicolon": ";", "Vertical Bar": "|"}
_ENDS = {"Carriage-Return Line-Feed": b"\r\n", "Line-Feed": b"\n"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a label: where it is, and its fields."""

    name: str
    kind: str
    file: Path
    offset: int
    records: int
    width: int
    fields: tuple[Field, ...]
    delimiter: str = ","
    end: bytes | None = None
    description: str = ""


def data_files(root: Node) -> Iterator[tuple[str, Node]]:
    """Yield the name of each data file of a label, with the element that describes it."""
    for child in root.children:
        name = child.said("File", "file_name")
        if child.tag.startswith("File_Area") and name is not None:
            yield name, child


def beside(label: Path, name: str) -> Path:
    """Return a data file of a label's folder.

    Raises
    ------
    UnreadableFile
        If the name leads elsewhere, or there is no such file.
    """
    if "/" in name or "\\" in name or "\0" in name or name in (".", "..") or ":" in name:
        raise UnreadableFile(
            f"{label.name} points to {name!r}, outside its folder; data must lie beside the label."
        )
    lower = name.lower()
    found = label.parent / name
    if len(name) > _LONGEST_NAME or not found.is_file():
        found = next((p for p in label.parent.iterdir() if p.name.lower() == lower), label)
    if found == label:
        raise UnreadableFile(
            f"{label.name} is a label only: the data file {name} it points to is missing."
        )
    return found


def tables(label: Path, root: Node) -> Iterator[Table]:
    """Yield the tables of a label, in its order.

    Raises
    ------
    UnreadableFile
        If a file is missing, or what the label says cannot be.
    """
    for name, area in data_files(root):
        for element in area.children:
            if element.tag in TABLES:
                yield _table(beside(label, name), element)


def _table(file: Path, element: Node) -> Table:
    form = TABLES[element.tag]
    name = element.said("name") or element.said("local_identifier") or element.tag
    record = element.find(f"Record_{form}")
    if record is None:
        raise UnreadableFile(f"Table {name} of the label describes no records.")
    is_delimited = form == "Delimited"
    fields = tuple(
        _delimited(record, form) if is_delimited else _placed(record, form, 0, form == "Character")
    )
    if len(fields) > _MAX_FIELDS:
        raise UnreadableFile(f"Table {name} has more than {_MAX_FIELDS} fields.")
    width = 0 if is_delimited else record.count("record_length")
    for field in () if is_delimited else fields:
        field.check(width, f"table {name}")
    return Table(
        name=name,
        kind=form,
        file=file,
        offset=element.count("offset", default=0),
        records=element.count("records"),
        width=width,
        fields=fields,
        delimiter=_DELIMITERS.get(element.said("field_delimiter") or "Comma", ","),
        end=_ENDS.get(element.said("record_delimiter") or ""),
        description=element.said("description") or "",
    )


def _placed(within: Node, form: str, base: int, is_text: bool) -> Iterator[Field]:
    """Yield the fields of a record or group of fixed width, `base` bytes into the record."""
    for child in within.children:
        if child.tag == f"Field_{form}":
            start = base + child.count("field_location") - 1
            yield from _field(child, start, child.count("field_length"), is_text)
        elif child.tag == f"Group_Field_{form}":
            repeats, size = _repetitions(child), child.count("group_length")
            start = base + child.count("group_location") - 1
            if size % repeats:
                raise UnreadableFile(
                    f"A group of the label has {size} bytes, no multiple of its "
                    f"{repeats} repetitions."
                )
            for field in _placed(child, form, start, is_text):
                step = size // repeats
                if field.end > start + step:
                    raise UnreadableFile(f"Field {field.name} reaches out of its group.")
                yield replace(field, shape=(repeats, *field.shape), strides=(step, *field.strides))


def _repetitions(group: Node) -> int:
    repeats = group.count("repetitions")
    if not repeats:
        raise UnreadableFile("A group of the label is repeated 0 times.")
    return repeats


def _delimited(record: Node, form: str) -> Iterator[Field]:
    """Yield the fields of a delimited record, placed by number."""
    fields, _ = _counted(record, form, 0)
    yield from fields


def _counted(within: Node, form: str, start: int) -> tuple[list[Field], int]:
    """Return fields from number `start` on, and the number after the last."""
    out: list[Field] = []
    at = start
    for child in within.children:
        if child.tag == f"Field_{form}":
            out += _field(child, at, 1, is_text=True)
            at += 1
        elif child.tag == f"Group_Field_{form}":
            repeats = _repetitions(child)
            inner, end = _counted(child, form, at)
            step = end - at
            out += [
                replace(f, shape=(repeats, *f.shape), strides=(step, *f.strides)) for f in inner
            ]
            at += repeats * step
        if at > _MAX_FIELDS * 100:
            raise UnreadableFile("The label describes records of more than two million fields.")
    return out, at


def _field(node: Node, start: int, size: int, is_text: bool) -> Iterator[Field]:
    said = node.said("data_type") or ""
    name = node.said("name") or "field"
    if said.endswith("BitString"):
        yield from _bit_fields(node, start, size, ">" if "LSB" not in said else "<")
        return
    kind, storage, base = _storage(said, size, name, is_text)
    yield Field(
        name=name,
        kind=kind,
        storage=storage,
        start=start,
        size=size,
        unit=node.said("unit"),
        description=node.said("description") or "",
        missing=tuple(_missing(node)),
        scale=_number(node.said("scaling_factor"), 1),
        offset=_number(node.said("value_offset"), 0),
        base=base,
        valid_min=_bound(node, "valid_minimum"),
        valid_max=_bound(node, "valid_maximum"),
    )


def _bit_fields(node: Node, start: int, size: int, order: str) -> Iterator[Field]:
    """Yield the parts of a bit string; without Packed_Data_Fields it means nothing."""
    packed = node.find("Packed_Data_Fields")
    for part in packed.all("Field_Bit") if packed is not None and size in (1, 2, 4, 8) else ():
        first = part.count("start_bit_location") - 1
        last = part.count("stop_bit_location")
        name = part.said("name") or "bits"
        if not 0 <= first < last <= 8 * size:
            raise UnreadableFile(f"Bits {first + 1} to {last} of {name} are not in {size} bytes.")
        yield Field(
            name=name,
            kind="bits",
            storage=f"{order}u{size}",
            start=start,
            size=size,
            description=part.said("description") or "",
            missing=tuple(_missing(part)),
            bits=(first, last - first),
        )


def _storage(said: str, size: int, name: str, is_text: bool) -> tuple[Kind, str, int]:
    """Return what a data type of the standard is, how it is stored, and its base."""
    text = f"S{size}"
    if said in _TEXT_NUMBERS:
        kind, base = _TEXT_NUMBERS[said]
        return kind, text, base
    if said in _NUMBERS and not is_text:
        storage = _NUMBERS[said]
        if size != int(storage.lstrip("<>iufc")):
            raise UnreadableFile(f"Field {name} is a {said} of {size} bytes.")
        return _KINDS[storage.lstrip("<>")[0]], storage, 10
    if said.startswith(("ASCII_Date", "ASCII_Time")):
        return "time", text, 10
    if said.startswith(("ASCII_", "UTF8_")):
        return "text", text, 10
    raise UnreadableFile(f"Field {name} has the data type {said!r}, which PDS4 does not have here.")


def _missing(node: Node) -> Iterator[float | int | str]:
    constants = node.find("Special_Constants")
    for key in _CONSTANTS if constants is not None else ():
        text = constants.said(key) if constants is not None else None
        if text is None:
            continue
        try:
            yield int(text) if text.lstrip("+-").isdigit() else float(text)
        except ValueError:
            yield text


def _number(text: str | None, default: float) -> float:
    try:
        return float(text) if text is not None else default
    except ValueError:
        return default


def _bound(node: Node, name: str) -> float | None:
    text = node.said("Special_Constants", name)
    try:
        return float(text) if text is not None else None
    except ValueError:
        return None
