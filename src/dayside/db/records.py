"""Rows of the index, as frozen records."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import RowMapping

from dayside.model import Dataset

Manifest = dict[str, tuple[int, str]]
"""File within a group to its size and SHA-256."""


@dataclass(frozen=True, slots=True)
class Block:
    """One immutable group: the samples of one partition of a dataset."""

    dataset: str
    partition: str
    path: str
    first: int
    last: int
    rows: int
    manifest: Manifest


@dataclass(frozen=True, slots=True, eq=False)
class Extents:
    """Where the groups of a dataset are, in time order; no two of them overlap.

    Attributes
    ----------
    paths : tuple of str
    first, last : ndarray of int64
        First and last sample of each, TT2000.
    """

    paths: tuple[str, ...]
    first: NDArray[np.int64]
    last: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Sequence[tuple[str, int, int]]) -> Self:
        """Return the extents of rows of path, first and last."""
        paths, first, last = zip(*rows, strict=True) if rows else ((), (), ())
        return cls(paths, np.array(first, np.int64), np.array(last, np.int64))

    def within(self, start: int, stop: int) -> tuple[str, ...]:
        """Return the groups that may hold samples with ``start <= time < stop``."""
        begin = int(np.searchsorted(self.last, start, side="left"))
        return self.paths[begin : int(np.searchsorted(self.first, stop, side="left"))]


@dataclass(frozen=True, slots=True)
class LevelGroup:
    """One immutable group: the coarse levels of a whole dataset."""

    dataset: str
    path: str
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file of a granule: a label and its table are two.

    Attributes
    ----------
    name : str
    size : int
    sha256 : str
    location : str
        Where the original is kept: a name within the archive, or a path outside for a
        reference.
    """

    name: str
    size: int
    sha256: str
    location: str


@dataclass(frozen=True, slots=True)
class Granule:
    """An archived file as it came in.

    Attributes
    ----------
    dataset : str
        Dataset its samples are in.
    id : int
        Stands beside every sample that came from it.
    key : str
        Name without its version: a later version of the same key replaces it.
    name, version, sha256, size, format
        The file; of several, their digests' digest and their sizes' sum.
    kept : {"copy", "link", "reference", "none"}
        How the original is kept.
    files : tuple of KeptFile
        Where, file by file.
    start, stop : int or None
        First and last sample, TT2000.
    records : int
        Samples it brought.
    arrived : str
        UTC.
    live : bool
        False where a later version replaced it.
    """

    dataset: str
    id: int
    key: str
    name: str
    version: str
    sha256: str
    size: int
    format: str
    kept: str
    files: tuple[KeptFile, ...]
    start: int | None
    stop: int | None
    records: int
    arrived: str
    live: bool = True


@dataclass(frozen=True, slots=True)
class Changes:
    """One transaction on one dataset.

    Attributes
    ----------
    dataset : Dataset
        The dataset as it is after.
    partition : str
        Unit of its partitions.
    base : int or None
        Snapshot of the dataset's newest state that the change was made on; None for new.
    born, died : sequences of Block
        Groups that appear and that are no longer part of the newest state.
    granules : sequence of Granule
        Files that came in.
    superseded : sequence of int
        Ids of granules replaced by a later version.
    levels : LevelGroup
        The coarse levels of the dataset as it is after.
    """

    dataset: Dataset
    partition: str
    base: int | None
    born: Sequence[Block]
    died: Sequence[Block]
    granules: Sequence[Granule]
    superseded: Sequence[int]
    levels: LevelGroup | None
    note: str = ""


def row_of(group: Block | LevelGroup) -> dict[str, Any]:
    """Return the columns of a group."""
    return {**asdict(group), "manifest": json.dumps(group.manifest)}


def dataset_of(record: str) -> Dataset:
    """Return the dataset kept as JSON."""
    return Dataset.from_dict(json.loads(record))


def _manifest(text: str) -> Manifest:
    return {name: (size, digest) for name, (size, digest) in json.loads(text).items()}


def block_of(row: RowMapping) -> Block:
    """Return the group of a row."""
    return Block(
        row["dataset"], row["partition"], row["path"], row["first"], row["last"], row["rows"],
        _manifest(row["manifest"]),
    )  # fmt: skip


def level_group_of(row: RowMapping) -> LevelGroup:
    """Return the coarse levels of a row."""
    return LevelGroup(row["dataset"], row["path"], _manifest(row["manifest"]))


def granule_of(row: RowMapping) -> Granule:
    """Return the granule of a row."""
    known = {key: row[key] for key in Granule.__dataclass_fields__ if key != "live"}
    known["files"] = tuple(KeptFile(**file) for file in json.loads(row["files"]))
    return Granule(**known, live=row["died"] is None)
