"""A file that arrives: what it is and what is said of it, before its values are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dayside.archive.identity import digest_of_all
from dayside.archive.objects import digest_of
from dayside.formats import describe, known
from dayside.formats.base import (
    NOTHING_SAID,
    Description,
    Format,
    MultiFile,
    get_format,
    is_labelled,
    sniff,
)
from dayside.formats.compressed import unpacked
from dayside.model.errors import UnreadableFile


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """A file, or a product of a label and its tables.

    Attributes
    ----------
    name : str
        Of the file, or of the label.
    readable : Path
        What is to be read: the file, the label, or for the time being what a compressed
        file holds.
    format : str
    digests : mapping of Path to str
        SHA-256 of each original.
    description : Description
        By a person.
    said : str
        Digest of all that is said of it, by whomever.
    through : str
        Half a sentence, where another file than the one given is read.
    """

    name: str
    readable: Path
    format: str
    digests: Mapping[Path, str]
    description: Description
    said: str
    through: str

    @property
    def sha256(self) -> str:
        """SHA-256 of the whole product."""
        return digest_of_all(list(self.digests.values()))


@contextmanager
def looked_at(path: Path, said: Description | Path | None) -> Iterator[Arrival]:
    """Look at a file; while the context lasts it can be read.

    Parameters
    ----------
    path : Path
    said : Description or Path, optional
        What a person says of all files, or the TOML file that holds it; else what lies
        beside the file is taken.

    Raises
    ------
    UnreadableFile
        If it cannot be opened, or is of no format known here.
    """
    description = _description(path, said)
    with unpacked(path) as plain:
        if plain != path and is_labelled(path.with_name(plain.name)):
            raise UnreadableFile(
                f"{path.name} is described by a label that names it unpacked; unpack it first."
            )
        reader = get_format(description.format) if description.format else sniff(plain)
        readable, originals = (plain, (path,)) if plain != path else _product(path, reader)
        try:
            digests = {original: digest_of(original) for original in originals}
        except OSError as error:
            raise UnreadableFile(f"{path.name} cannot be opened: {error.strerror}.") from error
        # What Dayside knows of a bare file is said of it too.
        all_said = known.find(readable, reader) if description is NOTHING_SAID else description
        label = originals[0].name
        yield Arrival(
            name=label,
            readable=readable,
            format=reader.name,
            digests=digests,
            description=description,
            said=all_said.digest,
            through="" if originals[0] == path else f"read through {label}",
        )


def _product(path: Path, reader: Format) -> tuple[Path, tuple[Path, ...]]:
    """Return what to read and all its files: a label and its table are one product."""
    if not isinstance(reader, MultiFile):
        return path, (path,)
    label = reader.product(path)
    return label, tuple(reader.files(label))


def _description(path: Path, said: Description | Path | None) -> Description:
    """Return what is said about a file, of all files or beside it."""
    if isinstance(said, Path):
        said = describe.load(said, path.name)
    return describe.find(path) if said is None or said == NOTHING_SAID else said
