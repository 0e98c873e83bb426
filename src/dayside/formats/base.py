"""The seam between files and series."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from dayside.model.dataset import Dataset
from dayside.model.errors import DaysideError, UnknownFormat, UnreadableFile, nearest
from dayside.model.series import Series

_log = logging.getLogger(__name__)

HEAD_BYTES = 4096
"""How much of a file a format sees to recognise it."""


_FOREIGN = (
    (b"\x1f\x8b", "compressed twice over; unpack it first (gunzip)"),
    (b"\x1f\x9d", "compressed; unpack it first (uncompress)"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd; unpack it first (unzstd)"),
    (b"PK\x03\x04", "a zip archive or a spreadsheet; unpack it, or save it as CSV"),
    (b"SIMPLE  =", "FITS, which is not read here"),
    (b"%PDF", "a PDF, which holds no table to read"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"MATLAB 5.0", "a MATLAB file, which is not read here; save it as -v7.3 or CSV"),
    (b"SR\x00\x04", "an IDL save file, which is not read here"),
    (b"SQLite format 3", "an SQLite database, which is not read here"),
    (b"\x80\x04\x95", "a Python pickle, which is never opened"),
    (b"DAF/SPK", "a SPICE kernel: no time series"),
    (b"DAF/CK", "a SPICE kernel: no time series"),
    (b"KPL/", "a SPICE kernel: no time series"),
)
"""Files that come along with data, and what is true of them."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a person says about a bare file: the content of a describing TOML file.

    Attributes
    ----------
    dataset : mapping
        Fields of `Dataset` that override what the file says: ``id``, ``title``,
        ``target``, ``mission``, ``instrument``, ``time_stamp``, …
    time : mapping
        ``column`` (name, 1-based number, or a list of them such as year and day of
        year), ``format`` (``iso``, ``unix``, ``tt2000``, ``j2000``, ``doy``,
        ``decimal_year``, or a `strptime` pattern), ``units``.
    columns : tuple of str
        Names of the columns of a file without header.
    parameters : mapping of str to mapping
        Per name: fields of `Parameter` (``units``, ``fill``, ``frame``, ``label``…)
        and, for a vector made of columns, ``columns = ["magx", "magy", "magz"]``; the
        columns stay parameters of their own too.
    format : str or None
        Name of the format, where sniffing would guess wrong.
    """

    dataset: Mapping[str, Any] = field(default_factory=dict)
    time: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    format: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of what is said, in whatever order; empty where nothing is."""
        if self == NOTHING_SAID:
            return ""
        said = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()


NOTHING_SAID = Description()


@runtime_checkable
class Format(Protocol):
    """One file format.

    A format that cannot write raises `UnknownFormat` in `write` and has
    ``writes = False``; likewise for reading.
    """

    name: str
    suffixes: tuple[str, ...]
    media_type: str
    reads: bool
    writes: bool

    def sniff(self, path: Path, head: bytes) -> bool:
        """Tell whether the file is of this format, by its first bytes and its name."""
        ...

    def read(self, path: Path, description: Description) -> list[Series]:
        """Return one series for each time axis of the file.

        The format uses ``description.time``, ``.columns`` and what else it needs to make
        sense of bare columns; the overrides of ``.dataset`` and ``.parameters`` are
        applied by `read` below, the same for all formats. ``Dataset.id`` is what the
        file's own metadata say, or empty. A file without records gives series of no
        rows.

        Raises
        ------
        UnreadableFile
            If the file cannot be taken; the message says why, in one sentence.
        """
        ...

    def write(self, dataset: Dataset, blocks: Iterable[Series]) -> Iterator[bytes]:
        """Yield the bytes of a file that holds `blocks`, all of `dataset`, in order."""
        ...


@runtime_checkable
class MultiFile(Protocol):
    """What a format offers beside `Format` where a product is a label and its tables."""

    def product(self, path: Path) -> Path:
        """Return the label that stands for the product that `path` is a file of."""
        ...

    def files(self, label: Path) -> tuple[Path, ...]:
        """Return every file of the product of a label, the label first."""
        ...


