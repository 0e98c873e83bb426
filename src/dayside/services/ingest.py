"""Files into the archive, for who may write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dayside.archive import Archive
from dayside.archive.ingest import DEFAULT, Options, Outcome
from dayside.archive.ingest import ingest as _ingest
from dayside.model import Principal
from dayside.model.errors import Forbidden

__all__ = ["Options", "Outcome", "ingest"]


def ingest(
    archive: Archive,
    paths: Iterable[str | Path],
    principal: Principal,
    options: Options = DEFAULT,
    progress: Callable[[Path], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Take files, folders and globs into the archive and yield what became of each file.

    Raises
    ------
    Forbidden
        If `principal` may not write.
    ArchiveLocked
        If the archive cannot be written; what was yielded before is in.
    """
    if not principal.may("write"):
        raise Forbidden("Taking files into the archive needs a token with the scope write.")
    return _ingest(archive, paths, options, progress)
