"""HAPI answers kept as files: a header that tells the columns, then the records."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from dayside.formats.hapi.columns import columns_of
from dayside.formats.hapi.decode import decode
from dayside.formats.hapi.describe import dataset_of, unique
from dayside.formats.hapi.info import VERSION, info
from dayside.formats.limits import check_memory
from dayside.model import Dataset, Series
from dayside.model.errors import UnreadableFile

OK = {"code": 1200, "message": "OK"}
_HEADER_BYTES = 16 << 20


def header(said: dict[str, Any], form: str, status: dict[str, Any] = OK) -> dict[str, Any]:
    """Return an info object as the head of a data answer."""
    return {"HAPI": VERSION, "status": status, "format": form, **said}


def header_lines(said: dict[str, Any], form: str, status: dict[str, Any] = OK) -> bytes:
    """Return the head of a csv or binary answer: lines that begin with ``#``."""
    text = json.dumps(header(said, form, status), indent=1, ensure_ascii=False)
    return "".join(f"#{line}\n" for line in text.splitlines()).encode()


def sniff(path: Path, head: bytes, form: str) -> bool:
    """Tell whether a file begins with the header of a HAPI answer in this form."""
    text = head.replace(b" ", b"")
    if not text.startswith(b"#") or not (b'"HAPI":' in text or b'"parameters":' in text):
        return False
    # Some servers say csv over binary: only the records themselves are to be believed.
    binary = b'"format":"binary"' in text or _has_bytes(path)
    return form == ("binary" if binary else "csv")


def _has_bytes(path: Path) -> bool:
    """Tell whether the records after the header are no text."""
    try:
        with path.open("rb") as file:
            _read_header(file, path)
            record = file.read(256)
    except (OSError, ValueError, RecursionError):
        return False  # reading it will say what is wrong
    if any(byte < 9 or 13 < byte < 32 for byte in record):
        return True
    # The cut may have gone through a character.
    return "\ufffd" in record.decode("utf-8", "replace")[:-1]


def read(path: Path, form: str) -> list[Series]:
    """Return the series of a file.

    Raises
    ------
    UnreadableFile
    """
    try:
        with path.open("rb") as file:
            said = _read_header(file, path)
            check_memory(2 * path.stat().st_size, path)
            layout = unique(columns_of(said["parameters"]))
            dataset = dataset_of(said, str(said.get("x_dataset") or ""))
            blocks = decode(form, dataset, layout, iter(lambda: file.read(1 << 20), b""))
            return [Series.concatenate(dataset, blocks)]
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, UnreadableFile):
            raise UnreadableFile(f"{path.name}: {error}") from error
        raise UnreadableFile(f"{path.name} has no valid HAPI header: {error}") from error


def _read_header(file: BinaryIO, path: Path) -> dict[str, Any]:
    """Return the header's object and leave `file` at the first record."""
    lines: list[bytes] = []
    size, at = 0, 0
    while (line := file.readline(_HEADER_BYTES)).startswith(b"#"):
        lines.append(line[1:])
        size += len(line)
        at = file.tell()
        if size > _HEADER_BYTES:
            raise UnreadableFile("the header is absurdly long")
    file.seek(at)
    said = json.loads(b"".join(lines))
    if not isinstance(said, dict) or not isinstance(said.get("parameters"), list):
        raise UnreadableFile(f"{path.name} has no HAPI header.")
    return said


def write(
    form: str,
    encode: Callable[[Dataset, Iterable[Series]], Iterator[bytes]],
    dataset: Dataset,
    blocks: Iterable[Series],
) -> Iterator[bytes]:
    """Yield a file: the header, then the records."""
    yield header_lines(info(dataset) | {"x_dataset": dataset.id}, form)
    yield from encode(dataset, blocks)
