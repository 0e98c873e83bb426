"""What Dayside itself knows about files of well-known event lists.

Each is one TOML file in ``known/``: ``names`` of the columns (where the file has none, or
others), ``missing`` (what stands for no value in it), ``start`` and ``stop`` (which columns
are the time), ``list`` (title, citation) and ``columns`` (units and description by name).
Under ``match``: patterns of file names, and how wide the table is, or which names it has.
"""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class KnownList:
    """What is known about files of one list."""

    name: str = ""
    patterns: tuple[str, ...] = ()
    width: int | None = None
    among: frozenset[str] = frozenset()
    source: str = ""
    names: tuple[str, ...] = ()
    missing: frozenset[str] = frozenset()
    start: str = ""
    stop: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def fits(self, file_name: str, names: Sequence[str]) -> bool:
        """Tell whether a file is of this list, by its name and its columns."""
        named = any(fnmatch.fnmatchcase(file_name.lower(), p) for p in self.patterns)
        return (
            named and (self.width is None or self.width == len(names)) and self.among <= set(names)
        )


NOTHING_KNOWN = KnownList()


def find_known(file_name: str, names: Sequence[str]) -> KnownList:
    """Return what is known about a file with columns of these names."""
    return next((k for k in _known() if k.fits(file_name, names)), NOTHING_KNOWN)


@cache
def _known() -> tuple[KnownList, ...]:
    folder = files("dayside.formats.events").joinpath("known")
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return tuple(
        _loaded(entry.name.removesuffix(".toml"), entry.read_text("utf-8"))
        for entry in entries
        if entry.name.endswith(".toml")
    )


def _loaded(name: str, text: str) -> KnownList:
    record = tomllib.loads(text)
    match = record["match"]
    return KnownList(
        name=name,
        patterns=tuple(match["files"]),
        width=match.get("width"),
        among=frozenset(match.get("among", ())),
        source=match["source"],
        names=tuple(record.get("names", ())),
        missing=frozenset(record.get("missing", ())),
        start=record.get("start", ""),
        stop=record.get("stop", ""),
        about=record.get("list", {}),
        columns=record.get("columns", {}),
    )
