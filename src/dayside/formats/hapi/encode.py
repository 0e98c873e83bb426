"""Series as HAPI's csv, binary and json records, without header, block by block."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from dayside.formats.hapi.columns import (
    Column,
    columns,
    doubles_of,
    encoded,
    flat,
    pieces,
    text_matrix,
    ticks_of,
    time_bytes,
    time_digits,
)
from dayside.formats.hapi.text import Style, rows
from dayside.model import Dataset, Parameter, Series


def encode_csv(dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
    r"""Yield rows as RFC 4180 csv ended by ``\n``, without column names."""
    size = sum(c.size for c in columns(dataset))
    prefixes = [b"", *[b","] * (size - 1)]
    return rows(dataset, Style(prefixes, b"\n", _csv_text, quote=False), blocks)


def _csv_text(text: str) -> bytes:
    if any(c in text for c in ',"\r\n') or text != text.strip() or text.startswith("#"):
        text = '"' + text.replace('"', '""') + '"'
    return text.encode()


def encode_json(dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
    """Yield rows as elements of a JSON array, each but the first after a comma.

    NaN, which JSON lacks, is the text ``"NaN"``, the same as the fill of the metadata.
    """
    prefixes, closing = [], b""
    for i, column in enumerate(columns(dataset)):
        before = closing + (b"," if i else b",\n[")
        prefixes += [before + p for p in _nested(column.shape)[:1]] + _nested(column.shape)[1:]
        closing = b"]" * len(column.shape)
    style = Style(prefixes, closing + b"]", _json_text, quote=True)
    texts = rows(dataset, style, blocks)
    yield next(texts, b"")[1:]  # the comma that only what follows needs
    yield from texts


def _nested(shape: tuple[int, ...]) -> list[bytes]:
    """Return what stands before each element of a nested array.

    Examples
    --------
    >>> _nested((2, 2))
    [b'[[', b',', b'],[', b',']
    """
    if not shape:
        return [b""]
    before = []
    for index in np.ndindex(shape):
        # How many of the inner dimensions begin anew at this element.
        fresh = next((d for d, i in enumerate(reversed(index)) if i), len(shape))
        opening = b"[" * fresh
        before.append(opening if not any(index) else b"]" * fresh + b"," + opening)
    return before


def _json_text(text: str) -> bytes:
    return json.dumps(text, ensure_ascii=False).encode()


def encode_binary(dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
    """Yield rows as packed little-endian records."""
    layout, digits = columns(dataset), time_digits(dataset)
    width = sum(c.width for c in layout)
    parameters = {p.name: p for p in dataset.parameters}
    for piece in pieces(blocks, width):
        records = np.empty((len(piece), width), np.uint8)
        at = 0
        for column in layout:
            _fill(records[:, at : at + column.width], column, piece, parameters, digits)
            at += column.width
        yield records.tobytes()


def _fill(
    out: NDArray[np.uint8],
    column: Column,
    block: Series,
    parameters: dict[str, Parameter],
    digits: int,
) -> None:
    """Write one column into its place in the records."""
    values = flat(block, column)
    if column.kind == "isotime":
        for i in range(column.size):
            place = out[:, i * column.length : (i + 1) * column.length]
            time_bytes(ticks_of(values[:, i]), digits, place)
    elif column.kind == "string":
        out[:] = text_matrix(encoded(values, column), column.length)
    elif column.kind == "integer":
        out.view("<i4")[:] = values
    else:
        whole = values.dtype.kind in "iu"
        out.view("<f8")[:] = doubles_of(parameters[column.name], values) if whole else values
