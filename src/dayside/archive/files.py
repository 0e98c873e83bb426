"""From what was named on a command line to files."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from dayside.model.errors import UnreadableFile, nearest


def expand(paths: Iterable[str | Path]) -> Iterator[Path | UnreadableFile]:
    """Yield every file meant by `paths`, in order and once each.

    A folder stands for all files below it but hidden ones and the ``.toml`` files that
    describe others; a name with ``*``, ``?`` or ``[`` that is no file is a pattern. What
    does not exist is yielded as an error that carries the path.
    """
    seen: set[Path] = set()
    for given in paths:
        found = False
        for path in _meant(Path(given)):
            found = True
            if path.resolve() not in seen:
                seen.add(path.resolve())
                yield path
        if not found:
            yield _missing(Path(given))


def _meant(given: Path) -> Iterator[Path]:
    if given.is_dir():
        yield from _below(given)
    elif given.exists():
        yield given
    elif any(c in str(given) for c in "*?["):
        for name in sorted(glob.glob(str(given), recursive=True)):  # noqa: PTH207 - keeps absolute patterns
            path = Path(name)
            yield from _below(path) if path.is_dir() else [path]


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in sorted(files):
            if not file.startswith(".") and not file.endswith(".toml"):
                yield Path(parent) / file


def _missing(given: Path) -> UnreadableFile:
    if given.is_dir():
        return UnreadableFile(f"{given} has no files.", given)
    folder = given.parent
    known = [p.name for p in folder.iterdir()] if folder.is_dir() else []
    return UnreadableFile(f"There is no file {given}." + nearest(given.name, known), given)