@runtime_checkable
class Tabular(Protocol):
    """What a format offers beside `Format` where a file is a bare table: it needs describing."""

    def column_names(self, path: Path) -> tuple[str, ...]:
        """Return the columns' names, ``c1``, ``c2``… where it has none; no values are read.

        Empty where the file says itself all that there is to say.

        Raises
        ------
        UnreadableFile
            If there is no table.
        """
        ...


@cache
def formats() -> Mapping[str, Format]:
    """Return every installed format by name; one that cannot be imported is left out."""
    found: dict[str, Format] = {}
    for point in sorted(entry_points(group="dayside.formats"), key=lambda p: p.name):
        try:
            found[point.name] = point.load()()
        except ImportError as error:
            # A broken plug-in must not take the other formats with it.
            _log.warning("format %s is not available: %s", point.name, error)
    return found


def get_format(name: str, *, writes: bool = False) -> Format:
    """Return the format of this name.

    Raises
    ------
    UnknownFormat
        If there is none, or none that writes.
    """
    known = {n: f for n, f in formats().items() if f.writes or not writes}
    if name not in known:
        raise UnknownFormat(
            f"There is no format of that name; there are {', '.join(known)}." + nearest(name, known)
        )
    return known[name]


def sniff(path: Path) -> Format:
    """Return the format of a file.

    Raises
    ------
    UnreadableFile
        If it is empty, unreadable, or of no format known here.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror}.") from error
    if not head:
        raise UnreadableFile(f"{path.name} is empty.")
    readers = [f for f in formats().values() if f.reads]
    # Many text tables look alike: first what a label beside the file names, then its suffix.
    readers.sort(key=lambda f: (not _is_labelled(f, path), path.suffix.lower() not in f.suffixes))
    for reader in readers:
        if reader.sniff(path, head):
            return reader
    foreign = next((what for magic, what in _FOREIGN if head.startswith(magic)), None)
    if foreign is not None:
        raise UnreadableFile(f"{path.name} is {foreign}.")
    raise UnreadableFile(
        f"{path.name} is of no format known here ({', '.join(f.name for f in readers)})."
    )


def is_labelled(path: Path) -> bool:
    """Tell whether a label beside a file, which need not be there, names it."""
    return any(_is_labelled(reader, path) for reader in formats().values())


def _is_labelled(reader: Format, path: Path) -> bool:
    return isinstance(reader, MultiFile) and reader.product(path) != path


def read(path: Path, description: Description = NOTHING_SAID) -> list[Series]:
    """Return the series of a file of any format, one for each time axis.

    A compressed file is read as what it holds. Where nobody describes a bare file, what
    Dayside knows about the product does.

    Raises
    ------
    UnreadableFile
        If the file cannot be taken, whatever went wrong inside its reader.
    BadRequest
        If the description names a parameter that the file does not have.
    """
    from dayside.formats.compressed import unpacked

    with unpacked(path) as plain:
        return _read(plain, description)


def _read(path: Path, description: Description) -> list[Series]:
    from dayside.formats.describe import apply_description, check_names
    from dayside.formats.known import find

    reader = get_format(description.format) if description.format else sniff(path)
    said = description
    try:
        if said is NOTHING_SAID:
            said = find(path, reader)
        found = reader.read(path, said)
    except UnreadableFile:
        raise
    except DaysideError as error:
        raise UnreadableFile(f"{path.name}: {error}") from error
    except MemoryError as error:
        raise UnreadableFile(f"{path.name} asks for more memory than there is.") from error
    except Exception as error:  # a hostile file must not stop the next one
        raise UnreadableFile(
            f"{path.name} could not be read as {reader.name}: {type(error).__name__}: {error}"
        ) from error
    described = [apply_description(series, said) for series in found]
    check_names(described, description)
    return described
