"""The data types of PDS3 columns as numpy stores them."""

from __future__ import annotations

from dayside.formats.pds.fields import Kind
from dayside.model.errors import UnreadableFile

_BIG = ("", "MSB_", "MAC_", "SUN_", "IEEE_")
_LITTLE = ("LSB_", "PC_", "VAX_")
_NUMPY = {
    "INTEGER": "i",
    "UNSIGNED_INTEGER": "u",
    "REAL": "f",
    "FLOAT": "f",
    "COMPLEX": "c",
    "BIT_STRING": "u",
    "UNSIGNED_BIT_STRING": "u",
    "BOOLEAN": "u",
}
_KINDS: dict[str, Kind] = {"i": "int", "u": "int", "f": "float", "c": "complex"}
_SIZES = {"i": (1, 2, 4, 8), "u": (1, 2, 4, 8), "f": (4, 8), "c": (8, 16)}
_TEXTS: dict[str, Kind] = {
    "CHARACTER": "text",
    "DATE": "time",
    "TIME": "time",
    "ASCII_REAL": "float",
    "ASCII_INTEGER": "int",
    "ASCII_COMPLEX": "text",
}
_VAX = {("VAX_REAL", 4): "vax_f", ("VAX_REAL", 8): "vax_d", ("VAX_DOUBLE", 8): "vax_d"}
_VAX |= {("VAXG_REAL", 8): "vax_g", ("VAX_FLOAT", 4): "vax_f"}


def storage_of(said: str, size: int, is_text: bool) -> tuple[str, Kind | None, int]:
    """Return how items of a data type are stored, what they are, and their base.

    Parameters
    ----------
    said : str
        ``DATA_TYPE`` of the label.
    size : int
        Bytes of one item.
    is_text : bool
        Whether the table is ASCII: then numbers are written out, whatever the type.

    Returns
    -------
    tuple of (str, str or None, int)
        None for spare bytes.

    Raises
    ------
    UnreadableFile
        If there is no such type, or none of this size.

    Examples
    --------
    >>> storage_of("LSB_UNSIGNED_INTEGER", 2, False), storage_of("TIME", 24, True)
    (('<u2', 'int', 10), ('S24', 'time', 10))
    """
    name = said.upper().replace(" ", "_")
    text = f"S{max(size, 1)}"
    if name in ("N/A", "SPARE", "EBCDIC_CHARACTER"):
        return text, None, 10
    if name in _TEXTS:
        return text, _TEXTS[name], 10
    if (name, size) in _VAX and not is_text:
        return _VAX[name, size], "float", 10
    order, letter = _split(name)
    if letter is None:
        raise UnreadableFile(f"The label names the data type {said}, which PDS3 does not have.")
    if is_text:
        number: Kind = "float" if letter == "f" else "bool" if "BOOLEAN" in name else "int"
        return text, number, 10
    if letter == "u" and "BIT_STRING" in name and size not in _SIZES["u"]:
        return f"V{size}", None, 10
    if size not in _SIZES[letter]:
        raise UnreadableFile(f"The label has a {said} of {size} bytes, which there is not.")
    kind: Kind = "bool" if "BOOLEAN" in name else _KINDS[letter]
    return f"{order}{letter}{size}", kind, 10


def _split(name: str) -> tuple[str, str | None]:
    for order, prefixes in ((">", _BIG), ("<", _LITTLE)):
        for prefix in prefixes:
            if name.startswith(prefix) and name[len(prefix) :] in _NUMPY:
                return order, _NUMPY[name[len(prefix) :]]
    return ">", None
