"""Compressed files: unpacked into a temporary file of bounded size, to be read from there."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from dayside.formats.limits import memory_limit
from dayside.model.errors import UnreadableFile

SUFFIXES = (".gz", ".bz2", ".xz")
"""Of names of compressed files; what comes before is the name of what is in them."""

_OPENERS: Mapping[bytes, tuple[str, Callable[[Path], IO[bytes]]]] = {
    b"\x1f\x8b": ("gzip", gzip.open),  # type: ignore[dict-item] # binary where no mode is given
    b"BZh": ("bzip2", bz2.open),
    b"\xfd7zXZ": ("xz", lzma.open),
}
_PIECE_BYTES = 1 << 20
# Tables of measurements shrink to a tenth or so, and at most to a hundredth.
_ALWAYS_BYTES = 256 << 20
_MOST_INFLATED = 200


def is_compressed(path: Path) -> bool:
    """Tell a file compressed with gzip, bzip2 or xz, by its first bytes."""
    return _opener(path) is not None


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Give a file as it is: itself, or for the time being what a compressed one holds.

    Raises
    ------
    UnreadableFile
        If it is damaged, or swells beyond what a table of measurements would.
    """
    opener = _opener(path)
    if opener is None:
        yield path
        return
    kind, opened = opener
    with tempfile.TemporaryDirectory(prefix="dayside-") as folder:
        plain = Path(folder) / plain_name(path.name)
        try:
            with opened(path) as source, plain.open("wb") as target:
                _copy(source, target, path)
        except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as error:
            raise UnreadableFile(f"{path.name} is a damaged or truncated {kind} file.") from error
        except OSError as error:
            why = error.strerror or "it is damaged"
            raise UnreadableFile(f"{path.name} cannot be unpacked: {why}.") from error
        yield plain


def plain_name(name: str) -> str:
    """Return a file name without the suffix of a compression.

    Examples
    --------
    >>> plain_name("mag_20200101.csv.gz"), plain_name("mag_20200101.csv")
    ('mag_20200101.csv', 'mag_20200101.csv')
    """
    stem, dot, suffix = name.rpartition(".")
    return stem if stem and f"{dot}{suffix}".lower() in SUFFIXES else name


def _opener(path: Path) -> tuple[str, Any] | None:
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror}.") from error
    return next((found for magic, found in _OPENERS.items() if head.startswith(magic)), None)


def _copy(source: IO[bytes], target: IO[bytes], path: Path) -> None:
    most = min(memory_limit(), _ALWAYS_BYTES + _MOST_INFLATED * path.stat().st_size)
    while piece := source.read(_PIECE_BYTES):
        target.write(piece)
        if target.tell() > most:
            raise UnreadableFile(
                f"{path.name} swells to more than {most >> 20} MiB when unpacked, which no table "
                f"of its size does; if it is sound, unpack it yourself."
            )
